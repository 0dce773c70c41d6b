"""Saving what can still be read of a damaged store, from both of its files, into a new one.

The damaged store is only read.  Of each record the sound side is taken, of two the newer one, and
a text from wherever its SHA-256 is right.  What agrees with nothing else is told, not adopted.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import apsw
import msgspec

from store import codec
from store import folder as folders
from store.codec import Document
from store.errors import StoreError, UnreadableStore, UnwritableStore
from store.folder import Folder
from store.ids import HIGHEST, KIND_OF_TABLE, Kind, new_uid
from store.scratch import Scratch
from store.sql import schema
from store.sql.schema import FOREIGN, KINDS, MASK, SHIFT
from store.tiny import checkpoint, lines
from store.tiny.document_file import META, NUMBER, TABLES, Replacement, Table, highest_of

Name = tuple[str, str]
"""A document's table and id."""
Rows = dict[Name, Document]
#: So many failures are answered by asking for less.
MOST_FAILURES = 20_000
_LAST = (1 << 63) - 1
#: How far the working copy is believed of a record: nothing else names it; nothing confirms what it
#: says; it was so at its operation; it is so now.
ALONE, WEAK, ONCE, SOUND = range(4)

#: The columns of tables; what numbers the rows comes first.
_VERSIONS = "version, operation, record, document, text"
_RECORDS = "record, operation, document, text, kind"
#: From indexes: the pages of the tables are not asked.
_PRESENT = "SELECT record, 1 FROM records INDEXED BY records_in_order"
_INDEXED = "SELECT record, version FROM versions INDEXED BY versions_of_record ORDER BY 1, 2"
_KEY = re.compile(r'[\s{},]*"((?:[^"\\]|\\.)*)"\s*:\s*')
_LINE = re.compile(r'\n[ \t]*"((?:[^"\\]|\\.)*)"\s*:\s*\{')
_JSON = json.JSONDecoder()


class Recovered(NamedTuple):
    """What was saved, and sentences on the rest."""

    path: Path
    counts: dict[str, int]
    """How many documents of each table."""
    damage: list[str]
    """What is wrong with the two files."""
    doubtful: list[str]
    """What nothing else confirms; each says whether it was saved."""
    lost: list[str]
    """What was there and could not be saved."""


class _Found(NamedTuple):
    """A document in the working copy; None where it was deleted."""

    document: Document | None
    digest: bytes | None
    operation: int
    trust: int


def recover(folder: Folder, to: Path) -> Recovered:
    """Save what can be read into a new store; StoreExists, UnwritableStore.

    UnreadableStore where nothing can be read.  Nothing of the damaged store is changed.
    """
    told = Recovered(to, {}, [], [], [])
    file = _File(folder, told.damage)
    copy = _from_working_copy(folder, told.damage)
    saved = _Union(file, copy, told).documents()
    if not saved and not file.is_whole and not copy.is_readable:
        found = " ".join(told.damage).removesuffix(".")
        raise UnreadableStore(folder.path, f"there is nothing to save; {found}")
    rows: dict[str, dict[str, bytes]] = {}
    for (table, number), document in saved.items():
        rows.setdefault(table, {})[number] = codec.to_json(document)
    made = folders.create(to)
    try:
        _write(made, rows, {kind.table: _highest(kind, saved, file, copy) for kind in Kind})
        for path in sorted(folder.originals.iterdir()) if folder.originals.is_dir() else []:
            if path.is_file():
                shutil.copyfile(path, made.originals / path.name)
                (made.originals / path.name).chmod(made.file_mode)
    except OSError as error:
        raise UnwritableStore(to, (error.strerror or str(error)).lower()) from error
    checkpoint.build(made)
    told.counts.update({table: len(documents) for table, documents in rows.items()})
    return told


def _write(made: Folder, rows: dict[str, dict[str, bytes]], highest: dict[str, int]) -> None:
    """Write the new store's TinyDB file."""
    used = {table: number for table, number in highest.items() if number}
    # Another store's: what is left of the old one is never taken for a newer or older copy.
    began = {"store": new_uid(), "operation": 0, "hash": ""}
    heading = {"schema": codec.SCHEMA, **began, "highest": used}
    with made.alone(), Replacement(made.document_file, made.file_mode) as replacement:
        tables = ((name, rows.get(name, {}).items()) for name in dict.fromkeys([*TABLES, *rows]))
        in_order = (Table(name, sorted(lying, key=_by_number)) for name, lying in tables)
        replacement.write(heading, in_order)
        replacement.place()


