"""Between the working copy and incidents.json: building the one, writing the other."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import apsw
import msgspec

from store import codec
from store.changes import Act, Change
from store.dates import now
from store.errors import NewerSchema, NotAStore, OutsideChange, UnwritableStore
from store.folder import Folder, sync
from store.ids import KIND_OF_TABLE, Kind, new_uid
from store.sql import connection as connections
from store.sql import schema, stream, watermark
from store.sql.connection import reading
from store.sql.foreign import write_table
from store.sql.numbers import reserve
from store.sql.rows import in_words, one, rows, shaped
from store.sql.write import Head, OperationWriter, newest
from store.tiny import document_file, examination, lines, marks, replaced
from store.tiny.document_file import Table, foreign_highest_of, highest_of
from store.tiny.lines import Reading
from store.tiny.marks import NOT_KNOWN, Built, Marks, Replaced, remember, stamp_of
from store.tiny.replacement import Identity, Replacement

#: Called with the documents done and the documents in all.
Progress = Callable[[int, int], None]

#: Of so many documents and more, the index is built when the store is open: it takes as long again
#: as the rest, and nothing but a search waits for it.
MANY = 5000

BUILD_LABEL = "built from incidents.json"
_LEFT_ALONE = "It was left as it is"
#: The fields of `_meta` that are ours; others are kept.
OURS = frozenset({"schema", "store", "operation", "hash", "highest"})


def build(
    folder: Folder,
    progress: Progress | None = None,
    *,
    into: Folder | None = None,
    aside: Callable[[], object] | None = None,
    label: str = BUILD_LABEL,
) -> None:
    """Build the working copy from incidents.json; it appears whole or not at all.

    `into` is another folder to put it in, for a store that cannot be written.  `aside` moves a
    damaged one away, when the new one is there to take its place.  `label` is what the history
    says of it.
    """
    target = into or folder
    with target.alone():
        # Two desks may find none at the same time: the second one waits, and takes the first's.
        if aside or not target.working_copy.exists():
            _build(folder, target, progress, aside or (lambda: None), label)


def check_schema(path: Path, meta: dict[str, Any]) -> None:
    """Raise NotAStore or NewerSchema for documents that this program does not know to read."""
    found = meta.get("schema", codec.SCHEMA)
    if not isinstance(found, int) or found < 1:
        raise NotAStore(path, "its _meta names no schema that is a number from 1 on")
    if found > codec.SCHEMA:
        raise NewerSchema(path, found, codec.SCHEMA)


def _build(
    folder: Folder,
    target: Folder,
    progress: Progress | None,
    aside: Callable[[], object],
    label: str,
) -> None:
    stamp = stamp_of(folder.document_file)
    contents = lines.read(folder.document_file)
    check_schema(folder.path, contents.meta)
    fresh = target.working_copy.with_name(".desk.sqlite.new")
    _remove(fresh)
    try:
        with closing(connections.create(fresh)) as connection:
            fresh.chmod(target.file_mode)
            # Not yet the store: a crash leaves only this file, so nothing need be synced before.
            connection.pragma("synchronous", "OFF")
            with connection:
                _fill(connection, contents, progress, label)
            remember(connection, file_stamp=stamp)
            connection.pragma("synchronous", "FULL")
            # All of it into the one file that is moved.  And back: of two desks that open it at
            # the same time, SQLite would let only one change the mode.
            connection.pragma("journal_mode", "DELETE")
            connection.pragma("journal_mode", "WAL")
        sync(fresh)
        aside()
        replaced.clear_log(target.working_copy)
        fresh.replace(target.working_copy)
        sync(target.path)
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

    Waits for another process that does so.  Raises OutsideChange when the file found is not the
    one that this store knows.
    """
    with folder.alone():
        return write_alone(folder, connection)


