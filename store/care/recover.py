"""Saving what can still be read of a store of which both files are damaged, into a new one.

The damaged store is only read.  Of the working copy the rows that can still be read are taken, of
a record the newest; of incidents.json the documents that are whole.  A record that both have is
taken from the working copy, which is the newer one.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import apsw
import msgspec

from store import codec
from store import folder as folders
from store.errors import StoreError, UnwritableStore
from store.folder import Folder
from store.ids import HIGHEST, KIND_OF_TABLE, Kind, new_uid
from store.scratch import Scratch
from store.sql import schema, stream
from store.sql.schema import MASK, SHIFT
from store.tiny import checkpoint, lines
from store.tiny.document_file import META, NUMBER, TABLES, Replacement, Table

Rows = dict[str, dict[str, str]]
"""Documents as JSON, by table and id."""
#: So many failures are answered by asking for less.
MOST_FAILURES = 20_000
#: Where the log cannot say how long it is, it is looked for so far.
MOST_VERSIONS = 1 << 22
_PART = 4096
_VERSIONS = (
    "SELECT version, record, document, text FROM versions"
    " WHERE version BETWEEN ? AND ? AND typeof(record) = 'integer' ORDER BY version"
)
#: From an index: the pages of the table are not asked.
_KEYS = "SELECT record FROM records INDEXED BY records_in_order"
_RECORD = "SELECT document, text FROM records WHERE record = ?"

_MAGIC = b"SQLite format 3\0"
_KEY = re.compile(r'[\s{},]*"((?:[^"\\]|\\.)*)"\s*:\s*')
_LINE = re.compile(r'\n[ \t]*"((?:[^"\\]|\\.)*)"\s*:\s*\{')


class Recovered(NamedTuple):
    """What was saved."""

    path: Path
    counts: dict[str, int]
    """How many documents of each table."""
    lost: list[str]
    """What could not be read, a sentence each."""


def recover(folder: Folder, to: Path) -> Recovered:
    """Save what can be read into a new store; StoreExists, UnwritableStore.

    Nothing of the damaged store is changed.
    """
    lost: list[str] = []
    rows, deleted = _from_working_copy(folder, lost)
    meta, whole = _from_file(folder, lost)
    for table, documents in whole.items():
        mine = rows.setdefault(table, {})
        for number, text in documents.items():
            if (table, number) not in deleted:
                mine.setdefault(number, text)
    made = folders.create(to)
    try:
        _write(made, meta, rows)
        _copy_originals(folder, made)
    except OSError as error:
        raise UnwritableStore(to, (error.strerror or str(error)).lower()) from error
    checkpoint.build(made)
    counts = {table: len(documents) for table, documents in rows.items() if documents}
    return Recovered(to, counts, lost)


def _write(made: Folder, meta: dict[str, Any], rows: Rows) -> None:
    """Write the new store's TinyDB file; ids that were used stay used."""
    named = meta.get("highest")
    highest = dict(named) if isinstance(named, dict) else {}
    for kind in Kind:
        found = [int(number) for number in rows.get(kind.table, {})]
        known = highest.get(kind.table)
        highest[kind.table] = max([*found, known if isinstance(known, int) else 0])
    heading = {
        "schema": codec.SCHEMA,
        # Another store's: what is left of the old one is never taken for a newer or older copy.
        "store": new_uid(),
        "operation": 0,
        "hash": "",
        "highest": {table: number for table, number in highest.items() if number},
    }
    names = [*TABLES, *(name for name in rows if name not in TABLES)]
    with made.alone(), Replacement(made.document_file, made.file_mode) as replacement:
        replacement.write(heading, (Table(name, _ordered(rows.get(name, {}))) for name in names))
        replacement.place()


