"""The store at one operation as a stream of documents: what a TinyDB file is written from.

It is read in slices, each a short read of its own, so that SQLite's log can be folded back
meanwhile; what others change between two slices is read as it was at the operation.

What is to be written down is compared with the log while it is read: records that are not as the
log has them never get into a file that is whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from itertools import chain

import apsw
import msgspec

from store import codec
from store.ids import Kind
from store.sql import schema
from store.sql.connection import reading
from store.sql.rows import Row, one, rows, shaped
from store.sql.schema import MASK
from store.sql.write import name_of

Documents = Iterator[tuple[str, bytes]]
#: So many documents are read at a time: some tens of milliseconds.
SLICE = 5000

_NOW = (
    "SELECT record, document, t.text FROM records r LEFT JOIN texts t ON t.sha256 = r.text"
    " WHERE record BETWEEN ? AND ? ORDER BY record LIMIT ?"
)
#: The same, with the hash of the text, and whether it is all as the newest version has it.
_COMPARED = (
    "SELECT r.record, r.document, t.text, r.text,"
    " r.document IS v.document AND r.text IS v.text AND json_valid(r.document)"
    "  AND substr(r.document, 1, 1) = '{'"
    " FROM records r LEFT JOIN texts t ON t.sha256 = r.text LEFT JOIN versions v ON v.version ="
    "  (SELECT max(version) FROM versions WHERE record = r.record)"
    " WHERE r.record BETWEEN ? AND ? ORDER BY r.record LIMIT ?"
)
_LOGGED = "SELECT count(DISTINCT record) FROM versions WHERE record BETWEEN ? AND ?"
_MISSING = (
    "SELECT v.record FROM versions v WHERE v.record BETWEEN ? AND ?"
    " AND NOT EXISTS (SELECT 1 FROM records r WHERE r.record = v.record)"
    " AND v.version = (SELECT max(version) FROM versions WHERE record = v.record)"
    " AND v.document IS NOT NULL LIMIT 1"
)
_AS_IT_WAS = (
    "SELECT record, document, t.text, v.text, document IS NULL OR json_valid(document)"
    " FROM versions v LEFT JOIN texts t ON t.sha256 = v.text"
    " WHERE record = ? AND version <= ? ORDER BY version DESC LIMIT 1"
)


def tables(
    connection: apsw.Connection, operation: int, *, compared: bool = False
) -> Iterator[tuple[str, Documents]]:
    """Every table's name and documents at the operation, ours first; read each before the next.

    `compared` has them compared with the log: msgspec.ValidationError where they differ.
    """
    last = last_version(connection, operation)
    for kind in Kind:
        yield kind.table, _ours(records(connection, schema.bounds(kind), last, compared=compared))
    foreign = list(rows(connection, "SELECT number, name FROM tables ORDER BY name"))
    for number, name in (shaped(tuple[int, str], row) for row in foreign):
        bounds = schema.foreign_bounds(schema.table_number(number))
        found = records(connection, bounds, last, compared=compared)
        first = next(found, None)
        # The number of a table that was dropped stays: the log has its documents.
        if first is not None:
            yield name, _foreign(chain([first], found))


def last_version(connection: apsw.Connection, operation: int) -> int:
    """The newest version that the operation, or one before it, wrote."""
    row = one(
        connection,
        "SELECT first + records - 1 FROM operations"
        " WHERE sequence <= ? AND records > 0 ORDER BY sequence DESC LIMIT 1",
        operation,
    )
    return shaped(tuple[int], row)[0] if row else 0


def _ours(found: Iterable[Row]) -> Documents:
    """The documents of a kind by id, report texts put back where they belong."""
    for at, document, text in found:
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
    connection: apsw.Connection,
    bounds: tuple[int, int],
    last: int,
    at_a_time: int = SLICE,
    *,
    compared: bool = False,
) -> Iterator[Row]:
    """Key, document and text of the records in a range of keys, as at a version, by key."""
    start, end = bounds
    while start <= end:
        with nullcontext() if connection.in_transaction else reading(connection):
            found = list(rows(connection, _COMPARED if compared else _NOW, start, end, at_a_time))
            until = found[-1][0] if len(found) == at_a_time else end
            earlier = _earlier(connection, (start, until), last, compared=compared)
            if compared:
                _compare(connection, found, (start, until))
        for at, document, *_ in found:
            if not isinstance(document, str):
                raise msgspec.ValidationError(f"the document of {at} is not text")
        merged = {row[0]: row[:3] for row in found} | earlier
        for at in sorted(merged) if earlier else merged:
            row = merged[at]
            if row is not None:
                yield row
        start = until + 1


def _earlier(
    connection: apsw.Connection, bounds: tuple[int, int], last: int, *, compared: bool
) -> dict[int, Row | None]:
    """The records that were written since, as they were; None for those that were not there."""
    changed = rows(
        connection,
        "SELECT record, min(version) FROM versions WHERE record BETWEEN ? AND ?"
        " GROUP BY record HAVING max(version) > ?",
        *(*bounds, last),
    )
    # Many may be new: of those nothing earlier is asked.
    earlier = {
        at: one(connection, _AS_IT_WAS, at, last) if first <= last else None
        for at, first in changed
    }
    there = {at: row for at, row in earlier.items() if row and row[1] is not None}
    if compared:
        _check(connection, there.values())
    return {at: there[at][:3] if at in there else None for at in earlier}


def _compare(connection: apsw.Connection, found: list[Row], bounds: tuple[int, int]) -> None:
    """Refuse records that are not as the newest version has them, and those that are missing."""
    _check(connection, found)
    # From the index alone; some were deleted where there are more.
    logged = one(connection, _LOGGED, *bounds)
    missing = one(connection, _MISSING, *bounds) if logged != (len(found),) else None
    if missing:
        raise msgspec.ValidationError(f"{name_of(connection, missing[0])} is missing")


def _check(connection: apsw.Connection, found: Iterable[Row]) -> None:
    for at, _, text, digest, is_right in found:
        if not is_right:
            raise msgspec.ValidationError(f"{name_of(connection, at)} is not as the log has it")
        if digest is not None and (
            not isinstance(text, str) or hashlib.sha256(text.encode()).digest() != digest
        ):
            raise msgspec.ValidationError(f"the text of {name_of(connection, at)} was altered")
