"""What a command would do to the store as it is now; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator

import apsw

from store import rules
from store.changes import Change, Command, ForeignChange
from store.dates import Instant, now
from store.ids import Kind, Ref
from store.record import Record
from store.sql import imported, schema
from store.sql.read import SqlReader
from store.sql.rows import one
from store.sql.write import table_of


class _Context:
    """Counts on from the highest ids, and keeps none of them."""

    def __init__(self, connection: apsw.Connection, author: str) -> None:
        self._connection = connection
        self._highest: dict[int, int] = {}
        self.author = author
        self.at: Instant = now()

    def new(self, kind: Kind) -> Ref:
        return kind.ref(self._next(schema.rank(kind)))

    def new_in(self, table: str) -> int:
        found = one(self._connection, "SELECT number FROM tables WHERE name = ?", table)
        return self._next(schema.FOREIGN + (found[0] if found else schema.MOST_TABLES))

    def of_format(self, name: str) -> Iterator[tuple[Ref, str]]:
        return imported.of_format(self._connection, name)

    def as_imported(self, ref: Ref) -> Record | None:
        return imported.as_imported(self._connection, ref)

    def _next(self, rank: int) -> int:
        highest = self._highest.get(rank)
        if highest is None:
            found = one(self._connection, "SELECT number FROM highest WHERE kind = ?", rank)
            highest = found[0] if found else 0
        number = self._highest[rank] = rules.next_number(table_of(self._connection, rank), highest)
        return number


def rehearse(
    connection: apsw.Connection, command: Command, author: str
) -> Iterator[Change | ForeignChange]:
    """The changes of a command, in its order; in the caller's read transaction."""
    yield from command.changes(SqlReader(connection), _Context(connection, author))
