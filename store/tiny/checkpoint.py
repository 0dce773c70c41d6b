"""Between the working copy and incidents.json: building the one, writing the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw

from store import codec
from store.changes import Act, Change
from store.dates import now
from store.errors import NewerSchema, NotAStore, OutsideChange, UnwritableStore
from store.folder import Folder
from store.ids import HIGHEST, KIND_OF_TABLE, Kind, new_uid
from store.sql import connection as connections
from store.sql import schema, stream
from store.sql.connection import reading
from store.sql.migrations import write_table
from store.sql.write import Head, OperationWriter, newest, reserve
from store.tiny import document_file
from store.tiny.document_file import Contents, Replacement, Table

#: Called with the documents done and the documents in all.
Progress = Callable[[int, int], None]

BUILD_LABEL = "built from incidents.json"


def build(folder: Folder, progress: Progress | None = None, *, into: Folder | None = None) -> None:
    """Build the working copy from incidents.json; it appears whole or not at all.

    `into` is another folder to put it in, for a store that cannot be written.
    """
    target = into or folder
    with target.alone():
        # Two desks may find none at the same time: the second one waits, and takes the first's.
        if not target.working_copy.exists():
            _build(folder, target, progress)


def _build(folder: Folder, target: Folder, progress: Progress | None) -> None:
    stamp = _stamp(folder)
    contents = document_file.read(folder.document_file)
    found = contents.meta.get("schema", codec.SCHEMA)
    if not isinstance(found, int) or found < 1:
        raise NotAStore(folder.path, "its _meta names no schema that is a number from 1 on")
    if found > codec.SCHEMA:
        raise NewerSchema(folder.path, found, codec.SCHEMA)
    fresh = target.working_copy.with_name(".desk.sqlite.new")
    _remove(fresh)
    try:
        with closing(connections.create(fresh)) as connection:
            fresh.chmod(target.file_mode)
            # Not yet the store: a crash leaves only this file, so nothing need be synced before.
            connection.pragma("synchronous", "OFF")
            with connection:
                _fill(connection, contents, progress)
            _remember(connection, file_stamp=stamp)
            connection.pragma("synchronous", "FULL")
            # All of it into the one file that is moved.  And back: of two desks that open it at
            # the same time, SQLite would let only one change the mode.
            connection.pragma("journal_mode", "DELETE")
            connection.pragma("journal_mode", "WAL")
        document_file.sync(fresh)
        fresh.replace(target.working_copy)
        document_file.sync(target.path)
    except apsw.Error as error:
        raise UnwritableStore(target.working_copy, str(error)) from error
    finally:
        _remove(fresh)


def _remove(database: Path) -> None:
    """Remove a database, and what SQLite keeps beside it, where there is one."""
    for leftover in database.parent.glob(f"{database.name}*"):
        leftover.unlink()


def write(folder: Folder, connection: apsw.Connection) -> bool:
    """Write incidents.json when it lacks operations; whether it was written.

    Raises OutsideChange when the file found is not the one that this store knows.
    """
    with folder.alone(), Replacement(folder.document_file, folder.file_mode) as replacement:
        with reading(connection):
            head = newest(connection)
            meta = _meta(connection)
            heading = _heading(connection, str(meta["store"]), *head)
        is_covered = meta.get("file_operation") == head[0]
        if is_covered and _is_untouched(folder, meta):
            return False
        stamp, found = _stamp(folder), _found(folder)
        if found and found not in _ours(meta):
            raise OutsideChange(folder.document_file)
        if is_covered and found == meta.get("file_sha256"):
            return False
        tables = (Table(name, rows) for name, rows in stream.tables(connection, head[0]))
        digest = replacement.write(heading, tables)
        # Writing took its time: who has changed the file meanwhile is not overwritten.
        if _stamp(folder) != stamp:
            raise OutsideChange(folder.document_file)
        # Both files are ours until the new one is in place: a crash in between is not taken for
        # another program's change.
        _remember(
            connection,
            file_sha256=digest,
            file_before=found,
            file_operation=head[0],
            file_stamp=None,
        )
        replacement.place()
        _remember(connection, file_before=None, file_stamp=_stamp(folder))
    return True


def is_outside_change(folder: Folder, connection: apsw.Connection) -> bool:
    """Whether incidents.json is there and is not the file that this store knows."""
    meta = _meta(connection)
    if _is_untouched(folder, meta):
        return False
    found = _found(folder)
    return found is not None and found not in _ours(meta)


def empty(folder: Folder) -> None:
    """Write the incidents.json of a new store."""
    meta = {"schema": codec.SCHEMA, "store": new_uid(), "operation": 0, "hash": "", "highest": {}}
    tables = [Table(name, ()) for name in document_file.TABLES]
    with folder.alone(), Replacement(folder.document_file, folder.file_mode) as replacement:
        replacement.write(meta, tables)
        replacement.place()


def _meta(connection: apsw.Connection) -> dict[str, Any]:
    return dict(connection.execute("SELECT name, value FROM meta"))


def _remember(connection: apsw.Connection, **values: str | int | None) -> None:
    with connection:
        connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", list(values.items()))


def _found(folder: Folder) -> str | None:
    """The hash of the incidents.json that lies there; None without one."""
    exists = folder.document_file.exists()
    return document_file.digest_of(folder.document_file) if exists else None


def _stamp(folder: Folder) -> str:
    """What tells without reading it that the file has not been touched; "" without one."""
    try:
        found = folder.document_file.stat()
    except FileNotFoundError:
        return ""
    # The last one cannot be set by a program: it also tells of an edit that kept the time.
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"


def _is_untouched(folder: Folder, meta: dict[str, Any]) -> bool:
    """Whether the file is as this store left it; a large one takes long to hash."""
    return bool(meta.get("file_stamp")) and _stamp(folder) == meta["file_stamp"]


def _ours(meta: dict[str, Any]) -> tuple[object, object]:
    """The hashes of the files that this store wrote: the newest, and the one it replaces."""
    return meta.get("file_sha256"), meta.get("file_before")


def _heading(connection: apsw.Connection, store: str, sequence: int, digest: str) -> dict[str, Any]:
    """The `_meta` document of a file that covers the operation."""
    highest = dict(connection.execute("SELECT kind, number FROM highest"))
    return {
        "schema": codec.SCHEMA,
        "store": store,
        "operation": sequence,
        "hash": digest,
        "highest": {
            kind.table: highest[schema.rank(kind)] for kind in Kind if schema.rank(kind) in highest
        },
    }


def _fill(connection: apsw.Connection, contents: Contents, progress: Progress | None) -> None:
    """Take every document in, as it is, under one operation."""
    earlier = contents.meta.get("operation")
    sequence = (earlier if isinstance(earlier, int) and 0 <= earlier < 1 << 47 else 0) + 1
    writer = OperationWriter(connection, sequence, str(contents.meta.get("hash", "")))
    total = sum(len(rows) for rows in contents.tables.values())
    done = 0
    for name, rows in contents.tables.items():
        kind = KIND_OF_TABLE.get(name)
        if kind is None:
            write_table(writer, name, rows)
            done += len(rows)
            continue
        for number, text in rows.items():
            record = codec.decode_json(kind, int(number), text.decode())
            writer.write(Change(record.ref, None, record))
            done += 1
            if progress and done % 500 == 0:
                progress(done, total)
    for kept, highest in _highest(contents.meta):
        reserve(connection, schema.rank(kept), highest)
    writer.seal(Head(now(), "incident-desk", "", BUILD_LABEL, act=Act.BUILD))
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
