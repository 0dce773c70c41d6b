"""Writing one operation: log, records, links, counts and texts, in the caller's transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

import apsw
from msgspec.structs import replace

from store import codec
from store.changes import Change
from store.dates import Instant
from store.errors import InvalidRecord
from store.ids import Kind, Ref
from store.model import Report
from store.order import place_of, state_of
from store.record import Record
from store.references import EDGES, references
from store.sql.schema import key, rank


class Stored(NamedTuple):
    """A record as it lies on disk: its document without its text, and the text apart."""

    document: str
    digest: bytes | None
    text: str


def stored(record: Record) -> Stored:
    """Split a record into what lies in `records` and what lies in `texts`."""
    text = record.text if isinstance(record, Report) else ""
    if text:
        record = replace(record, text="")
    digest = hashlib.sha256(text.encode()).digest() if text else None
    return Stored(codec.encode_json(record).decode(), digest, text)


class OperationWriter:
    """Writes the changes of one operation and seals it with its hash."""

    def __init__(self, connection: apsw.Connection, sequence: int, previous: str) -> None:
        self._connection = connection
        self._sequence = sequence
        self._hash = hashlib.sha256(previous.encode())

    def write(self, change: Change) -> None:
        """Write one record's new version; a report's text stays what it was."""
        ref, _, after = change
        # What is taken back is what lies on disk, whatever the command took for the record.
        old = self._connection.execute(
            "SELECT place, state, text FROM records WHERE record = ?", (key(ref),)
        ).fetchone()
        row = stored(after) if after is not None else None
        if old:
            self._remove(ref, old[0], old[1])
        text = old[2] if old else self._text_before(ref)
        if text and row and row.digest != text:
            raise InvalidRecord(ref, "text", "a report's text is never edited")
        if after is not None and row is not None:
            self._insert(after, row)
        document = row.document if row else None
        digest = row.digest if row else None
        self._connection.execute(
            "INSERT INTO versions VALUES (?, ?, ?, ?)",
            (self._sequence, key(ref), document, digest),
        )
        self._hash.update(f"\n{ref} ".encode() + (document or "").encode() + (digest or b""))

    def _text_before(self, ref: Ref) -> bytes | None:
        """The text that a deleted report had: quotes may still rest on it."""
        if ref.kind is not Kind.REPORT:
            return None
        found = self._connection.execute(
            "SELECT text FROM versions WHERE record = ? AND text IS NOT NULL"
            " ORDER BY operation DESC LIMIT 1",
            (key(ref),),
        ).fetchone()
        return found[0] if found else None

    def seal(self, at: Instant, author: str, session: str, label: str, reason: str) -> str:
        """Write the operation's head; its hash."""
        head = (self._sequence, at, author, session, label, reason)
        self._hash.update(codec.to_json(head))
        digest = self._hash.hexdigest()
        self._connection.execute(
            "INSERT INTO operations VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*(str(part) if isinstance(part, str) else part for part in head), digest),
        )
        return digest

    def _insert(self, record: Record, row: Stored) -> None:
        if row.digest is not None:
            self._connection.execute(
                "INSERT OR IGNORE INTO texts VALUES (?, ?)", (row.digest, row.text)
            )
        kind, place, state = record.kind_of, place_of(record), state_of(record)
        self._connection.execute(
            "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)",
            (key(record.ref), rank(kind), place, state, self._sequence, row.document, row.digest),
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO links VALUES (?, ?, ?, ?)", _links(record)
        )
        self._count(kind, state, place, 1)
        self._connection.execute(
            "INSERT INTO highest VALUES (?, ?) ON CONFLICT DO UPDATE"
            " SET number = max(number, excluded.number)",
            (rank(kind), record.id),
        )

    def _remove(self, ref: Ref, place: int | str, state: str) -> None:
        self._connection.execute("DELETE FROM records WHERE record = ?", (key(ref),))
        self._connection.executemany(
            "DELETE FROM links WHERE edge = ? AND holder = ?",
            ((edge.code, ref.number) for edge in EDGES if edge.holder is ref.kind),
        )
        self._count(ref.kind, state, place, -1)

    def _count(self, kind: Kind, state: str, place: int | str, change: int) -> None:
        self._connection.execute(
            "INSERT INTO counts VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n",
            (rank(kind), state, place if isinstance(place, int) else 0, change),
        )


def _links(record: Record) -> Iterable[tuple[int, int, int, str]]:
    return (
        (reference.edge.code, record.id, reference.to.number, reference.role)
        for reference in references(record)
    )


def next_number(connection: apsw.Connection, kind: Kind) -> int:
    """A document id that was never used; the caller's transaction keeps it to itself."""
    number: int = connection.execute(
        "INSERT INTO highest VALUES (?, 1) ON CONFLICT DO UPDATE SET number = number + 1"
        " RETURNING number",
        (rank(kind),),
    ).get
    return number


def reserve(connection: apsw.Connection, ref: Ref) -> None:
    """Keep a document id from being given out, as if a record had had it."""
    connection.execute(
        "INSERT INTO highest VALUES (?, ?) ON CONFLICT DO UPDATE"
        " SET number = max(number, excluded.number)",
        (rank(ref.kind), ref.number),
    )
