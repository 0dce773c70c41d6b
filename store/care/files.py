"""The files beside the working copy, looked at: incidents.json and the original bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import apsw
import msgspec

from store import codec
from store.care.chain import Moment
from store.care.findings import RESTORE, REWRITE, Finding, Progress, damage, decoded, remark
from store.errors import DeskError
from store.folder import Folder
from store.ids import KIND_OF_TABLE
from store.sql import stream
from store.sql.connection import reading
from store.sql.rows import one
from store.tiny import document_file
from store.tiny.document_file import Contents, Table

#: The first lines of a file of ours, with `_meta`, are not longer.
_HEAD = 1 << 16
_CHUNK = 1 << 20


def check_file(
    folder: Folder, connection: apsw.Connection, seen: Moment, progress: Progress | None
) -> Iterator[Finding]:
    """incidents.json against the store at the operation that it names."""
    if not folder.document_file.exists():
        yield damage(
            "incidents.json is missing", "`incident-desk checkpoint` writes it from desk.sqlite"
        )
        return
    meta = _first_meta(folder)
    operation = meta.get("operation")
    if isinstance(operation, int) and 0 <= operation <= seen.operation:
        if progress:
            progress("incidents.json", 0, 0)
        expected = document_file.written(meta, _tables(connection, operation))
        if _is_same(folder, expected):
            yield from _check_meta(meta, connection, seen)
            yield from _check_known(folder, seen)
            return
    # Only a file that is not as the store writes it is read into memory.
    contents, unreadable = _parsed(folder, REWRITE)
    yield from unreadable
    if contents is None:
        return
    wrong = list(_check_meta(contents.meta, connection, seen))
    yield from wrong
    if not wrong:
        yield from _differences(contents, connection)


def check_file_alone(folder: Folder) -> Iterator[Finding]:
    """incidents.json of a store without a working copy."""
    contents, unreadable = _parsed(folder)
    yield from unreadable
    if contents is None:
        return
    yield remark(
        "desk.sqlite is not there, and with it the history", "opening the store builds it anew"
    )
    for table, documents in contents.tables.items():
        kind = KIND_OF_TABLE.get(table)
        for number, document in documents.items():
            if kind and decoded(kind, int(number), document.decode()) is None:
                yield damage(f"{kind.ref(int(number))} in incidents.json is no document")


def parse_file(folder: Folder) -> Iterator[Finding]:
    """incidents.json beside a working copy that cannot say what it should hold."""
    if folder.document_file.exists():
        yield from _parsed(folder)[1]


def _parsed(folder: Folder, mend: str = RESTORE) -> tuple[Contents | None, list[Finding]]:
    try:
        return document_file.read(folder.document_file), []
    except DeskError as error:
        told = str(error).removesuffix(".").replace(". Nothing was changed", "")
        return None, [damage(told, mend)]


def _first_meta(folder: Folder) -> dict[str, Any]:
    """The `_meta` document as this program writes it, on the third line; empty for another."""
    with folder.document_file.open("rb") as file:
        lines = file.read(_HEAD).split(b"\n", 3)
    if len(lines) < 3 or not lines[2].startswith(b'"1": '):
        return {}
    try:
        found = msgspec.json.decode(lines[2].removeprefix(b'"1": '))
    except msgspec.DecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _tables(connection: apsw.Connection, operation: int) -> Iterator[Table]:
    return (Table(name, documents) for name, documents in stream.tables(connection, operation))


def _is_same(folder: Folder, expected: Iterable[bytes]) -> bool:
    """Whether the file's bytes are the expected ones, read beside each other."""
    with folder.document_file.open("rb", buffering=_CHUNK) as file:
        return all(file.read(len(chunk)) == chunk for chunk in expected) and not file.read(1)


def _check_meta(
    meta: dict[str, Any], connection: apsw.Connection, seen: Moment
) -> Iterator[Finding]:
    if not meta:
        yield damage("incidents.json has no _meta that tells what it covers", REWRITE)
        return
    if meta.get("store") != seen.meta.get("store"):
        yield damage("incidents.json and desk.sqlite name different stores")
        return
    operation = meta.get("operation")
    if not isinstance(operation, int) or operation < 0:
        yield damage("incidents.json names no operation that it covers", REWRITE)
        return
    if operation > seen.operation:
        yield damage(
            f"incidents.json covers the operation {operation}, and desk.sqlite ends with"
            f" {seen.operation}: the end of the history is lost"
        )
        return
    with reading(connection):
        found = one(connection, "SELECT hash FROM operations WHERE sequence = ?", operation)
    before = seen.meta.get("hash_before") or ""
    known = found[0] if found else before if operation in (0, _before(connection)) else None
    if meta.get("hash", "") != known:
        yield damage(
            f"incidents.json names another hash for the operation {operation} than the history",
            REWRITE,
        )
    schema = meta.get("schema")
    if schema != codec.SCHEMA:
        yield damage(f"incidents.json names the schema {schema!r} for its documents", REWRITE)
    yield from _check_highest(meta)