def write_alone(
    folder: Folder, connection: apsw.Connection, progress: Progress | None = None
) -> bool:
    """The same for who has the folder alone already; what `progress` raises ends it.

    What is not as the log has it is written nowhere: UnwritableStore.
    """
    began = time.monotonic()
    with Replacement(folder.document_file, folder.file_mode) as replacement:
        with reading(connection):
            head = newest_whole(connection)
            known = marks.read(connection)
            heading = _heading(connection, known, *head)
        is_covered = known.operation >= head[0]
        if is_covered and _is_untouched(folder, known):
            return False
        stamp, found = stamp_of(folder.document_file), _found(folder)
        if found and found not in known.ours:
            raise OutsideChange(folder.document_file)
        if is_covered and found == known.sha256:
            return False
        tables = _tables(connection, head[0], progress)
        digest = _write_out(folder, replacement, heading, tables)
        lying = replacement.replaces
        # Writing took its time: who has changed the file meanwhile is not overwritten.
        if stamp_of(folder.document_file) != stamp:
            raise OutsideChange(folder.document_file)
        _place(folder, connection, replacement, _Written(digest, head[0], found, lying))
        remember(
            connection,
            file_before=None,
            file_stamp=replacement.stamp,
            file_seconds=time.monotonic() - began,
        )
    return True


class _Written(NamedTuple):
    """A file that was written, and is to be put in place."""

    sha256: str
    operation: int
    """The one that it covers."""
    found: str | None
    """The hash of the file that it replaces; None for none."""
    lying: Identity | None
    """Which one that is."""


def _place(
    folder: Folder, connection: apsw.Connection, replacement: Replacement, written: _Written
) -> None:
    """Put it in place, and know it, and the one that it replaces, for ours; OutsideChange."""
    kept = replaced.retire(folder, marks.read(connection).replaced)
    before = Replaced(replaced.free_before(folder), written.found) if written.found else None
    # Both files are ours until the new one is in place: a crash in between is not taken for
    # another program's change.
    remember(
        connection,
        file_sha256=written.sha256,
        file_before=written.found,
        file_operation=written.operation,
        file_stamp=None,
        file_replaced=marks.replaced_json((*kept, before) if before else kept),
    )
    if before is None:
        try:
            replacement.place_first()
        except FileExistsError:
            raise OutsideChange(folder.document_file) from None
        return
    out = replacement.change_places(replaced.path_of(folder, before))
    if out not in (None, written.lying):
        # Somebody has put another one there in the last moment: nobody knows yet what it holds.
        kept = (*kept, Replaced(before.name, NOT_KNOWN))
        remember(connection, file_replaced=marks.replaced_json(kept))


def _write_out(
    folder: Folder, replacement: Replacement, heading: dict[str, Any], tables: Iterable[Table]
) -> str:
    """Write the new file; the hash of its bytes."""
    try:
        return replacement.write(heading, tables)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        told = in_words(error)
        reason = f"desk.sqlite is damaged ({told}); `incident-desk verify` lists all of it"
        raise UnwritableStore(folder.document_file, reason, _LEFT_ALONE) from error


def newest_whole(connection: apsw.Connection) -> tuple[int, str]:
    """The newest operation before which none is still being written, and its hash.

    Of one that is written in parts, a file has all or nothing.
    """
    row = one(
        connection,
        "SELECT sequence, hash FROM operations"
        " WHERE sequence < (SELECT min(operation) FROM unfinished) ORDER BY sequence DESC LIMIT 1",
    )
    if row:
        return shaped(tuple[int, str], row)
    is_first = one(connection, "SELECT 1 FROM unfinished")
    return (0, "") if is_first else newest(connection)


