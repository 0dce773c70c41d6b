"""Undo, redo and rolling back: which operation is meant, by whom, and who ends what was begun."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import apsw

from store.changes import ADDED, Act, Operation, Undone, Who
from store.errors import NothingToUndo
from store.sql.begun import Begun
from store.sql.commit import Progress, finish
from store.sql.connection import writing
from store.sql.log import operation_at
from store.sql.rows import damaged, one
from store.sql.taking import Taking, Target


def undoable(connection: apsw.Connection, author: str) -> Operation | None:
    """What the author did or redid last, of what is not undone; None while one is taken back.

    Redoing what somebody else did is an act of one's own: its undo is the next.
    """
    if _is_taking(connection, author):
        return None
    for sequence, act, target in _own(connection, author):
        done = target if act == Act.REDO else sequence if act == Act.DO else None
        if done is not None and not _is_ended(connection, done):
            return operation_at(connection, done)
    return None


def redoable(connection: apsw.Connection, author: str) -> Operation | None:
    """The operation that the author undid last, unless something else was done since.

    An undo that restored nothing left nothing to do again, and is passed over.
    """
    found = _redoable(connection, author)
    return found.named if found else None


def _redoable(connection: apsw.Connection, author: str) -> Target | None:
    if _is_taking(connection, author):
        return None
    for sequence, act, _ in _own(connection, author):
        if act == Act.DO and not _is_rolled_back(connection, sequence):
            return None
        if act == Act.UNDO:
            target = one(
                connection,
                "SELECT d.operation FROM operations o JOIN undone d ON d.operation = o.target"
                " WHERE o.sequence = ?1 AND d.undoing = ?1 AND EXISTS (SELECT 1 FROM operations"
                "  WHERE (sequence = ?1 OR whole = ?1) AND records > 0)",
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
    """Take back what the author did or redid last.

    Raises NothingToUndo unless that is the expected one: somebody has been quicker.
    """

    def found() -> Target | None:
        newest = undoable(connection, who.author)
        return _itself(connection, newest) if newest else None

    return _take(connection, who, Act.UNDO, expected, found, begun, progress)


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
        return _itself(connection, operation)

    return _take(connection, who, Act.UNDO, sequence, found, begun, progress)


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
    return _take(
        connection,
        who,
        Act.REDO,
        expected,
        lambda: _redoable(connection, who.author),
        begun,
        progress,
    )


def _itself(connection: apsw.Connection, operation: Operation) -> Target:
    """An operation whose own versions are taken back."""
    return Target(operation, operation.sequence, _is_in_parts(connection, operation.sequence))


def _take(
    connection: apsw.Connection,
    who: Who,
    act: Act,
    expected: int,
    find: Callable[[], Target | None],
    begun: Begun | None,
    progress: Progress | None,
) -> Undone:
    """Take back what is found, if it is the expected one, and is so still when it is written."""
    target = find()
    if target is None or target.named.sequence != expected:
        raise NothingToUndo(str(act))
    return Taking(connection, target, act, begun).run(who, lambda: find() == target, progress)


def settle(
    connection: apsw.Connection,
    sequence: int,
    writer: str,
    session: str,
    progress: Progress | None = None,
) -> Undone | None:
    """End an operation whose writer is gone: a change is rolled back, an undo is carried on.

    Of documents that were added those stay that were committed: each is whole, and was told of.

    What that undo did in the end; None for a change.  Nothing is done where another session than
    that writer's has taken it upon itself.
    """
    with writing(connection):
        operation = operation_at(connection, sequence)
        if operation is None:
            raise damaged(connection, f"the operation {sequence} is missing")
        if not _claim(connection, sequence, writer, session):
            return None
        if operation.act is Act.DO and operation.label.startswith(ADDED):
            finish(connection, sequence)
            return None
    who = Who(operation.author, session)
    if operation.act is Act.DO:
        target = Target(operation, sequence, in_parts=True)
        Taking(connection, target, Act.ROLL_BACK).run(who, lambda: True, progress)
        return None
    named = operation_at(connection, operation.target or 0)
    if named is None:
        raise damaged(connection, f"the operation {sequence} takes back none that there is")
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


def _own(connection: apsw.Connection, author: str) -> Iterator[tuple[int, str, int | None]]:
    """The author's operations and what they are about, newest first."""
    return connection.execute(
        "SELECT sequence, act, target FROM operations WHERE author = ?"
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
