"""From older working copies to this one: a step for each schema, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from operator import itemgetter

import apsw

from store import codec
from store.dates import now
from store.ids import Kind
from store.references import mention, references
from store.sql import watermark
from store.sql.foreign import write_table
from store.sql.rows import rows
from store.sql.schema import INDEX_TABLES, SCHEMA, bounds, ref
from store.sql.write import Head, OperationWriter


def migrate(connection: apsw.Connection) -> None:
    """Bring a working copy to this schema, whole or not at all; the caller has made a backup."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Somebody else may have been quicker.
        for found in range(connection.pragma("user_version"), SCHEMA):
            STEPS[found](connection)
        connection.pragma("user_version", SCHEMA)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


_FROM_1 = """
ALTER TABLE operations RENAME TO operations_1;
CREATE TABLE operations (
    sequence INTEGER PRIMARY KEY, at TEXT NOT NULL, author TEXT NOT NULL, session TEXT NOT NULL,
    label TEXT NOT NULL, reason TEXT NOT NULL, hash TEXT NOT NULL, act TEXT NOT NULL,
    target INTEGER, whole INTEGER, first INTEGER NOT NULL, records INTEGER NOT NULL);
INSERT INTO operations
    SELECT sequence, at, author, session, label, reason, hash, 'do', NULL, NULL,
        coalesce(min(v.rowid), 0), count(v.rowid)
    FROM operations_1 LEFT JOIN versions v ON v.operation = sequence GROUP BY sequence;
DROP TABLE operations_1;
CREATE INDEX operations_of_author ON operations (author, sequence);
CREATE INDEX operations_in_parts ON operations (whole, sequence) WHERE whole IS NOT NULL;
CREATE INDEX operations_of_target ON operations (target) WHERE target IS NOT NULL;
CREATE TABLE unfinished (operation INTEGER PRIMARY KEY, session TEXT NOT NULL);
CREATE TABLE undone (operation INTEGER PRIMARY KEY, undoing INTEGER NOT NULL);
DROP INDEX versions_of_record;
ALTER TABLE versions RENAME TO versions_1;
CREATE TABLE versions (
    version INTEGER PRIMARY KEY, operation INTEGER NOT NULL, record INTEGER NOT NULL,
    document TEXT, text BLOB);
INSERT INTO versions SELECT rowid, operation, record, document, text FROM versions_1;
DROP TABLE versions_1;
CREATE INDEX versions_of_record ON versions (record, version);
ALTER TABLE counts RENAME TO counts_1;
CREATE TABLE counts (
    kind INTEGER NOT NULL, day INTEGER NOT NULL, state TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (kind, day, state)) WITHOUT ROWID;
INSERT INTO counts SELECT kind, day, state, n FROM counts_1;
DROP TABLE counts_1;
CREATE INDEX places_of_records ON records (record, place);
CREATE TABLE tables (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
"""


def _from_1(connection: apsw.Connection) -> None:
    """Operations learn undo and parts; documents of tables that are not ours enter the log."""
    connection.execute(_FROM_1)
    writer = OperationWriter.following(connection)
    query = "SELECT tiny_table, document_id, document FROM opaque ORDER BY tiny_table"
    for name, found in groupby(rows(connection, query), key=itemgetter(0)):
        # A table without documents had a row without one.
        write_table(writer, name, {number: text.encode() for _, number, text in found if text})
    head = Head(now(), "incident-desk", "", "entered other programs' tables into the history")
    writer.seal(head)
    connection.execute("DROP TABLE opaque")


def _from_2(connection: apsw.Connection) -> None:
    """A full-text index, which is built when the store is in use."""
    connection.execute(INDEX_TABLES)
    watermark.note(connection, 0)


def _from_3(connection: apsw.Connection) -> None:
    """What notes mention in their texts is found from the other end."""
    for record, document in rows(
        connection,
        "SELECT record, document FROM records WHERE record BETWEEN ? AND ?"
        " AND instr(document, '[[')",
        *bounds(Kind.NOTE),
    ):
        found = ref(record)
        note = codec.decode_json(found.kind, found.number, document)
        for one in references(note):
            if one.edge == mention(one.to.kind):
                connection.execute(
                    "INSERT OR IGNORE INTO links VALUES (?, ?, ?, ?)",
                    (one.edge.code, found.number, one.to.number, one.role),
                )


#: What brings a schema to the next one.
STEPS: dict[int, Callable[[apsw.Connection], None]] = {1: _from_1, 2: _from_2, 3: _from_3}
