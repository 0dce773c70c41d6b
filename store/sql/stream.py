"""The store at one operation as a stream of documents: what a TinyDB file is written from.

It is read in slices, each a short read of its own, so that SQLite's log can be folded back
meanwhile; what others change between two slices is read as it was at the operation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from itertools import chain

import apsw
import msgspec

from store import codec
from store.ids import Kind
from store.sql import schema
from store.sql.connection import reading
from store.sql.rows import Row, one, rows
from store.sql.schema import MASK

Documents = Iterator[tuple[str, bytes]]
#: So many documents are read at a time: some tens of milliseconds.
SLICE = 5000


def tables(connection: apsw.Connection, operation: int) -> Iterator[tuple[str, Documents]]:
    """Every table's name and documents at the operation, ours first; read each before the next."""
    last = last_version(connection, operation)
    for kind in Kind:
        yield kind.table, _ours(connection, schema.bounds(kind), last)
    foreign = list(rows(connection, "SELECT number, name FROM tables ORDER BY name"))
    for number, name in foreign:
        found = records(connection, schema.foreign_bounds(number), last)
        first = next(found, None)
        # The number of a table that was dropped stays: the log has its documents.
        if first is not None:
            yield str(name), _foreign(chain([first], found))


def last_version(connection: apsw.Connection, operation: int) -> int:
    """The newest version that the operation, or one before it, wrote."""
    row = one(
        connection,
        "SELECT first + records - 1 FROM operations"
        " WHERE sequence <= ? AND records > 0 ORDER BY sequence DESC LIMIT 1",
        operation,
    )
    return int(row[0]) if row else 0


def _ours(connection: apsw.Connection, bounds: tuple[int, int], last: int) -> Documents:
    """The documents of a kind by id, report texts put back where they belong."""
    for at, document, text in records(connection, bounds, last):
        yield str(at & MASK), whole(document, text).encode()


def whole(document: str, text: str | None) -> str:
    """A record's document with a report's text put back into it."""
    if text is None:
        return document
    # The document is an object without a field `text`: it comes in as the last one.
    comma = "" if document == "{}" else ","
    return f'{document[:-1]}{comma}"text":{codec.to_json(text).decode()}}}'


def _foreign(found: Iterable[Row]) -> Documents:
    for at, document, _ in found:
        if at & MASK:
            yield str(at & MASK), document.encode()
        else:
            documents = msgspec.json.decode(document, type=dict[str, msgspec.Raw])
            yield from ((number, bytes(text)) for number, text in documents.items())


def records(
    connection: apsw.Connection, bounds: tuple[int, int], last: int, at_a_time: int = SLICE
) -> Iterator[Row]:
    """Key, document and text of the records in a range of keys, as at a version, by key."""
    start, end = bounds
    while start <= end:
        with nullcontext() if connection.in_transaction else reading(connection):
            found = list(
                rows(
                    connection,
                    "SELECT record, document, t.text FROM records r"
                    " LEFT JOIN texts t ON t.sha256 = r.text"
                    " WHERE record BETWEEN ? AND ? ORDER BY record LIMIT ?",
                    *(start, end, at_a_time),
                )
            )
            until = found[-1][0] if len(found) == at_a_time else end
            changed = rows(
                connection,
                "SELECT DISTINCT record FROM versions WHERE version > ? AND record BETWEEN ? AND ?",
                *(last, start, until),
            )
            earlier = {at: _as_it_was(connection, at, last) for (at,) in changed}
        if earlier:
            merged = {**{row[0]: row for row in found}, **earlier}
            found = [row for at in sorted(merged) if (row := merged[at]) is not None]
        yield from found
        start = until + 1


def _as_it_was(connection: apsw.Connection, at: int, last: int) -> Row | None:
    row = one(
        connection,
        "SELECT record, document, t.text FROM versions v LEFT JOIN texts t ON t.sha256 = v.text"
        " WHERE record = ? AND version <= ? ORDER BY version DESC LIMIT 1",
        *(at, last),
    )
    return None if row is None or row[1] is None else row
