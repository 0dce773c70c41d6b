"""Undo, redo and rolling back: the versions of an operation taken back, last first.

What has changed since stays as it is, and so does what later work rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import apsw

from store import codec
from store.changes import MOST_KEPT, Act, Kept, Operation, Undone
from store.dates import now
from store.errors import NothingToUndo
from store.references import EDGES, references
from store.sql import schema
from store.sql.commit import Progress, Step, Who, changer, finish, write_in_parts
from store.sql.connection import writing
from store.sql.log import operation_at
from store.sql.schema import MASK
from store.sql.write import Head, OperationWriter, Stored, name_of

_State = tuple[str | None, bytes | None]
"""A record's document and the hash of its text; None where it does not exist."""
_ABSENT: _State = (None, None)


class _Target(NamedTuple):
    """What is taken back, for which operation's sake."""

    named: Operation
    """What the person means: the operation undone or redone."""
    inverted: int
    """Whose versions are taken back: that one's, or those of its undo."""
    in_parts: bool


def undoable(connection: apsw.Connection, author: str) -> Operation | None:
    """The author's newest operation that is not undone."""
    for sequence, act in _own(connection, author):
        if act == Act.DO and not _one(
            connection,
            "SELECT 1 FROM undone WHERE operation = ?1 UNION ALL"
            " SELECT 1 FROM unfinished WHERE operation = ?1",
            sequence,
        ):
            return operation_at(connection, sequence)
    return None


def redoable(connection: apsw.Connection, author: str) -> Operation | None:
    """The operation that the author undid last, unless something else was done since."""
    found = _redoable(connection, author)
    return found.named if found else None


def _redoable(connection: apsw.Connection, author: str) -> _Target | None:
    for sequence, act in _own(connection, author):
        if act == Act.DO:
            return None
        if act == Act.UNDO:
            target = _one(connection, "SELECT operation FROM undone WHERE undoing = ?", sequence)
            named = operation_at(connection, target[0]) if target else None
            if named:
                return _Target(named, sequence, _is_in_parts(connection, sequence))
    return None


def undo(
    connection: apsw.Connection, who: Who, expected: int, progress: Progress | None = None
) -> Undone:
    """Take back the author's newest operation.

    Raises NothingToUndo unless that is the expected one: somebody has been quicker.
    """

    def found() -> _Target | None:
        newest = undoable(connection, who.author)
        if newest is None:
            return None
        in_parts = _is_in_parts(connection, newest.sequence)
        return _Target(newest, newest.sequence, in_parts)

    target = found()
    if target is None or target.named.sequence != expected:
        raise NothingToUndo("undo")
    return _Taking(connection, target, Act.UNDO).run(who, lambda: found() == target, progress)


def redo(
    connection: apsw.Connection, who: Who, expected: int, progress: Progress | None = None
) -> Undone:
    """Do again what the author undid last; as `undo`."""
    target = _redoable(connection, who.author)
    if target is None or target.named.sequence != expected:
        raise NothingToUndo("redo")
    return _Taking(connection, target, Act.REDO).run(
        who, lambda: _redoable(connection, who.author) == target, progress
    )


def unfinished(connection: apsw.Connection) -> list[tuple[int, str]]:
    """Operations that are still being written, or never will be; and the session that began."""
    return [(row[0], row[1]) for row in connection.execute("SELECT * FROM unfinished")]


def settle(
    connection: apsw.Connection, sequence: int, session: str, progress: Progress | None = None
) -> None:
    """End an operation whose writer is gone: a change is rolled back, an undo is carried on."""
    operation = operation_at(connection, sequence)
    if operation is None:
        with writing(connection):
            finish(connection, sequence)
        return
    who = Who(operation.author, session)
    if operation.act is Act.DO:
        begun = _one(
            connection,
            "SELECT 1 FROM unfinished u JOIN operations o ON o.sequence = u.operation"
            " WHERE o.target = ? AND o.act = 'roll back'",
            sequence,
        )
        if not begun:
            target = _Target(operation, sequence, in_parts=True)
            _Taking(connection, target, Act.ROLL_BACK).run(who, lambda: True, progress)
        return
    named = operation_at(connection, operation.target or 0)
    if named is None:
        raise NothingToUndo(str(operation.act))
    inverted = named.sequence
    if operation.act is Act.REDO:
        inverted = _undo_of(connection, named.sequence, sequence)
    taking = _Taking(connection, _Target(named, inverted, in_parts=True), operation.act)
    taking.run(who, lambda: True, progress, first=operation)


def _undo_of(connection: apsw.Connection, target: int, before: int) -> int:
    """The undo of an operation that a redo takes back."""
    found = _one(
        connection,
        "SELECT max(sequence) FROM operations WHERE target = ? AND act = 'undo' AND sequence < ?"
        " AND (whole IS NULL OR whole = sequence)",
        target,
        before,
    )
    return int(found[0]) if found and found[0] else 0


