"""A note as it is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.ids import Ref
from store.vocabulary import NoteKind
from tui.written_note import NotUnderstood, Written, as_text, both, of_line, of_text, offered

NOTE, QUESTION, LEAD, DECISION = NoteKind


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("Ask again.", Written("Ask again.")),
        ("?: Who counted? #baniyas", Written("Who counted?", QUESTION, ("baniyas",))),
        ("? Who counted?", Written("Who counted?", QUESTION)),
        ("!Use the lower figure", Written("Use the lower figure", DECISION)),
        ("Lead: call the  burial office", Written("call the  burial office", LEAD)),
        ("question : what #one #two-three  ", Written("what", QUESTION, ("one", "two-three"))),
        ("#one of them is in #Baniyas, #2", Written("#one of them is in #Baniyas, #2")),
        ("no leads: none", Written("no leads: none")),
        ("من أحصى؟ #بانياس", Written("من أحصى؟", NOTE, ("بانياس",))),
        ("#only #tags", Written("", NOTE, ("only", "tags"))),
        ("   ", Written("")),
    ],
)
def test_one_line_says_kind_and_tags(line: str, note: Written) -> None:
    """The kind by its sign or word at the beginning, tags at the end; `#2` is no tag."""
    assert of_line(line) == note


BODIES = st.text(st.characters(exclude_categories=["Cs"]), max_size=200).map(
    lambda text: text.replace("\r\n", "").strip("\n").rstrip()
)
TAGS = st.lists(st.text("ab, []#:-é\"'", min_size=1).map(str.strip).filter(bool), unique=True)


@given(st.builds(Written, BODIES, st.sampled_from(NoteKind), TAGS.map(tuple)))
def test_what_is_edited_and_not_changed_is_the_same_note(note: Written) -> None:
    """Whatever its text begins with, and whatever stands in its tags."""
    assert of_text(as_text(note, ("about E1\n---",))) == note


def test_a_text_without_a_heading_is_all_body() -> None:
    """Somebody has deleted the lines above: a note."""
    assert of_text("\n\nWords\r\nand more\n\n") == Written("Words\nand more")
    assert of_text("--- a list ---\n") == Written("--- a list ---")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("---\nkind: qestion\n---\nx", "Line 2: kind expects one of note, question, lead"),
        ("---\n\ntag: x\n---\nx", "Line 3: only kind and tags stand above the text, not 'tag: x'"),
        ("---\nkind: note\nx", "Line 1: the lines about the note have no end"),
        ("---\nWho\x1b[2J\n---\n", "not 'Who␛[2J'"),
        ('---\ntags: ["a\n---\n', "Line 2: tags expects words between commas"),
    ],
)
def test_a_heading_that_is_wrong_is_told_by_its_line(text: str, said: str) -> None:
    """In one sentence, safe to show."""
    with pytest.raises(NotUnderstood) as told:
        of_text(text)
    assert said in str(told.value)


def test_two_versions_in_one() -> None:
    """What both have stands once; where they differ, each is there, marked with who wrote it."""
    theirs = Written("first\ntheirs\nlast", LEAD, ("a",))
    mine = Written("first\nmine\nmore\nlast", QUESTION, ("b", "a"))
    merged = both(theirs, mine, ("vera, 14:05", "ada"))
    assert merged.body.split("\n") == [
        "first",
        "<<<<<<< vera, 14:05",
        "theirs",
        "=======",
        "mine",
        "more",
        ">>>>>>> ada",
        "last",
    ]
    assert (merged.kind, merged.tags) == (QUESTION, ("a", "b"))


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("See [[", ["E1", "E12", "L4"]),
        ("[[L4]] and [[e1", ["E1", "E12"]),
        ("[[bani dead", ["E1"]),
        ("[[بان", ["L4"]),
        ("[[L4]]", []),
        ("[[x]y", []),
        ("no mention", []),
    ],
)
def test_a_mention_that_is_typed_is_completed(typed: str, completed: list[str]) -> None:
    """By a reference, or by words of the label in any order, and nothing else of the text."""
    known = [
        (Ref("E1"), "The dead of Baniyas"),
        (Ref("E12"), "Roads\x1b sealed"),
        (Ref("L4"), "Baniyas, بانياس"),
    ]
    found = offered(typed, known)
    before = typed.rpartition("[[")[0]
    assert found == [
        (f"{before}[[{ref}]]", f"{ref} {label}".replace("\x1b", "␛"))
        for ref, label in known
        if ref in completed
    ]
