"""Writing operations: log, records, links, counts and texts never disagree."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import apsw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store import codec
from store.changes import Change
from store.commands.records import WriteRecords
from store.dates import Instant
from store.errors import InvalidRecord
from store.ids import HIGHEST, Kind, Ref
from store.memory import MemoryStore
from store.memory_reader import MemoryReader
from store.model import Report
from store.order import place_of, state_of
from store.record import Record
from store.references import references
from store.sql import connection as connections
from store.sql import schema
from store.sql.numbers import reserve
from store.sql.read import SqlReader
from store.sql.write import Head, OperationWriter
from tests.builders import a_store, event, listed, location, quote, report, source
from tests.store.strategies import LINKED_RECORDS, RECORDS_OF_ANY_KIND

AT = Instant("2025-03-09T10:30:00Z")


class Log:
    """A working copy in memory, written operation by operation."""

    def __init__(self) -> None:
        self.connection = connections.create(Path(":memory:"))
        self.sequence, self.hash = 0, ""

    def write(self, *changes: Change) -> None:
        """One operation; nothing of it when one change is refused."""
        with self.connection:
            writer = OperationWriter(self.connection, self.sequence + 1, self.hash)
            for change in changes:
                writer.write(change)
            operation = writer.seal(Head(AT, "ada", "session", "label", "reason"))
        if operation:
            self.sequence, self.hash = operation.sequence, operation.hash

    def rows(self, statement: str, *values: Any) -> list[Any]:
        return self.connection.execute(statement, values).fetchall()


def added(record: Record) -> Change:
    """A record that was not there before."""
    return Change(record.ref, None, record)


@st.composite
def changes(draw: st.DrawFn) -> list[list[Change]]:
    """Operations that write and delete records; what they took for the record before is wrong.

    A record that is deleted and written again has another text: within one life it never changes.
    """
    operations = []
    for _ in range(draw(st.integers(1, 5))):
        written = draw(st.lists(LINKED_RECORDS, max_size=4))
        operation = []
        for record in written:
            gone = draw(st.booleans())
            mistaken = draw(st.sampled_from([None, record]))
            operation.append(Change(record.ref, mistaken, None if gone else record))
        operations.append(operation)
    return operations


@settings(max_examples=60)
@given(changes())
def test_counts_and_links_equal_a_recount(operations: list[list[Change]]) -> None:
    """After any changes, every derived row is what the records as they are now give."""
    log, model = Log(), MemoryReader()
    for operation in operations:
        log.write(*operation)
        for ref, _, after in operation:
            model.records.pop(ref, None)
            if after is not None:
                model.records[ref] = after
    records = list(model.records.values())
    reader = SqlReader(log.connection)
    for kind in Kind:
        assert reader.counts(kind) == model.counts(kind)
        assert list(reader.numbers(kind)) == list(model.numbers(kind))
    days = {(rank, state, day): n for rank, day, state, n in log.rows("SELECT * FROM counts") if n}
    expected: dict[tuple[int, str, int], int] = {}
    for record in records:
        place = place_of(record)
        day = place if isinstance(place, int) else 0
        cell = (schema.rank(record.kind_of), state_of(record), day)
        expected[cell] = expected.get(cell, 0) + 1
    assert days == expected
    assert set(log.rows("SELECT edge, holder, named, role FROM links")) == {
        (r.edge.code, record.id, r.to.number, r.role)
        for record in records
        for r in references(record)
    }


@settings(max_examples=30)
@given(changes())
def test_the_log_can_be_checked_from_its_rows(operations: list[list[Change]]) -> None:
    """Each operation's hash follows from its versions, its head and the hash before it."""
    log = Log()
    for operation in operations:
        log.write(*operation)
    before = ""
    for head in log.rows("SELECT * FROM operations ORDER BY sequence"):
        digest = hashlib.sha256(before.encode())
        for record, document, text in log.rows(
            "SELECT record, document, text FROM versions WHERE operation = ? ORDER BY rowid",
            head[0],
        ):
            digest.update(f"\n{schema.ref(record)} ".encode() + (document or "").encode())
            digest.update(text or b"")
        digest.update(codec.to_json(head[:6]))
        assert head[6] == digest.hexdigest()
        before = head[6]
    assert before == log.hash


