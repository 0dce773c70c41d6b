"""The repository against the model, with other programs at the file, scripts, and the past.

What a program outside brings is not foretold here: how it is merged has tests of its own.  The
model learns it from the log, and from then on everything must agree again: what people do next,
undo and redo, the history, the store as it was, and the file.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test
from msgspec.structs import replace

from store import codec
from store.changes import Act, Change, Context, Operation
from store.errors import OutsideChange
from store.ids import Kind, Ref
from store.memory_reader import MemoryReader
from store.model import Report
from store.reader import Reader
from store.record import Record
from store.repository import Repository
from store.sql import schema
from store.sql.rows import rows
from store.tiny import open_tinydb
from tests.store.faults.checking import state_of_file, state_of_store
from tests.store.rows import connection_of
from tests.store.strategies import LINKED_RECORDS, LINKING
from tests.store.test_stateful import DESKS, RECORDS, REFS, STORIES, WHO, TwoPeople

#: One is dear: each reads and writes files.
TOLD = max(12, STORIES // 3)


@dataclass(frozen=True)
class Learned:
    """What an operation of the store did, to be done to the model."""

    written: list[tuple[Ref, Record | None]]
    label: str
    reason: str
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = True

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        del context
        for ref, after in self.written:
            yield Change(ref, reader.find(ref), after)


class Program:
    """A program as stock TinyDB makes it: all in memory, one handle, written back as a whole."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_RDWR)
        size = os.fstat(self._file).st_size
        self.tables: dict[str, dict[str, Any]] = json.loads(os.pread(self._file, size, 0))

    def edit(self, records: list[Record], refs: list[Ref]) -> None:
        """Change documents in memory."""
        for record in records:
            rows_ = self.tables.setdefault(record.kind_of.table, {})
            rows_[str(record.id)] = codec.encode(record)
        for ref in refs:
            self.tables.get(ref.kind.table, {}).pop(str(ref.number), None)

    def write(self) -> None:
        """Write all of it where the file is that was opened, whichever name that has now."""
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, json.dumps(self.tables).encode(), 0)

    def close(self) -> None:
        """Let the file go."""
        os.close(self._file)


