"""The files beside the working copy, looked at: incidents.json and the original bytes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Any, NamedTuple

import apsw
import msgspec

from store import codec
from store.care.chain import Moment, moment
from store.care.findings import RECOVER, REWRITE, Finding, Progress, damage, decoded, remark
from store.changes import Act
from store.errors import DeskError, UnreadableStore, reason_of
from store.folder import Folder
from store.ids import KIND_OF_TABLE, Kind
from store.sql import stream
from store.sql.connection import reading
from store.sql.rows import one
from store.tiny import checkpoint, document_file, intake
from store.tiny.document_file import Contents, Table
from store.tiny.marks import stamp_of

#: What a file of ours begins with; its `_meta` follows on the same line.
_BEGINNING = b'{\n"_meta": {\n"1": '
#: What mends a file that another program wrote, one that is only older, and one that is broken.
_DECIDE = (
    "`incident-desk checkpoint --take` takes it in, and `--replace` sets it aside and writes the"
    " desk's own"
)
_DECIDE_STATE = (
    "`incident-desk checkpoint --replace` sets it aside and writes the desk's own, and `--take`"
    " goes back to what it holds"
)
_ANEW = "`incident-desk checkpoint` sets it aside and writes it anew"


class _Lying(NamedTuple):
    """incidents.json, held open, and the store as it was while that file lay there.

    Who writes a checkpoint meanwhile puts another file in its place, that covers later operations.
    """

    path: Path
    file: BufferedReader
    seen: Moment

    @property
    def is_known(self) -> bool:
        """Whether it is the store's own, or one that was taken in."""
        self.file.seek(0)
        digest = hashlib.file_digest(self.file, "sha256").hexdigest()
        return digest in (self.seen.meta.get("file_sha256"), self.seen.meta.get("file_before"))

    def mend(self, asked_about: str = _DECIDE) -> str:
        """What mends a file that should not be as it is; one that was touched is asked about."""
        is_asked_about = not self.is_known and stamp_of(self.path) != self.seen.meta.get(
            "file_stamp"
        )
        return asked_about if is_asked_about else REWRITE


@contextmanager
def _lying(folder: Folder, connection: apsw.Connection) -> Iterator[_Lying | None]:
    """What lies there; None where nothing does."""
    while True:
        try:
            file = folder.document_file.open("rb")
        except FileNotFoundError:
            yield None
            return
        with file:
            seen = moment(connection)
            try:
                is_there = os.path.samestat(os.fstat(file.fileno()), folder.document_file.stat())
            except FileNotFoundError:
                is_there = False
            if is_there:
                yield _Lying(folder.document_file, file, seen)
                return


def check_file(
    folder: Folder, connection: apsw.Connection, progress: Progress | None
) -> Iterator[Finding]:
    """incidents.json against the store at the operation that it names."""
    with _lying(folder, connection) as lying:
        if lying is None:
            yield damage(
                "incidents.json is missing", "`incident-desk checkpoint` writes it from desk.sqlite"
            )
        else:
            yield from _check_lying(lying, connection, progress)


def _check_lying(
    lying: _Lying, connection: apsw.Connection, progress: Progress | None
) -> Iterator[Finding]:
    seen, meta = lying.seen, _first_meta(lying.file)
    operation = meta.get("operation")
    if isinstance(operation, int) and 0 <= operation <= seen.operation:
        if progress:
            progress("incidents.json", 0, 0)
        expected = document_file.written(meta, _tables(connection, _covered(connection, operation)))
        if _is_same(lying.file, expected):
            yield from _check_meta(meta, connection, lying)
            yield from _check_known(lying, operation)
            return
    is_known = lying.is_known
    if is_known and _was_taken_in(connection, operation):
        yield remark(
            "incidents.json is as another program wrote it, and what that changed was taken in",
            "the next checkpoint writes it anew",
        )
        return
    # Only a file that is not as the store writes it is read into memory.
    mend = lying.mend(_ANEW)
    lying.file.seek(0)
    contents, unreadable = _parsed(lying.path, lying.file.read(), mend)
    yield from unreadable
    if contents is None:
        return
    covers = seen.meta.get("file_operation")
    if is_known and not contents.meta and isinstance(covers, int):
        yield remark(
            "incidents.json says not what it covers, as another program wrote it, and desk.sqlite"
            " was built from it",
            "the first checkpoint after a change writes it anew",
        )
        yield from _differences(contents, connection, covers, lying.mend())
        return
    wrong = list(_check_meta(contents.meta, connection, lying))
    yield from wrong
    if not wrong:
        operation = _covered(connection, contents.meta["operation"])
        yield from _differences(contents, connection, operation, lying.mend())


def check_file_alone(folder: Folder) -> Iterator[Finding]:
    """incidents.json of a store without a working copy."""
    contents, unreadable = _read(folder)
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
        yield from _read(folder)[1]