def _by_number(row: tuple[str, bytes]) -> tuple[int, str]:
    return len(row[0]), row[0]


def _highest(kind: Kind, saved: Rows, file: _File, copy: _Salvage) -> int:
    """The highest id of a kind that is vouched for; ids that were used stay used."""
    numbers = (int(number) for table, number in saved if table == kind.table)
    used = max([copy.used.get(kind.table, 0), *numbers])
    theirs, ours = dict(highest_of(file.meta)).get(kind, 0), copy.highest.get(schema.rank(kind), 0)
    # One alone may be what was damaged, and ids would go on from there.
    return max(used, min(theirs, ours) or (theirs if file.is_whole else 0))


class _Union:
    """What both files have, record by record."""

    def __init__(self, file: _File, copy: _Salvage, told: Recovered) -> None:
        self._file, self._copy, self._told = file, copy, told
        self._covered = copy.covered(file.meta)
        self._texts = {
            hashlib.sha256(text.encode()).digest(): text
            for (table, _), document in file.documents.items()
            if table == Kind.REPORT.table and isinstance(text := document.get("text"), str)
        }

    def documents(self) -> Rows:
        """Every document that is to be saved."""
        saved: Rows = {}
        deleted: set[Name] = set()
        owners: dict[str, Name] = {}
        for name, found in self._copy.found.items():
            document = self._chosen(name, found)
            if document is None:
                deleted.add(name)
                continue
            digest = found.digest if found.trust >= ONCE or document is found.document else None
            saved[name] = self._with_text(name, document, digest)
            if found.trust == SOUND:
                owners[str(document.get("uid", name))] = name
        for name, document in self._file.documents.items():
            owner = owners.get(str(document.get("uid")))
            if name in saved or name in deleted:
                continue
            if owner:
                self._aside(name, document, f"incidents.json is a copy of {'/'.join(owner)}")
            else:
                saved[name] = document
        for name in (*self._copy.unread, *self._file.broken):
            if name not in saved and name not in deleted:
                where = self._file.broken.get(name, "cannot be read from desk.sqlite")
                self._told.lost.append(f"{'/'.join(name)[:60]} {where}.")
                deleted.add(name)
        return saved

    def _aside(self, name: Name, document: Document, why: str) -> None:
        told = codec.to_json(document).decode()[:300]
        self._told.doubtful.append(f"{'/'.join(name)} in {why} and was not saved: {told}")

    def _chosen(self, name: Name, found: _Found) -> Document | None:
        """The side that is taken; None where it was deleted or is put aside."""
        theirs = self._file.documents.get(name)
        is_later = found.operation > self._covered
        if theirs is not None:
            # The working copy may have lost its end.
            is_newer = self._file.is_whole and self._covered > self._copy.newest
            if is_newer or found.trust <= WEAK or (found.trust == ONCE and not is_later):
                if found.document and is_later:
                    self._aside(name, found.document, "desk.sqlite is newer, nothing confirms it,")
                return theirs
        elif found.document is not None and found.trust < SOUND:
            if found.trust == ALONE:
                self._aside(name, found.document, "desk.sqlite agrees with nothing else")
                return None
            told = f"{'/'.join(name)} was saved from desk.sqlite, and nothing confirms it."
            self._told.doubtful.extend([told] if found.trust == WEAK else ())
        return found.document

    def _with_text(self, name: Name, document: Document, digest: bytes | None) -> Document:
        """A report with its text, from the side on which its hash is right."""
        if digest is None:
            return document
        theirs = self._file.documents.get(name, {}).get("text")
        text = self._texts.get(digest) or self._copy.texts.get(digest)
        if text is None and theirs:
            told = f"{'/'.join(name)}: its text was saved, and is not what its hash says."
            self._told.doubtful.append(told)
        elif text is None:
            self._told.lost.append(f"{'/'.join(name)}: its text cannot be read.")
            return document
        return {**document, "text": text or theirs}


