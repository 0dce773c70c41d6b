"""Locks: taken in one order, let go whatever happens, and kept by nobody who did not take them."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, closing, suppress
from pathlib import Path
from unittest import mock

import apsw
import pytest

from store import folder as folders
from store import session as sessions
from store.care import switch
from store.errors import BusyStore, UnwritableStore
from store.folder import Folder
from store.ids import new_uid
from store.presence import Presence
from store.repository import Repository
from store.scratch import Scratch
from store.sql.connection import connect, writing
from store.tiny import keeping
from tests.builders import a_store, event
from tests.store.faults import crashing
from tests.store.faults.checking import at_rest
from tests.store.faults.stories import STORIES, Story
from tests.store.folders import document

#: See docs/decisions/0010: whoever holds one asks for none that stands before it.
ORDER = ("reports", "store", "session")


#: The locks that are held for one piece of work.
PASSING: list[Callable[[Folder], AbstractContextManager[object]]] = [
    Folder.alone,
    switch.alone_in,
    keeping._attempt,
]


@pytest.mark.parametrize("locking", PASSING)
def test_a_lock_does_not_live_on_in_a_child(
    place: Path, locking: Callable[[Folder], AbstractContextManager[object]]
) -> None:
    """A process that was forked while a lock was held goes on; the lock is free all the same."""
    with a_store(place):
        pass
    folder = Folder(place)
    with locking(folder):
        child = crashing.Child(lambda _: signal.pause())
    try:
        with folder.alone(patience=0), switch.alone_in(folder) as is_alone:
            assert is_alone
    finally:
        child.kill()
        child.end()


def test_what_breaks_off_an_opening_leaves_no_lock(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After Ctrl+C while a store opens it can be restored, also while the program goes on."""
    with a_store(place, event(1)):
        pass

    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sessions.Session, "settle", interrupted)
    with pytest.raises(KeyboardInterrupt):
        Repository.open(place)
    with switch.alone_in(Folder(place)) as is_alone:
        assert is_alone


def open_files() -> int:
    """How many files this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def test_what_breaks_off_the_wait_for_a_lock_leaves_none_open(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+C while somebody restores: the folder that was waited for is closed again."""
    with a_store(place):
        pass

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    before = open_files()
    monkeypatch.setattr(fcntl, "flock", interrupted)
    folder = Folder(place)
    for wait in (switch.enter, lambda at: Presence(at, "ada", "ada"), lambda _: Scratch()):
        with pytest.raises(KeyboardInterrupt):
            wait(folder)
    monkeypatch.undo()
    assert open_files() == before


def test_a_close_that_fails_lets_go_of_every_lock(place: Path) -> None:
    """A connection that cannot be closed now does not keep the store from being restored."""
    with a_store(place, event(1)) as made:
        made.be_present()
    desk = Repository.open(place)

    class Stuck:
        def close(self) -> None:
            raise apsw.BusyError("a statement is at work")

    desk._session._connections.append(Stuck())  # type: ignore[arg-type]
    desk.be_present()
    with pytest.raises(apsw.BusyError):
        desk.close()
    with switch.alone_in(Folder(place)) as is_alone:
        assert is_alone
    assert list((place / "presence").iterdir()) == []
    desk.close()


def test_a_session_that_cannot_show_itself_again_closes_nobodys_file(place: Path) -> None:
    """The presence folder is gone and cannot be made: the number of its file stays its own."""
    with a_store(place) as desk:
        desk.be_present("E1")
        (place / "presence" / desk.session).unlink()
        (place / "presence").rmdir()
        (place / "presence").write_text("in the way")
        desk.be_present("E2")
        # It would be given the number of a file that was closed.
        others = os.open(place, os.O_RDONLY)
        desk.close()
        assert os.fstat(others)
        os.close(others)


