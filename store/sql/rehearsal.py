"""What a command would do to the store as it is now; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator

import apsw

from store.changes import Change, Command, ForeignChange, Pause, Prepared
from store.dates import Instant, now
from store.ids import Kind, Ref
from store.record import Record
from store.sql import imported, schema
from store.sql.numbers import Numbers
from store.sql.read import SqlReader
from store.sql.rows import one


class _Context:
    """Counts on from the highest ids, and keeps none of them."""

    def __init__(self, connection: apsw.Connection, author: str) -> None:
        self._connection = connection
        self._numbers = Numbers(connection)
        self.author = author
        self.at: Instant = now()

    def new(self, kind: Kind) -> Ref:
        return kind.ref(self._numbers.new(schema.rank(kind)))

    def new_in(self, table: str) -> int:
        found = one(self._connection, "SELECT number FROM tables WHERE name = ?", table)
        return self._numbers.new(schema.FOREIGN + (found[0] if found else schema.MOST_TABLES))

    def reserve(self, kind: Kind, count: int) -> range:
        return self._numbers.reserve(schema.rank(kind), count)

    def release(self, kind: Kind, numbers: range) -> None:
        del kind, numbers

    def of_format(self, name: str) -> Iterator[tuple[Ref, str]]:
        return imported.of_format(self._connection, name)

    def as_imported(self, ref: Ref) -> Record | None:
        return imported.as_imported(self._connection, ref)


def rehearse(
    connection: apsw.Connection, command: Command, author: str
) -> Iterator[Change | ForeignChange | Prepared]:
    """The changes of a command, in its order; in the caller's read transaction."""
    for change in command.changes(SqlReader(connection), _Context(connection, author)):
        if isinstance(change, Pause):
            change.wait()
        else:
            yield change
