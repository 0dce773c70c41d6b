"""Between the working copy and incidents.json: building the one, writing the other."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import apsw

from store import codec
from store.changes import Change
from store.dates import now
from store.errors import NewerSchema, OutsideChange
from store.folder import Folder
from store.ids import HIGHEST, KIND_OF_TABLE, Kind, new_uid
from store.sql import schema, stream
from store.sql.write import OperationWriter, reserve
from store.tiny import document_file
from store.tiny.document_file import Contents, Table

#: Called with the documents done and the documents in all.
Progress = Callable[[int, int], None]

BUILD_LABEL = "built from incidents.json"


def build(folder: Folder, progress: Progress | None = None) -> None:
    """Build the working copy from incidents.json; it appears whole or not at all."""
    contents = document_file.read(folder.document_file)
    found = contents.meta.get("schema", codec.SCHEMA)
    if isinstance(found, int) and found > codec.SCHEMA:
        raise NewerSchema(folder.path, found, codec.SCHEMA)
    fresh = folder.working_copy.with_name(f".desk.sqlite.{os.getpid()}.new")
    try:
        connection = schema.create(fresh)
        fresh.chmod(folder.file_mode)
        # Not yet the store: a crash leaves only this file, so nothing need be synced before.
        connection.pragma("synchronous", "OFF")
        with connection:
            _fill(connection, contents, progress)
        connection.pragma("synchronous", "FULL")
        connection.pragma("journal_mode", "DELETE")
        connection.close()
        document_file.sync(fresh)
        fresh.replace(folder.working_copy)
        document_file.sync(folder.path)
    finally:
        for leftover in folder.path.glob(f"{fresh.name}*"):
            leftover.unlink()


def write(folder: Folder, connection: apsw.Connection) -> bool:
    """Write incidents.json when it lacks operations; whether it was written.

    Raises OutsideChange when the file found is not the one that this store knows.
    """
    with connection:
        head = connection.execute(
            "SELECT sequence, hash FROM operations ORDER BY sequence DESC LIMIT 1"
        ).fetchone() or (0, "")
        meta = dict(connection.execute("SELECT name, value FROM meta"))
        if folder.document_file.exists():
            if document_file.digest_of(folder.document_file) != meta.get("file_sha256"):
                raise OutsideChange(folder.document_file)
            if meta.get("file_operation") == head[0]:
                return False
        highest = dict(connection.execute("SELECT kind, number FROM highest"))
        heading = {
            "schema": codec.SCHEMA,
            "store": meta["store"],
            "operation": head[0],
            "hash": head[1],
            "highest": {
                kind.table: highest[schema.rank(kind)]
                for kind in Kind
                if schema.rank(kind) in highest
            },
        }
        digest = document_file.write(
            folder.document_file,
            heading,
            (Table(name, rows) for name, rows in stream.tables(connection)),
            folder.file_mode,
        )
    with connection:
        connection.executemany(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)",
            [("file_sha256", digest), ("file_operation", head[0])],
        )
    return True


def is_outside_change(folder: Folder, connection: apsw.Connection) -> bool:
    """Whether incidents.json is there and is not the file that this store knows."""
    known = connection.execute("SELECT value FROM meta WHERE name = 'file_sha256'").fetchone()
    if not folder.document_file.exists() or known is None:
        return False
    return document_file.digest_of(folder.document_file) != str(known[0])


def empty(folder: Folder) -> None:
    """Write the incidents.json of a new store."""
    meta = {"schema": codec.SCHEMA, "store": new_uid(), "operation": 0, "hash": "", "highest": {}}
    tables = [Table(name, ()) for name in document_file.TABLES]
    document_file.write(folder.document_file, meta, tables, folder.file_mode)


def _fill(connection: apsw.Connection, contents: Contents, progress: Progress | None) -> None:
    """Take every document in, as it is, under one operation."""
    earlier = contents.meta.get("operation")
    sequence = (earlier if isinstance(earlier, int) and 0 <= earlier < 1 << 47 else 0) + 1
    writer = OperationWriter(connection, sequence, str(contents.meta.get("hash", "")))
    total = sum(len(rows) for rows in contents.tables.values())
    done = 0
    for name, rows in contents.tables.items():
        kind = KIND_OF_TABLE.get(name)
        for number, text in rows.items():
            if kind is None:
                connection.execute(
                    "INSERT INTO opaque VALUES (?, ?, ?)", (name, number, text.decode())
                )
            else:
                record = codec.decode_json(kind, int(number), text.decode())
                writer.write(Change(record.ref, None, record))
            done += 1
            if progress and done % 500 == 0:
                progress(done, total)
        if kind is None and not rows:
            connection.execute("INSERT INTO opaque VALUES (?, '', '')", (name,))
    for kept, highest in _highest(contents.meta):
        reserve(connection, kept.ref(highest))
    writer.seal(now(), "incident-desk", "", BUILD_LABEL, "")
    connection.executemany(
        "INSERT INTO meta VALUES (?, ?)",
        [
            ("store", str(contents.meta.get("store") or new_uid())),
            ("file_sha256", contents.sha256),
            ("file_operation", sequence),
        ],
    )


def _highest(meta: dict[str, Any]) -> Iterator[tuple[Kind, int]]:
    """The highest ids that `_meta` names; what is not a table and a number is passed over."""
    named = meta.get("highest")
    for table, number in named.items() if isinstance(named, dict) else ():
        if table in KIND_OF_TABLE and isinstance(number, int) and 0 < number <= HIGHEST:
            yield KIND_OF_TABLE[table], number