def _tables(
    connection: apsw.Connection, operation: int, progress: Progress | None
) -> Iterator[Table]:
    """The tables at an operation; while they are read, `progress` is told how far it is."""
    counted = one(connection, "SELECT sum(n) FROM counts")
    total, done = int(counted[0] or 0) if counted else 0, 0

    def told(documents: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
        nonlocal done
        for document in documents:
            yield document
            done += 1
            if progress and done % 500 == 0:
                progress(done, total)

    for name, documents in stream.tables(connection, operation, compared=True):
        yield Table(name, told(documents))


def is_outside_change(folder: Folder, connection: apsw.Connection) -> bool:
    """Whether incidents.json is there and is not the file that this store knows."""
    known = marks.read(connection)
    if _is_untouched(folder, known):
        return False
    if examination.closed(folder.document_file):
        return True
    found = _found(folder)
    return found is not None and found not in known.ours


def keep_extra(connection: apsw.Connection, meta: dict[str, Any]) -> None:
    """Keep the fields of a file's `_meta` that are not ours."""
    extra = {name: value for name, value in meta.items() if name not in OURS}
    remember(connection, meta_extra=msgspec.json.encode(extra).decode())


def empty(folder: Folder) -> None:
    """Write the incidents.json of a new store."""
    meta = {"schema": codec.SCHEMA, "store": new_uid(), "operation": 0, "hash": "", "highest": {}}
    tables = [Table(name, ()) for name in document_file.TABLES]
    with folder.alone(), Replacement(folder.document_file, folder.file_mode) as replacement:
        replacement.write(meta, tables)
        replacement.place()


def _found(folder: Folder) -> str | None:
    """The hash of the incidents.json that lies there; None without one."""
    exists = folder.document_file.exists()
    return document_file.digest_of(folder.document_file) if exists else None


def _is_untouched(folder: Folder, known: Marks) -> bool:
    """Whether the file is as this store left it; a large one takes long to hash."""
    return bool(known.stamp) and stamp_of(folder.document_file) == known.stamp


def _heading(
    connection: apsw.Connection, known: Marks, sequence: int, digest: str
) -> dict[str, Any]:
    """The `_meta` document of a file that covers the operation."""
    highest = dict(connection.execute("SELECT kind, number FROM highest"))
    found = rows(connection, "SELECT name, number FROM tables ORDER BY name")
    foreign = [shaped(tuple[str, int], row) for row in found]
    ranks = [(kind.table, schema.rank(kind)) for kind in Kind]
    ranks += [(name, schema.FOREIGN + number) for name, number in foreign]
    return {
        "schema": codec.SCHEMA,
        "store": known.store,
        "operation": sequence,
        "hash": digest,
        "highest": {name: highest[rank] for name, rank in ranks if highest.get(rank)},
        **known.extra,
    }


def _fill(
    connection: apsw.Connection, documents: Reading, progress: Progress | None, label: str
) -> None:
    """Take every document in, as it is, under one operation."""
    meta = documents.meta
    if documents.total >= MANY:
        watermark.note(connection, 0)
    earlier = meta.get("operation")
    sequence = (earlier if isinstance(earlier, int) and 0 <= earlier < 1 << 47 else 0) + 1
    before = str(meta.get("hash", ""))
    writer = OperationWriter(connection, sequence, before)
    foreign: dict[str, dict[str, bytes]] = {
        name: {} for name in documents.tables if name not in KIND_OF_TABLE
    }
    for done, (table, number, text) in enumerate(documents, 1):
        kind = KIND_OF_TABLE.get(table)
        if kind is None:
            foreign[table][number] = text
        else:
            record = codec.decode_json(kind, int(number), text.decode())
            writer.write(Change(record.ref, None, record))
        if progress and done % 500 == 0:
            progress(done, documents.total)
    for name, lying in foreign.items():
        write_table(writer, name, lying)
    for kept, highest in highest_of(meta):
        reserve(connection, schema.rank(kept), highest)
    for name, highest in foreign_highest_of(meta):
        reserve(connection, schema.FOREIGN + writer.foreign_table(name), highest)
    writer.seal(Head(now(), "incident-desk", "", label, act=Act.BUILD))
    built = Built(sequence, (meta.get("store"), meta.get("operation"), meta.get("hash")))
    keep_extra(connection, meta)
    remember(
        connection,
        store=str(meta.get("store") or new_uid()),
        # What the first operation's hash goes on from.
        hash_before=before,
        file_sha256=documents.sha256,
        file_operation=sequence,
        built=msgspec.json.encode(built).decode(),
    )
