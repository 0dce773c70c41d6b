"""Reading the log: operations, what they changed, and the versions of a record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import apsw
import msgspec

from store import moments
from store.changes import Operation
from store.codec import Document
from store.dates import Instant
from store.errors import UnknownOperation
from store.history import Entry, Flow, Touched, Version
from store.ids import Kind, Ref
from store.sql import schema
from store.sql.rows import Row, one, rows, shaped
from store.sql.write import name_of

_COLUMNS = (
    "o.sequence, o.at, o.author, o.session, o.label, o.reason, o.hash, o.act, o.target,"
    " CASE WHEN o.whole IS NULL THEN o.records"
    " ELSE (SELECT sum(p.records) FROM operations p WHERE p.whole = o.sequence) END"
)
_ENTRY = (
    f"SELECT {_COLUMNS}, (SELECT undoing FROM undone WHERE operation = o.sequence),"
    " EXISTS (SELECT 1 FROM unfinished WHERE operation = o.sequence) FROM operations o"
)

_IS_DECIDED = (
    "({0} IS NULL OR coalesce(json_extract({0}, '$.triage.state'), 'new') <> 'new')".format
)
#: What each operation behind one did to the inbox, by the versions of reports before and after.
_FLOWS = (
    "SELECT o.sequence, o.at, sum(b.version IS NULL AND v.document IS NOT NULL),"
    f" sum(CASE WHEN b.version IS NULL THEN 0 ELSE {_IS_DECIDED('v.document')}"
    f" - {_IS_DECIDED('b.document')} END)"
    " FROM operations o CROSS JOIN versions v"
    " ON v.version BETWEEN o.first AND o.first + o.records - 1"
    " LEFT JOIN versions b ON b.version ="
    " (SELECT max(w.version) FROM versions w WHERE w.record = v.record AND w.version < v.version)"
    " WHERE o.sequence > ? AND o.act <> 'build' AND v.record BETWEEN ? AND ?"
    " GROUP BY o.sequence ORDER BY o.sequence"
)


def operation_at(connection: apsw.Connection, sequence: int) -> Operation | None:
    """The operation, or the one that the part belongs to; None when there is none."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM operations o WHERE o.sequence ="
        " (SELECT coalesce(whole, sequence) FROM operations WHERE sequence = ?)",
        (sequence,),
    ).fetchone()
    return _operation(row) if row else None


#: The digits of an operation's number: with more, SQLite's numbers may end.
_LONGEST = 18


