"""Three documents compared: nothing of ours is lost, theirs comes in or is told."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from store.codec import Document
from store.tiny.comparison import (
    Conflict,
    Difference,
    differences,
    is_same,
    merge,
    renumbering,
    rewritten,
    told,
)

VALUES = st.sampled_from([0, 1, 1.0, True, None, "a", "b", [], ["a"], {"x": 1}])
DOCUMENTS = st.dictionaries(st.sampled_from("abcd"), VALUES, max_size=4)
MAYBE = st.none() | DOCUMENTS
TABLES = st.dictionaries(st.sampled_from("123"), DOCUMENTS, max_size=3)


def value(document: Document | None, field: str) -> Any:
    """A field's value; nothing where it has none."""
    return (document or {}).get(field, msgspec.UNSET)


@given(MAYBE, MAYBE, MAYBE)
def test_every_change_of_theirs_is_in_or_told(
    base: Document | None, ours: Document | None, theirs: Document | None
) -> None:
    """Field by field: what they changed is in the document, or a conflict holds it."""
    merged = merge(Difference("t", "1", base, theirs), ours)
    told_fields = {conflict.field: conflict for conflict in merged.conflicts}
    if "" in told_fields:
        assert is_same(merged.document, ours)
        assert is_same(told_fields[""].theirs, theirs)
        return
    for field in {*(base or {}), *(theirs or {})}:
        there = value(theirs, field)
        if not is_same(value(base, field), there):
            told_value = None if there is msgspec.UNSET else there
            is_told = field in told_fields and is_same(told_fields[field].theirs, told_value)
            assert is_told or is_same(value(merged.document, field), there)


@given(MAYBE, MAYBE, MAYBE)
def test_nothing_of_ours_is_lost(
    base: Document | None, ours: Document | None, theirs: Document | None
) -> None:
    """What we changed, or what they left alone, is as it is here."""
    merged = merge(Difference("t", "1", base, theirs), ours).document
    for field in {*(base or {}), *(ours or {})}:
        here = value(ours, field)
        is_theirs_as_it_was = is_same(value(theirs, field), value(base, field))
        if not is_same(value(base, field), here) or (is_theirs_as_it_was and theirs is not None):
            assert is_same(value(merged, field), here)


@given(MAYBE, MAYBE, MAYBE)
def test_a_second_time_nothing_is_left(
    base: Document | None, ours: Document | None, theirs: Document | None
) -> None:
    """What came in, compared with what was known of it, changes nothing more."""
    first = merge(Difference("t", "1", base, theirs), ours).document
    again = merge(Difference("t", "1", theirs, theirs), first)
    assert is_same(again.document, first) or is_same(theirs, first)


@given(TABLES, TABLES)
def test_the_differences_make_theirs_of_the_base(
    base: dict[str, Document], theirs: dict[str, Document]
) -> None:
    """Without a change outside there are none."""
    encoded = [(number, msgspec.json.encode(document)) for number, document in base.items()]
    found = {number: msgspec.json.encode(document) for number, document in theirs.items()}
    after: dict[str, Document | None] = dict(base)
    for difference in differences([("t", encoded)], {"t": found}):
        assert not is_same(difference.base, difference.theirs)
        after[difference.number] = difference.theirs
    left = {number: document for number, document in after.items() if document is not None}
    assert is_same(left, theirs)


def test_a_name_for_a_default_is_no_change() -> None:
    """Another program writes out what we leave out."""
    assert not list(differences([("events", [("1", b"{}")])], {"events": {"1": b'{"tags": []}'}}))


def test_references_follow_a_new_id() -> None:
    """In a list, in an object and alone; a word that looks alike is left, and so is what was."""
    numbers = {("locations", "7"): "9", ("events", "3"): "4"}
    base = {"part_of": "E3"}
    theirs = {
        "part_of": "E3",
        "title": "L7",
        "locations": [{"location": "L7", "words": "L7"}, {"location": "L8"}],
    }
    after = rewritten(Difference("events", "1", base, theirs), numbers).theirs
    assert after == {
        "part_of": "E3",
        "title": "L7",
        "locations": [{"location": "L9", "words": "L7"}, {"location": "L8"}],
    }


def test_a_note_that_they_wrote_mentions_the_new_id() -> None:
    """Where it mentions the record, and only there; a text that they did not touch stays."""
    numbers = {("events", "3"): "9"}
    theirs = {"target": "E3", "body": "E3, [[e3]] and [[E4]]"}
    after = rewritten(Difference("notes", "1", None, theirs), numbers).theirs
    assert after == {"target": "E9", "body": "E3, [[E9]] and [[E4]]"}
    same = {"target": "E1", "body": "[[E3]]", "kind": "lead"}
    after = rewritten(Difference("notes", "1", {"body": "[[E3]]"}, same), numbers).theirs
    assert after == same


def test_the_same_record_on_both_sides_keeps_its_id() -> None:
    """Equal, or with one uid, it is one record; else theirs gets another id."""
    ours: dict[str, Document] = {"1": {"uid": "a", "x": 1}, "2": {"x": 2}, "3": {"x": 3}}
    theirs: list[Difference] = [
        Difference("t", "1", None, {"uid": "a", "x": 5}),
        Difference("t", "2", None, {"x": 2}),
        Difference("t", "3", None, {"x": 4}),
        Difference("t", "4", None, {}),
        Difference("t", "5", None, {}),
    ]
    numbers = renumbering(theirs, lambda _, n: ours.get(n), lambda _, n: n == "4", lambda _: "new")
    assert numbers == {("t", "3"): "new", ("t", "4"): "new"}


def test_a_note_tells_both_values() -> None:
    """In plain words, whole."""
    assert told([Conflict("title", "Ours", None), Conflict("tags", ["a"], ["b"])]) == (
        "Changed outside.\n\n"
        "title was changed here and by another program. Ours stays.\n\n"
        "- here: Ours\n- there: nothing\n\n"
        "tags was changed here and by another program. Ours stays.\n\n"
        '- here: ["a"]\n- there: ["b"]'
    )
