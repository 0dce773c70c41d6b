"""What can still be read of a damaged working copy, row by row, and how far it is confirmed.

The database is read in a copy.
"""

from __future__ import annotations

import hashlib
import shutil
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import closing
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

import apsw

from store.care.doubt import Doubt, Log, doubts
from store.care.fragments import Name, object_in
from store.codec import Document
from store.folder import Folder
from store.ids import HIGHEST
from store.scratch import Scratch
from store.sql.schema import FOREIGN, KINDS, MASK, SHIFT

#: So many failures are answered by asking for less.
_MOST_FAILURES = 20_000
_LAST = (1 << 63) - 1
#: How far the working copy is believed of a record: nothing else names it; nothing confirms what it
#: says; it was so at its operation; it is so now.
ALONE, WEAK, ONCE, SOUND = range(4)

#: The columns of tables; what numbers the rows comes first.
_VERSIONS = "version, operation, record, document, text"
_RECORDS = "record, operation, document, text, kind"
_OPERATIONS = (
    "sequence, at, author, session, label, reason, hash, act, target, whole, first, records"
)
#: From indexes: the pages of the tables are not asked.
#: The same in every database: https://sqlite.org/fileformat2.html.
_BEGINS = b"SQLite format 3\0"
_PRESENT = "SELECT record, 1 FROM records INDEXED BY records_in_order"
_INDEXED = "SELECT record, version FROM versions INDEXED BY versions_of_record ORDER BY 1, 2"


class Found(NamedTuple):
    """A document in the working copy; None where it was deleted."""

    document: Document | None
    digest: bytes | None
    operation: int
    trust: int


def from_working_copy(folder: Folder, damage: list[str]) -> Salvage:
    """Read a copy of it, with its log."""
    if not folder.working_copy.exists():
        damage.append("desk.sqlite is not there.")
        return Salvage(None)
    scratch = Scratch()
    try:
        # Not by SQLite, which would mend: this process has no connection to the store.
        for end in ("", "-wal"):
            if (source := folder.path / f"desk.sqlite{end}").exists():
                shutil.copyfile(source, scratch.path / source.name)
        with (scratch.path / "desk.sqlite").open("r+b") as file:
            if file.read(len(_BEGINS)) != _BEGINS:
                damage.append("The first bytes of desk.sqlite are not a database's.")
            file.seek(0)
            file.write(_BEGINS)
        with closing(apsw.Connection(str(scratch.path / "desk.sqlite"))) as connection:
            copy = Salvage(connection)
            if copy.failed:
                parts = "Parts of desk.sqlite cannot be read; what was only there is missing."
                damage.append(parts if copy.found else "desk.sqlite cannot be read at all.")
            return copy
    except (OSError, apsw.Error) as error:
        damage.append(f"desk.sqlite cannot be read at all: {error}.")
        return Salvage(None)
    finally:
        scratch.remove()


class Salvage:
    """A damaged database, read row by row around what cannot be read."""

    def __init__(self, connection: apsw.Connection | None) -> None:
        self.failed = 0
        self.highest: dict[int, int] = {}
        self.used: dict[str, int] = {}
        self.found: dict[Name, Found] = {}
        self.unread: set[Name] = set()
        self.texts: dict[bytes, str] = {}
        self.doubts: list[Doubt] = []
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

    def doubted(self) -> Iterator[str]:
        """A sentence for each operation that cannot be trusted, with what it wrote last."""
        names: dict[int, list[str]] = {}
        for name, found in self.found.items():
            at = bisect_right(self.doubts, found.operation, key=attrgetter("first")) - 1
            if at >= 0 and found.operation <= self.doubts[at].last:
                names.setdefault(at, []).append("/".join(name))
        for at, doubt in enumerate(self.doubts):
            yield doubt.sentence(names.get(at, []))

    def _read(self) -> None:
        # That one table is described wrongly does not hide the others.
        self._asked("PRAGMA writable_schema = ON")
        self._names = self._asked("SELECT number, name FROM tables")
        highest = "SELECT kind, number FROM highest WHERE typeof(number) = 'integer'"
        self.highest = self._asked(highest)
        operations = sorted(self._rows("operations", _OPERATIONS), key=itemgetter(0))
        self._hashes = {row[0]: row[6] for row in operations}
        versions = sorted(self._rows("versions", _VERSIONS), key=itemgetter(0))
        for version in versions:
            self._versions.setdefault(version[2], []).append(version)
        before = self._asked("SELECT name, value FROM meta").get("hash_before")
        self.doubts = doubts(Log(operations, versions, self._names, before))
        self._altered = {doubt.first for doubt in self.doubts if doubt.is_proven}
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
            if first < last and self.failed < _MOST_FAILURES:
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
        document = object_in(text)
        if operation in self._altered:
            # Its rows agree with each other, and not with its hash.
            trust = min(trust, ONCE)
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
                self.found[table, one] = Found(lying, digest, operation, trust)

    def _table(self, key: int) -> str:
        rank = key >> SHIFT
        if rank <= len(KINDS):
            return KINDS[rank - 1].table
        return str(self._names.get(rank - FOREIGN, f"table {rank}"))