def _from_working_copy(folder: Folder, damage: list[str]) -> _Salvage:
    """Read a copy of it, with its log."""
    if not folder.working_copy.exists():
        damage.append("desk.sqlite is not there.")
        return _Salvage(None)
    scratch = Scratch()
    try:
        # Not by SQLite, which would mend: this process has no connection to the store.
        for end in ("", "-wal"):
            if (source := folder.path / f"desk.sqlite{end}").exists():
                shutil.copyfile(source, scratch.path / source.name)
        with (scratch.path / "desk.sqlite").open("r+b") as file:
            # The same in every database.
            file.write(b"SQLite format 3\0")
        with closing(apsw.Connection(str(scratch.path / "desk.sqlite"))) as connection:
            copy = _Salvage(connection)
            if copy.failed:
                parts = "Parts of desk.sqlite cannot be read; what was only there is missing."
                damage.append(parts if copy.found else "desk.sqlite cannot be read at all.")
            return copy
    except (OSError, apsw.Error) as error:
        damage.append(f"desk.sqlite cannot be read at all: {error}.")
        return _Salvage(None)
    finally:
        scratch.remove()


class _Salvage:
    """A damaged database, read row by row around what cannot be read."""

    def __init__(self, connection: apsw.Connection | None) -> None:
        self.failed = 0
        self.highest: dict[int, int] = {}
        self.used: dict[str, int] = {}
        self.found: dict[Name, _Found] = {}
        self.unread: set[Name] = set()
        self.texts: dict[bytes, str] = {}
        self._hashes: dict[int, str] = {}
        self._versions: dict[int, list[Any]] = {}
        if connection:
            self._connection = connection
            self._read()
        self.newest = max(self._hashes, default=0)
        self.is_readable = bool(self.found) or (connection is not None and not self.failed)

    def covered(self, meta: Document) -> int:
        """The operation that a file covers; -1 where it does not say."""
        named = [number for number, digest in self._hashes.items() if digest == meta.get("hash")]
        number = named[0] if named else meta.get("operation")
        return number if isinstance(number, int) else -1

    def _read(self) -> None:
        # That one table is described wrongly does not hide the others.
        self._asked("PRAGMA writable_schema = ON")
        self._names = self._asked("SELECT number, name FROM tables")
        highest = "SELECT kind, number FROM highest WHERE typeof(number) = 'integer'"
        self.highest = self._asked(highest)
        self._hashes = dict(self._rows("operations", "sequence, hash"))
        for version in self._rows("versions", _VERSIONS):
            self._versions.setdefault(version[2], []).append(version)
        present, indexed = self._asked(_PRESENT), self._asked(_INDEXED)
        rows = {row[0]: row for row in self._rows("records", _RECORDS)}
        for key in rows.keys() | self._versions.keys() | (present.keys() & indexed.keys()):
            if isinstance(key, int) and key > MASK and key & MASK <= HIGHEST:
                self._take(key, rows.get(key), indexed.get(key, 0), is_present=key in present)
        for _, text in self._rows("texts", "rowid, text"):
            self.texts[hashlib.sha256(str(text).encode()).digest()] = str(text)

    def _asked(self, query: str) -> dict[Any, Any]:
        """The rows of two columns, as far as they can be read."""
        found: dict[Any, Any] = {}
        try:
            found.update(self._connection.execute(query))
        except (apsw.Error, UnicodeError):
            self.failed += 1
        return found

    def _rows(self, table: str, columns: str, first: int = 0, last: int = _LAST) -> Iterator[Any]:
        """The rows in the order of their numbers, as many as can be read."""
        number = columns.partition(",")[0]
        query = f"SELECT {columns} FROM {table} WHERE {number} BETWEEN ? AND ? ORDER BY {number}"  # noqa: S608  ours
        try:
            for row in self._connection.execute(query, (first, last)):
                first = max(first, row[0] + 1)
                yield row
        except (apsw.Error, UnicodeError):
            self.failed += 1
            if first < last and self.failed < MOST_FAILURES:
                middle = (first + last) // 2
                yield from self._rows(table, columns, first, middle)
                yield from self._rows(table, columns, middle + 1, last)

    def _take(self, key: int, row: Any, indexed: int, *, is_present: bool) -> None:
        """Keep what it has of a record, with how far that is confirmed."""
        versions = self._versions.get(key, [])
        now = row if row and row[4] == key >> SHIFT else None
        # One that the index does not have may be another record's, whose key was altered.
        newest: Any = next((one for one in reversed(versions) if one[0] == indexed), None)
        same = [one for one in (newest, *versions[-1:]) if now and one and one[3:5] == now[2:4]]
        newest = same[0] if same else newest or (versions[-1] if versions else None)
        if newest and same:
            self._keep(key, SOUND, newest[3], newest[4], newest[1])
        elif newest and not now and newest[0] == indexed and (newest[3] is None) != is_present:
            self._keep(key, ONCE, newest[3], newest[4], newest[1])
        elif now or newest:
            found: Any = (*now[2:4], now[1]) if now else (*newest[3:5], newest[1])
            names = (now is not None) + (newest is not None) + is_present + bool(indexed)
            self._keep(key, WEAK if names > 1 else ALONE, *found)
        elif is_present and indexed:
            self.unread.add((self._table(key), str(key & MASK)))

    def _keep(self, key: int, trust: int, text: Any, digest: Any, operation: Any) -> None:
        table, number = self._table(key), str(key & MASK)
        document = _object(text)
        if trust > ALONE:
            self.unread.update([(table, number)] if document is None and text is not None else ())
            self.used[table] = max(self.used.get(table, 0), key & MASK)
        if (text is not None and document is None) or not isinstance(operation, int):
            return
        digest = digest if isinstance(digest, bytes) else None
        # The documents of a table whose ids are no numbers are one, with the id 0.
        each = {number: document} if number != "0" else document or {}
        for one, lying in each.items() if number != "0" or key >> SHIFT >= FOREIGN else ():
            if lying is None or isinstance(lying, dict):
                self.found[table, one] = _Found(lying, digest, operation, trust)

    def _table(self, key: int) -> str:
        rank = key >> SHIFT
        if rank <= len(KINDS):
            return KINDS[rank - 1].table
        return str(self._names.get(rank - FOREIGN, f"table {rank}"))