class _Taking:
    """Taking one operation back."""

    def __init__(self, connection: apsw.Connection, target: _Target, act: Act) -> None:
        self._connection = connection
        self._target = target
        self._act = act
        self._kept: dict[int, Kept] = {}
        self._last = 0

    def run(
        self,
        who: Who,
        is_meant: Callable[[], bool],
        progress: Progress | None,
        first: Operation | None = None,
    ) -> Undone:
        named = self._target.named
        head = Head(now(), *who, named.label, "", self._act, named.sequence)

        def steps() -> Iterator[Step]:
            if first is None:
                if not is_meant():
                    raise NothingToUndo(str(self._act))
                yield self._mark
            yield from self._inversions()
            if self._act is Act.ROLL_BACK:
                yield lambda _: finish(self._connection, named.sequence)

        if self._target.in_parts:
            operation = write_in_parts(
                self._connection, head, steps(), progress=progress, first=first
            )
        else:
            with writing(self._connection):
                writer = OperationWriter.following(self._connection)
                for step in steps():
                    step(writer)
                operation = writer.seal(head)
        if operation is None:
            raise NothingToUndo(str(self._act))
        kept = tuple(self._kept.values())
        return Undone(named, operation, kept[:MOST_KEPT], len(kept))

    def _mark(self, writer: OperationWriter) -> None:
        named = self._target.named.sequence
        if self._act is Act.REDO:
            self._connection.execute("DELETE FROM undone WHERE operation = ?", (named,))
        else:
            self._connection.execute(
                "INSERT OR REPLACE INTO undone VALUES (?, ?)", (named, writer.sequence)
            )

    def _inversions(self) -> Iterator[Step]:
        """A step for each version that the operation wrote, last first."""
        parts = self._connection.execute(
            "SELECT sequence, first, records FROM operations WHERE sequence = ?1"
            " UNION SELECT sequence, first, records FROM operations WHERE whole = ?1"
            " ORDER BY sequence DESC",
            (self._target.inverted,),
        ).fetchall()
        self._last = parts[0][0] if parts else 0
        for _, first, records in parts:
            for version in range(first + records - 1, first - 1, -1):
                yield lambda writer, version=version: self._invert(writer, version)  # type: ignore[misc]

    def _invert(self, writer: OperationWriter, version: int) -> None:
        row = _one(
            self._connection,
            "SELECT record, document, text FROM versions WHERE version = ?",
            version,
        )
        if row is None:
            raise NothingToUndo(str(self._act))
        at, after = row[0], (row[1], row[2])
        before = _state(
            self._connection,
            "SELECT document, text FROM versions WHERE record = ? AND version < ?"
            " ORDER BY version DESC LIMIT 1",
            at,
            version,
        )
        now_there = _state(
            self._connection, "SELECT document, text FROM records WHERE record = ?", at
        )
        if now_there == before:
            return
        if now_there != after:
            self._keep(at, changer(self._connection, at), is_used=False)
            return
        user = self._user(at) if before == _ABSENT else ""
        if user:
            self._keep(at, user, is_used=True)
        else:
            restore(writer, at, *before)

    def _keep(self, at: int, by: str, *, is_used: bool) -> None:
        self._kept.setdefault(at, Kept(name_of(self._connection, at), by, is_used))

    def _user(self, at: int) -> str:
        """Who has made another record name this one since; "" for nobody."""
        if not schema.is_ours(at):
            return ""
        for edge in EDGES:
            if edge.named is not schema.ref(at).kind:
                continue
            holders = self._connection.execute(
                "SELECT record FROM links JOIN records ON record = ? | holder"
                " WHERE edge = ? AND named = ? AND operation > ?",
                (schema.rank(edge.holder) << schema.SHIFT, edge.code, at & MASK, self._last),
            ).fetchall()
            for (holder,) in holders:
                if not self._named_before(holder, at):
                    return changer(self._connection, holder)
        return ""

    def _named_before(self, holder: int, at: int) -> bool:
        """Whether the other record named this one before the operation that is taken back."""
        document, _ = _state(
            self._connection,
            "SELECT document, text FROM versions WHERE record = ? AND operation < ?"
            " ORDER BY version DESC LIMIT 1",
            holder,
            self._target.inverted,
        )
        if document is None:
            return False
        ref = schema.ref(holder)
        record = codec.decode_json(ref.kind, ref.number, document)
        return any(found.to == schema.ref(at) for found in references(record))


def restore(writer: OperationWriter, at: int, document: str | None, text: bytes | None) -> bool:
    """Write a record as it was, to the byte; without a document, delete it."""
    if document is None:
        return writer.put(at, None, None)
    record = None
    if schema.is_ours(at):
        ref = schema.ref(at)
        record = codec.decode_json(ref.kind, ref.number, document)
    return writer.put(at, record, Stored(document, text))


def _own(connection: apsw.Connection, author: str) -> Iterator[tuple[int, str]]:
    """The author's operations, newest first."""
    return connection.execute(
        "SELECT sequence, act FROM operations WHERE author = ?"
        " AND (whole IS NULL OR whole = sequence) ORDER BY sequence DESC",
        (author,),
    )


def _is_in_parts(connection: apsw.Connection, sequence: int) -> bool:
    return bool(_one(connection, "SELECT 1 FROM operations WHERE whole = ?", sequence))


def _state(connection: apsw.Connection, query: str, *bound: int) -> _State:
    row = _one(connection, query, *bound)
    return (row[0], row[1]) if row else _ABSENT


def _one(connection: apsw.Connection, query: str, *bound: int) -> tuple[Any, ...] | None:
    return connection.execute(query, bound).fetchone()
