"""From older working copies to this one: a step for each schema, in one transaction."""

from __future__ import annotations

from collections.abc import Callable

import apsw
import msgspec

from store import codec
from store.dates import now
from store.ids import HIGHEST
from store.sql import schema
from store.sql.schema import SCHEMA
from store.sql.write import Head, OperationWriter, Stored


def migrate(connection: apsw.Connection) -> None:
    """Bring a working copy to this schema, whole or not at all; the caller has made a backup."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Somebody else may have been quicker.
        for found in range(connection.pragma("user_version"), SCHEMA):
            _STEPS[found](connection)
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
CREATE TABLE tables (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
"""


def _from_1(connection: apsw.Connection) -> None:
    """Operations learn undo and parts; documents of tables that are not ours enter the log."""
    connection.execute(_FROM_1)
    foreign = connection.execute(
        "SELECT tiny_table, document_id, document FROM opaque ORDER BY tiny_table, document_id"
    ).fetchall()
    writer = OperationWriter.following(connection)
    names = sorted({name for name, _, _ in foreign})
    for name in names:
        rows = {number: text for table, number, text in foreign if table == name and number}
        write_table(writer, name, {number: text.encode() for number, text in rows.items()})
    head = Head(now(), "incident-desk", "", "entered other programs' tables into the history")
    writer.seal(head)
    connection.execute("DROP TABLE opaque")


def write_table(writer: OperationWriter, name: str, rows: dict[str, bytes]) -> None:
    """Take a table that is not ours in, as it is."""
    table = writer.foreign_table(name)
    if all(number.isascii() and number.isdigit() and _is_plain(number) for number in rows):
        for number, text in rows.items():
            writer.put(schema.foreign_key(table, int(number)), None, Stored(text.decode()))
    else:
        whole = codec.to_json({number: msgspec.Raw(text) for number, text in rows.items()})
        writer.put(schema.foreign_key(table, 0), None, Stored(whole.decode()))


def _is_plain(number: str) -> bool:
    return number[0] != "0" and int(number) <= HIGHEST


_STEPS: dict[int, Callable[[apsw.Connection], None]] = {1: _from_1}
