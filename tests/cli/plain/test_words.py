"""What an answer means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.ids import Ref
from store.text import clean
from tui.bindings import USUAL, Bindings
from tui.cli.plain.session import DOES
from tui.cli.plain.words import (
    WORDS,
    NotUnderstood,
    completions,
    help_lines,
    letters_of,
    reference_first,
    understood,
)
from tui.intents import Action

LETTERS = letters_of(USUAL)


def meant(line: str) -> tuple[str, str]:
    """The word and what stands behind it."""
    answer = understood(line, LETTERS)
    return answer.word.name, answer.text


@pytest.mark.parametrize(
    ("line", "word", "text"),
    [
        ("ф", "relevant", ""),
        ("кудумфте", "relevant", ""),
        ("кудум", "relevant", ""),
        ("Ч2", "not relevant", "2"),
        ("тщеу Дом сгорел", "note", "Дом сгорел"),
        ("יןאק", "NotUnderstood", ""),
        ("ש", "relevant", ""),
        ("α", "relevant", ""),
        ("ش", "relevant", ""),
    ],
)
def test_a_word_typed_on_another_layout_is_the_one_in_its_places(
    line: str, word: str, text: str
) -> None:
    """As keys are on the desk; what stands behind it stays as it was typed."""
    if word == "NotUnderstood":
        with pytest.raises(NotUnderstood, match=line):
            understood(line, LETTERS)
    else:
        assert meant(line) == (word, text)


@pytest.mark.parametrize(
    ("line", "word", "text"),
    [
        ("relevant", "relevant", ""),
        ("  RELEVANT ", "relevant", ""),
        ("a", "relevant", ""),
        ("x", "not relevant", ""),
        ("X 2", "not relevant", "2"),
        ("X2", "not relevant", "2"),
        ("x1", "not relevant", "1"),
        ("not relevant rumour", "not relevant", "rumour"),
        ("not  relevant", "not relevant", ""),
        ("irrelevant out of area", "not relevant", "out of area"),
        ("s2", "later", "2"),
        ("X ٢", "not relevant", "2"),
        ("later friday 15:30", "later", "friday 15:30"),
        ("d", "duplicate", ""),
        ("d R5", "duplicate", "R5"),
        ("A new Clash", "into", "new Clash"),
        ("!", "urgent", ""),
        (".", "repeat", ""),
        ("u", "undo", ""),
        ("U", "redo", ""),
        ("/dead in town", "search", "dead in town"),
        ('"nine people"', "quote", '"nine people"'),
        ('" 3', "quote", "3"),
        ("#3", "claim", "3"),
        ("=E15", "toll", "E15"),
        ("R12", "go", "R12"),
        ("r12", "go", "R12"),
        ("S2", "show", "S2"),
        ("E4", "show", "E4"),
        ("skip", "next", ""),
        ("irr", "not relevant", ""),
        ("hist E4", "history", "E4"),
        ("quote 3", "quote", "3"),
        ("quotes", "quotes", ""),
        ("note  two  blanks", "note", "two  blanks"),
        ("", "", ""),
    ],
)
def test_words_and_keys(line: str, word: str, text: str) -> None:
    """Words, their beginnings, the desk's own keys and references mean what they say."""
    assert meant(line) == (word, text)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("relevnt", "There is no word relevnt. Did you mean relevant?"),
        ("re", "re may be relevant, repeat, read, reveal or redo. Which?"),
        ("n", "n is no word here. help tells the words."),
        ("hello", "There is no word hello. Did you mean help?"),
        ("relevant R5", "relevant takes nothing behind it. Nothing was done."),
        ("\x1b]0;x\x07", "There is no word ␛]0;x␇. help tells the words."),
    ],
    ids=["a slip", "two words", "a letter", "no word", "too much", "hostile"],
)
def test_what_is_not_understood(line: str, said: str) -> None:
    """A wrong word gets one sentence with the nearest; an ambiguous one asks."""
    with pytest.raises(NotUnderstood) as told:
        understood(line, LETTERS)
    assert str(told.value) == said


@given(st.text(max_size=80))
def test_anything_is_a_word_or_one_sentence(line: str) -> None:
    """No answer ends the program; what it is told of can act on no terminal."""
    try:
        name = understood(line, LETTERS).word.name
    except NotUnderstood as problem:
        name, said = "", str(problem)
        is_safe = clean(said) == said
    else:
        is_safe = True
    assert is_safe
    assert name in DOES


def test_keys_that_a_person_has_bound() -> None:
    """A key that was given to another action means that here, too."""
    letters = letters_of(Bindings({Action.RELEVANT: ("y",), Action.UNDO: ()}))
    assert understood("y", letters).word.name == "relevant"
    for gone in ("a", "u"):
        with pytest.raises(NotUnderstood):
            understood(gone, letters)


def test_every_word_is_carried_out() -> None:
    """What help tells of is there, and nothing else is."""
    assert {word.name for word in WORDS} == set(DOES) - {""}
    told = "\n".join(help_lines("", LETTERS))
    assert all(word.name in told for word in WORDS)
    assert len(help_lines("all", LETTERS)) == len(WORDS)
    assert help_lines("u", LETTERS) == ["undo: Take back what you did last. Also u."]
    assert help_lines("urgent", LETTERS)[0].endswith("Also exclamation mark.")


def test_completion() -> None:
    """At the beginning a word is completed, behind it a record that was told of."""
    refs = [Ref("E12"), Ref("E4"), Ref("R1"), Ref("E12")]
    assert completions("", "rele", refs) == ["relevant "]
    assert completions("toll ", "e", refs) == ["E12 ", "E4 "]


def test_a_reference_first() -> None:
    """A record is named before the rest."""
    assert reference_first("E5 in progress") == (Ref("E5"), "in progress")
    assert reference_first("east E5") == (None, "east E5")
