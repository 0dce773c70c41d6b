"""The store at one operation as a stream of documents: what a TinyDB file is written from.

It is read in slices, each a short read of its own, so that SQLite's log can be folded back
meanwhile; what others change between two slices is read as it was at the operation.
"""

from __future__ import annotations

from collections.abc import Iterator

import apsw
import msgspec

from store import codec
from store.ids import Kind
from store.sql import schema
from store.sql.connection import reading
from store.sql.schema import MASK

Documents = Iterator[tuple[str, bytes]]
#: So many documents are read at a time: some tens of milliseconds.
SLICE = 5000


def tables(connection: apsw.Connection, operation: int) -> Iterator[tuple[str, Documents]]:
    """Every table's name and documents at the operation, ours first; read each before the next."""
    last = _last_version(connection, operation)
    for kind in Kind:
        yield kind.table, _ours(connection, schema.bounds(kind), last)
    foreign = connection.execute("SELECT number, name FROM tables ORDER BY name").fetchall()
    for number, name in foreign:
        yield str(name), _foreign(connection, number, last)


def _last_version(connection: apsw.Connection, operation: int) -> int:
    """The newest version that the operation, or one before it, wrote."""
    row = connection.execute(
        "SELECT max(first + records) - 1 FROM (SELECT first, records FROM operations"
        " WHERE sequence <= ? AND records > 0 ORDER BY sequence DESC LIMIT 1)",
        (operation,),
    ).fetchone()
    return int(row[0] or 0)


def _ours(connection: apsw.Connection, bounds: tuple[int, int], last: int) -> Documents:
    """The documents of a kind by id, report texts put back where they belong."""
    for at, document, text in _records(connection, bounds, last):
        if text is None:
            yield str(at & MASK), document.encode()
        else:
            # The document is an object without a field `text`: it comes in as the last one.
            comma = b"" if document == "{}" else b","
            yield (
                str(at & MASK),
                document[:-1].encode() + comma + b'"text":' + codec.to_json(text) + b"}",
            )


def _foreign(connection: apsw.Connection, table: int, last: int) -> Documents:
    for at, document, _ in _records(connection, schema.foreign_bounds(table), last):
        if at & MASK:
            yield str(at & MASK), document.encode()
        else:
            rows = msgspec.json.decode(document, type=dict[str, msgspec.Raw])
            yield from ((number, bytes(text)) for number, text in rows.items())


def _records(
    connection: apsw.Connection, bounds: tuple[int, int], last: int
) -> Iterator[tuple[int, str, str | None]]:
    """Key, document and text of the records in a range of keys, in the order of the keys."""
    start, end = bounds
    while start <= end:
        with reading(connection):
            rows = connection.execute(
                "SELECT record, document, t.text FROM records r"
                " LEFT JOIN texts t ON t.sha256 = r.text"
                " WHERE record BETWEEN ? AND ? ORDER BY record LIMIT ?",
                (start, end, SLICE),
            ).fetchall()
            until = rows[-1][0] if len(rows) == SLICE else end
            changed = connection.execute(
                "SELECT DISTINCT record FROM versions WHERE version > ? AND record BETWEEN ? AND ?",
                (last, start, until),
            ).fetchall()
            earlier = {at: _as_it_was(connection, at, last) for (at,) in changed}
        if earlier:
            found = {row[0]: row for row in rows}
            merged = {**found, **earlier}
            rows = [row for at in sorted(merged) if (row := merged[at]) is not None]
        yield from rows
        start = until + 1


def _as_it_was(
    connection: apsw.Connection, at: int, last: int
) -> tuple[int, str, str | None] | None:
    row: tuple[int, str | None, str | None] | None = connection.execute(
        "SELECT record, document, t.text FROM versions v LEFT JOIN texts t ON t.sha256 = v.text"
        " WHERE record = ? AND version <= ? ORDER BY version DESC LIMIT 1",
        (at, last),
    ).fetchone()
    return None if row is None or row[1] is None else (row[0], row[1], row[2])