class Log:
    """The history of a store, inside one read."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection

    def entries(self, before: int | None = None, limit: int = 50) -> list[Entry]:
        """Operations older than `before`, newest first, at most so many."""
        rows = self._connection.execute(
            f"{_ENTRY} WHERE o.sequence < ? AND (o.whole IS NULL OR o.whole = o.sequence)"
            " ORDER BY o.sequence DESC LIMIT ?",
            (before if before is not None else 1 << 62, limit),
        )
        return [_entry(row) for row in rows]

    def entries_of(self, ref: Ref, before: int | None = None, limit: int = 50) -> list[Entry]:
        """The operations that changed a record, newest first, at most so many."""
        rows = self._connection.execute(
            f"{_ENTRY} WHERE o.sequence IN (SELECT DISTINCT coalesce(h.whole, h.sequence)"
            "  FROM versions v JOIN operations h ON h.sequence = v.operation"
            "  WHERE v.record = ?) AND o.sequence < ? ORDER BY o.sequence DESC LIMIT ?",
            (schema.key(ref), before if before is not None else 1 << 62, limit),
        )
        return [_entry(row) for row in rows]

    def entry(self, sequence: int) -> Entry:
        """One operation; UnknownOperation when there is none."""
        row = self._connection.execute(
            f"{_ENTRY} WHERE o.sequence ="
            " (SELECT coalesce(whole, sequence) FROM operations WHERE sequence = ?)",
            (sequence,),
        ).fetchone()
        if row is None:
            raise UnknownOperation(str(sequence))
        return _entry(row)

    def versions(self, sequence: int, ref: Ref | None = None) -> Iterator[Version]:
        """What an operation changed, in the order in which it was written; or of one record."""
        if ref:
            yield from self._versions_of(ref, sequence)
            return
        parts = rows(
            self._connection,
            "SELECT first, records FROM operations WHERE sequence = ?1 UNION"
            " SELECT first, records FROM operations WHERE whole ="
            " (SELECT whole FROM operations WHERE sequence = ?1) ORDER BY 1",
            sequence,
        )
        for first, records in (shaped(tuple[int, int], part) for part in parts):
            written = rows(
                self._connection,
                "SELECT version, record, document, text FROM versions"
                " WHERE version BETWEEN ? AND ?",
                *(first, first + records - 1),
            )
            for row in written:
                yield self._version(*shaped(tuple[int, int, str | None, bytes | None], row))

    def _versions_of(self, ref: Ref, sequence: int) -> Iterator[Version]:
        """What an operation made of one record; by the record, for it may have many parts."""
        written = rows(
            self._connection,
            "SELECT version, record, document, v.text FROM versions v"
            " CROSS JOIN operations o ON o.sequence = v.operation"
            " WHERE v.record = ?1 AND coalesce(o.whole, o.sequence) ="
            " (SELECT coalesce(whole, sequence) FROM operations WHERE sequence = ?2)"
            " ORDER BY version",
            *(schema.key(ref), sequence),
        )
        for row in written:
            yield self._version(*shaped(tuple[int, int, str | None, bytes | None], row))

    def changed_since(self, operation: int, limit: int) -> list[Ref] | None:
        """The records of ours that later operations wrote; None when there are more than that."""
        row = self._connection.execute(
            "SELECT first FROM operations WHERE sequence > ? AND records > 0"
            " ORDER BY sequence LIMIT 1",
            (operation,),
        ).fetchone()
        if row is None:
            return []
        found = list(
            rows(
                self._connection,
                # By the order in which they were written: the index by record holds the whole log.
                "SELECT DISTINCT record FROM versions NOT INDEXED WHERE version >= ? LIMIT ?",
                *(row[0], limit + 1),
            )
        )
        if len(found) > limit:
            return None
        keys = (shaped(tuple[int], row)[0] for row in found)
        return [schema.ref(at) for at in keys if schema.is_ours(at)]

    def touched_since(self, operation: int) -> list[Touched]:
        """The records of ours that later operations wrote, each with the newest of these.

        All of them: ask `changed_since` first whether they are few.
        """
        found = rows(
            self._connection,
            "WITH since(first) AS"
            " (SELECT min(first) FROM operations WHERE sequence > ? AND records > 0)"
            " SELECT record, max(operation), NOT EXISTS"
            " (SELECT 1 FROM versions p WHERE p.record = v.record AND p.version < since.first)"
            " FROM since CROSS JOIN versions v NOT INDEXED WHERE v.version >= since.first"
            " GROUP BY record",
            operation,
        )
        operations: dict[int, Operation | None] = {}
        touched = []
        for at, sequence, is_new in (shaped(tuple[int, int, int], row) for row in found):
            if sequence not in operations:
                operations[sequence] = operation_at(self._connection, sequence)
            known = operations[sequence]
            if known is not None and schema.is_ours(at):
                touched.append(Touched(schema.ref(at), known, bool(is_new)))
        return touched

    def flows(self, since: int) -> list[Flow]:
        """What each later operation did to the inbox, those that did nothing left out."""
        found = rows(self._connection, _FLOWS, since, *schema.bounds(Kind.REPORT))
        told = (shaped(tuple[int, str, int, int], row) for row in found)
        return [Flow(one[0], Instant(one[1]), *one[2:]) for one in told if any(one[2:])]

    def at(self, moment: Instant) -> int:
        """The newest operation, or part of one, at a moment; 0 before the first."""
        first, last = self._ends()
        # Halved again and again, for the log may be long.  Clocks may go back, and the sequence is
        # the order that counts: then this is an operation that was done by the moment while the
        # next one was not.  All parts have the time of the first, so only the first is asked.
        before, after = first - 1, last + 1
        while after - before > 1:
            middle = (before + after) // 2
            began = one(
                self._connection,
                "SELECT sequence, at FROM operations WHERE sequence <= ?"
                " AND (whole IS NULL OR whole = sequence) ORDER BY sequence DESC LIMIT 1",
                middle,
            )
            if began is None or shaped(tuple[int, str], began)[1] > str(moment):
                after = began[0] if began and began[0] > before else middle
            else:
                before = middle
        return before if before >= first else 0

    def _ends(self) -> tuple[int, int]:
        """The oldest and the newest operation, or part of one."""
        row = one(
            self._connection,
            "SELECT (SELECT min(sequence) FROM operations), (SELECT max(sequence) FROM operations)",
        )
        return (row[0], row[1]) if row and row[0] is not None else (1, 0)

    def meant(self, text: str) -> int:
        """The operation that a person means by its number, a day, a minute or a moment.

        UnknownOperation where there is none, or the text is none of these.
        """
        asked = text.strip()
        if asked.isdecimal():
            if len(asked) > _LONGEST:
                raise UnknownOperation(asked)
            return self.entry(int(asked)).operation.sequence
        try:
            found = self.at(moments.end_of(text))
        except ValueError as error:
            raise UnknownOperation(f"of that number or time: {error}") from None
        if not found:
            raise UnknownOperation(f"at or before {text.strip()}")
        return found

    def head(self) -> tuple[int, str]:
        """The newest operation's sequence and hash, to be noted elsewhere."""
        row = self._connection.execute(
            "SELECT sequence, hash FROM operations ORDER BY sequence DESC LIMIT 1"
        ).fetchone()
        return (row[0], row[1]) if row else (0, "")

    def _version(self, version: int, at: int, document: str | None, text: bytes | None) -> Version:
        row = one(
            self._connection,
            "SELECT document, text FROM versions WHERE record = ? AND version < ?"
            " ORDER BY version DESC LIMIT 1",
            *(at, version),
        )
        before, before_text = shaped(tuple[str | None, bytes | None], row) if row else (None, None)
        documents = _parsed(before), _parsed(document)
        if text != before_text:
            self._add_text(documents[0], before_text)
            self._add_text(documents[1], text)
        return Version(name_of(self._connection, at), *documents)

    def _add_text(self, document: Document | None, digest: bytes | None) -> None:
        """Give a report's document its text, which lies apart."""
        if document is None or digest is None:
            return
        found = one(self._connection, "SELECT text FROM texts WHERE sha256 = ?", digest)
        if found:
            document["text"] = found[0]


def _parsed(document: str | None) -> Document | None:
    """The document; msgspec.ValidationError where a damaged version holds none."""
    return None if document is None else msgspec.json.decode(document, type=dict[str, Any])


def _operation(row: Row) -> Operation:
    """The operation in a row; msgspec.ValidationError where a damaged one holds none."""
    try:
        return msgspec.convert(row[:10], Operation, dec_hook=_moment)
    except msgspec.ValidationError:
        told = f"the operation {row[0]!r} says of itself what none says"
        raise msgspec.ValidationError(told) from None


def _moment(_: type, text: object) -> Instant:
    return Instant(text if isinstance(text, str) else "")


def _entry(row: Row) -> Entry:
    return Entry(_operation(row), row[10], bool(row[11]))
