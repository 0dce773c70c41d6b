"""A record as it lies on disk, and what a command has just read of it.

A command reads a record, changes it and has it written: the second reading is spared, and what
was read tells the writer what it need not check, hash or link again.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import apsw
from msgspec.structs import replace

from store import codec
from store.ids import Ref
from store.model import Report
from store.record import Record
from store.sql import schema
from store.sql.read import SqlReader


class Stored(NamedTuple):
    """A record as it is written: its document without its text, and the text apart."""

    document: str
    digest: bytes | None = None
    text: str = ""
    """Empty too where `texts` is known to have it."""


class Entry(NamedTuple):
    """A record's row in `records`."""

    place: int | str
    state: str
    text: bytes | None
    document: str
    record: Record | None = None
    """The record itself, text included, where a command has read it."""


def stored(record: Record, written: bytes | None = None, found: Entry | None = None) -> Stored:
    """Split a record into what lies in `records` and what lies in `texts`.

    `written` is its document, where that has been made; `found` what lies there so far.
    """
    text = record.text if isinstance(record, Report) else ""
    known = found.record if found else None
    if written is None:
        written = codec.encode_json(replace(record, text="") if text else record)
    document = written.decode()
    if not text:
        return Stored(document)
    if found and isinstance(known, Report) and known.text == text:
        return Stored(document, found.text)
    return Stored(document, hashlib.sha256(text.encode()).digest(), text)


class Entries:
    """The rows of `records` for one who writes; the one that was read last is remembered.

    What is remembered is true in the transaction in which it was read: forget it at the end.
    """

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._last: tuple[int, Entry | None] | None = None

    def forget(self) -> None:
        """Read everything anew."""
        self._last = None

    def find(self, ref: Ref) -> Record | None:
        """The record, and remember its row."""
        at = schema.key(ref)
        row = self._connection.execute(
            "SELECT place, state, r.text, document, t.text FROM records r"
            " LEFT JOIN texts t ON t.sha256 = r.text WHERE record = ?",
            (at,),
        ).fetchone()
        if row is None:
            self._last = at, None
            return None
        record = codec.decode_json(ref.kind, ref.number, row[3])
        if row[4] is not None and isinstance(record, Report):
            record = replace(record, text=row[4])
        self._last = at, Entry(row[0], row[1], row[2], row[3], record)
        return record

    def known(self, ref: Ref) -> Record | None:
        """The record, where it is the one that is remembered."""
        if self._last is None or self._last[0] != schema.key(ref) or self._last[1] is None:
            return None
        return self._last[1].record

    def take(self, at: int) -> Entry | None:
        """The row under a key, which is about to be written."""
        last, self._last = self._last, None
        if last and last[0] == at:
            return last[1]
        row = self._connection.execute(
            "SELECT place, state, text, document FROM records WHERE record = ?", (at,)
        ).fetchone()
        return Entry(*row) if row else None


class CommandReader(SqlReader):
    """The reader of a command that is being carried out."""

    def __init__(self, connection: apsw.Connection, entries: Entries) -> None:
        super().__init__(connection)
        self._entries = entries

    def find(self, ref: Ref) -> Record | None:
        return self._entries.find(ref)
