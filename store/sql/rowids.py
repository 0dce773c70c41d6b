"""Where a record stands in the full-text index: rows of a kind lie there in list order.

A row's id is its kind's rank << 59 | its day << 37 | its slot: read backwards, the newest of a
kind come first, and those of a time are a range.  The slot is the document id, where that is one
that a store gives out; the few larger ones, which other programs choose, have slots from `slots`.
Kinds that are listed by name have no day here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import apsw

from store.ids import Kind
from store.order import BY_NAME
from store.sql import schema
from store.sql.rows import one, shaped
from store.sql.schema import KINDS, MASK, SHIFT

_KIND, _DAY = 59, 37
_MOST_DAYS = (1 << (_KIND - _DAY)) - 1
_SLOTS = (1 << _DAY) - 1
#: Document ids from here on have slots of their own, from here on.
LARGE = 1 << 36

#: The same row in SQL, of a record by its columns `record` and `place`.
IN_SQL = (
    f"(((record >> {SHIFT}) << {_KIND})"
    " | ((CASE typeof(place) WHEN 'integer' THEN"
    f" min(max(place, 0), {_MOST_DAYS}) ELSE 0 END) << {_DAY})"
    f" | (CASE WHEN (record & {MASK}) < {LARGE} THEN record & {MASK} ELSE (SELECT slot FROM slots"
    f" WHERE slots.kind = record >> {SHIFT} AND slots.number = record & {MASK}) END))"
)

_BY_NAME = frozenset(schema.rank(kind) for kind in BY_NAME)


def rowid(connection: apsw.Connection, at: int, place: object, *, new: bool = False) -> int | None:
    """The row of the record with that key and place; None where it has no slot, and needs one.

    `new` gives it one, in the caller's transaction.
    """
    kind, number = at >> SHIFT, at & MASK
    slot = number if number < LARGE else _slot(connection, kind, number, new=new)
    return None if slot is None else kind << _KIND | _day(kind, place) << _DAY | slot


def bounds(kind: Kind, first_day: int = 0, last_day: int = _MOST_DAYS) -> tuple[int, int]:
    """The least and the greatest row of a kind's records of these days."""
    rank = schema.rank(kind) << _KIND
    return rank | max(0, first_day) << _DAY, rank | min(last_day, _MOST_DAYS) << _DAY | _SLOTS


def numbers(connection: apsw.Connection, newest_first: Iterable[int]) -> Iterator[int]:
    """The document ids of rows of one kind that come from the greatest down, in list order."""
    waiting: list[int] = []
    day = 0
    for row in newest_first:
        if waiting and (row >> _DAY != day or row & _SLOTS < LARGE):
            # Slots are given in another order than ids.
            yield from sorted(waiting, reverse=True)
            waiting.clear()
        if row & _SLOTS < LARGE:
            yield row & _SLOTS
        else:
            day = row >> _DAY
            waiting.append(number(connection, row))
    yield from sorted(waiting, reverse=True)


def unordered(connection: apsw.Connection, found: Iterable[int]) -> list[int]:
    """The document ids of rows in their order, whichever that is."""
    slots = [(row & _SLOTS, row) for row in found]
    return [slot if slot < LARGE else number(connection, row) for slot, row in slots]


def number(connection: apsw.Connection, row: int) -> int:
    """The document id of the record in a row; msgspec.ValidationError where it is none's."""
    slot = row & _SLOTS
    if slot < LARGE:
        return slot
    found = one(connection, "SELECT number FROM slots WHERE slot = ?", slot)
    return shaped(tuple[int], found or ())[0]


def kind_of(row: int) -> Kind:
    """The kind of the record in a row."""
    return KINDS[(row >> _KIND) - 1]


def _day(kind: int, place: object) -> int:
    if kind in _BY_NAME or not isinstance(place, int):
        return 0
    return min(max(place, 0), _MOST_DAYS)


def _slot(connection: apsw.Connection, kind: int, number: int, *, new: bool) -> int | None:
    found = one(connection, "SELECT slot FROM slots WHERE kind = ? AND number = ?", kind, number)
    if found is None and new:
        # It stays when the record is deleted: an undo may bring that back.
        connection.execute(
            "INSERT INTO slots (slot, kind, number)"
            " VALUES (1 + (SELECT coalesce(max(slot), ?) FROM slots), ?, ?)",
            (LARGE - 1, kind, number),
        )
        return _slot(connection, kind, number, new=False)
    return shaped(tuple[int], found)[0] if found else None