class _File:
    """The whole documents of the TinyDB file, wherever the JSON is broken."""

    def __init__(self, folder: Folder, damage: list[str]) -> None:
        self.meta: Document = {}
        self.documents: Rows = {}
        self.broken: dict[Name, str] = {}
        self.is_whole = False
        try:
            text = folder.document_file.read_bytes().decode(errors="surrogateescape")
            lines.read(folder.document_file)
            self.is_whole = True
        except OSError as error:
            damage.append(f"incidents.json cannot be read: {str(error.strerror).lower()}.")
            return
        except (StoreError, UnicodeError) as error:
            damage.append(str(error).removesuffix(" Nothing was changed."))
        for (table, number), document, line in _documents(text):
            if document is None:
                self.broken[table, number] = f"is no whole document in incidents.json, line {line}"
            elif table == META:
                self.meta = document
            elif table in KIND_OF_TABLE and not NUMBER.fullmatch(number):
                self.broken[table, number] = "has no id that is a number in incidents.json"
            else:
                # Another table's, where the line between them is broken.
                self.documents.setdefault((table, number), document)


def _documents(text: str) -> Iterator[tuple[Name, Document | None, int]]:
    """Every document with its table, its id and its line; None where it is broken."""
    table, at = "", 0
    while found := _KEY.match(text, at):
        at, name = found.end(), found[1].encode(errors="replace").decode()
        if not table or "}" in found[0].partition('"')[0] or name in KIND_OF_TABLE:
            table, at = name, at + text.startswith("{", at)
            if text[at - 1] == "{":
                continue
        try:
            end = _JSON.raw_decode(text, at)[1]
        except (ValueError, RecursionError):
            end = at
        whole = _object(text[at:end])
        yield (table, name), whole, text.count("\n", 0, at) + 1 if whole is None else 0
        further = None if whole is not None else _LINE.search(text, at)
        if whole is None and further is None:
            return
        at = further.start() if further else end


def _object(text: Any) -> Document | None:
    """The JSON object; None where it is none."""
    try:
        found = msgspec.json.decode(text.encode() if isinstance(text, str) else b"")
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
