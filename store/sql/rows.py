"""What a query answers, as rows of values whose types the query knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import apsw
import msgspec

from store.errors import UnreadableStore

#: What reading a damaged working copy raises: SQLite's own errors; bytes that are no text; what
#: holds none of ours; a number beyond SQLite's, made of one that was altered; JSON without an end.
UNREADABLE = (
    apsw.Error,
    UnicodeDecodeError,
    msgspec.DecodeError,
    OverflowError,
    RecursionError,
)

#: A row; SQLite's columns have no types that a checker could know.
Row = tuple[Any, ...]
Shape = TypeVar("Shape")


def one(connection: apsw.Connection, query: str, *bound: Any) -> Row | None:
    """The first row of the answer; None when it has none."""
    return connection.execute(query, bound).fetchone()


def rows(connection: apsw.Connection, query: str, *bound: Any) -> Iterator[Row]:
    """The rows of the answer, read as they are asked for."""
    return connection.execute(query, bound)


def shaped(shape: type[Shape], row: Row) -> Shape:
    """The row, where its values are such; msgspec.ValidationError in a damaged working copy."""
    try:
        return msgspec.convert(row, shape)
    except msgspec.ValidationError:
        told = f"a row holds {', '.join(repr(value)[:40] for value in row)}, which none holds"
        raise msgspec.ValidationError(told) from None


def damaged(connection: apsw.Connection, what: object) -> UnreadableStore:
    """The error for rows that a working copy never holds: some of its bytes were altered.

    It is not said to be damage that calls for building the working copy anew: all else may be
    there, and more of it than incidents.json has.
    """
    return UnreadableStore(Path(connection.filename), told_damaged(what))


def told_damaged(what: object) -> str:
    """The same as a reason."""
    return f"it is damaged ({in_words(what)}); `incident-desk verify` lists all that is wrong"


def in_words(what: object) -> object:
    """What is wrong, where the error that Python has for it would say nothing to a person."""
    match what:
        case OverflowError():
            return "a number in it is larger than any that it can hold"
        case RecursionError():
            return "a document in it has lists within lists without end"
        case UnicodeDecodeError():
            return "a text in it is not UTF-8"
        case _:
            return what
