"""Operations in parts that were not brought to their end, and who ends them.

A change is rolled back, an undo is carried on.  Where a process is gone, who opens the store next
does it; who has failed does it at once, or, where the disk is full, before whatever comes next.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import apsw

from store import presence
from store.changes import Undone
from store.folder import Folder
from store.sql.begun import Begun, unfinished

#: Carries out what writes, and returns what that returns.
Write = Callable[[Callable[[apsw.Connection], Undone | None]], Undone | None]


class Unfinished:
    """What one session has begun in parts."""

    def __init__(self, folder: Folder, session: str) -> None:
        self._folder = folder
        self._session = session
        self._at_work: set[int] = set()
        self._ending = threading.Lock()
        self.is_left = False
        """Whether something of this session's has failed and is still to be ended."""

    @contextmanager
    def at_work(self) -> Iterator[Begun]:
        """What is begun inside is at work up to the end, and left where that is a failure."""
        begun: list[int] = []

        def begin(sequence: int) -> None:
            begun.append(sequence)
            self._at_work.add(sequence)

        try:
            yield begin
        except BaseException:
            self.is_left = self.is_left or bool(begun)
            raise
        finally:
            self._at_work.difference_update(begun)

    def end(self, connection: apsw.Connection, write: Write) -> list[Undone]:
        """End what this session, or one that is gone, has left; the undos that were carried on."""
        ended = []
        # Two threads would each take it for left.
        with self._ending:
            for sequence, session in unfinished(connection):
                if self._is_left(sequence, session):
                    from store.sql import undo  # noqa: PLC0415  hardly ever needed

                    ended.append(
                        write(
                            partial(
                                undo.settle,
                                sequence=sequence,
                                writer=session,
                                session=self._session,
                            )
                        )
                    )
            self.is_left = False
        return [undone for undone in ended if undone is not None]

    def _is_left(self, sequence: int, session: str) -> bool:
        if session == self._session:
            return sequence not in self._at_work
        return not presence.is_present(self._folder, session)
