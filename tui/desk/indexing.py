"""The full-text index brought up to date while the desk is open, from a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable

from textual.message import Message

from store.errors import DeskError
from tui.desk.link import Link
from tui.desk.message import Trouble

#: So much of the whole is between two progress bars.
STEP = 0.01
#: So many seconds are waited for the end of a part.
PATIENCE = 0.5


class Indexed(Message):
    """How much of the index is built, from 0 to 1; 1 is all of it."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share


class Indexing:
    """Builds what the index lacks: after an import, an upgrade, or another version's words."""

    def __init__(self, link: Link, post: Callable[[Message], object]) -> None:
        self._link = link
        self._post = post
        self._stop = threading.Event()
        self._ended = threading.Event()
        self._ended.set()
        self._told = 0.0

    def stop(self) -> None:
        """End `run`; who opens the store next goes on."""
        self._stop.set()
        # The store is closed next, and a part takes less than that.
        self._ended.wait(PATIENCE)

    def run(self) -> None:
        """Build it, until `stop`, on a worker thread."""
        self._ended.clear()
        try:
            self._link.index(self._tell, self._stop.is_set)
        except DeskError as error:
            self._post(Trouble(str(error)))
        finally:
            self._ended.set()
        if self._told:
            self._post(Indexed(1.0))

    def _tell(self, done: int, total: int) -> None:
        share = min(done / total, 1.0) if total else 1.0
        if share >= self._told + STEP:
            self._told = share
            self._post(Indexed(share))
