"""Long commands in parts: one operation, others in between, and nothing left of what fails."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import apsw
import pytest
from msgspec.structs import replace

from store.changes import Act, Change, Context
from store.commands.records import WriteRecords
from store.errors import InvalidRecord, NothingToUndo, Stale
from store.ids import Kind, Ref
from store.model import Event
from store.reader import Reader
from store.record import Record
from store.repository import Repository
from store.session import Session
from store.sql import begun, commit, undo
from store.sql.connection import reading
from tests.builders import event, evidence, quote, report
from tests.store.rows import assert_chained, assert_consistent, connection_of, lying_rows
from tests.store.test_stateful import Put

TEXT = "Nine people were killed."


class Killed(BaseException):
    """Stands for the end of the process: nothing that catches errors catches it."""


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every change a part of its own."""
    monkeypatch.setattr(commit, "PART", -1)


@pytest.fixture
def desks(place: Path) -> Iterator[tuple[Repository, Repository]]:
    """Ada's and Sami's desk in one store."""
    Repository.create(place).close()
    ada, sami = Repository.open(place, author="ada"), Repository.open(place, author="sami")
    yield ada, sami
    for desk in (ada, sami):
        desk.close()
    last = Repository.open(place)
    assert_consistent(last)
    assert_chained(last)
    last.close()


