"""A working copy as TinyDB sees it: documents by table and document id.

A document id is a whole number.  Another program's table may have others: its documents lie in
one document then, with the id 0, and an empty one of these stands for a table without documents.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import apsw
import msgspec

from store import codec
from store.errors import UnreadableStore
from store.ids import HIGHEST, KIND_OF_TABLE, Kind
from store.sql import schema, stream
from store.sql.commit import changer
from store.sql.rows import UNREADABLE, Row, damaged, one, rows, shaped
from store.sql.schema import MASK

#: A document id as it lies there: text where it is not a number that the store gives out.
Id = int | str

_FIND = (
    "SELECT document, t.text, operation FROM records r LEFT JOIN texts t ON t.sha256 = r.text"
    " WHERE record = ?"
)
#: So many documents are read at a time: some have a report's text.
SLICE = 256


class Moment(NamedTuple):
    """A state of the store: its newest operation, and that one's newest version."""

    operation: int
    version: int


class Found(NamedTuple):
    """A document where it lies."""

    text: str
    """Its JSON."""
    operation: int
    """The one that wrote it last."""
    is_odd: bool = False
    """Whether it lies in the document 0 of its table."""


class Documents:
    """Every table's documents as JSON; inside a transaction, with what was written in it."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection

    @property
    def is_writing(self) -> bool:
        """Whether a transaction is open: a change is being written on this connection."""
        return self._connection.in_transaction

    @property
    def operation(self) -> int:
        """The newest operation."""
        row = self._one("SELECT sequence FROM operations ORDER BY sequence DESC LIMIT 1")
        return row[0] if row else 0

    def moment(self) -> Moment:
        """The state as it is now."""
        row = self._one(
            "SELECT (SELECT coalesce(max(sequence), 0) FROM operations),"
            " (SELECT coalesce(max(version), 0) FROM versions)",
        )
        return Moment(*row) if row else Moment(0, 0)

    def tables(self) -> set[str]:
        """The tables of ours that have documents, and those of others that are there."""
        foreign = self._rows("SELECT name FROM tables")
        known = [*(kind.table for kind in Kind), *(name for (name,) in foreign)]
        return {name for name in known if self.has(name)}

    def has(self, table: str) -> bool:
        """Whether a table is there: one of ours when it has documents."""
        start = self._start(table)
        query = "SELECT 1 FROM records WHERE record BETWEEN ? AND ? LIMIT 1"
        return start is not None and bool(self._one(query, start, start | MASK))

    def is_empty(self, table: str) -> bool:
        """Whether another program's table is there without documents."""
        return self.numbers(table) == [0] and not self.odd(table)

    def find(self, table: str, at: Id) -> Found | None:
        """A document; None when there is none."""
        start = self._start(table)
        if start is None:
            return None
        if isinstance(at, int) and 0 < at <= HIGHEST:
            row = self._one(_FIND, start | at)
            if row is not None:
                return Found(stream.whole(row[0], row[1]), row[2])
        if table in KIND_OF_TABLE:
            return None
        row = self._one(_FIND, start)
        text = self._odd(row[0]).get(str(at)) if row else None
        return Found(bytes(text).decode(), row[2], is_odd=True) if row and text else None

    def odd(self, table: str) -> dict[str, msgspec.Raw] | None:
        """The documents in the document 0 of another program's table; None without one."""
        start = self._start(table)
        row = self._one(_FIND, start) if start is not None else None
        return self._odd(row[0]) if row else None

    def scan(self, table: str, moment: Moment) -> Iterator[tuple[Id, str]]:
        """Every document as it was at the moment, by id; others may write meanwhile."""
        start = self._start(table)
        if start is None:
            return
        bounds = (start, start | MASK)
        found = stream.records(self._connection, bounds, moment.version, SLICE)
        while True:
            with self._reading():
                row = next(found, None)
            if row is None:
                return
            key, document, text = row
            if key & MASK or table in KIND_OF_TABLE:
                yield self._number(key), stream.whole(document, text)
            else:
                yield from ((at, bytes(odd).decode()) for at, odd in self._odd(document).items())

    def _number(self, key: int) -> int:
        number = key & MASK
        if not 0 < number <= HIGHEST:
            raise damaged(self._connection, f"{key} is the key of no record")
        return number

    def numbers(self, table: str, moment: Moment | None = None) -> list[int]:
        """The ids of a table's documents; or of those that were written since a moment."""
        start = self._start(table)
        if start is None:
            return []
        query = "SELECT record FROM records WHERE record BETWEEN ? AND ? ORDER BY record"
        bound: tuple[int, ...] = ()
        if moment is not None:
            # The plus keeps SQLite from reading every version of the table.
            query = (
                "SELECT DISTINCT record FROM versions"
                " WHERE +record BETWEEN ? AND ? AND version > ? ORDER BY record"
            )
            bound = (moment.version,)
        found = self._rows(query, start, start | MASK, *bound)
        return [key & MASK for (key,) in found]

    def count(self, table: str) -> int:
        """How many documents a table has."""
        kind = KIND_OF_TABLE.get(table)
        if kind is not None:
            row = self._one("SELECT sum(n) FROM counts WHERE kind = ?", schema.rank(kind))
            with self._reading():
                counted = (shaped(tuple[int | None], row)[0] or 0) if row else 0
            if counted < 0:
                raise damaged(self._connection, f"the {table} are counted as {counted}")
            return counted
        start = self._start(table)
        if start is None:
            return 0
        row = self._one(
            "SELECT count(*) FROM records WHERE record BETWEEN ? AND ?",
            *(start + 1, start | MASK),
        )
        return (row[0] if row else 0) + len(self.odd(table) or {})

    def was_used(self, table: str, number: int) -> bool:
        """Whether a document has, or had, the id."""
        start = self._start(table)
        return start is not None and bool(
            self._one("SELECT 1 FROM versions WHERE record = ? LIMIT 1", start | number)
        )

    def changer(self, table: str, at: Id) -> str:
        """Who wrote a document last."""
        start = self._start(table)
        number = at if isinstance(at, int) else 0
        return changer(self._connection, start | number) if start is not None else "nobody"

    def _one(self, query: str, *bound: Any) -> Row | None:
        with self._reading():
            return one(self._connection, query, *bound)

    def _rows(self, query: str, *bound: Any) -> list[Row]:
        with self._reading():
            return list(rows(self._connection, query, *bound))

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except apsw.Error as error:
            raise UnreadableStore(Path(self._connection.filename), str(error)) from error
        except UNREADABLE as error:
            raise damaged(self._connection, error) from error

    def _start(self, table: str) -> int | None:
        """The key of a table's document 0; None for a table that never was."""
        kind = KIND_OF_TABLE.get(table)
        if kind is not None:
            return schema.rank(kind) << schema.SHIFT
        row = self._one("SELECT number FROM tables WHERE name = ?", table)
        with self._reading():
            return schema.foreign_key(schema.table_number(row[0]), 0) if row else None

    def parsed(self, document: str | bytes | msgspec.Raw) -> codec.Document:
        """A document from its JSON; UnreadableStore where it holds none."""
        with self._reading():
            found: codec.Document = msgspec.json.decode(document, type=dict[str, Any])
            return found

    def _odd(self, document: str) -> dict[str, msgspec.Raw]:
        with self._reading():
            return msgspec.json.decode(document, type=dict[str, msgspec.Raw])
