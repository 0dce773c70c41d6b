"""Undo and redo: one's own newest, also after a restart; what others did since stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.changes import Act, Context, ForeignChange, Kept
from store.commands.records import DeleteRecords, WriteRecords
from store.errors import NothingToUndo
from store.ids import Ref
from store.model import Report
from store.outside import AUTHOR
from store.reader import Reader
from store.record import Record
from store.repository import Repository
from tests.builders import a_store, claim, event, evidence, location, note, quote, report
from tests.store.rows import (
    assert_chained,
    assert_consistent,
    lying_rows,
    others_do,
    steps_of,
)
from tests.store.strategies import LINKED_RECORDS
from tests.store.test_stateful import Put

TEXT = "Nine people were killed."


@pytest.fixture
def desks(place: Path) -> Iterator[tuple[Repository, Repository]]:
    """Ada's and Sami's desk in one store."""
    Repository.create(place).close()
    ada, sami = Repository.open(place, author="ada"), Repository.open(place, author="sami")
    yield ada, sami
    for desk in (ada, sami):
        assert_consistent(desk)
        desk.close()


def there(desk: Repository, *refs: str) -> list[str]:
    """Which of the records are there."""
    with desk.read() as reader:
        return [ref for ref in refs if reader.find(Ref(ref))]


def test_what_others_changed_since_stays_and_is_listed(
    desks: tuple[Repository, Repository],
) -> None:
    """All of Ada's decision is taken back but the record that Sami has changed since."""
    ada, sami = desks
    ada.run(WriteRecords([report(n) for n in range(1, 5)]))
    ada.run(WriteRecords([report(n, title="seen") for n in range(1, 5)]))
    sami.run(WriteRecords([report(3, title="seen by Sami")]))
    undone = ada.undo()
    assert (undone.restored, undone.kept_count) == (3, 1)
    assert undone.kept == (Kept("R3", "sami", is_used=False),)
    with ada.read() as reader:
        titles = [getattr(reader.get(Ref(f"R{n}")), "title", "") for n in range(1, 5)]
    assert titles == ["", "", "seen by Sami", ""]


def test_what_later_work_rests_on_stays(desks: tuple[Repository, Repository]) -> None:
    """A report that Sami has quoted since is not taken away under the quote."""
    ada, sami = desks
    ada.run(WriteRecords([report(1, text=TEXT), report(2)]))
    sami.run(WriteRecords([quote(1, **evidence(report(1, text=TEXT), "Nine people"))]))
    undone = ada.undo()
    assert undone.kept == (Kept("R1", "sami", is_used=True),)
    assert there(ada, "R1", "R2", "Q1") == ["R1", "Q1"]


def test_what_is_used_by_what_is_used_stays(desks: tuple[Repository, Repository]) -> None:
    """Sami's note keeps the claim, the claim keeps its event and that its place.

    The order in which Ada wrote them does not matter.
    """
    ada, sami = desks
    chain = [claim(1, event="E1"), event(1, places=["L1"]), location(1), location(2)]
    for records in (chain, chain[::-1]):
        ada.run(WriteRecords(records))
        sami.run(WriteRecords([note(1, target="C1")]))
        undone = ada.undo()
        assert {kept.ref for kept in undone.kept} == {"C1", "E1", "L1"}
        assert there(ada, "C1", "E1", "L1", "L2") == ["C1", "E1", "L1"]
        sami.undo()
        ada.run(DeleteRecords([Ref("C1"), Ref("E1"), Ref("L1")]))


def test_records_that_name_each_other_go_together(desks: tuple[Repository, Repository]) -> None:
    """A circle that nobody else has entered is taken back whole, also after a redo."""
    ada, _ = desks
    ada.run(WriteRecords([event(1, part_of="E2"), event(2, part_of="E1"), event(3, part_of="E3")]))
    for _ in range(2):
        assert ada.undo().kept_count == 0
        assert there(ada, "E1", "E2", "E3") == []
        assert ada.redo().restored == 3
        assert there(ada, "E1", "E2", "E3") == ["E1", "E2", "E3"]


def test_a_record_written_twice_goes_back_to_before_both(
    desks: tuple[Repository, Repository],
) -> None:
    """An operation's second version of a record is not what its undo restores."""
    ada, _ = desks
    ada.run(WriteRecords([event(1, title="before")]))
    before = lying_rows(ada)
    ada.run(WriteRecords([event(1, title="first"), event(1, title="second")]))
    after = lying_rows(ada)
    ada.undo()
    assert lying_rows(ada) == before
    ada.redo()
    assert lying_rows(ada) == after


def test_what_stays_is_not_as_it_was_in_between(desks: tuple[Repository, Repository]) -> None:
    """Sami's note keeps an event that Ada wrote twice, as she left it, and what it names."""
    ada, sami = desks
    ada.run(Put([report(1), event(1, title="draft"), event(1, title="done", reports=["R1"])]))
    sami.run(WriteRecords([note(1, target="E1")]))
    undone = ada.undo()
    assert undone.kept == (Kept("E1", "sami", is_used=True), Kept("R1", "sami", is_used=True))
    assert undone.restored == 0
    with ada.read() as reader:
        assert getattr(reader.get(Ref("E1")), "title", "") == "done"


