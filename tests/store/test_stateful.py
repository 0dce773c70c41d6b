"""The repository against the model: two people, every action, the same answers after each."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import apsw
import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from msgspec.structs import replace

from store.care.findings import Grade
from store.care.verify import verify
from store.changes import Act, Change, Context, Operation, Undone
from store.errors import InvalidRecord, NothingToUndo, Stale
from store.ids import Kind, Ref
from store.memory import MemoryStore
from store.outside import AUTHOR
from store.reader import Reader
from store.record import Record
from store.repository import Repository
from store.sql import commit
from store.sql.rows import rows
from store.sql.schema import KINDS
from tests.builders import claim, quote, report
from tests.store.rows import (
    assert_chained,
    assert_consistent,
    connection_of,
    lying_rows,
)
from tests.store.strategies import LINKED_RECORDS, LINKING

#: So many stories are told, or as many as the profile says where that asks for more.
STORIES = max(30, settings().max_examples if settings().max_examples > 100 else 0)
AUTHORS = ("ada", "sami")
OUTSIDE = AUTHOR
#: In whose names there is an open store.
DESKS = (*AUTHORS, OUTSIDE)
WORDS = "Nine people"
TEXT = f"{WORDS} were killed."

#: Reports with a text or without, and what rests on its words or only seems to.
CITING = st.one_of(
    st.builds(report, st.integers(1, 3), text=st.sampled_from(["", TEXT, "Two people left."])),
    st.builds(
        quote,
        st.integers(1, 3),
        report=st.sampled_from(["R1", "R2", "R3", "R4"]),
        start=st.just(0),
        end=st.just(len(WORDS)),
        words=st.just(WORDS),
    ),
    st.builds(claim, st.integers(1, 3), low=st.integers(0, 3), high=st.integers(0, 3)),
)
RECORDS = st.lists(st.one_of(LINKED_RECORDS, CITING), min_size=1, max_size=5)
REFS = st.lists(
    st.builds(Kind.ref, st.sampled_from(LINKING), st.integers(1, 4)), min_size=1, max_size=3
)
WHO = st.sampled_from(AUTHORS)


@dataclass(frozen=True)
class Put:
    """Lays records down as they are, and takes others away; the id 0 means a new one."""

    records: list[Record]
    deleted: list[Ref] = field(default_factory=list)
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False
    label: str = "put"
    reason: str = ""

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        for record in self.records:
            number = record.id or context.new(record.kind_of).number
            after = replace(record, id=number)
            yield Change(after.ref, reader.find(after.ref), after)
        for ref in self.deleted:
            yield Change(ref, reader.find(ref), None)


class TwoPeople(RuleBasedStateMachine):
    """Ada and Sami in one store, each with a repository, and the model beside them."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        place = self.folder / "store"
        Repository.create(place).close()
        self.desks = {who: Repository.open(place, author=who) for who in DESKS}
        self.model = MemoryStore()
        #: The store's sequence of each operation of the model.
        self.sequences: dict[int, int] = {}
        self.part = commit.PART

    def teardown(self) -> None:
        if not hasattr(self, "desks"):
            return
        try:
            self.links_are_equal()
            assert_chained(self.desks["ada"])
            self.histories_are_equal()
        finally:
            commit.PART = self.part
            for desk in self.desks.values():
                desk.close()
        found = [one.what for one in verify(self.folder / "store") if one.grade is Grade.DAMAGE]
        assert found == []
        shutil.rmtree(self.folder)

    # -- what they do -----------------------------------------------------------------------

    @rule(who=WHO, records=RECORDS, flaws=st.booleans(), in_parts=st.booleans())
    def write(self, who: str, records: list[Record], flaws: bool, in_parts: bool) -> None:
        """Write some records, one of them perhaps twice."""
        self.both(who, Put(records, accepts_flaws=flaws), in_parts)

    @rule(who=WHO, records=RECORDS, refs=REFS)
    def write_and_delete(self, who: str, records: list[Record], refs: list[Ref]) -> None:
        """Write some, delete some, perhaps the same."""
        self.both(who, Put(records, refs))

    @rule(who=WHO, record=LINKED_RECORDS)
    def add(self, who: str, record: Record) -> None:
        """Write a new record: both give it the same number."""
        self.both(who, Put([replace(record, id=0)]))

    @rule(who=WHO, record=LINKED_RECORDS, age=st.integers(0, 3))
    def write_what_was_seen(self, who: str, record: Record, age: int) -> None:
        """Write upon a version that may be an old one: Stale, or done."""
        mine = self.model.reader.version(record.ref)
        with self.desks[who].read() as reader:
            theirs = reader.version(record.ref)
        self.both(
            who,
            Put([record], seen={record.ref: mine - age}),
            desk=Put([record], seen={record.ref: theirs - age}),
        )

    @rule(who=WHO)
    def undo(self, who: str) -> None:
        """Take the newest back; the same stays, for the same reasons."""
        expected = self.model.undoable(who)
        found = self.desks[who].undoable()
        assert (found is None) == (expected is None)
        if expected is not None:
            self.compare_undone(self.desks[who].undo(found), self.model.undo(who))

    @rule(who=WHO)
    def redo(self, who: str) -> None:
        """Do again what was undone."""
        expected = self.model.redoable(who)
        found = self.desks[who].redoable()
        assert (found is None) == (expected is None)
        if expected is not None:
            self.compare_undone(self.desks[who].redo(found), self.model.redo(who))

    @rule(who=st.none() | WHO, records=RECORDS, refs=REFS, in_parts=st.booleans())
    def change_outside(
        self, who: str | None, records: list[Record], refs: list[Ref], in_parts: bool
    ) -> None:
        """What another program changed comes in, by nobody's name; somebody may be against it.

        Who has taken it back and done it again can take that back too.
        """
        if self.both(OUTSIDE, Put(records, refs, accepts_flaws=True), in_parts) and who:
            self.undo_outside(who, 0)
            self.redo(who)
            self.undo(who)

    @rule(who=WHO, age=st.integers(0, 1))
    def undo_outside(self, who: str, age: int) -> None:
        """Take back what came from outside, where nobody has."""
        outside = [
            entry
            for entry in self.model.entries()
            if (entry.operation.author, entry.operation.act) == (OUTSIDE, Act.DO)
        ]
        for entry in outside[age : age + 1]:
            sequence = entry.operation.sequence
            taken = self.whole(self.desks[who], self.sequences[sequence])
            if entry.undone_by:
                with pytest.raises(NothingToUndo):
                    self.desks[who].undo_outside(taken)
            else:
                found = self.desks[who].undo_outside(taken)
                self.compare_undone(found, self.model.take_back(who, sequence))

    @rule(who=WHO, records=RECORDS, refs=REFS, in_parts=st.booleans())
    def there_and_back(
        self, who: str, records: list[Record], refs: list[Ref], in_parts: bool
    ) -> None:
        """An undo right after leaves every row as it was, and a redo as it then was."""
        before = lying_rows(self.desks[who])
        if not self.both(who, Put(records, refs, accepts_flaws=True), in_parts):
            return
        after = lying_rows(self.desks[who])
        self.undo(who)
        assert lying_rows(self.desks[who]) == before
        self.redo(who)
        assert lying_rows(self.desks[who]) == after
        self.undo(who)
        assert lying_rows(self.desks[who]) == before

    @rule(who=WHO)
    def reopen(self, who: str) -> None:
        """Close the desk and open it again."""
        self.desks[who].close()
        self.desks[who] = Repository.open(self.folder / "store", author=who)

    @rule(who=WHO)
    def write_the_file(self, who: str) -> None:
        """Bring incidents.json up to date."""
        self.desks[who].checkpoint()

    # -- what must be so ----------------------------------------------------------------------

    @invariant()
    def answers_are_equal(self) -> None:
        """Both people read the records of the model, with their order, counts and versions."""
        if not hasattr(self, "desks"):
            return
        model = self.model.reader
        for desk in (self.desks[who] for who in AUTHORS):
            with desk.read() as reader:
                for kind in Kind:
                    numbers = list(model.numbers(kind))
                    assert list(reader.numbers(kind)) == numbers
                    assert reader.counts(kind) == model.counts(kind)
                    assert reader.count(kind) == len(numbers)
                    assert reader.listing(kind, numbers) == model.listing(kind, numbers)
                found = {ref: reader.find(ref) for ref in model.records}
                versions = {ref: reader.version(ref) for ref in model.records}
            assert found == model.records
            for ref, version in versions.items():
                wrote = self.whole(desk, version)
                # A roll back writes what was there, as a version of its own.
                if wrote.act is not Act.ROLL_BACK:
                    assert wrote.sequence == self.sequences[model.versions[ref]]
        assert_consistent(self.desks["ada"])

    def links_are_equal(self) -> None:
        """Everything linked to anything, and what names it."""
        model = self.model.reader
        with self.desks["sami"].read() as reader:
            for ref in model.records:
                assert reader.named_by(ref) == model.named_by(ref)
                for kind in LINKING:
                    found, expected = reader.linked(ref, kind), model.linked(ref, kind)
                    assert list(found.numbers) == list(expected.numbers)
                    assert found.roles == expected.roles

    def histories_are_equal(self) -> None:
        """Each operation once, parts as one, with what it changed and whether it is undone."""
        with self.desks["sami"].history() as log:
            every = log.entries(limit=1000)
            nothing = {e.operation.target for e in every if e.operation.act is Act.ROLL_BACK}
            found = [
                entry
                for entry in every
                if entry.operation.act not in (Act.BUILD, Act.ROLL_BACK)
                and entry.operation.sequence not in nothing
            ]
            expected = self.model.entries()
            assert [self.told(entry.operation) for entry in found] == [
                self.told(entry.operation, self.sequences) for entry in expected
            ]
            assert [entry.undone_by for entry in found] == [
                self.sequences.get(entry.undone_by or 0) for entry in expected
            ]
            assert not any(entry.is_unfinished for entry in found)
            for theirs, ours in zip(found, expected, strict=True):
                assert list(log.versions(theirs.operation.sequence)) == self.model.versions(
                    ours.operation.sequence
                )

    # -- both at once -------------------------------------------------------------------------

    def both(self, who: str, command: Put, in_parts: bool = False, desk: Put | None = None) -> bool:
        """Have the model and the store do it, or refuse it in the same words."""
        refusal: object = None
        expected = None
        try:
            expected = self.model.run(command, who)
        except (InvalidRecord, Stale) as error:
            refusal = self.said(error)
        # Each change a part of its own.
        commit.PART = -1 if in_parts else self.part
        run = self.desks[who].run_in_parts if in_parts else self.desks[who].run
        found, refused = None, None
        try:
            found = run(desk or command)
        except (InvalidRecord, Stale) as error:
            refused = self.said(error)
            self.learn_what_is_used_up(connection_of(self.desks[who]))
        assert refused == refusal
        assert (found is None) == (expected is None)
        if found is None or expected is None:
            return False
        self.sequences[expected.sequence] = found.sequence
        assert self.told(found) == self.told(expected, self.sequences)
        return True

    def learn_what_is_used_up(self, connection: apsw.Connection) -> None:
        """Numbers of what was written in parts and rolled back are not free again."""
        for rank, number in rows(connection, "SELECT * FROM highest"):
            self.model.highest[KINDS[rank - 1]] = number

    def said(self, error: InvalidRecord | Stale) -> object:
        """What an error says, but for who wrote last: a roll back may have."""
        return sorted(error.changed) if isinstance(error, Stale) else str(error)

    def compare_undone(self, found: Undone, expected: Undone) -> None:
        """The same was undone, and the same was kept."""
        self.sequences[expected.operation.sequence] = found.operation.sequence
        assert self.told(found.operation) == self.told(expected.operation, self.sequences)
        assert self.told(found.target) == self.told(expected.target, self.sequences)
        assert found.kept_count == expected.kept_count
        assert [one[::2] for one in found.kept] == [one[::2] for one in expected.kept]
        assert (found.restored, len(found.kept)) == (expected.restored, len(expected.kept))

    def told(self, operation: Operation, sequences: Mapping[int, int] | None = None) -> object:
        """What an operation says, with the store's numbers."""
        number = sequences or {}
        target = operation.target
        return (
            number.get(operation.sequence, operation.sequence),
            number.get(target, target) if target else None,
            *(operation.author, operation.label, operation.reason),
            *(operation.act, operation.records),
        )

    def whole(self, desk: Repository, part: int) -> Operation:
        """The operation that a part belongs to."""
        with desk.history() as log:
            return log.entry(part).operation


def test_the_repository_is_the_model() -> None:
    """Whatever two people do, in whatever order, the store answers as the plain dictionaries do."""
    run_state_machine_as_test(
        TwoPeople,
        settings=settings(
            max_examples=STORIES,
            stateful_step_count=20,
            phases=[Phase.generate],
            report_multiple_bugs=False,
        ),
    )
