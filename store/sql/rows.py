"""What a query answers, as rows of values whose types the query knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import apsw

#: A row; SQLite's columns have no types that a checker could know.
Row = tuple[Any, ...]


def one(connection: apsw.Connection, query: str, *bound: Any) -> Row | None:
    """The first row of the answer; None when it has none."""
    return connection.execute(query, bound).fetchone()


def rows(connection: apsw.Connection, query: str, *bound: Any) -> Iterator[Row]:
    """The rows of the answer, read as they are asked for."""
    return connection.execute(query, bound)