def test_a_locked_session_file_is_not_waited_for_for_ever(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who may read it keeps its lock: whoever comes to work is told, and not kept."""
    monkeypatch.setattr(folders, "PATIENCE", 0.05)
    with a_store(place) as desk:
        desk.folder.make(desk.folder.presence)
        file = desk.folder.presence / desk.session
        with file.open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            with pytest.raises(UnwritableStore, match="keeps the lock of this session's file"):
                desk.be_present()
        desk.be_present()


def test_others_have_their_turn_while_a_file_is_waited_for(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody leaves while another program writes the file: only they wait, without the lock."""
    with a_store(place, event(1)) as desk:
        desk.checkpoint()
        theirs = document(place)
        theirs["events"]["1"]["title"] = "Theirs"
        (place / "incidents.json").write_text(json.dumps(theirs), "utf-8")
        waited = []

        def wait(seconds: float) -> None:
            waited.append(seconds)
            with desk.folder.alone(patience=0):
                at_rest(desk)

        monkeypatch.setattr(time, "sleep", wait)
        assert desk.checkpoint()
        assert len(waited) == 1
    assert document(place)["events"]["1"]["title"] == "Theirs"


class Order:
    """Sees which locks this process holds, and that it asks for none out of their order."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._held: dict[int, str] = {}
        self._connections: list[apsw.Connection] = []
        self._real = fcntl.flock, os.close
        self.taken: set[str] = set()
        self.wrong: list[str] = []

    def __enter__(self) -> Order:
        self._put_up = ExitStack()
        self._put_up.enter_context(mock.patch.object(fcntl, "flock", self._flock))
        self._put_up.enter_context(mock.patch.object(os, "close", self._close))
        apsw.connection_hooks.append(self._connections.append)
        return self

    def __exit__(self, *_: object) -> None:
        apsw.connection_hooks.remove(self._connections.append)
        self._put_up.close()

    def _flock(self, descriptor: int, how: int) -> None:
        name = self._name(Path(f"/proc/self/fd/{descriptor}").readlink())
        if how == fcntl.LOCK_UN:
            self._held.pop(descriptor, None)
        elif name:
            self._look(name)
        self._real[0](descriptor, how)
        if how != fcntl.LOCK_UN and name:
            self._held[descriptor] = name
            self.taken.add(name)

    def _look(self, name: str) -> None:
        held = [one for at, one in self._held.items() if self._is_open(at)]
        # The folder of a store is locked alone: a second time it would wait for itself.
        later = ORDER[ORDER.index(name) + (name != "store") :]
        self.wrong += [f"{name} while {one} is held" for one in held if one in later]
        for connection in self._connections:
            with suppress(apsw.ConnectionClosedError):
                if connection.txn_state("main") == apsw.SQLITE_TXN_WRITE:
                    self.wrong.append(f"{name} while the database is written")

    def _close(self, descriptor: int) -> None:
        self._held.pop(descriptor, None)
        self._real[1](descriptor)

    def _is_open(self, descriptor: int) -> bool:
        return Path(f"/proc/self/fd/{descriptor}").exists()

    def _name(self, path: Path) -> str:
        if path.parent == self._place / "presence":
            return "session"
        return {self._place: "store", self._place / "reports": "reports"}.get(path, "")


def test_no_story_asks_for_a_lock_out_of_order(tmp_path: Path) -> None:
    """Whoever holds a lock asks for none that stands before it: nobody waits in a circle."""
    taken: set[str] = set()
    for name, story in STORIES.items():
        place = tmp_path / name.replace(" ", "-")

        def play(say: crashing.Say, story: Story = story, place: Path = place) -> None:
            story.prepare(place)
            with Order(place) as order:
                story.play(place, lambda: None)
            say((order.taken, order.wrong))

        ((seen, wrong),) = crashing.run(play).said
        assert wrong == [], name
        taken |= seen
    assert taken == {"reports", "store", "session"}


def test_a_lock_out_of_order_is_seen(place: Path) -> None:
    """What the test above looks with is not blind: each sort of mistake is told."""
    with a_store(place):
        pass

    def mistaken(say: crashing.Say) -> None:
        with Order(place) as order:
            folder = Folder(place)
            with folder.alone(), suppress(BusyStore), folder.alone(patience=0):
                pass
            with folder.alone():
                os.close(switch.enter(folder) or 0)
            with closing(connect(folder.working_copy, writing=True)) as database, writing(database):
                Presence(folder, new_uid(), "ada").leave()
        say(order.wrong)

    ((*wrong,),) = crashing.run(mistaken).said
    assert wrong == [
        "store while store is held",
        "reports while store is held",
        "session while the database is written",
    ]
