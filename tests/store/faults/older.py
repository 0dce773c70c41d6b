"""A store as an earlier version of this program left it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any
from unittest import mock

import apsw

from store import codec
from store.sql import write

_TO_1 = """
ALTER TABLE operations RENAME TO operations_2;
CREATE TABLE operations (
    sequence INTEGER PRIMARY KEY, at TEXT NOT NULL, author TEXT NOT NULL, session TEXT NOT NULL,
    label TEXT NOT NULL, reason TEXT NOT NULL, hash TEXT NOT NULL);
INSERT INTO operations
    SELECT sequence, at, author, session, label, reason, hash FROM operations_2;
DROP TABLE operations_2;
DROP INDEX versions_of_record;
ALTER TABLE versions RENAME TO versions_2;
CREATE TABLE versions (
    operation INTEGER NOT NULL, record INTEGER NOT NULL, document TEXT, text BLOB);
INSERT INTO versions SELECT operation, record, document, text FROM versions_2 ORDER BY version;
DROP TABLE versions_2;
CREATE INDEX versions_of_record ON versions (record, operation);
DROP INDEX places_of_records;
DROP TABLE unfinished;
DROP TABLE undone;
DROP TABLE tables;
DROP TABLE slots;
DROP TABLE words;
DROP TABLE bodies;
DELETE FROM meta WHERE name IN ('index', 'indexed');
CREATE TABLE opaque (
    tiny_table TEXT NOT NULL, document_id TEXT NOT NULL, document TEXT NOT NULL,
    PRIMARY KEY (tiny_table, document_id)) WITHOUT ROWID;
INSERT INTO opaque VALUES ('habits', '1', '{"tea": "black"}'), ('habits', '2', '{}');
PRAGMA user_version = 1;
"""


def hashing_as_schema_1() -> Any:
    """Lets operations get the hashes that they had in schema 1."""
    return mock.patch.object(
        write, "head_bytes", lambda sequence, head: codec.to_json((sequence, *head[:5]))
    )


def to_schema_1(place: Path) -> None:
    """Turn a closed store's working copy into one of schema 1, with a table that is not ours."""
    with closing(apsw.Connection(str(place / "desk.sqlite"))) as connection, connection:
        connection.execute(_TO_1)
