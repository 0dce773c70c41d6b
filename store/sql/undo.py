"""Undo, redo and rolling back: which operation is meant, by whom, and who ends what was begun."""

from __future__ import annotations

from collections.abc import Iterator

import apsw

from store.changes import Act, Operation, Undone
from store.errors import NothingToUndo
from store.sql.commit import Begun, Progress, Who, finish
from store.sql.connection import writing
from store.sql.log import operation_at
from store.sql.rows import one
from store.sql.taking import Taking, Target


def undoable(connection: apsw.Connection, author: str) -> Operation | None:
    """The author's newest operation that is not undone; None while one is being taken back."""
    if _is_taking(connection, author):
        return None
    for sequence, act in _own(connection, author):
        if act == Act.DO and not _is_ended(connection, sequence):
            return operation_at(connection, sequence)
    return None


def redoable(connection: apsw.Connection, author: str) -> Operation | None:
    """The operation that the author undid last, unless something else was done since."""
    found = _redoable(connection, author)
    return found.named if found else None


def _redoable(connection: apsw.Connection, author: str) -> Target | None:
    if _is_taking(connection, author):
        return None
    for sequence, act in _own(connection, author):
        if act == Act.DO and not _is_rolled_back(connection, sequence):
            return None
        if act == Act.UNDO:
            target = one(
                connection,
                "SELECT d.operation FROM operations o JOIN undone d ON d.operation = o.target"
                " WHERE o.sequence = ?1 AND d.undoing = ?1",
                sequence,
            )
            named = operation_at(connection, target[0]) if target else None
            if named:
                return Target(named, sequence, _is_in_parts(connection, sequence))
    return None


def undo(
    connection: apsw.Connection,
    who: Who,
    expected: int,
    begun: Begun | None = None,
    progress: Progress | None = None,
) -> Undone:
    """Take back the author's newest operation.

    Raises NothingToUndo unless that is the expected one: somebody has been quicker.
    """

    def found() -> Target | None:
        newest = undoable(connection, who.author)
        if newest is None:
            return None
        in_parts = _is_in_parts(connection, newest.sequence)
        return Target(newest, newest.sequence, in_parts)

    target = found()
    if target is None or target.named.sequence != expected:
        raise NothingToUndo("undo")
    taking = Taking(connection, target, Act.UNDO, begun)
    return taking.run(who, lambda: found() == target, progress)


def take_back(
    connection: apsw.Connection,
    who: Who,
    sequence: int,
    begun: Begun | None = None,
    progress: Progress | None = None,
) -> Undone:
    """Take back one operation, whoever's and however old; in the name of who does so.

    Raises NothingToUndo unless it is there, whole, and not undone.
    """

    def found() -> Target | None:
        operation = operation_at(connection, sequence)
        if operation is None or operation.act is not Act.DO or _is_ended(connection, sequence):
            return None
        return Target(operation, sequence, _is_in_parts(connection, sequence))

    target = found()
    if target is None:
        raise NothingToUndo("undo")
    taking = Taking(connection, target, Act.UNDO, begun)
    return taking.run(who, lambda: found() == target, progress)


def _is_ended(connection: apsw.Connection, sequence: int) -> bool:
    """Whether an operation is undone, or not yet whole."""
    return bool(
        one(
            connection,
            "SELECT 1 FROM undone WHERE operation = ?1 UNION ALL"
            " SELECT 1 FROM unfinished WHERE operation = ?1",
            sequence,
        )
    )


def redo(
    connection: apsw.Connection,
    who: Who,
    expected: int,
    begun: Begun | None = None,
    progress: Progress | None = None,
) -> Undone:
    """Do again what the author undid last; as `undo`."""
    target = _redoable(connection, who.author)
    if target is None or target.named.sequence != expected:
        raise NothingToUndo("redo")
    taking = Taking(connection, target, Act.REDO, begun)
    return taking.run(who, lambda: _redoable(connection, who.author) == target, progress)


def unfinished(connection: apsw.Connection) -> list[tuple[int, str]]:
    """Operations that are still being written, or never will be; and the session that began."""
    return [(row[0], str(row[1])) for row in connection.execute("SELECT * FROM unfinished")]


def settle(
    connection: apsw.Connection,
    sequence: int,
    writer: str,
    session: str,
    progress: Progress | None = None,
) -> Undone | None:
    """End an operation whose writer is gone: a change is rolled back, an undo is carried on.

    What that undo did in the end; None for a change.  Nothing is done where another session than
    that writer's has taken it upon itself.
    """
    with writing(connection):
        operation = operation_at(connection, sequence)
        if operation is None:
            finish(connection, sequence)
            return None
        if not _claim(connection, sequence, writer, session):
            return None
    who = Who(operation.author, session)
    if operation.act is Act.DO:
        target = Target(operation, sequence, in_parts=True)
        Taking(connection, target, Act.ROLL_BACK).run(who, lambda: True, progress)
        return None
    named = operation_at(connection, operation.target or 0)
    if named is None:
        raise NothingToUndo(str(operation.act))
    inverted = named.sequence
    if operation.act is Act.REDO:
        inverted = _undo_before(connection, named.sequence, sequence)
    taking = Taking(connection, Target(named, inverted, in_parts=True), operation.act)
    return taking.run(who, lambda: True, progress, first=operation)


def _claim(connection: apsw.Connection, sequence: int, writer: str, session: str) -> bool:
    """Take an unfinished operation over; false where that is not to be done, or done already."""
    # An operation that is being rolled back ends with its roll back.
    begun = one(
        connection,
        "SELECT 1 FROM unfinished u CROSS JOIN operations o ON o.sequence = u.operation"
        " WHERE o.target = ? AND o.act = ?",
        *(sequence, str(Act.ROLL_BACK)),
    )
    if begun:
        return False
    connection.execute(
        "UPDATE unfinished SET session = ? WHERE operation = ? AND session = ?",
        (session, sequence, writer),
    )
    return connection.changes() == 1


def _undo_before(connection: apsw.Connection, target: int, redo: int) -> int:
    """The undo that a redo takes back; 0 for none."""
    found = one(
        connection,
        "SELECT max(sequence) FROM operations WHERE target = ? AND act = 'undo' AND sequence < ?"
        " AND (whole IS NULL OR whole = sequence)",
        *(target, redo),
    )
    return int(found[0] or 0) if found else 0


def _own(connection: apsw.Connection, author: str) -> Iterator[tuple[int, str]]:
    """The author's operations, newest first."""
    return connection.execute(
        "SELECT sequence, act FROM operations WHERE author = ?"
        " AND (whole IS NULL OR whole = sequence) ORDER BY sequence DESC",
        (author,),
    )


def _is_taking(connection: apsw.Connection, author: str) -> bool:
    """Whether an undo or a redo of the author's is being written."""
    return bool(
        one(
            connection,
            "SELECT 1 FROM unfinished u CROSS JOIN operations o ON o.sequence = u.operation"
            " WHERE o.author = ? AND o.act IN ('undo', 'redo')",
            author,
        )
    )


def _is_rolled_back(connection: apsw.Connection, sequence: int) -> bool:
    """Whether the operation was never finished: nothing came of it."""
    return bool(
        one(
            connection,
            "SELECT 1 FROM undone d JOIN operations o ON o.sequence = d.undoing"
            " WHERE d.operation = ? AND o.act = 'roll back'",
            sequence,
        )
    )


def _is_in_parts(connection: apsw.Connection, sequence: int) -> bool:
    return bool(one(connection, "SELECT 1 FROM operations WHERE whole = ?", sequence))