def test_another_history_has_another_hash() -> None:
    """The same last operation has another hash when anything before it was another."""
    hashes = set()
    for first in ("Clashes", "Clashes "):
        log = Log()
        log.write(added(event(1, title=first)))
        log.write(added(event(2)))
        hashes.add(log.hash)
    assert len(hashes) == 2


@given(RECORDS_OF_ANY_KIND)
def test_any_record_is_found_as_it_was_written(record: Record) -> None:
    """Whatever its fields hold, a record comes back the same, from a list without its text."""
    log = Log()
    log.write(added(record))
    reader = SqlReader(log.connection)
    assert reader.find(record.ref) == record
    without = replace(record, text="") if isinstance(record, Report) else record
    assert reader.listing(record.kind_of, [record.id]) == [without]


def test_every_version_of_a_record_stays() -> None:
    """The log has each version, and an empty one for a deletion."""
    log = Log()
    log.write(added(event(1, title="Clash")))
    log.write(Change(Ref("E1"), event(1, title="Clash"), event(1, title="Clashes")))
    log.write(Change(Ref("E1"), event(1, title="Clashes"), None))
    assert log.rows("SELECT operation, document FROM versions ORDER BY operation") == [
        (1, '{"title":"Clash"}'),
        (2, '{"title":"Clashes"}'),
        (3, None),
    ]


def test_a_text_is_kept_once_and_outside_the_documents() -> None:
    """Two reports with one text share it, and no version of a report repeats it."""
    words = "Nine people were killed. " * 100
    log = Log()
    log.write(added(report(1, text=words)), added(report(2, text=words)))
    log.write(Change(Ref("R1"), None, report(1, text=words, urgent=True)))
    assert log.rows("SELECT text FROM texts") == [(words,)]
    assert not any("Nine" in row[0] for row in log.rows("SELECT document FROM versions"))
    assert not any("Nine" in row[0] for row in log.rows("SELECT document FROM records"))


@pytest.mark.parametrize("words", ["", "Eight people were killed.", "Nine people were killed. "])
def test_a_report_s_text_is_never_edited(words: str) -> None:
    """Another text, or none, is refused, and the whole operation with it."""
    log = Log()
    log.write(added(report(1, text="Nine people were killed.")))
    with pytest.raises(InvalidRecord, match=r"R1: the field text .* is never edited"):
        log.write(added(event(1)), Change(Ref("R1"), None, report(1, text=words, urgent=True)))
    reader = SqlReader(log.connection)
    assert reader.get(Ref("R1")) == report(1, text="Nine people were killed.")
    assert reader.count(Kind.EVENT) == 0


def test_a_text_may_come_later() -> None:
    """A report that was entered by its title can be given its text, once."""
    log = Log()
    log.write(added(report(1, title="Nine killed")))
    log.write(Change(Ref("R1"), None, report(1, title="Nine killed", text="Nine.")))
    assert SqlReader(log.connection).get(Ref("R1")) == report(1, title="Nine killed", text="Nine.")


def test_a_number_is_never_given_out_twice() -> None:
    """Not after its record was deleted, not below one that was set by hand."""
    log = Log()
    rank = schema.rank(Kind.EVENT)

    def new() -> int:
        writer = OperationWriter.following(log.connection)
        number = writer.numbers.new(rank)
        writer.seal(Head(AT, "ada", "session", "label"))
        return number

    assert new() == 1
    log.write(added(event(7)))
    log.write(Change(Ref("E7"), event(7), None))
    assert new() == 8
    reserve(log.connection, rank, 20)
    reserve(log.connection, rank, 10)
    assert new() == 21


