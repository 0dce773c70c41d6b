"""Writing and deleting records as they are."""

from __future__ import annotations

import pytest

from store import codec
from store.changes import Change
from store.commands.records import DeleteRecords, SetFields, WriteRecords
from store.dates import Instant
from store.errors import Refused, UnknownRecord, WrongValue
from store.ids import Kind, Ref
from store.memory_reader import MemoryReader
from store.model import Event
from store.record import Record
from store.values import Stamp
from tests.builders import claim, event, location, note, report, view
from tests.store.commands.desk import ADA, Desk, made_of


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


def test_fields_are_set_as_they_are_typed() -> None:
    """Only those, in each of the records, stamped; the label names them."""
    command = SetFields([Ref("E5"), Ref("E6")], {"status": "in_progress", "tags": "coast, dup"})
    made = made_of(command, event(5, title="Clash"), event(6, status="completed"))
    assert command.label == "set status, tags of 2 records"
    for name, title in (("E5", "Clash"), ("E6", "")):
        record = made[name]
        assert isinstance(record, Event)
        assert (record.title, record.status, record.tags) == (
            title,
            "in progress",
            ("coast", "dup"),
        )
        assert record.updated == ADA


def test_what_is_so_already_is_not_changed() -> None:
    """Setting a field to what it is writes nothing."""
    assert made_of(SetFields([Ref("E5")], {"status": "to do"}), event(5)) == {}


def test_a_value_that_could_not_be_read_gives_way_to_one_that_is_set() -> None:
    """It leaves `extra`, where the others stay, also when the field is emptied."""
    odd = codec.decode(Kind.EVENT, 5, {"status": "lost", "start": 7, "casualties": 3})
    for typed in ("completed", ""):
        record = made_of(SetFields([Ref("E5")], {"status": typed}), odd)["E5"]
        assert record
        assert set(codec.encode(record)) >= {"start", "casualties"}
        assert codec.encode(record).get("status") == (typed or None)


def test_a_record_that_is_not_there_cannot_be_named() -> None:
    """The command says which is missing; one that was named before may stay missing."""
    with pytest.raises(UnknownRecord, match=r"no record E9\."):
        made_of(SetFields([Ref("E5")], {"part_of": "E9"}), event(5))
    made = made_of(SetFields([Ref("E5")], {"title": "Clash"}), event(5, part_of="E9"))
    assert set(made) == {"E5"}


@pytest.mark.parametrize(
    ("record", "field"),
    [
        (event(5), "part_of"),
        (report(5), "derived_from"),
        (location(5), "parent"),
        (claim(5), "part_of"),
        (claim(5), "supersedes"),
        (note(5, target="E1"), "target"),
    ],
)
def test_a_record_does_not_name_itself(record: Record, field: str) -> None:
    """No part of itself, no parent of itself."""
    command = SetFields([record.ref], {field: str(record.ref)})
    with pytest.raises(Refused, match=rf"^{record.ref} cannot be named by its own {field}\.$"):
        list(command.changes(MemoryReader([record]), Desk()))


def test_a_view_gets_no_query_that_cannot_be_understood() -> None:
    """The sentence is the query's own."""
    reader = MemoryReader([view(5, name="Tolls", query="toll")])
    with pytest.raises(WrongValue, match=r"^Column 1: "):
        list(SetFields([Ref("V5")], {"query": "foo:x"}).changes(reader, Desk()))
    assert list(SetFields([Ref("V5")], {"query": "kind:event"}).changes(reader, Desk()))


def test_a_digest_is_not_edited() -> None:
    """It tells what was read."""
    with pytest.raises(WrongValue, match=r"^sha256 cannot be set of a report: "):
        list(SetFields([Ref("R5")], {"sha256": "0"}).changes(MemoryReader([report(5)]), Desk()))