def test_what_is_on_its_way_back_keeps_nothing(desks: tuple[Repository, Repository]) -> None:
    """A record that named a new place twice does not keep it, half undone itself."""
    ada, _ = desks
    before = lying_rows(ada)
    ada.run(Put([event(1, places=["L1"]), location(1), event(1, title="again", places=["L1"])]))
    assert ada.undo().kept_count == 0
    assert lying_rows(ada) == before


def test_what_others_set_back_to_the_middle_is_theirs(
    desks: tuple[Repository, Repository],
) -> None:
    """Sami's version stays, though it is like the first of the two that Ada wrote."""
    ada, sami = desks
    ada.run(Put([event(1, title="first"), event(1, title="second")]))
    sami.run(Put([event(1, title="first")]))
    assert ada.undo().kept == (Kept("E1", "sami", is_used=False),)
    assert there(ada, "E1") == ["E1"]


def test_a_deletion_is_undone_with_its_text_and_links(
    desks: tuple[Repository, Repository],
) -> None:
    """A deleted report comes back to the byte, and what named it is linked again."""
    ada, sami = desks
    sami.run(WriteRecords([report(1, text=TEXT, publisher="S1"), event(1, reports=["R1"])]))
    before = lying_rows(ada)
    ada.run(DeleteRecords([Ref("R1"), Ref("E1")]))
    assert there(ada, "R1", "E1") == []
    ada.undo()
    assert lying_rows(ada) == before
    with ada.read() as reader:
        found = reader.get(Ref("R1"))
    assert isinstance(found, Report)
    assert found.text == TEXT


def test_the_text_that_a_report_was_given_can_be_taken_back(
    desks: tuple[Repository, Repository],
) -> None:
    """Unless somebody has quoted it since; edited it never is."""
    ada, sami = desks
    for quoted in (False, True):
        ada.run(Put([report(1)]))
        ada.run(Put([report(1, text=TEXT)]))
        if quoted:
            sami.run(WriteRecords([quote(1, **evidence(report(1, text=TEXT), "Nine people"))]))
        undone = ada.undo()
        assert undone.kept_count == int(quoted)
        with ada.read() as reader:
            found = reader.get(Ref("R1"))
        assert isinstance(found, Report)
        assert found.text == (TEXT if quoted else "")


def test_a_document_of_another_program_is_undone_too(
    desks: tuple[Repository, Repository],
) -> None:
    """Tables that are not ours lie in the log as the others do."""
    ada, _ = desks
    before = lying_rows(ada)

    class Foreign(Put):
        def changes(self, reader: Reader, context: Context) -> Iterator[Any]:
            del reader
            yield ForeignChange("tasks", context.new_in("tasks"), {"what": "call"})
            yield ForeignChange("tasks", context.new_in("tasks"), {"what": "write"})

    ada.run(Foreign([]))
    after = lying_rows(ada)
    assert [row[4] for row in after["records"]] == ['{"what":"call"}', '{"what":"write"}']
    ada.undo()
    assert lying_rows(ada) == before
    ada.redo()
    assert lying_rows(ada) == after


def test_undo_goes_on_after_a_restart(place: Path) -> None:
    """What was done before the store was closed can be taken back, and is known to be older."""
    with a_store(place) as repository:
        author = repository.author
        operation = repository.run(WriteRecords([event(1)]))
    again = Repository.open(place, author=author)
    newest = again.undoable()
    assert newest
    assert newest == operation
    assert newest.session != again.session
    again.undo()
    again.close()
    third = Repository.open(place, author=author)
    assert third.undoable() is None
    assert third.redoable() == operation
    third.redo()
    assert there(third, "E1") == ["E1"]
    third.close()


def test_nobody_takes_back_what_somebody_else_did(desks: tuple[Repository, Repository]) -> None:
    """Each has an undo of their own."""
    ada, sami = desks
    ada.run(WriteRecords([event(1)]))
    assert sami.undoable() is None
    with pytest.raises(NothingToUndo):
        sami.undo()
    sami.run(WriteRecords([event(2)]))
    assert ada.undo().target.author == "ada"
    assert there(ada, "E1", "E2") == ["E2"]


def test_what_was_meant_is_undone_or_nothing(desks: tuple[Repository, Repository]) -> None:
    """Who has the desk open twice does not undo what the other screen has just done."""
    ada, _ = desks
    ada.run(WriteRecords([event(1)]))
    shown = ada.undoable()
    ada.run(WriteRecords([event(2)]))
    with pytest.raises(NothingToUndo):
        ada.undo(shown)
    assert there(ada, "E1", "E2") == ["E1", "E2"]


