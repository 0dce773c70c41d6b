"""What looking after a store finds, and how a damaged database is read without falling over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from typing import NamedTuple

import apsw
import msgspec

from store.codec import decode_json
from store.ids import Kind
from store.record import Record
from store.sql import schema
from store.sql.connection import reading
from store.sql.rows import UNREADABLE as _UNREADABLE
from store.sql.rows import Row, in_words, rows
from store.sql.schema import FOREIGN, KINDS, MASK, SHIFT

#: Called with what is looked at, the pieces done and the pieces in all; 0 when nobody knows.
Progress = Callable[[str, int, int], None]

#: So many rows are read at a time: some tens of milliseconds.
SLICE = 2000
LEAST, MOST = -(1 << 63), (1 << 63) - 1

RESTORE = "`incident-desk restore` brings a backup back"
RECOVER = f"{RESTORE}, and `incident-desk recover` saves what can still be read into a new store"
REINDEX = "nothing else depends on it, and `incident-desk index` builds it anew"
REWRITE = "move incidents.json away, and `incident-desk checkpoint` writes it anew"


class Grade(Enum):
    """How bad a finding is."""

    DAMAGE = "damage"
    """Something was lost or altered."""
    REMARK = "remark"
    """Odd, and as somebody wrote it."""


class Finding(NamedTuple):
    """One thing that is wrong."""

    grade: Grade
    what: str
    """The record, operation or file, and what is wrong with it."""
    mend: str = ""
    """What mends it; "" where nothing need be done."""

    @property
    def sentence(self) -> str:
        """All of it in one sentence."""
        return f"{self.what}; {self.mend}." if self.mend else f"{self.what}."


def damage(what: str, mend: str = RESTORE) -> Finding:
    """A finding of something lost or altered."""
    return Finding(Grade.DAMAGE, what, mend)


def remark(what: str, mend: str = "") -> Finding:
    """A finding of something odd."""
    return Finding(Grade.REMARK, what, mend)


class Misshapen(Exception):
    """A row holds what its columns never hold."""


#: What keeps a database from being read, and says nothing of what it holds.
NO_DAMAGE = (apsw.BusyError, apsw.LockedError, apsw.InterruptError, apsw.FullError)
#: What reading a damaged database raises.
UNREADABLE = (*_UNREADABLE, Misshapen)


def guarded(what: str, findings: Iterator[Finding]) -> Iterator[Finding]:
    """The findings, and one more where the database cannot be read any further."""
    try:
        yield from findings
    except NO_DAMAGE:
        raise
    except UNREADABLE as error:
        yield damage(f"{what} in desk.sqlite cannot be read to the end ({in_words(error)})")


_TYPES = {"i": int, "t": str, "b": bytes}


def shaped(row: Row, shape: str, table: str) -> Row:
    """The row, if its values are as the letters say: i, t, b; a capital one may be missing.

    Raises Misshapen.
    """
    for value, letter in zip(row, shape, strict=True):
        if value is None and letter.isupper():
            continue
        if not isinstance(value, _TYPES[letter.lower()]):
            raise Misshapen(f"the row {row[0]!r} of {table} holds a value of another type")
    return row


def sliced(
    connection: apsw.Connection, query: str, shape: str, table: str, size: int = SLICE
) -> Iterator[Row]:
    """The rows of a query that begins with an integer key, in short reads of their own.

    Its parameters are the key to begin behind and the number of rows.
    """
    after = LEAST
    while True:
        with reading(connection):
            found = list(rows(connection, query, after, size))
        yield from (shaped(row, shape, table) for row in found)
        if len(found) < size:
            return
        after = found[-1][0]


def named(at: int, tables: dict[int, str]) -> str:
    """What stands for a key in hashes and in findings, whatever the key."""
    at_rank = at >> SHIFT
    if 0 < at_rank <= len(KINDS):
        return schema.ref(at)
    table = tables.get(at_rank - FOREIGN)
    if table is None:
        return f"the record with the key {at}"
    return f"{msgspec.json.encode(table).decode()}/{at & MASK}"


def decoded(kind: Kind, number: int, document: str) -> Record | None:
    """The record in a document; None when it holds none."""
    try:
        value = msgspec.json.decode(document)
        return decode_json(kind, number, document) if isinstance(value, dict) else None
    except (msgspec.MsgspecError, RecursionError):
        return None
