"""The repository's part that takes back what was done, and does it again."""

from __future__ import annotations

from collections.abc import Callable

import apsw

from store.changes import Operation, Undone, Who
from store.errors import BusyStore, NothingToUndo, UnwritableStore
from store.in_step import KeptInStep
from store.sql.begun import Begun


class TakingBack(KeptInStep):
    """A store whose changes can be taken back."""

    def undo(self, expected: Operation | None = None) -> Undone:
        """Take back this user's newest operation, which must be the expected one.

        What others changed since stays.  Raises NothingToUndo, and what `run` raises.
        """
        from store.sql import undo  # noqa: PLC0415  as above

        return self._take_back(self.undoable, undo.undo, "undo", expected)

    def redo(self, expected: Operation | None = None) -> Undone:
        """Do again what this user undid last; as `undo`."""
        from store.sql import undo  # noqa: PLC0415  as above

        return self._take_back(self.redoable, undo.redo, "redo", expected)

    def undoable(self) -> Operation | None:
        """What `undo` would take back; one of an earlier session has another `session`."""
        from store.sql import undo  # noqa: PLC0415  as above

        with self._session.reading() as connection:
            return undo.undoable(connection, self._session.who.author)

    def redoable(self) -> Operation | None:
        """What `redo` would do again."""
        from store.sql import undo  # noqa: PLC0415  as above

        with self._session.reading() as connection:
            return undo.redoable(connection, self._session.who.author)

    def _take_back(
        self,
        find: Callable[[], Operation | None],
        take: Callable[[apsw.Connection, Who, int, Begun], Undone],
        act: str,
        expected: Operation | None,
    ) -> Undone:
        session = self._session
        for undone in session.end_left():
            is_meant = not expected or undone.target.sequence == expected.sequence
            if is_meant and undone.operation.act == act:
                return undone
        target = expected or find()
        if target is None:
            raise NothingToUndo(act)
        sequence = target.sequence
        # An operation that was written in parts is taken back in parts.
        carried_on: list[Undone] = []
        try:
            return session.write_in_parts(
                lambda c, begun: take(c, session.who, sequence, begun), carried_on.append
            )
        except (BusyStore, UnwritableStore):
            for undone in carried_on:
                if undone.target.sequence == sequence:
                    return undone
            raise
