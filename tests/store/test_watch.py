"""Hearing of commits that others make."""

from __future__ import annotations

import errno
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import apsw
import pytest
from inotify_simple import INotify

from store import watch as watching
from store.bell import Bell
from store.commands.records import WriteRecords
from store.errors import UnreadableStore
from store.ids import new_uid
from store.repository import Repository
from tests.builders import a_store, event
from tests.store.another import PATIENCE, Another

WRITES = """
repository = Repository.open(place)
say("ready")
while hear() == "write":
    say(repository.run(WriteRecords([Event()])).sequence)
repository.close()
"""


@contextmanager
def heard(repository: Repository) -> Iterator[Queue[bool]]:
    """What a watching thread yields; it has ended when this has."""
    stop = Bell()
    told: Queue[bool] = Queue()

    def listen() -> None:
        for is_commit in repository.watch(stop):
            told.put(is_commit)

    thread = threading.Thread(target=listen)
    thread.start()
    try:
        yield told
    finally:
        stop.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def wait_for_commit(told: Queue[bool]) -> None:
    """Until a commit is told of; ticks are passed over."""
    until = time.monotonic() + PATIENCE
    while not told.get(timeout=PATIENCE):
        assert time.monotonic() < until


@pytest.fixture
def without_poll(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is asked but after a touch."""
    monkeypatch.setattr(watching, "POLL", PATIENCE)


def wait_until(holds: Callable[[], bool]) -> None:
    """Until the condition holds."""
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


def wait_until_watched(repository: Repository, told: Queue[bool]) -> None:
    """Until a touch reaches who watches: the first may come before the system is asked for any."""
    until = time.monotonic() + PATIENCE
    while True:
        assert time.monotonic() < until
        repository.run(WriteRecords([event(1, title=new_uid())]))
        with suppress(Empty):
            while not told.get(timeout=0.2):
                assert time.monotonic() < until
            return


def test_another_process_s_commit_is_told_of(place: Path, without_poll: None) -> None:
    """Every commit of another process is told of by its touch, without asking again and again."""
    with a_store(place, event(1)) as repository, Another(WRITES, place) as other:
        assert other.hear() == "ready"
        with heard(repository) as told:
            wait_until_watched(repository, told)
            for _ in range(5):
                while not told.empty():
                    told.get()
                other.say("write")
                written = int(other.hear())
                wait_for_commit(told)
                with repository.read() as reader:
                    assert reader.operation >= written


def test_a_commit_of_this_process_is_told_of_too(place: Path, without_poll: None) -> None:
    """Who watches has a connection of its own: to it, every thread is somebody else."""
    with a_store(place, event(1)) as repository, heard(repository) as told:
        wait_until_watched(repository, told)


def test_without_a_commit_there_are_ticks(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The caller gets its turn, and is told that nothing was committed."""
    monkeypatch.setattr(watching, "TICK", 0.02)
    monkeypatch.setattr(watching, "POLL", 0.01)
    with a_store(place, event(1)) as repository, heard(repository) as told:
        assert [told.get(timeout=PATIENCE) for _ in range(3)] == [False] * 3


def test_a_touch_without_a_commit_tells_nothing(place: Path, without_poll: None) -> None:
    """Somebody touches the file by hand: SQLite knows that nothing was committed."""
    with a_store(place, event(1)) as repository, heard(repository) as told:
        wait_until_watched(repository, told)
        while not told.empty():
            told.get()
        os.utime(repository.folder.changed)
        repository.run(WriteRecords([event(2)]))
        assert told.get(timeout=PATIENCE) is True


@pytest.mark.parametrize("why", ["the system has no more", "it is another system"])
def test_where_nothing_can_be_watched_sqlite_is_asked(
    place: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    """No inotify is left, or there is none: commits are told of all the same, a little later."""

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    if why == "the system has no more":
        monkeypatch.setattr(INotify, "add_watch", refuse)
    else:
        monkeypatch.setitem(sys.modules, "inotify_simple", None)
    monkeypatch.setattr(watching, "POLL", 0.05)
    with a_store(place, event(1)) as repository, heard(repository) as told:
        wait_until_watched(repository, told)


@pytest.mark.parametrize("done", ["removed", "replaced", "made anew"])
def test_a_file_that_is_put_in_the_place_of_the_watched_one_is_watched(
    place: Path, monkeypatch: pytest.MonkeyPatch, done: str
) -> None:
    """A backup tool puts another file there, or a clean-up takes it away."""
    add_watch, watched = INotify.add_watch, []

    def noted(told: INotify, path: Path, mask: int) -> Any:
        watched.append(path.stat().st_ino)
        if len(watched) > 1:
            # From now on only touches are heard.
            monkeypatch.setattr(watching, "POLL", PATIENCE)
        return add_watch(told, path, mask)

    monkeypatch.setattr(INotify, "add_watch", noted)
    monkeypatch.setattr(watching, "POLL", 0.05)
    with a_store(place, event(1)) as repository, heard(repository) as told:
        wait_until_watched(repository, told)
        changed = repository.folder.changed
        if done != "replaced":
            changed.unlink()
            if done == "made anew":
                # It gets the number of the one that is gone, on many a file system.
                changed.touch()
        else:
            (place / "other").touch()
            (place / "other").replace(changed)
        wait_until(lambda: len(watched) > 1)
        assert watched[-1] == changed.stat().st_ino
        while not told.empty():
            told.get()
        wait_until_watched(repository, told)


def test_watching_holds_no_transaction(place: Path) -> None:
    """SQLite's log can be folded back whole while somebody watches and does not answer."""
    with a_store(place, event(1)) as repository:
        stop = Bell()
        watcher = repository.watch(stop)
        next(watcher)
        repository.run(WriteRecords([event(2)]))
        # Raises where a reader is in the way.
        logged, folded = repository._session.connection().wal_checkpoint(
            mode=apsw.SQLITE_CHECKPOINT_RESTART
        )
        assert folded == logged
        stop.set()
        assert list(watcher) == []


def test_a_store_that_is_gone_says_so(place: Path) -> None:
    """Who watches a working copy that was moved away is told that it cannot be read."""
    with a_store(place, event(1)) as repository:
        (place / "desk.sqlite").rename(place / "elsewhere.sqlite")
        with pytest.raises(UnreadableStore, match=r"desk\.sqlite cannot be read"):
            next(repository.watch(Bell()))
        (place / "elsewhere.sqlite").rename(place / "desk.sqlite")