def test_a_new_action_clears_redo(desks: tuple[Repository, Repository]) -> None:
    """One's own; what others do leaves it."""
    ada, sami = desks
    ada.run(WriteRecords([event(1)]))
    ada.undo()
    sami.run(WriteRecords([event(2)]))
    assert ada.redoable()
    ada.run(WriteRecords([event(3)]))
    assert ada.redoable() is None
    with pytest.raises(NothingToUndo):
        ada.redo()


def test_what_was_redone_of_others_is_the_next_to_be_undone(
    place: Path, desks: tuple[Repository, Repository]
) -> None:
    """Not one's own work of long before: that stays, until it is its turn."""
    ada, sami = desks
    own = ada.run(WriteRecords([event(1)]))
    with closing(Repository.open(place, author=AUTHOR)) as outside:
        taken = outside.run(WriteRecords([event(2)]))
    assert taken
    ada.undo_outside(taken)
    assert ada.undoable() == own
    ada.redo()
    assert (ada.undoable(), sami.undoable()) == (taken, None)
    for _ in range(2):
        assert ada.undo().target == taken
        assert there(ada, "E1", "E2") == ["E1"]
        assert ada.redo().target == taken
        assert there(ada, "E1", "E2") == ["E1", "E2"]
    sami.undo_outside(taken)
    assert (ada.undoable(), ada.redoable()) == (own, None)
    assert sami.redoable() == taken
    ada.undo()
    assert there(ada, "E1", "E2") == []


def test_a_restart_keeps_what_was_redone_of_others(place: Path) -> None:
    """It follows from the log, as all of undo does; a new action comes before it."""
    with a_store(place) as repository:
        author = repository.author
    with closing(Repository.open(place, author=AUTHOR)) as outside:
        taken = outside.run(WriteRecords([event(2)]))
    assert taken
    with closing(Repository.open(place, author=author)) as before:
        before.undo_outside(taken)
        before.redo()
    with closing(Repository.open(place, author=author)) as after:
        newer = after.run(WriteRecords([event(3)]))
        assert after.undo().target == newer
        assert after.undo().target == taken
        assert [after.redo().target, after.redo().target] == [taken, newer]
        assert there(after, "E2", "E3") == ["E2", "E3"]


def test_an_undo_that_finds_all_changed_is_done_none_the_less(
    desks: tuple[Repository, Repository],
) -> None:
    """The next undo takes what was before it; the history says that nothing was restored."""
    ada, sami = desks
    first = ada.run(WriteRecords([event(1)]))
    second = ada.run(WriteRecords([event(2)]))
    sami.run(WriteRecords([event(2, title="mine now")]))
    undone = ada.undo()
    assert (undone.target, undone.restored, undone.kept_count) == (second, 0, 1)
    assert ada.redoable() is None
    assert ada.undo().restored == 1
    assert there(ada, "E1", "E2") == ["E2"]
    assert ada.redo().target == first
    assert ada.redoable() is None
    with ada.history() as log:
        assert log.entry(second.sequence if second else 0).undone_by == undone.operation.sequence
    assert_chained(ada)


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.lists(LINKED_RECORDS, min_size=1, max_size=4), st.booleans()),
        min_size=1,
        max_size=6,
    )
)
def test_all_undone_and_all_redone(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[list[Record], bool]]
) -> None:
    """Each undo restores every row as it was before, each redo as it was after."""
    with a_store(tmp_path_factory.mktemp("undo") / "store") as repository:
        states = [lying_rows(repository)]
        for records, deletes in steps:
            refs = [record.ref for record in records] if deletes else []
            if repository.run(Put([] if deletes else records, refs, accepts_flaws=True)):
                states.append(lying_rows(repository))
        for _ in range(2):
            for before in states[-2::-1]:
                undone = repository.undo()
                assert undone.kept_count == 0
                assert lying_rows(repository) == before
            assert repository.undoable() is None
            for after in states[1:]:
                repository.redo()
                assert lying_rows(repository) == after
            assert repository.redoable() is None
        assert_consistent(repository)
        assert_chained(repository)


def test_the_newest_is_found_below_many_of_others(desks: tuple[Repository, Repository]) -> None:
    """What others did since costs nothing: SQLite takes as many steps as without it."""
    ada, sami = desks
    ada.run(WriteRecords([event(1)]))
    ada.run(WriteRecords([event(2)]))
    ada.undo()

    def ask() -> None:
        assert ada.undoable()
        assert ada.redoable()

    before = steps_of(ada, ask)
    others_do(sami, 20_000)
    assert steps_of(ada, ask) <= before + 5


def test_undo_and_redo_are_told_apart_in_the_log(desks: tuple[Repository, Repository]) -> None:
    """Each is an operation of its own, that names the one it is about."""
    ada, _ = desks
    done = ada.run(WriteRecords([event(1)]))
    assert done
    undone, redone = ada.undo(), ada.redo()
    assert [(o.act, o.target) for o in (undone.operation, redone.operation)] == [
        (Act.UNDO, done.sequence),
        (Act.REDO, done.sequence),
    ]