def _read(folder: Folder) -> tuple[Contents | None, list[Finding]]:
    try:
        raw = folder.document_file.read_bytes()
    except OSError as error:
        raise UnreadableStore(folder.document_file, reason_of(error)) from error
    return _parsed(folder.document_file, raw, RECOVER)


def _parsed(path: Path, raw: bytes, mend: str) -> tuple[Contents | None, list[Finding]]:
    if not raw:
        return None, [damage("incidents.json is empty", mend)]
    try:
        return document_file.parsed(path, raw), []
    except DeskError as error:
        told = str(error).removesuffix(".").replace(". Nothing was changed", "")
        return None, [damage(told, mend)]


def _first_meta(file: BufferedReader) -> dict[str, Any]:
    """The `_meta` document as this program writes it, on the third line; empty for another."""
    if file.read(len(_BEGINNING)) != _BEGINNING:
        return {}
    try:
        found = msgspec.json.decode(file.readline())
    except msgspec.DecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _tables(connection: apsw.Connection, operation: int) -> Iterator[Table]:
    return (Table(name, documents) for name, documents in stream.tables(connection, operation))


def _is_same(file: BufferedReader, expected: Iterable[bytes]) -> bool:
    """Whether the file's bytes are the expected ones, read beside each other."""
    file.seek(0)
    return all(file.read(len(chunk)) == chunk for chunk in expected) and not file.read(1)


def _check_meta(
    meta: dict[str, Any], connection: apsw.Connection, lying: _Lying
) -> Iterator[Finding]:
    seen = lying.seen
    if not meta:
        yield damage("incidents.json has no _meta that tells what it covers", lying.mend())
        return
    if meta.get("store") != seen.meta.get("store"):
        yield damage("incidents.json and desk.sqlite name different stores")
        return
    operation = meta.get("operation")
    if not isinstance(operation, int) or operation < 0:
        yield damage("incidents.json names no operation that it covers", lying.mend())
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
            lying.mend(),
        )
    schema = meta.get("schema")
    if schema != codec.SCHEMA:
        yield damage(f"incidents.json names the schema {schema!r} for its documents", lying.mend())
    yield from _check_highest(meta, lying)


def _check_known(lying: _Lying, operation: int) -> Iterator[Finding]:
    """Whether the working copy knows the file, which is right, for its own."""
    if lying.is_known:
        return
    newest = lying.seen.meta.get("file_operation")
    if isinstance(newest, int) and operation < newest:
        yield remark(
            f"incidents.json is an older copy of this store's: it covers the operation {operation},"
            f" and the one that the desk wrote last covers {newest}",
            _DECIDE_STATE,
        )
    else:
        yield damage(
            "desk.sqlite does not know incidents.json, which is right, for its own", lying.mend()
        )


def _was_taken_in(connection: apsw.Connection, operation: object) -> bool:
    """Whether another program's changes came in after the operation that the file began from."""
    after = operation if isinstance(operation, int) else 0
    query = "SELECT 1 FROM operations WHERE label = ? AND act = ? AND sequence > ? LIMIT 1"
    with reading(connection):
        return bool(one(connection, query, intake.LABEL, str(Act.DO), after))


def _before(connection: apsw.Connection) -> int:
    """The operation before the first one of the history."""
    with reading(connection):
        found = one(connection, "SELECT min(sequence) FROM operations")
    return found[0] - 1 if found and found[0] else 0


def _covered(connection: apsw.Connection, operation: int) -> int:
    """The operation of this history with what a file that names that one holds.

    A working copy that was built from it has all of it in its first operation.
    """
    with reading(connection):
        first = one(connection, "SELECT sequence, label FROM operations ORDER BY sequence LIMIT 1")
    is_source = first is not None and first == (operation + 1, checkpoint.BUILD_LABEL)
    return operation + 1 if is_source else operation


def _check_highest(meta: dict[str, Any], lying: _Lying) -> Iterator[Finding]:
    highest = meta.get("highest")
    if not isinstance(highest, dict) or not all(
        isinstance(number, int) for number in highest.values()
    ):
        yield damage("incidents.json does not name the highest id of each table", lying.mend())


def _differences(
    contents: Contents, connection: apsw.Connection, operation: int, mend: str
) -> Iterator[Finding]:
    """Documents that differ from the store's at an operation, each named."""
    differs = False
    mine = _at(connection, contents, operation)
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
            elif found != document and not _is_equal(kind, number, found, document):
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


def _is_equal(kind: Kind | None, number: str, theirs: bytes, ours: bytes) -> bool:
    """Whether they say the same; another program may write out what goes without saying."""
    expected = msgspec.json.decode(ours)
    try:
        if msgspec.json.decode(theirs) == expected:
            return True
    except msgspec.DecodeError:
        return False
    record = decoded(kind, int(number), theirs.decode()) if kind else None
    return record is not None and msgspec.json.decode(codec.encode_json(record)) == expected


def _at(connection: apsw.Connection, contents: Contents, operation: int) -> Iterator[Table]:
    """The store's tables as they were; one that was added since and is empty is left out."""
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
