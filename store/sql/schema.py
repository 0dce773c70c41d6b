"""The tables of the working copy, and how a connection to it is opened.

    meta        name -> value: schema, the store's uid, what the TinyDB file covers
    operations  the log's heads: who, when, what, chained by hash
    versions    the log: a row for each record that an operation wrote; NULL: deleted
    records     each record as it is now; `place` orders its kind, `state` is what it is counted by
    links       every reference, walked from holder to named by the key and back by the index
    counts      records by kind, state and day
    texts       report texts, once by SHA-256 of their UTF-8; a document never holds its text
    highest     the highest document id of each kind, never given out again
    opaque      documents of tables that are not ours

A record's key is its kind's place in `Kind` << 48 | document id.
"""

from __future__ import annotations

from pathlib import Path

import apsw

from store.errors import NewerSchema, NotAStore, UnreadableStore
from store.ids import Kind, Ref

SCHEMA = 1
#: "InDk": tells our database from any other.
APPLICATION_ID = 0x496E446B

KINDS = tuple(Kind)
_RANK = {kind: rank for rank, kind in enumerate(KINDS, start=1)}
_SHIFT = 48
MASK = (1 << _SHIFT) - 1

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE operations (
    sequence INTEGER PRIMARY KEY, at TEXT NOT NULL, author TEXT NOT NULL, session TEXT NOT NULL,
    label TEXT NOT NULL, reason TEXT NOT NULL, hash TEXT NOT NULL);
CREATE TABLE versions (
    operation INTEGER NOT NULL, record INTEGER NOT NULL, document TEXT, text BLOB);
CREATE INDEX versions_of_record ON versions (record, operation);
CREATE TABLE records (
    record INTEGER PRIMARY KEY, kind INTEGER NOT NULL, place NOT NULL, state TEXT NOT NULL,
    operation INTEGER NOT NULL, document TEXT NOT NULL, text BLOB);
CREATE INDEX records_in_order ON records (kind, place, record);
CREATE TABLE links (
    edge INTEGER NOT NULL, holder INTEGER NOT NULL, named INTEGER NOT NULL, role TEXT NOT NULL,
    PRIMARY KEY (edge, holder, named, role)) WITHOUT ROWID;
CREATE INDEX links_back ON links (edge, named, holder, role);
CREATE TABLE counts (
    kind INTEGER NOT NULL, state TEXT NOT NULL, day INTEGER NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (kind, state, day)) WITHOUT ROWID;
CREATE TABLE texts (sha256 BLOB PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE highest (kind INTEGER PRIMARY KEY, number INTEGER NOT NULL);
CREATE TABLE opaque (
    tiny_table TEXT NOT NULL, document_id TEXT NOT NULL, document TEXT NOT NULL,
    PRIMARY KEY (tiny_table, document_id)) WITHOUT ROWID;
"""


def rank(kind: Kind) -> int:
    """The number that stands for the kind on disk."""
    return _RANK[kind]


def key(ref: Ref) -> int:
    """The integer that stands for the record on disk."""
    return _RANK[ref.kind] << _SHIFT | ref.number


def ref(record_key: int) -> Ref:
    """The reference that the integer stands for."""
    return KINDS[(record_key >> _SHIFT) - 1].ref(record_key & MASK)


def bounds(kind: Kind) -> tuple[int, int]:
    """The least and the greatest key of a kind."""
    return _RANK[kind] << _SHIFT, _RANK[kind] << _SHIFT | MASK


def create(path: Path) -> apsw.Connection:
    """A new, empty working copy."""
    connection = apsw.Connection(str(path))
    _tune(connection)
    with connection:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={SCHEMA}")
        connection.execute(TABLES)
    return connection


def connect(path: Path, *, writing: bool = False) -> apsw.Connection:
    """A connection to an existing working copy.

    Raises NotAStore, NewerSchema, UnreadableStore.
    """
    check(path)
    flags = apsw.SQLITE_OPEN_READWRITE if writing else apsw.SQLITE_OPEN_READONLY
    try:
        connection = apsw.Connection(str(path), flags=flags)
        try:
            _tune(connection, writing=writing)
            # Again, and before anything is read: a newer program may be at work right now.
            _check_version(path, connection.pragma("user_version"))
        except BaseException:
            connection.close()
            raise
    except apsw.Error as error:
        raise UnreadableStore(path, str(error)) from error
    return connection


def check(path: Path) -> None:
    """Refuse a database that is not ours by its header, before SQLite touches it.

    Raises NotAStore, NewerSchema, UnreadableStore.
    """
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise UnreadableStore(path, (error.strerror or str(error)).lower()) from error
    if len(header) < 100 or not header.startswith(b"SQLite format 3\0"):
        raise UnreadableStore(
            path,
            "it is not a database, or it is damaged; move it away, and it is built anew from "
            "incidents.json, without what that file lacks",
        )
    # https://sqlite.org/fileformat2.html: user_version at 60, application_id at 68.
    if int.from_bytes(header[68:72]) != APPLICATION_ID:
        raise NotAStore(path.parent, "its desk.sqlite belongs to another program")
    _check_version(path, int.from_bytes(header[60:64]))


def _check_version(path: Path, found: int) -> None:
    if found > SCHEMA:
        raise NewerSchema(path.parent, found, SCHEMA)


def _tune(connection: apsw.Connection, *, writing: bool = True) -> None:
    connection.set_busy_timeout(5000)
    if writing:
        connection.pragma("journal_mode", "WAL")
        connection.pragma("synchronous", "FULL")
        # Without a limit, a WAL that a long reader let grow never shrinks again.
        connection.pragma("journal_size_limit", 16 << 20)