@dataclass(frozen=True)
class Counting:
    """Adds events, each named after how many there are."""

    many: int
    label: str = "counted"
    reason: str = ""
    seen: dict[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        for _ in range(self.many):
            ref = context.new(Kind.EVENT)
            title = f"after {reader.count(Kind.EVENT)}"
            yield Change(ref, None, Event(id=ref.number, title=title))


def die_at(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """End the process when the gap after so many parts comes."""
    gaps = iter(range(1, 1000))

    def gap(_: float) -> None:
        if next(gaps) == number:
            raise Killed

    monkeypatch.setattr("store.sql.commit.sleep", gap)


def leave(desk: Repository, monkeypatch: pytest.MonkeyPatch, what: Callable[[], object]) -> None:
    """Begin something in a process that is killed after its second part."""
    with monkeypatch.context() as patched:
        die_at(patched, 2)
        # A killed process settles nothing.
        patched.setattr(Session, "settle", lambda _: [])
        with pytest.raises(Killed):
            what()
    desk.close()


def titles(desk: Repository) -> list[str]:
    """The titles of all events, in the order of their numbers."""
    with desk.read() as reader:
        found = reader.listing(Kind.EVENT, sorted(reader.numbers(Kind.EVENT)))
    return [one.title for one in found if isinstance(one, Event)]


def unfinished(desk: Repository) -> list[tuple[int, str]]:
    """What is still being written, or never will be."""
    connection = connection_of(desk)
    with reading(connection):
        return begun.unfinished(connection)


def test_others_write_between_two_parts(
    desks: tuple[Repository, Repository], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sami's change gets its turn, the command sees it, and numbers never collide."""
    ada, sami = desks
    monkeypatch.setattr("store.sql.commit.sleep", lambda _: sami.run(WriteRecords([Event()])))
    done = ada.run_in_parts(Counting(3))
    assert done
    assert done.records == 3
    assert titles(ada) == ["after 0", "", "after 2", "", "after 4", ""]
    assert not unfinished(ada)
    monkeypatch.undo()
    assert ada.undo().restored == 3
    assert titles(ada) == ["", "", ""]


def test_what_the_person_saw_is_looked_at_first(desks: tuple[Repository, Repository]) -> None:
    """A stale command in parts writes nothing."""
    ada, sami = desks
    sami.run(Put([event(1)]))
    with pytest.raises(Stale, match="E1 by sami"):
        ada.run_in_parts(Counting(2, seen={Ref("E1"): 1}))
    assert titles(ada) == [""]


def test_what_fails_half_way_is_rolled_back(desks: tuple[Repository, Repository]) -> None:
    """The parts that were written are taken back, and the history says so."""
    ada, _ = desks
    ada.run(Put([event(1, title="before")]))
    before = lying_rows(ada)
    bad = quote(1, report="R1", start=0)
    with pytest.raises(InvalidRecord):
        ada.run_in_parts(Put([event(1, title="after"), event(2), bad, event(3)]))
    assert lying_rows(ada) == before
    assert not unfinished(ada)
    with ada.history() as log:
        newest = log.entries(limit=2)
    assert [entry.operation.act for entry in newest] == [Act.ROLL_BACK, Act.DO]
    assert newest[1].undone_by == newest[0].operation.sequence
    assert ada.undo().restored == 1


def test_a_failed_import_does_not_cost_the_redo(desks: tuple[Repository, Repository]) -> None:
    """What never came to be is no new action."""
    ada, _ = desks
    ada.run(Put([event(1)]))
    ada.undo()
    with pytest.raises(InvalidRecord):
        ada.run_in_parts(Put([event(2), quote(1, report="R1", start=0)]))
    ada.redo()
    assert titles(ada) == [""]


@pytest.mark.parametrize("first", ["report", "quote"])
def test_evidence_is_checked_across_parts(desks: tuple[Repository, Repository], first: str) -> None:
    """Words that the report does not have are refused, whichever of the two comes first."""
    ada, _ = desks
    good = quote(1, **evidence(report(1, text=TEXT), "Nine people"))
    wrong = replace(good, words="Four people")
    source: Record = report(1, text=TEXT)
    records: list[Record]
    for cited, is_good in ((wrong, False), (good, True)):
        records = [source, event(1), cited] if first == "report" else [cited, event(1), source]
        if is_good:
            assert ada.run_in_parts(Put(records))
        else:
            with pytest.raises(InvalidRecord, match="words"):
                ada.run_in_parts(Put(records))
            assert titles(ada) == []


def test_evidence_may_come_right_in_a_later_part(desks: tuple[Repository, Repository]) -> None:
    """A report's text that comes after the quote, or the quote written again: as in one part."""
    ada, _ = desks
    ada.run(Put([report(1), report(2, text=TEXT)]))
    cited = quote(1, **evidence(report(1, text=TEXT), "Nine people"))
    corrected = quote(2, **evidence(report(2, text=TEXT), "Nine people"))
    wrong = replace(corrected, words="Four people")
    assert ada.run_in_parts(Put([cited, wrong, report(1, text=TEXT), corrected]))
    with ada.read() as reader:
        assert reader.count(Kind.QUOTE) == 2


def test_the_first_wrong_evidence_is_told(desks: tuple[Repository, Repository]) -> None:
    """In parts or not, the refusal names the same record."""
    ada, _ = desks
    ada.run(Put([report(1, text=TEXT)]))
    wrong: list[Record] = [quote(n, report="R1", start=0, end=4, words="Four") for n in (3, 1)]
    for run in (ada.run, ada.run_in_parts):
        with pytest.raises(InvalidRecord, match=r"^Q3: "):
            run(Put(wrong))


def test_a_text_that_was_rolled_back_does_not_bind(desks: tuple[Repository, Repository]) -> None:
    """It was never acknowledged; one that a person has seen, and deleted, still binds."""
    ada, _ = desks
    with pytest.raises(InvalidRecord):
        ada.run_in_parts(Put([report(1, text=TEXT), event(1), quote(1, report="R1", start=0)]))
    ada.run(Put([report(1, text="Two people left.")]))
    ada.run(Put([], [Ref("R1")]))
    with pytest.raises(InvalidRecord, match="never edited"):
        ada.run(Put([report(1, text=TEXT)]))
    with pytest.raises(InvalidRecord):
        # Rolled back, this text is written once more, in the log.
        ada.run_in_parts(
            Put([report(1, text="Two people left."), quote(1, report="R1", start=0)], [Ref("R1")])
        )
    with pytest.raises(InvalidRecord, match="never edited"):
        ada.run(Put([report(1, text=TEXT)]))


def test_a_killed_import_is_rolled_back_by_the_next(
    place: Path, desks: tuple[Repository, Repository], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who opens the store next finds it as it was before."""
    ada, sami = desks
    before = lying_rows(sami)
    leave(ada, monkeypatch, lambda: ada.run_in_parts(Counting(5)))
    assert titles(sami) == ["after 0", "after 1"]
    assert len(unfinished(sami)) == 1
    third = Repository.open(place, author="ada")
    assert lying_rows(third) == before
    assert not unfinished(third)
    assert third.undoable() is None
    third.close()


def test_a_full_disk_does_not_keep_the_store_closed(
    place: Path, desks: tuple[Repository, Repository], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be rolled back now is shown as it is, and rolled back when there is room."""
    ada, sami = desks
    leave(ada, monkeypatch, lambda: ada.run_in_parts(Counting(5)))

    def refuse(*_: object, **__: object) -> None:
        raise apsw.FullError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(undo, "settle", refuse)
        Repository.open(place).close()
    assert len(unfinished(sami)) == 1
    Repository.open(place).close()
    assert titles(sami) == []


def test_what_others_did_with_a_killed_import_stays(
    place: Path, desks: tuple[Repository, Repository], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Sami changed meanwhile is kept, and what Sami's work rests on."""
    ada, sami = desks
    leave(ada, monkeypatch, lambda: ada.run_in_parts(Counting(5)))
    sami.run(Put([event(1, title="Sami's")]))
    Repository.open(place).close()
    assert titles(sami) == ["Sami's"]


def test_an_import_goes_on_while_its_writer_lives(
    place: Path, desks: tuple[Repository, Repository], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening the store takes nothing back from somebody who is at work."""
    ada, _ = desks
    monkeypatch.setattr("store.sql.commit.sleep", lambda _: Repository.open(place).close())
    ada.run_in_parts(Counting(3))
    assert titles(ada) == ["after 0", "after 1", "after 2"]


def test_a_killed_roll_back_is_carried_on(
    place: Path, desks: tuple[Repository, Repository], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes killed, one after the other: the third one ends what both began."""
    ada, sami = desks
    before = lying_rows(sami)
    leave(ada, monkeypatch, lambda: ada.run_in_parts(Counting(5)))
    second = Repository(Session(ada.folder, author="zoe"))
    second.be_present()
    [(sequence, writer)] = unfinished(sami)
    leave(
        second,
        monkeypatch,
        lambda: undo.settle(connection_of(second), sequence, writer, second.session),
    )
    assert len(unfinished(sami)) == 2
    Repository.open(place).close()
    assert lying_rows(sami) == before
    assert not unfinished(sami)
    with sami.history() as log:
        acts = [entry.operation.act for entry in log.entries(limit=2)]
    assert acts == [Act.ROLL_BACK, Act.DO]


@pytest.mark.parametrize("act", ["undo", "redo"])
def test_a_killed_undo_is_carried_on(
    act: str,
    place: Path,
    desks: tuple[Repository, Repository],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was begun to be undone, or done again, is so when the store is opened next.

    Also where records were written twice, and where a part of them is kept.
    """
    ada, sami = desks
    twice = [event(n, title=title) for title in ("a", "b") for n in (1, 2, 3)]
    ada.run_in_parts(Put([*twice, event(4)]))
    sami.run(Put([event(4, title="Sami's")]))
    if act == "redo":
        ada.undo()
    leave(ada, monkeypatch, getattr(ada, act))
    assert len(unfinished(sami)) == 1
    third = Repository.open(place, author="ada")
    assert not unfinished(third)
    assert titles(third) == (["Sami's"] if act == "undo" else ["b", "b", "b", "Sami's"])
    if act == "undo":
        assert third.undoable() is None
        third.redo()
    else:
        third.undo()
    assert titles(third) == (["b", "b", "b", "Sami's"] if act == "undo" else ["Sami's"])
    third.close()


def test_nothing_is_undone_while_an_undo_goes_on(
    place: Path, desks: tuple[Repository, Repository], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ada's other desk waits until the one that undoes an import is done with it."""
    ada, _ = desks
    ada.run(Put([event(9)]))
    ada.run_in_parts(Counting(3))
    other = Repository.open(place, author="ada")
    asked = []

    def gap(_: float) -> None:
        asked.append((other.undoable(), other.redoable()))
        with pytest.raises(NothingToUndo):
            other.undo()

    monkeypatch.setattr("store.sql.commit.sleep", gap)
    ada.undo()
    monkeypatch.undo()
    assert set(asked) == {(None, None)}
    assert other.undoable()
    other.close()


def test_an_interrupted_import_is_taken_back_at_once(
    desks: tuple[Repository, Repository], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+C between two parts leaves nothing; another thread's import goes on."""
    ada, _ = desks
    ada.run(Put([event(1, title="before")]))
    before = lying_rows(ada)
    begun, go_on = threading.Event(), threading.Event()

    def tell(written: int) -> None:
        del written
        begun.set()
        assert go_on.wait(30)

    other = threading.Thread(
        target=ada.run_in_parts, args=(Put([report(1), report(2), report(3)]), tell)
    )
    other.start()
    assert begun.wait(30)

    def interrupt(written: int) -> None:
        if written == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ada.run_in_parts(Counting(5), interrupt)
    assert titles(ada) == ["before"]
    go_on.set()
    other.join()
    with ada.read() as reader:
        assert list(reader.numbers(Kind.REPORT)) == [3, 2, 1]
    assert not unfinished(ada)
    assert lying_rows(ada)["links"] == before["links"]


def test_a_command_that_changes_nothing_is_no_operation(
    desks: tuple[Repository, Repository],
) -> None:
    """Whether in parts or not: writing what is there already leaves no trace."""
    ada, _ = desks
    ada.run(Put([event(1), event(2)]))
    assert ada.run(Put([event(1), event(2)])) is None
    assert ada.run_in_parts(Put([event(1), event(2)])) is None
    assert ada.run_in_parts(Put([])) is None
    with ada.history() as log:
        assert len(log.entries()) == 2
