"""Hearing of commits: who watches is told soon after each, whoever made it.

A commit is followed by a touch of the file `changed`.  That file is watched, and not SQLite's
log, which is written before its commit can be seen.  A touch is only a hint: whether there was a
commit, SQLite's data_version says, and once a second it is asked without any hint.

Nothing wakes up in between: a desk that rests costs next to nothing.
"""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import apsw

from store.bell import Bell
from store.errors import UnreadableStore
from store.folder import Folder
from store.sql.connection import connect

#: After so many seconds without a commit the caller gets its turn.
TICK = 1.0
#: Without a touch, SQLite is asked after so many seconds.
POLL = TICK
#: So many seconds a burst of touches is gathered.
GATHERED = 0.01

#: Told the connection that watches; None where nothing is known of it yet.
Check = Callable[[apsw.Connection | None], None]


def watch(
    folder: Folder, database: Path, stop: Bell, check: Check = lambda _: None
) -> Iterator[bool]:
    """Yield True soon after a commit, and False when a second has passed without one.

    It blocks: give it a thread of its own.  It ends when `stop` is set, and closes its connection
    then.  No transaction is open while it waits or its caller works.  `check` raises where the file
    that is watched is another one than the store's: that one has no commits.  Raises
    UnreadableStore, and what `check` raises.
    """
    with closing(connect(database)) as connection:
        check(None)
        seen = _version(database, connection)
        told = time.monotonic()
        for _ in _hints(folder, stop):
            check(connection)
            newest = _version(database, connection)
            if newest != seen or time.monotonic() - told >= TICK:
                yield newest != seen
                seen, told = newest, time.monotonic()


def _version(database: Path, connection: apsw.Connection) -> int:
    """A number that changes with each commit of another connection, also of this process."""
    try:
        return int(connection.pragma("data_version"))
    except apsw.Error as error:
        raise UnreadableStore(database, str(error)) from error


def _hints(folder: Folder, stop: Bell) -> Iterator[None]:
    """Come back after each touch, or after POLL seconds, until `stop` is set."""
    while not stop.is_set():
        began = time.monotonic()
        with suppress(OSError):
            # Nobody may have written yet, or a clean-up taken the file away.
            folder.make_changed()
        yield from _touches(folder.changed, stop)
        # Watching has ended at once or later: with no file, no inotify left, a file replaced.
        stop.wait(max(0.0, began + POLL - time.monotonic()))
        if not stop.is_set():
            yield


def _touches(changed: Path, stop: Bell) -> Iterator[None]:
    """The same as long as the system tells of touches, and of the file that is there."""
    try:
        # Loaded only by who watches, after the first screen.
        from inotify_simple import INotify, flags  # noqa: PLC0415
    except ImportError:
        # Only Linux has it.
        return
    watched = _identity(changed)
    try:
        told = INotify()
    except (OSError, AttributeError):
        # None is left, or the system's library has no such function.
        return
    with suppress(OSError), told:
        told.add_watch(changed, flags.ATTRIB | flags.MODIFY | flags.DONT_FOLLOW)
        # Somebody may have written before the file was watched.
        yield
        asked = time.monotonic()
        while not stop.is_set():
            due = max(0.0, asked + POLL - time.monotonic())
            heard = told in select.select((told, stop), (), (), due)[0]
            if heard:
                time.sleep(GATHERED)
            touches = told.read(timeout=0) if heard else []
            if touches or time.monotonic() - asked >= POLL:
                yield
                # A file put in place of the watched one is another one to the system, even where
                # it has got the number of the one that is gone.
                is_gone = any(touch.mask & flags.IGNORED for touch in touches)
                if is_gone or _identity(changed) != watched:
                    return
                asked = time.monotonic()


def _identity(path: Path) -> int:
    try:
        return path.lstat().st_ino
    except OSError:
        return 0
