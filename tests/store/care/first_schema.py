"""A working copy as the first version of the program made it: schema 1."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import apsw

from store import codec
from store.order import place_of, state_of
from store.record import Record
from store.references import references
from store.sql.entries import stored
from store.sql.schema import APPLICATION_ID, key, rank

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

Foreign = Mapping[str, Mapping[str, object]]


def lay(
    place: Path, store: str, operations: list[list[Record]], foreign: Foreign | None = None
) -> list[str]:
    """Put a working copy of schema 1 into a folder; the hashes of its operations.

    Each operation writes its records.
    """
    hashes: list[str] = []
    with closing(apsw.Connection(str(place / "desk.sqlite"))) as connection, connection:
        connection.pragma("application_id", APPLICATION_ID)
        connection.pragma("user_version", 1)
        connection.execute(TABLES)
        connection.execute("INSERT INTO meta VALUES ('store', ?)", (store,))
        for sequence, records in enumerate(operations, 1):
            before = hashes[-1] if hashes else ""
            hashes.append(_operation(connection, sequence, before, records))
        for table, documents in (foreign or {}).items():
            for number, document in documents.items():
                connection.execute(
                    "INSERT INTO opaque VALUES (?, ?, ?)", (table, number, json.dumps(document))
                )
            if not documents:
                connection.execute("INSERT INTO opaque VALUES (?, '', '')", (table,))
    (place / "desk.sqlite").chmod(0o600)
    return hashes


def _operation(
    connection: apsw.Connection, sequence: int, before: str, records: list[Record]
) -> str:
    hashed = hashlib.sha256(before.encode())
    for record in records:
        row = stored(record)
        at = key(record.ref)
        _take_away(connection, at)
        if row.digest is not None:
            connection.execute("INSERT OR IGNORE INTO texts VALUES (?, ?)", (row.digest, row.text))
        found = rank(record.kind_of), place_of(record), state_of(record)
        connection.execute(
            "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)",
            (at, *found, sequence, row.document, row.digest),
        )
        connection.executemany(
            "INSERT OR IGNORE INTO links VALUES (?, ?, ?, ?)",
            [(to.edge.code, record.id, to.to.number, to.role) for to in references(record)],
        )
        day = found[1] if isinstance(found[1], int) else 0
        _count(connection, found[0], found[2], day, 1)
        connection.execute(
            "INSERT INTO highest VALUES (?, ?) ON CONFLICT DO UPDATE"
            " SET number = max(number, excluded.number)",
            (found[0], record.id),
        )
        connection.execute(
            "INSERT INTO versions VALUES (?, ?, ?, ?)", (sequence, at, row.document, row.digest)
        )
        hashed.update(f"\n{record.ref} {row.document}".encode() + (row.digest or b""))
    head = (sequence, f"2025-03-0{sequence}T10:00:00Z", "ada", "s-1", "wrote records", "")
    hashed.update(codec.to_json(head))
    connection.execute(
        "INSERT INTO operations VALUES (?, ?, ?, ?, ?, ?, ?)", (*head, hashed.hexdigest())
    )
    return hashed.hexdigest()


def _take_away(connection: apsw.Connection, at: int) -> None:
    old = connection.execute(
        "DELETE FROM records WHERE record = ? RETURNING kind, state, place", (at,)
    ).fetchone()
    if old:
        day = old[2] if isinstance(old[2], int) else 0
        _count(connection, old[0], old[1], day, -1)
        connection.execute("DELETE FROM links WHERE holder = ?", (at & ((1 << 48) - 1),))


def _count(connection: apsw.Connection, kind: int, state: str, day: int, change: int) -> None:
    connection.execute(
        "INSERT INTO counts VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n",
        (kind, state, day, change),
    )
