"""Connections to a working copy: locks that hold, and a log that stays short."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from store.commands.records import WriteRecords
from store.errors import BusyStore
from store.ids import Kind, new_uid
from store.model import Report
from store.repository import Repository
from store.sql import connection as connections
from store.sql.connection import connect, writing
from tests.builders import a_store, event
from tests.store.another import Another

OPENS_AND_CLOSES = """
repository = Repository.open(place, patience=0.05)
repository.run(WriteRecords([Event(title="theirs")]))
repository.close()
say("closed")
"""

# The bytes that SQLite has locked as long as a database is open: its SHARED_FIRST, SHARED_SIZE.
TAKES_ALL_LOCKS = """
import fcntl
with (place / "desk.sqlite").open("r+b") as file:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 510, 0x40000002)
        say("taken")
    except BlockingIOError:
        say("refused")
"""

WRITES_AT_ONCE = """
repository = Repository.open(place, patience=0.05)
try:
    repository.run(WriteRecords([Event(title="theirs")]))
    say("written")
except DeskError as error:
    say(type(error).__name__)
repository.close()
"""

READS = """
repository = Repository.open(place)
with repository.read() as reader:
    say(reader.count(Kind.EVENT))
"""

READS_AT_LENGTH = """
repository = Repository.open(place)
with repository.read() as reader:
    say(reader.count(Kind.EVENT))
    hear()
    say(reader.count(Kind.EVENT))
repository.close()
say("ended")
hear()
"""


def open_again_in_threads(place: Path) -> None:
    """What a program does that looks at its store in several ways."""

    def look() -> None:
        again = Repository.open(place)
        with again.read() as reader:
            reader.count(Kind.EVENT)
        again.close()

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_opening_a_store_again_does_not_let_others_take_the_log_away(place: Path) -> None:
    """POSIX locks are a process's: a file closed beside SQLite would drop all of them.

    Another process would then take itself for the last one, and remove the log under this one.
    """
    with a_store(place, event(1)) as repository:
        open_again_in_threads(place)
        with Another(TAKES_ALL_LOCKS, place) as other:
            assert other.hear() == "refused"
        with Another(OPENS_AND_CLOSES, place) as other:
            assert other.hear() == "closed"
        repository.run(WriteRecords([event(9)]))
        with Another(READS, place) as other:
            assert other.hear() == "3"


def test_opening_a_store_again_does_not_let_go_of_the_write_lock(place: Path) -> None:
    """In the middle of a change the store is opened and closed beside it: it stays alone."""
    with a_store(place, event(1)) as repository:
        with writing(repository._session.connection()):
            open_again_in_threads(place)
            with Another(WRITES_AT_ONCE, place) as other:
                assert other.hear() == BusyStore.__name__
        with Another(WRITES_AT_ONCE, place) as other:
            assert other.hear() == "written"


@pytest.fixture
def short_log(monkeypatch: pytest.MonkeyPatch) -> int:
    """A log that is folded back and cut off early; how long it may be, in bytes."""
    monkeypatch.setattr(connections, "FOLD_AT", 20)
    monkeypatch.setattr(connections, "FOLD_LATER_AT", 20)
    monkeypatch.setattr(connections, "CUT_AT", 100)
    # A change writes some tens of pages, and the one after the longest log folds it back.
    return 200 * 4096


def some_reports(number: int) -> WriteRecords:
    """A change of several pages for each of so many new reports."""
    return WriteRecords([Report(text=new_uid() * 500) for _ in range(number)])


def test_the_log_stays_short_while_many_write(place: Path, short_log: int) -> None:
    """What was written is folded back into the database, and the log is begun anew."""
    with a_store(place) as repository:
        longest = 0
        for _ in range(10):
            repository.run(some_reports(5))
            longest = max(longest, (place / "desk.sqlite-wal").stat().st_size)
        assert 0 < longest < short_log


def test_the_log_is_short_again_after_a_long_reader(place: Path, short_log: int) -> None:
    """A reader stays where it was and keeps the log growing; soon after its end it is cut off."""
    with a_store(place, event(1)) as repository, Another(READS_AT_LENGTH, place) as reader:
        assert reader.hear() == "1"
        log = place / "desk.sqlite-wal"
        repository.run(WriteRecords([event(2)]))
        written = 0
        for _ in range(20):
            before = log.stat().st_size
            repository.run(some_reports(5))
            written = max(written, log.stat().st_size - before)
        # Not cut, and no page of it is written twice.
        assert log.stat().st_size > short_log
        assert log.stat().st_size < 25 * written
        reader.say("go on")
        assert reader.hear() == "1"
        assert reader.hear() == "ended"
        repository.run(WriteRecords([event(3)]))
        assert log.stat().st_size < short_log
        assert repository._session.connection().pragma("integrity_check") == "ok"


class Log:
    """Stands for a connection, and notes how the log is folded."""

    def __init__(self, logged: int, folded: int) -> None:
        self._answer = logged, folded
        self.ways: list[int] = []

    def wal_checkpoint(self, _: str, way: int) -> tuple[int, int]:
        self.ways.append(way)
        return self._answer

    def set_busy_timeout(self, _: int) -> None:
        pass

    def set_busy_handler(self, _: object) -> None:
        pass


@pytest.mark.parametrize(
    ("pages", "folded", "is_cut"), [(7999, 7999, False), (8000, 7999, False), (8000, 8000, True)]
)
def test_cutting_the_log_never_waits_for_a_long_reader(
    pages: int, folded: int, is_cut: bool
) -> None:
    """What a reader of an older state holds back is left to the first change after its end."""
    log = Log(pages, folded)
    connections._fold(log, "main", 5.0)  # type: ignore[arg-type]
    ways = [apsw.SQLITE_CHECKPOINT_PASSIVE, apsw.SQLITE_CHECKPOINT_TRUNCATE]
    assert log.ways == (ways if is_cut else ways[:1])


def test_a_signal_ends_what_takes_long(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C need not wait for SQLite to be done with a statement."""
    monkeypatch.setattr(connections, "STEPS", 100)
    with a_store(place), closing(connect(place / "desk.sqlite")) as connection:
        endless = (
            "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
        )
        before = signal.signal(signal.SIGALRM, signal.default_int_handler)
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        try:
            with pytest.raises(KeyboardInterrupt):
                connection.execute(f"SELECT max(x) FROM ({endless} LIMIT 100000000)").fetchall()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