class PeopleAndPrograms(TwoPeople):
    """Ada and Sami, each at two desks, a program that writes the file, and scripts."""

    @initialize()
    def begin(self) -> None:
        super().begin()
        self.program: Program | None = None
        self.seconds: dict[str, Repository] = {}
        #: What incidents.json has held.
        self.files: list[bytes] = []
        #: The store as it was at operations, and the versions that its records had.
        self.past: dict[int, tuple[MemoryReader, dict[Ref, int]]] = {}

    def teardown(self) -> None:
        if hasattr(self, "desks"):
            if self.program:
                self.program.close()
            self.keep("ada", takes=True)
            place = self.folder / "store"
            try:
                assert state_of_file(place) == state_of_store(place)
            finally:
                for desk in self.seconds.values():
                    desk.close()
        super().teardown()

    # -- what is done -------------------------------------------------------------------------

    @rule(who=WHO)
    def go_to_the_other_desk(self, who: str) -> None:
        """Go on in another session, which stays open like the first."""
        other = self.seconds.pop(who, None) or self.opened(who)
        self.seconds[who], self.desks[who] = self.desks[who], other

    @rule(who=WHO, takes=st.booleans())
    def write_the_file(self, who: str, takes: bool = True) -> None:
        """Bring incidents.json up to date, with what lies there."""
        self.keep(who, takes=takes)

    @rule(who=st.sampled_from(DESKS))
    def tend(self, who: str) -> None:
        """Do to the file what is due."""
        self.rested(self.desks[who]).tend()
        self.learn()

    @rule(who=WHO)
    def start_the_program(self, who: str) -> None:
        """Another program reads the file as it is now."""
        self.keep(who, takes=True)
        if self.program:
            self.program.close()
        self.program = Program(str(self.folder / "store" / "incidents.json"))

    @rule(records=RECORDS, refs=REFS, deletes=st.booleans())
    def change_in_the_program(self, records: list[Record], refs: list[Ref], deletes: bool) -> None:
        """It changes what it has in memory, however old, and writes it back."""
        if self.program is None:
            self.start_the_program("sami")
        assert self.program
        self.program.edit(records, refs if deletes else [])
        self.program.write()

    @rule(who=WHO, age=st.integers(0, 5), takes=st.booleans())
    def put_an_old_file_back(self, who: str, age: int, takes: bool) -> None:
        """Somebody checks an earlier file out; a person says what is meant by it."""
        self.keep(who, takes=takes)
        fresh = self.folder / "fresh"
        fresh.write_bytes(self.files[-1 - age % len(self.files)])
        fresh.replace(self.folder / "store" / "incidents.json")
        self.keep(who, takes=takes)

    @rule(who=WHO, records=RECORDS, refs=REFS)
    def edit_the_file(self, who: str, records: list[Record], refs: list[Ref]) -> None:
        """What is changed in a file that lacks nothing is so in the store, to the letter."""
        self.keep(who, takes=True)
        program = Program(str(self.folder / "store" / "incidents.json"))
        known = {ref for ref in self.model.reader.records if ref not in refs}
        # A text is never edited, and an id that was used before is another record's.
        plain = [one for one in records if one.ref in known and not isinstance(one, Report)]
        program.edit(plain, refs)
        program.write()
        program.close()
        self.keep(who, takes=True)
        expected = {one.ref: one for one in plain}
        with self.desks[who].read() as reader:
            assert {ref: reader.find(ref) for ref in expected} == expected
            assert [ref for ref in refs if reader.find(ref)] == []

    @rule(who=WHO, record=LINKED_RECORDS, number=st.integers(1, 4), act=st.integers(0, 2))
    def script(self, who: str, record: Record, number: int, act: int) -> None:
        """A script inserts, updates or removes."""
        self.keep(who, takes=True)
        ref = record.kind_of.ref(number)
        document = codec.encode(record)
        with open_tinydb(self.folder / "store", author=who) as database:
            table = database.table(record.kind_of.table)
            if act == 0:
                ref = record.kind_of.ref(table.insert(document))
            elif ref in self.model.reader.records:
                if act == 1:
                    table.update(document, doc_ids=[number])
                else:
                    table.remove(doc_ids=[number])
            found = table.get(doc_id=ref.number)
        self.learn()
        there = self.model.reader.find(ref)
        assert (found is None) == (there is None)
        if there is not None:
            assert found == codec.encode(there)

    @rule(who=WHO, age=st.integers(0, 40))
    def look_back(self, who: str, age: int) -> None:
        """The store as it was is what it was: lists, counts, records, links."""
        if not self.past:
            return
        operation = sorted(self.past)[-1 - age % len(self.past)]
        then, versions = self.past[operation]
        with closing(self.desks[who].as_of(operation)) as shown, shown.read() as reader:
            for kind in Kind:
                numbers = list(then.numbers(kind))
                assert list(reader.numbers(kind)) == numbers
                assert reader.counts(kind) == then.counts(kind)
                assert reader.listing(kind, numbers) == then.listing(kind, numbers)
            for ref in self.model.reader.records.keys() | then.records.keys():
                assert reader.find(ref) == then.find(ref)
                assert reader.version(ref) == versions.get(ref, 0)
                assert reader.named_by(ref) == then.named_by(ref)
                for kind in LINKING:
                    assert list(reader.linked(ref, kind).numbers) == list(
                        then.linked(ref, kind).numbers
                    )

    # -- what the model learns ----------------------------------------------------------------

    @invariant()
    def remember(self) -> None:
        """Keep what is there now, to be looked back at."""
        if not hasattr(self, "past"):
            return
        with self.desks["ada"].read() as reader:
            found = self.model.reader.records
            versions = {ref: reader.version(ref) for ref in found}
            self.past[reader.operation] = (MemoryReader(found.values()), versions)

    def keep(self, who: str, *, takes: bool) -> None:
        """Bring the file up to date; where a person is asked, take what lies there, or do not."""
        desk = self.rested(self.desks[who])
        while True:
            try:
                desk.checkpoint()
            except OutsideChange:
                (desk.take_outside if takes else desk.replace_outside)()
            else:
                break
        self.files.append((self.folder / "store" / "incidents.json").read_bytes())
        self.learn()

    def rested(self, desk: Repository) -> Repository:
        """Take every file for one that nobody has written to for a while."""
        desk.keeper.clock = lambda: time.time() + 60
        return desk

    def opened(self, who: str) -> Repository:
        return Repository.open(self.folder / "store", author=who)

    def learn(self) -> None:
        """Do to the model what came in without it."""
        desk = self.desks["ada"]
        last = max(self.sequences.values(), default=0)
        with desk.history() as log:
            entries = [e for e in log.entries(limit=50) if e.operation.sequence > last]
        for entry in reversed(entries):
            operation = entry.operation
            if operation.act is not Act.DO or not entry.operation.records:
                continue
            if self.is_rolled_back(operation):
                continue
            command = Learned(self.written(operation), operation.label, operation.reason)
            done = self.model.run(command, operation.author)
            assert done is not None
            self.sequences[done.sequence] = operation.sequence
            assert self.told(done, self.sequences) == self.told(operation)
        self.learn_what_is_used_up(connection_of(desk))

    def is_rolled_back(self, operation: Operation) -> bool:
        with self.desks["ada"].history() as log:
            return any(
                entry.operation.act is Act.ROLL_BACK
                and entry.operation.target == operation.sequence
                for entry in log.entries(limit=50)
            )

    def written(self, operation: Operation) -> list[tuple[Ref, Record | None]]:
        """The versions of an operation, its parts too, with the texts of reports."""
        found = rows(
            connection_of(self.desks["ada"]),
            "SELECT v.record, v.document, t.text FROM versions v"
            " JOIN operations o ON o.sequence = v.operation LEFT JOIN texts t ON t.sha256 = v.text"
            " WHERE coalesce(o.whole, o.sequence) = ? ORDER BY v.version",
            operation.sequence,
        )
        written: list[tuple[Ref, Record | None]] = []
        for at, document, text in found:
            ref = schema.ref(at)
            record = codec.decode_json(ref.kind, ref.number, document) if document else None
            if isinstance(record, Report) and text:
                record = replace(record, text=text)
            written.append((ref, record))
        return written


def test_the_repository_is_the_model_beside_other_programs() -> None:
    """Whatever other programs do to the file, the store answers as the plain dictionaries do."""
    run_state_machine_as_test(
        PeopleAndPrograms,
        settings=settings(
            max_examples=TOLD,
            stateful_step_count=25,
            phases=[Phase.generate],
            report_multiple_bugs=False,
        ),
    )
