"""Connections to a working copy: how one is opened, set up, and made to wait.

POSIX locks belong to a process, not to a file handle: a program that opens and closes
`desk.sqlite` beside SQLite drops SQLite's locks on it, and another process may then take the log
away under it (https://sqlite.org/howtocorrupt.html, 2.2).  So nothing here or elsewhere opens the
database file, its -wal or its -shm, while this process may have a connection to it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import apsw

from store.errors import NewerSchema, NotAStore, OlderSchema, UnreadableStore
from store.sql import watermark
from store.sql.schema import APPLICATION_ID, SCHEMA, TABLES

#: So many seconds a change waits for another one to end.
PATIENCE = 5.0
#: A waiting change asks again after so many seconds: often enough to find the gap that somebody
#: who writes in parts leaves.
ASK_AGAIN = 0.001
#: Who writes in parts asks less often: of those who wait, a single change finds the gap first.
ASK_SELDOM = 0.01
#: The log is folded back into the database when it has so many pages ...
FOLD_AT = 250
#: ... after a change that wrote more than FEW when it has so many: it took long enough, and the
#: next one folds ...
FEW = 50
FOLD_LATER_AT = 1000
#: ... and between the parts of what writes at length when it has so many, as each part writes the
#: same pages of an index again ...
FOLD_IN_PARTS_AT = 4000
#: ... and cut off, when somebody who read at length has let it grow to so many.
CUT_AT = 8000
#: So many milliseconds that waits for those who read at that moment, and for who writes.
CUT_WITHIN = 20
#: So much of the database a connection keeps in memory, in kB, once it has read as much.
CACHE = 6000
#: After so many of its steps SQLite lets Python see whether a signal has come: looking through a
#: large database takes a minute, which nobody could end.
STEPS = 500_000

_thread = threading.local()


def create(path: Path) -> apsw.Connection:
    """A new, empty working copy."""
    connection = apsw.Connection(str(path))
    _tune(connection, PATIENCE)
    with connection:
        connection.pragma("application_id", APPLICATION_ID)
        connection.pragma("user_version", SCHEMA)
        connection.execute(TABLES)
        watermark.note(connection, watermark.ALL)
    return connection


def connect(
    path: Path,
    *,
    writing: bool = False,
    older: bool = False,
    patience: float = PATIENCE,
    rests: bool = False,
) -> apsw.Connection:
    """A connection to an existing working copy of this schema, or of an older one.

    It waits up to `patience` seconds for somebody else's change to end.  Of one that `rests`, as
    nobody has it open, only the file is read: nothing is locked, and no log made beside it.  Raises
    NotAStore, NewerSchema, OlderSchema, UnreadableStore.
    """
    flags = apsw.SQLITE_OPEN_READWRITE if writing else apsw.SQLITE_OPEN_READONLY
    name = str(path)
    if rests:
        name = f"{path.absolute().as_uri()}?immutable=1"
        flags |= apsw.SQLITE_OPEN_URI
    try:
        connection = apsw.Connection(name, flags=flags)
        try:
            _check_header(path, connection)
            _tune(connection, patience, writing=writing)
            # Again, as SQLite sees it: the newest header may lie in the log.
            found = connection.pragma("user_version")
            if found > SCHEMA:
                raise NewerSchema(path.parent, found, SCHEMA)
            if found < SCHEMA and not older:
                raise OlderSchema(path, found)
        except BaseException:
            connection.close()
            raise
    except apsw.Error as error:
        is_damage = isinstance(error, apsw.CorruptError | apsw.NotADBError)
        raise UnreadableStore(path, str(error), is_damage=is_damage) from error
    return connection


def _check_header(path: Path, connection: apsw.Connection) -> None:
    """Refuse a database that is not ours before SQLite touches it."""
    # https://sqlite.org/fileformat2.html: user_version at 60, application_id at 68.
    is_whole, header = connection.read("main", 0, 0, 100)
    has_pages = is_whole and any(header[16:18])
    if not has_pages or not header.startswith(b"SQLite format 3\0"):
        raise UnreadableStore(
            path,
            "it is not a database, or it is damaged",
            is_damage=True,
        )
    if int.from_bytes(header[68:72]) != APPLICATION_ID:
        raise NotAStore(path.parent, "its desk.sqlite belongs to another program")
    found = int.from_bytes(header[60:64])
    if found > SCHEMA:
        raise NewerSchema(path.parent, found, SCHEMA)


@contextmanager
def reading(connection: apsw.Connection) -> Iterator[None]:
    """One state of the store for all that is read inside."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        roll_back(connection)


