"""The document ids that a transaction gives out: each once, also when its record is deleted."""

from __future__ import annotations

import apsw
import msgspec

from store import rules
from store.ids import HIGHEST
from store.sql import schema
from store.sql.rows import one, shaped


class Numbers:
    """The ids of one transaction; those that it gave out are kept when it ends."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._highest: dict[int, int] = {}

    def new(self, rank: int) -> int:
        """A document id that was never used; the transaction keeps it to itself.

        InvalidRecord where the table has none left.
        """
        table = table_of(self._connection, rank)
        number = self._highest[rank] = rules.next_number(table, self._highest_of(rank))
        return number

    def reserve(self, rank: int, count: int) -> range:
        """So many of them."""
        table, first = table_of(self._connection, rank), self._highest_of(rank) + 1
        self._highest[rank] = rules.next_number(table, first + count - 2)
        return range(first, first + count)

    def release(self, rank: int, numbers: range) -> None:
        """Let others have the last ids that were reserved; where some came after, they are lost."""
        if numbers and self._highest_of(rank) == numbers[-1]:
            self._highest[rank] = numbers.start - 1
            self._connection.execute(
                "UPDATE highest SET number = ? WHERE kind = ?", (numbers.start - 1, rank)
            )

    def use(self, rank: int, number: int) -> None:
        """Know an id to be given out."""
        self._highest[rank] = max(self._highest_of(rank), number)

    def keep(self) -> None:
        """Write down what was given out."""
        for rank, number in self._highest.items():
            reserve(self._connection, rank, number)

    def _highest_of(self, rank: int) -> int:
        if rank not in self._highest:
            found = self._connection.execute(
                "SELECT number FROM highest WHERE kind = ?", (rank,)
            ).fetchone()
            self._highest[rank] = shaped(tuple[int], found)[0] if found else 0
        return self._highest[rank]


def reserve(connection: apsw.Connection, rank: int, number: int) -> None:
    """Keep a document id from being given out, as if a record had had it.

    One above HIGHEST never is.
    """
    if number > HIGHEST:
        return
    connection.execute(
        "INSERT INTO highest VALUES (?, ?) ON CONFLICT DO UPDATE"
        " SET number = max(number, excluded.number)",
        (rank, number),
    )


def table_of(connection: apsw.Connection, rank: int) -> str:
    """The name of the TinyDB table whose documents lie under a rank.

    msgspec.ValidationError in a damaged store, where a rank is none.
    """
    if rank < schema.FOREIGN:
        if not 0 < rank <= len(schema.KINDS):
            raise msgspec.ValidationError(f"{rank} is the rank of no table")
        return schema.KINDS[rank - 1].table
    number = rank - schema.FOREIGN
    found = one(connection, "SELECT name FROM tables WHERE number = ?", number)
    return found[0] if found else f"table {number}"