def _check_known(folder: Folder, seen: Moment) -> Iterator[Finding]:
    """Whether the working copy knows the file, which is right, for its own."""
    known = seen.meta.get("file_sha256"), seen.meta.get("file_before")
    if document_file.digest_of(folder.document_file) not in known:
        yield damage(
            "desk.sqlite does not know incidents.json, which is right, for its own", REWRITE
        )


def _before(connection: apsw.Connection) -> int:
    """The operation before the first one of the history."""
    with reading(connection):
        found = one(connection, "SELECT min(sequence) FROM operations")
    return found[0] - 1 if found and found[0] else 0


def _check_highest(meta: dict[str, Any]) -> Iterator[Finding]:
    highest = meta.get("highest")
    if not isinstance(highest, dict) or not all(
        isinstance(number, int) for number in highest.values()
    ):
        yield damage("incidents.json does not name the highest id of each table", REWRITE)


def _differences(contents: Contents, connection: apsw.Connection) -> Iterator[Finding]:
    """Documents that differ from the store's, each named."""
    mend = (
        "if nobody did that on purpose, move incidents.json away,"
        " and `incident-desk checkpoint` writes it anew"
    )
    differs = False
    mine = _at(connection, contents)
    for table, documents in mine:
        theirs = contents.tables.pop(table, {})
        kind = KIND_OF_TABLE.get(table)
        for number, document in documents:
            name = (
                kind.ref(int(number)) if kind else f"{msgspec.json.encode(table).decode()}/{number}"
            )
            found = theirs.pop(number, None)
            if found is None:
                differs = True
                yield damage(f"{name} is missing in incidents.json", mend)
            elif found != document and not _is_equal(found, document):
                differs = True
                yield damage(f"{name} in incidents.json is not the desk's", mend)
        for number in theirs:
            differs = True
            yield damage(
                f"the table {table} in incidents.json has {number!r}, the desk has not", mend
            )
    for table, documents_left in contents.tables.items():
        if documents_left or table not in KIND_OF_TABLE:
            differs = True
            yield damage(f"incidents.json has a table {table!r}, the desk has none", mend)
    if not differs:
        yield remark("incidents.json holds the desk's records in other bytes than it writes")


def _is_equal(theirs: bytes, ours: bytes) -> bool:
    try:
        return bool(msgspec.json.decode(theirs) == msgspec.json.decode(ours))
    except msgspec.DecodeError:
        return False


def _at(connection: apsw.Connection, contents: Contents) -> Iterator[Table]:
    """The store's tables as they were; one that was added since and is empty is left out."""
    operation = contents.meta["operation"]
    for name, documents in _tables(connection, operation):
        if name in KIND_OF_TABLE or name in contents.tables:
            yield Table(name, documents)
        else:
            found = list(documents)
            if found:
                yield Table(name, found)


def check_originals(
    folder: Folder, named: Iterable[tuple[str, str]], progress: Progress | None
) -> Iterator[Finding]:
    """The bytes in reports/ against the hashes that they are named by."""
    done = 0
    if folder.originals.is_dir():
        for path in sorted(folder.originals.iterdir()):
            done += 1
            if progress:
                progress("originals", done, 0)
            if not path.is_file():
                continue
            if not _is_hash(path.stem):
                yield remark(f"reports/{path.name} is not named by a hash, and was not looked at")
                continue
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            if digest != path.stem:
                yield damage(f"reports/{path.name} holds other bytes than it is named by")
    without, first = 0, ""
    for ref, digest in named:
        if not (folder.originals / digest).exists() and _is_hash(digest):
            without, first = without + 1, first or ref
    if without:
        yield remark(
            f"the original bytes of {without} reports are not in reports/, {first} is the first"
        )


def _is_hash(text: str) -> bool:
    return len(text) == 64 and not set(text) - set("0123456789abcdef")
