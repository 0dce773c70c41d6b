"""The repository's part that keeps incidents.json in step with the working copy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import apsw

from store.changes import WATCH, Operation, Undone
from store.errors import NothingToUndo, OutsideChange, StoreReadOnly, UnwritableStore, reason_of
from store.outside import AUTHOR, Finding, OutsideFile, Tended
from store.session import Session

if TYPE_CHECKING:
    from store.tiny.checkpoint import Progress
    from store.tiny.keeping import Keeper

Result = TypeVar("Result")

#: What is true of a turn that could not be ended: it may have taken changes in before.
_SAFE = "Nothing that was acknowledged is lost"


class KeptInStep:
    """A store whose TinyDB file follows it, and into which the file's changes come."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._keeper: Keeper | None = None

    @property
    def keeper(self) -> Keeper:
        """What keeps the file in step; its clock can be set."""
        if self._keeper is None:
            from store.tiny.keeping import Keeper  # noqa: PLC0415  not before the first screen

            session = self._session
            self._keeper = Keeper(session.folder, session.who.session, session.write_in_parts)
        return self._keeper

    @property
    def has_outside_change(self) -> bool:
        """Whether another program has written incidents.json since this store did."""
        session = self._session
        if session.past:
            return False
        from store.tiny import checkpoint  # noqa: PLC0415  as above

        with session.told_plainly(_SAFE):
            return checkpoint.is_outside_change(session.folder, session.connection())

    @property
    def is_waiting(self) -> bool:
        """Whether an operation is still being written in parts, which the file has when it ends."""
        session = self._session
        if session.only_reads:
            return False
        from store.sql.write import newest  # noqa: PLC0415  as above
        from store.tiny import checkpoint  # noqa: PLC0415  as above

        with session.reading() as connection:
            return checkpoint.newest_whole(connection) != newest(connection)

    def tend(self, progress: Progress | None = None) -> Tended:
        """Keep incidents.json in step: to be called about once a second, from one worker thread.

        Writes the file when it is due, and takes in what another program changed when that rests.
        Where only reading is possible, nothing.  Raises BusyStore, UnreadableStore,
        UnwritableStore.
        """
        if self._session.only_reads:
            return Tended()
        self.keeper.progress = progress
        return self._kept(lambda keeper, connection: keeper.tend(connection))

    def leave(self, progress: Progress | None = None) -> Tended:
        """Bring incidents.json up to date, unless a person has to decide about it, and close.

        What `progress` raises, and Ctrl+C, leaves the file as it was.
        """
        try:
            if self._session.only_reads:
                return Tended()
            self.keeper.progress = progress
            return self._kept(_finish)
        finally:
            self._session.close()

    def checkpoint(self) -> bool:
        """Write incidents.json when it lacks operations; whether it was written.

        Another program's changes come in before.  Raises StoreReadOnly, OutsideChange where a
        person has to decide, UnwritableStore.
        """
        done = self._kept(_finish)
        question = done.question
        if question is None and not done.written and self.has_outside_change:
            question = self.outside()
        if question and question.kind is not Finding.DAMAGED:
            raise OutsideChange(question.path, question.sentence)
        return done.written

    def outside(self) -> OutsideFile | None:
        """The incidents.json that is not ours, compared; None for ours.  May take long."""
        return self._kept(lambda keeper, connection: keeper.outside(connection))

    def take_outside(self, meant: OutsideFile | None = None) -> Operation | None:
        """Take in what lies there, in this user's name; None where that changes nothing.

        Where it began from an operation of ours, its changes come in, many deletions too.  Else
        it becomes the state, in place of all that is here, which stays in the log.  `meant` is
        what the person was asked about; OutsideChange when something else lies there now.
        """
        who = self._session.who
        return self._kept(lambda keeper, connection: keeper.take(connection, who, meant))

    def undo_outside(self, taken: Operation) -> Undone:
        """Take back what came in from outside, or by a watch, in this user's name, who can redo it.

        Nobody's `undo` reaches it.  Raises NothingToUndo, and what `run` raises.
        """
        if taken.author not in (AUTHOR, WATCH):
            raise NothingToUndo("undo")
        from store.sql import undo  # noqa: PLC0415  as above

        who = self._session.who
        return self._session.write_in_parts(
            lambda connection, begun: undo.take_back(connection, who, taken.sequence, begun)
        )

    def replace_outside(self, meant: OutsideFile | None = None) -> Path | None:
        """Set what lies there aside and write ours; where theirs lies then.

        `meant` as in `take_outside`.
        """
        return self._kept(lambda keeper, connection: keeper.replace(connection, meant))

    def _kept(self, do: Callable[[Keeper, apsw.Connection], Result]) -> Result:
        session = self._session
        if session.only_reads:
            raise StoreReadOnly(session.place, session.only_reads)
        try:
            # Where it is gone, that is said, and not which of its files was missed first.
            session.connection()
            self._check_link()
            # What was left half written is no state to compare a file with.
            session.end_left()
            with session.told_plainly(_SAFE):
                # By who is gone, too: no file has what comes after it.
                session.settle()
                return do(self.keeper, session.connection())
        except OSError as error:
            reason = reason_of(error)
            raise UnwritableStore(session.folder.document_file, reason, _SAFE) from error

    def _check_link(self) -> None:
        """Raise UnwritableStore for a link that somebody else may have put there; OSError."""
        folder = self._session.folder
        if folder.is_team and folder.document_file.is_symlink():
            raise UnwritableStore(
                folder.document_file,
                "it is a link, which anybody of the group may have put there; put the file itself "
                "in its place",
                "What was done is safe in desk.sqlite",
            )


def _finish(keeper: Keeper, connection: apsw.Connection) -> Tended:
    return keeper.finish(connection)