def _ordered(documents: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    for number in sorted(documents, key=lambda text: (len(text), text)):
        yield number, documents[number].encode()


def _copy_originals(folder: Folder, made: Folder) -> None:
    for path in sorted(folder.originals.iterdir()) if folder.originals.is_dir() else []:
        if path.is_file():
            copy = made.originals / path.name
            shutil.copyfile(path, copy)
            copy.chmod(made.file_mode)


# -- the working copy -----------------------------------------------------------------------


def _from_working_copy(folder: Folder, lost: list[str]) -> tuple[Rows, set[tuple[str, str]]]:
    """Its documents, and those that were deleted; reads a copy, with its log."""
    if not folder.working_copy.exists():
        lost.append("desk.sqlite is not there.")
        return {}, set()
    scratch = Scratch()
    try:
        copy = scratch.path / "desk.sqlite"
        # Not by SQLite, which would mend: this process has no connection to the store.
        for end in ("", "-wal"):
            source = folder.path / f"desk.sqlite{end}"
            if source.exists():
                shutil.copyfile(source, scratch.path / source.name)
        _mend_header(copy)
        with closing(apsw.Connection(str(copy))) as connection:
            return _Salvage(connection, lost).documents()
    except (OSError, apsw.Error) as error:
        lost.append(f"desk.sqlite cannot be read at all: {error}.")
        return {}, set()
    finally:
        scratch.remove()


def _mend_header(copy: Path) -> None:
    """Write the first bytes, which are the same in every database."""
    with copy.open("r+b") as file:
        if file.read(16) != _MAGIC:
            file.seek(0)
            file.write(_MAGIC)


class _Salvage:
    """Reading a damaged database row by row, around what cannot be read."""

    def __init__(self, connection: apsw.Connection, lost: list[str]) -> None:
        self._connection = connection
        self._lost = lost
        self._failed = 0

    def documents(self) -> tuple[Rows, set[tuple[str, str]]]:
        """The newest readable document of each record, and the records that were deleted."""
        newest: dict[int, tuple[Any, Any]] = {}
        for _, key, text, digest in self._log():
            newest[key] = text, digest
        present = {key for (key,) in self._asked(_KEYS)}
        names = dict(self._asked("SELECT number, name FROM tables"))
        for key in sorted(present):
            found = list(self._asked(_RECORD, key))
            if found:
                newest[key] = found[0]
            elif newest.get(key, (None, None))[0] is None:
                newest.pop(key, None)
                self._lost.append(f"{self._name(key, names)} cannot be read from desk.sqlite.")
        if self._failed and not newest:
            self._lost.append("desk.sqlite cannot be read at all.")
        elif self._failed:
            self._lost.append(
                "Parts of desk.sqlite cannot be read; what was only there is missing."
            )
        rows: Rows = {}
        deleted: set[tuple[str, str]] = set()
        for key, (text, digest) in newest.items():
            table = self._table(key, names)
            if text is None:
                deleted.add((table, str(key & MASK)))
                continue
            for number, document in self._whole(key, text, digest, table):
                rows.setdefault(table, {})[number] = document
        return rows, deleted

    def _name(self, key: int, names: dict[int, str]) -> str:
        return f"{self._table(key, names)}/{key & MASK}"

    def _log(self) -> Iterator[tuple[Any, ...]]:
        """The versions that can be read, the oldest first; their numbers have no gaps."""
        newest = list(self._asked("SELECT max(version) FROM versions"))
        last = newest[0][0] if newest else MOST_VERSIONS
        for first in range(1, (last or 0) + 1, _PART):
            yield from self._part(first, first + _PART - 1)

    def _part(self, first: int, last: int) -> Iterator[tuple[Any, ...]]:
        """The versions of a part, by halving where some cannot be read."""
        try:
            yield from list(self._connection.execute(_VERSIONS, (first, last)))
        except (apsw.Error, UnicodeError):
            if first < last and self._failed < MOST_FAILURES:
                self._failed += 1
                middle = (first + last) // 2
                yield from self._part(first, middle)
                yield from self._part(middle + 1, last)

    def _asked(self, query: str, *bound: int) -> Iterator[tuple[Any, ...]]:
        """The rows of the answer, as far as they can be read."""
        try:
            yield from self._connection.execute(query, bound)
        except (apsw.Error, UnicodeError):
            self._failed += 1

    def _table(self, key: int, names: dict[int, str]) -> str:
        if schema.is_ours(key) and 0 < key >> SHIFT <= len(schema.KINDS):
            return schema.KINDS[(key >> SHIFT) - 1].table
        number = (key >> SHIFT) - schema.FOREIGN
        return names.get(number, f"table {number}")

    def _whole(
        self, key: int, text: Any, digest: bytes | None, table: str
    ) -> Iterator[tuple[str, str]]:
        """The documents under a key, a report with its text; what is broken is told."""
        number = key & MASK
        try:
            found = msgspec.json.decode(text) if isinstance(text, str) else None
            if not isinstance(found, dict) or number > HIGHEST:
                raise msgspec.DecodeError
        except (msgspec.MsgspecError, UnicodeError):
            self._lost.append(f"{table}/{number} in desk.sqlite is no whole document.")
            return
        if not number:
            for at, document in found.items():
                yield at, codec.to_json(document).decode()
            return
        whole = None if digest is None else self._text(digest)
        if digest is not None and whole is None:
            self._lost.append(f"{table}/{number}: its text cannot be read from desk.sqlite.")
        yield str(number), stream.whole(text, whole)

    def _text(self, digest: bytes) -> str | None:
        try:
            row = self._connection.execute(
                "SELECT text FROM texts WHERE sha256 = ?", (digest,)
            ).fetchone()
        except (apsw.Error, UnicodeError):
            return None
        if row is None or hashlib.sha256(str(row[0]).encode()).digest() != digest:
            return None
        return str(row[0])


# -- the TinyDB file ------------------------------------------------------------------------


def _from_file(folder: Folder, lost: list[str]) -> tuple[dict[str, Any], Rows]:
    """Its `_meta` and its whole documents, wherever the JSON is broken."""
    try:
        text = folder.document_file.read_bytes().decode(errors="surrogateescape")
    except OSError as error:
        lost.append(f"incidents.json cannot be read: {(error.strerror or str(error)).lower()}.")
        return {}, {}
    try:
        lines.read(folder.document_file)
    except StoreError as error:
        lost.append(str(error).removesuffix(" Nothing was changed."))
    rows: Rows = {}
    meta: dict[str, Any] = {}

    def broken(at: int, what: str) -> None:
        line = text.count("\n", 0, at) + 1
        lost.append(f"In incidents.json, line {line}: {what}.")

    for table, number, document in _documents(text, broken):
        if table == META:
            meta = document
        elif table in KIND_OF_TABLE and not NUMBER.fullmatch(number):
            lost.append(f"{table}/{number[:40]} in incidents.json has no id that is a number.")
        else:
            rows.setdefault(table, {})[number] = codec.to_json(document).decode()
    return meta, rows


def _documents(
    text: str, broken: Callable[[int, str], None]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every whole document with its table and id; what is between them is passed over."""
    table, at = "", 0
    while found := _KEY.match(text, at):
        at, name = found.end(), found[1]
        is_table = not table or "}" in found[0].partition('"')[0] or name in KIND_OF_TABLE
        if is_table and text.startswith("{", at):
            table, at = name, at + 1
            continue
        end = _end(text, at)
        document = _parsed(text[at:end]) if end else None
        if document is not None:
            yield table, name, document
            at = end
            continue
        broken(at, f"{table}/{name[:40]} is no whole document")
        further = _LINE.search(text, at)
        if further is None:
            return
        at = further.start()


def _end(text: str, at: int) -> int:
    """The end of the JSON object that begins there; 0 for none."""
    if not text.startswith("{", at):
        return 0
    depth = 0
    for found in re.compile(r'"(?:[^"\\\n]|\\.)*"|[{}]').finditer(text, at):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return found.end()
    return 0


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        found = msgspec.json.decode(text.encode())
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
