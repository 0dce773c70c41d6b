"""Writing and deleting records as they are."""

from __future__ import annotations

import pytest

from store import codec
from store.changes import Change
from store.commands.records import DeleteRecords, WriteRecords
from store.dates import Instant
from store.errors import UnknownRecord
from store.ids import Kind, Ref
from store.memory import MemoryReader
from store.model import Event
from store.values import Stamp
from tests.builders import event

NOW = Instant("2025-03-09T10:30:00Z")
ADA = Stamp(at=NOW, by="ada")


class Desk:
    """A context that counts up from 100."""

    author = "ada"
    at = NOW

    def __init__(self) -> None:
        self.given = 100

    def new(self, kind: Kind) -> Ref:
        self.given += 1
        return kind.ref(self.given)

    def new_in(self, table: str) -> int:
        del table
        self.given += 1
        return self.given


def test_a_new_record_gets_its_number_its_uid_and_its_stamp() -> None:
    """What the analyst did not state is filled in: who, when, and the identity."""
    first, second = WriteRecords([Event(title="Clash"), Event()]).changes(MemoryReader(), Desk())
    assert (first.ref, second.ref) == ("E101", "E102")
    assert first.before is None
    assert isinstance(first.after, Event)
    assert first.after.title == "Clash"
    assert first.after.created == ADA
    assert first.after.updated is None
    assert first.after.uid
    assert second.after
    assert first.after.uid != second.after.uid


def test_a_record_that_is_there_is_written_anew() -> None:
    """Who made it stays, who changed it is added, the uid is kept."""
    made = Stamp(at=Instant("2025-03-01T00:00:00Z"), by="sami")
    old = event(5, uid="u5", title="Clash", created={"at": str(made.at), "by": made.by})
    new = event(5, uid="u5", title="Clashes", created={"at": str(made.at), "by": made.by})
    (change,) = WriteRecords([new]).changes(MemoryReader([old]), Desk())
    assert (change.ref, change.before) == ("E5", old)
    assert change.after
    assert (change.after.created, change.after.updated, change.after.uid) == (made, ADA, "u5")


@pytest.mark.parametrize("before", [None, event(5, uid="u5", title="Clash")])
def test_what_cannot_be_read_is_not_filled_in(before: Event | None) -> None:
    """Another program's uid and stamps stay in the document as they came, and flagged."""
    odd = {"uid": 7, "created": 5, "updated": "long ago"}
    there = [before] if before else []
    (change,) = WriteRecords([codec.decode(Kind.EVENT, 5, odd)]).changes(
        MemoryReader(there), Desk()
    )
    assert change.after
    assert codec.encode(change.after) == odd
    assert set(change.after.flags) == set(odd)


def test_a_record_may_bring_its_number() -> None:
    """An import from another store keeps the numbers that are free."""
    (change,) = WriteRecords([event(7)]).changes(MemoryReader(), Desk())
    assert (change.ref, change.before) == ("E7", None)


def test_a_record_is_deleted_as_it_was() -> None:
    """The change has the whole record, so that it can be taken back."""
    old = event(5, title="Clash")
    assert list(DeleteRecords([Ref("E5")]).changes(MemoryReader([old]), Desk())) == [
        Change(Ref("E5"), old, None)
    ]


def test_what_is_not_there_cannot_be_deleted() -> None:
    """The command says which record is missing."""
    with pytest.raises(UnknownRecord, match=r"^There is no record E5\.$"):
        list(DeleteRecords([Ref("E5")]).changes(MemoryReader(), Desk()))