def test_numbers_go_on_within_an_operation() -> None:
    """A record with a number of its own and new ones beside it: each has another number."""
    log = Log()
    writer = OperationWriter.following(log.connection)
    rank = schema.rank(Kind.EVENT)
    assert writer.numbers.new(rank) == 1
    writer.write(added(event(9)))
    assert writer.numbers.new(rank) == 10


def test_what_a_command_mistook_for_the_record_does_no_harm() -> None:
    """Links and counts are taken back as they lie on disk, not as the command remembers them."""
    log = Log()
    log.write(added(event(1, places=["L1"], status="completed")), added(location(1)))
    mistaken = event(1, places=["L2"], start="2025")
    log.write(Change(Ref("E1"), mistaken, event(1, places=["L1"])))
    reader = SqlReader(log.connection)
    assert reader.counts(Kind.EVENT) == {"to do": 1}
    assert list(reader.linked(Ref("L1"), Kind.EVENT).numbers) == [1]
    log.write(Change(Ref("E1"), None, None))
    assert reader.counts(Kind.EVENT) == {}
    assert reader.named_by(Ref("L1")) == []


def test_numbers_and_places_of_many_kinds_do_not_mix() -> None:
    """Records with one number and different letters are different records."""
    log = Log()
    log.write(*(added(made) for made in (event(1), location(1), source(1), quote(1), report(1))))
    reader = SqlReader(log.connection)
    for kind in (Kind.EVENT, Kind.LOCATION, Kind.SOURCE, Kind.QUOTE, Kind.REPORT):
        assert listed(reader.listing(kind, [1])) == [f"{kind.value}1"]


def test_an_odd_record_is_written_as_it_came() -> None:
    """A document whose text is no text stays what it is."""
    odd = codec.decode(Kind.REPORT, 1, {"text": 5, "title": "Odd"})
    log = Log()
    log.write(added(odd))
    assert SqlReader(log.connection).get(Ref("R1")) == odd
    assert log.rows("SELECT document, text FROM records") == [('{"title":"Odd","text":5}', None)]


def test_a_half_written_operation_leaves_nothing() -> None:
    """When the disk refuses one row, the others are not there either."""
    log = Log()
    log.write(added(event(1)))
    log.connection.execute(
        "CREATE TRIGGER full BEFORE INSERT ON links BEGIN SELECT raise(ABORT, 'disk full'); END"
    )
    with pytest.raises(apsw.ConstraintError, match="disk full"):
        log.write(added(event(2)), added(event(3, places=["L1"])))
    assert SqlReader(log.connection).counts(Kind.EVENT) == {"to do": 1}
    assert log.rows("SELECT count(*) FROM versions") == [(1,)]


def test_a_table_whose_ids_are_used_up_says_so(place: Path) -> None:
    """No new id is above the highest, for the store as for the model; what is there stays."""
    model, said = MemoryStore(), []
    with a_store(place, event(1)) as repository:
        for store in (repository.run, lambda command: model.run(command, "ada")):
            store(WriteRecords([event(HIGHEST)]))
            with pytest.raises(InvalidRecord) as refused:
                store(WriteRecords([event(0)]))
            said.append(str(refused.value))
            assert store(WriteRecords([event(5), location(0)]))
    told = "the table has used its highest id, 99999999999999, and has none left for a new record"
    assert said == [f"events: the field id is not valid: {told}."] * 2


def test_what_is_no_id_is_never_kept_from_being_given_out() -> None:
    """Another program's number above the highest id leaves the ids below it."""
    log = Log()
    reserve(log.connection, schema.rank(Kind.EVENT), 7)
    for number in (HIGHEST + 1, 10**30):
        reserve(log.connection, schema.rank(Kind.EVENT), number)
    assert OperationWriter(log.connection, 1, "").numbers.new(schema.rank(Kind.EVENT)) == 8