@contextmanager
def writing(connection: apsw.Connection, *, gives_way: bool = False) -> Iterator[None]:
    """A transaction that nobody else writes in; committed at the end, or nothing is changed.

    `gives_way` lets others who wait go first.
    """
    # SQLite asks whether to wait, and tells of a commit, on the thread that waits or commits.
    before = _gives_way()
    try:
        _thread.gives_way = gives_way
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            roll_back(connection)
            raise
    finally:
        _thread.gives_way = before


def roll_back(connection: apsw.Connection) -> None:
    """End a transaction, where there is one: after a full disk SQLite has done so by itself."""
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _tune(connection: apsw.Connection, patience: float, *, writing: bool = True) -> None:
    connection.set_busy_handler(_waiting(patience))
    connection.set_progress_handler(_go_on, STEPS, id="signals")
    if writing:
        _write_ahead(connection, patience)
        connection.pragma("synchronous", "FULL")
        # In kB.  A hundred decisions on a large store touch more than the 2 MB that SQLite takes
        # by itself: it would write the pages that do not fit twice.
        connection.pragma("cache_size", -CACHE)
        # Without a limit, a log that a long reader let grow never shrinks again.
        connection.pragma("journal_size_limit", 16 << 20)
        connection.set_wal_hook(_Folding(patience))


def _go_on() -> bool:
    """Python runs what a signal asks for before this, and raises what that raises."""
    return False


def _write_ahead(connection: apsw.Connection, patience: float) -> None:
    """Have changes written to a log, as is kept in the database: a copy is not in this mode.

    Of two who change the mode at the same time SQLite lets one, and tells the other at once.
    """
    until = time.monotonic() + patience
    while True:
        try:
            connection.pragma("journal_mode", "WAL")
        except apsw.BusyError:
            if time.monotonic() > until:
                raise
            time.sleep(ASK_AGAIN)
        else:
            return


def _waiting(patience: float) -> Callable[[int], bool]:
    began = 0.0

    def ask_again(times: int) -> bool:
        nonlocal began
        if times == 0:
            began = time.monotonic()
        if time.monotonic() - began > patience:
            return False
        time.sleep(ASK_SELDOM if _gives_way() else ASK_AGAIN)
        return True

    return ask_again


def _gives_way() -> bool:
    return getattr(_thread, "gives_way", False)


class _Folding:
    """After a commit: has the log folded where it has grown long."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._before = 0

    def __call__(self, connection: apsw.Connection, name: str, pages: int) -> int:
        # Others write into the log too, and who begins it anew counts from 0: it is an estimate.
        written, self._before = pages - self._before, pages
        if pages >= self._limit(written):
            _fold(connection, name, self._patience)
        return apsw.SQLITE_OK

    def _limit(self, written: int) -> int:
        if _gives_way():
            return FOLD_IN_PARTS_AT
        return FOLD_LATER_AT if written > FEW else FOLD_AT


def _fold(connection: apsw.Connection, name: str, patience: float) -> None:
    """Keep the log short.  SQLite lets one process at a time do so."""
    # The commit stands, so nothing that goes wrong here may look like its failure.  Somebody else
    # is at it, then nothing is left to do; or the disk is full or broken, which leaves the log as
    # it is: the next commit tries again, and fails itself where there is no room for it.
    with suppress(apsw.Error):
        logged, folded = connection.wal_checkpoint(name, apsw.SQLITE_CHECKPOINT_PASSIVE)
        # While somebody reads an older state, cutting the log could only wait in vain.
        if logged >= CUT_AT and folded == logged:
            # One handler at a time: the timeout takes the other one's place.
            connection.set_busy_timeout(CUT_WITHIN)
            try:
                connection.wal_checkpoint(name, apsw.SQLITE_CHECKPOINT_TRUNCATE)
            finally:
                connection.set_busy_handler(_waiting(patience))