def test_the_change_after_a_large_one_folds_the_log() -> None:
    """Who waited for a large change does not wait for that too."""
    log, folding = Log(0, 0), connections._Folding(5.0)
    few, large = connections.FEW, connections.FOLD_AT
    for pages, folds in (
        (few, 0),
        (few + large, 0),
        (few + large + 1, 1),
        (connections.FOLD_LATER_AT + large, 2),
    ):
        folding(log, "main", pages)  # type: ignore[arg-type]
        assert len(log.ways) == folds, pages


def test_the_log_is_not_folded_between_parts(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part writes the same pages again; the first change after the last part folds it."""
    folded: list[int] = []
    monkeypatch.setattr(connections, "_fold", lambda *_: folded.append(1))
    monkeypatch.setattr(connections, "FOLD_AT", 1)
    monkeypatch.setattr(connections, "FOLD_LATER_AT", 1)
    with a_store(place) as repository:
        folded.clear()
        repository.run_in_parts(WriteRecords([event(number) for number in range(1, 20)]))
        assert folded == []
        repository.run(WriteRecords([event(30)]))
        assert folded == [1]


def test_waiting_is_the_same_after_the_log_was_cut(
    place: Path, short_log: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cutting the log has a patience of its own; the change after it has its old one again."""
    with a_store(place):
        pass
    asked: list[float] = []

    def asked_once(patience: float) -> Callable[[int], bool]:
        def give_up(_: int) -> bool:
            asked.append(patience)
            return False

        return give_up

    monkeypatch.setattr(connections, "_waiting", asked_once)
    repository = Repository.open(place, patience=7)
    repository.run(some_reports(100))
    assert (place / "desk.sqlite-wal").stat().st_size == 0
    with closing(connect(place / "desk.sqlite", writing=True)) as other, writing(other):
        assert asked == []
        with pytest.raises(BusyStore):
            repository.run(WriteRecords([event(5)]))
    assert asked == [7]
    repository.close()


def test_a_disk_that_fails_while_the_log_is_folded_fails_no_change(
    place: Path, short_log: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commit stands in the log: what happens after it must not look like its failure."""
    with a_store(place) as repository:
        connection = repository._session.connection()
        # The hook gets the connection that it was set on: one that cannot fold stands in for it.
        folded: list[int] = []

        class Failing:
            def wal_checkpoint(self, *_: object) -> tuple[int, int]:
                folded.append(1)
                raise apsw.IOError("disk I/O error")

        def fold(_: object, name: str, pages: int) -> int:
            connections._fold(Failing(), name, 1.0)  # type: ignore[arg-type]
            return apsw.SQLITE_OK

        connection.set_wal_hook(fold)
        repository.run(some_reports(40))
        repository.run(WriteRecords([event(1)]))
        assert folded == [1, 1]
        with repository.read() as reader:
            assert reader.count(Kind.REPORT) == 40
            assert reader.count(Kind.EVENT) == 1
