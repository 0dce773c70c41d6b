"""Tagging records."""

from __future__ import annotations

import pytest

from store import codec
from store.commands.tags import TagRecords
from store.errors import UnknownRecord
from store.ids import Kind, Ref
from tests.builders import event, report
from tests.store.commands.desk import ADA, made_of

BOTH = (Ref("E1"), Ref("R2"))


def test_tags_come_behind_those_that_are_there() -> None:
    """Each tag stands once, and in the order in which they came; who did it is stamped."""
    command = TagRecords(BOTH, add=("dup", "coast"))
    made = made_of(command, event(1, tags=["old", "coast"]), report(2))
    assert {name: record and record.tags for name, record in made.items()} == {
        "E1": ("old", "coast", "dup"),
        "R2": ("dup", "coast"),
    }
    assert all(record and record.updated == ADA for record in made.values())


def test_tags_are_taken_away_and_others_added_in_one_change() -> None:
    """A record that has none of them to lose or to gain is not written."""
    command = TagRecords(BOTH, add=("new",), remove=("old",))
    made = made_of(command, event(1, tags=["old", "kept"]), report(2, tags=["new"]))
    assert list(made) == ["E1"]
    assert made["E1"]
    assert made["E1"].tags == ("kept", "new")


def test_tags_that_cannot_be_read_give_way() -> None:
    """They leave `extra`, or they would come back when the last tag goes."""
    odd = codec.decode(Kind.EVENT, 1, {"tags": 7, "mine": 1})
    record = made_of(TagRecords([Ref("E1")], add=("new",)), odd)["E1"]
    assert record
    assert (record.tags, record.extra) == (("new",), {"mine": 1})


@pytest.mark.parametrize(
    ("command", "label"),
    [
        (TagRecords([Ref("E1")], add=("dup",)), "tagged E1 dup"),
        (TagRecords(BOTH, add=("dup", "b")), "tagged 2 records dup, b"),
        (TagRecords(BOTH, remove=("dup",)), "took the tag dup from 2 records"),
        (TagRecords(BOTH, remove=("a", "b")), "took the tags a, b from 2 records"),
        (TagRecords([Ref("E1")], ("a",), ("b",)), "tagged E1 a, took the tag b away"),
    ],
)
def test_the_history_has_it_in_plain_words(command: TagRecords, label: str) -> None:
    """Which records, which tags."""
    assert command.label == label


def test_a_record_that_is_not_there_cannot_be_tagged() -> None:
    """The command says which."""
    with pytest.raises(UnknownRecord):
        made_of(TagRecords(BOTH, add=("dup",)), event(1))
