"""Connections to a working copy: how one is opened, set up, and made to wait.

POSIX locks belong to a process, not to a file handle: a program that opens and closes
`desk.sqlite` beside SQLite drops SQLite's locks on it, and another process may then take the log
away under it (https://sqlite.org/howtocorrupt.html, 2.2).  So nothing here or elsewhere opens the
database file, its -wal or its -shm, while this process may have a connection to it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from store.errors import NewerSchema, NotAStore, OlderSchema, UnreadableStore
from store.sql.schema import APPLICATION_ID, SCHEMA, TABLES

#: So many seconds a change waits for another one to end.
PATIENCE = 5.0
#: A waiting change asks again after so many seconds: often enough to find the gap that somebody
#: who writes in parts leaves.
ASK_AGAIN = 0.001
#: The log is folded back into the database when it has so many pages ...
FOLD_AT = 1000
#: ... and begun anew, which waits for readers, when one of them has let it grow to so many.
RESTART_AT = 8000


def create(path: Path) -> apsw.Connection:
    """A new, empty working copy."""
    connection = apsw.Connection(str(path))
    _tune(connection)
    with connection:
        connection.pragma("application_id", APPLICATION_ID)
        connection.pragma("user_version", SCHEMA)
        connection.execute(TABLES)
    return connection


def connect(path: Path, *, writing: bool = False, older: bool = False) -> apsw.Connection:
    """A connection to an existing working copy of this schema, or of an older one.

    Raises NotAStore, NewerSchema, OlderSchema, UnreadableStore.
    """
    flags = apsw.SQLITE_OPEN_READWRITE if writing else apsw.SQLITE_OPEN_READONLY
    try:
        connection = apsw.Connection(str(path), flags=flags)
        try:
            _check_header(path, connection)
            _tune(connection, writing=writing)
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
        raise UnreadableStore(path, str(error)) from error
    return connection


def _check_header(path: Path, connection: apsw.Connection) -> None:
    """Refuse a database that is not ours before SQLite touches it."""
    # https://sqlite.org/fileformat2.html: user_version at 60, application_id at 68.
    is_whole, header = connection.read("main", 0, 0, 100)
    if not is_whole or not header.startswith(b"SQLite format 3\0"):
        raise UnreadableStore(
            path,
            "it is not a database, or it is damaged; move it away, and it is built anew from "
            "incidents.json, without what that file lacks",
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
def writing(connection: apsw.Connection) -> Iterator[None]:
    """A transaction that nobody else writes in; committed at the end, or nothing is changed."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        roll_back(connection)
        raise


def roll_back(connection: apsw.Connection) -> None:
    """End a transaction, where there is one: after a full disk SQLite has done so by itself."""
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _tune(connection: apsw.Connection, *, writing: bool = True) -> None:
    connection.set_busy_handler(_waiting())
    if writing:
        connection.pragma("journal_mode", "WAL")
        connection.pragma("synchronous", "FULL")
        # Without a limit, a log that a long reader let grow never shrinks again.
        connection.pragma("journal_size_limit", 16 << 20)
        connection.set_wal_hook(_fold)


def _waiting() -> Callable[[int], bool]:
    began = 0.0

    def ask_again(times: int) -> bool:
        nonlocal began
        if times == 0:
            began = time.monotonic()
        if time.monotonic() - began > PATIENCE:
            return False
        time.sleep(ASK_AGAIN)
        return True

    return ask_again


def _fold(connection: apsw.Connection, name: str, pages: int) -> int:
    """After a commit: keep the log short.  SQLite lets one process at a time do so."""
    if pages >= FOLD_AT:
        way = apsw.SQLITE_CHECKPOINT_PASSIVE
        if pages >= RESTART_AT:
            way = apsw.SQLITE_CHECKPOINT_TRUNCATE
            # Who reads at length is not waited for; the next commit tries again.
            connection.set_busy_timeout(20)
        try:
            connection.wal_checkpoint(name, way)
        except (apsw.BusyError, apsw.LockedError):
            # Somebody else is at it, or reads: the commit stands, the next one tries again.
            return apsw.SQLITE_OK
        except apsw.Error:
            # The commit is durable in the log; a full disk is met, and told, by the next one.
            return apsw.SQLITE_OK
        finally:
            connection.set_busy_handler(_waiting())
    return apsw.SQLITE_OK
