"""Which working copy a session has open, and what becomes of it when its file is gone.

A file that is removed goes on for who has it open, and for nobody else.  So it is noticed, no
change is acknowledged any more, and what is open is saved; see `rescue`.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path

import apsw

from store.errors import StoreGone, UnreadableStore, reason_of
from store.folder import Folder


class Opened:
    """The file that all connections of one session have open."""

    def __init__(self, folder: Folder, *, only_reads: bool) -> None:
        """Made before the first connection opens the file that lies there."""
        self._folder = folder
        self._only_reads = only_reads
        # Text: a path is put together anew each time, which a change feels.
        self._path = os.path.abspath(folder.working_copy)  # noqa: PTH100  links stay as they are
        self._identity = self._found()
        self._home = identity(os.path.dirname(self._path))  # noqa: PTH120
        self._saving = threading.Lock()
        self._told = ""

    def check(self, connection: apsw.Connection | None) -> None:
        """Raise StoreGone when another file, or none, lies there; UnreadableStore.

        What `connection` has open is saved before, unless it is None.
        """
        found = self._found()
        if found == self._identity:
            return
        with self._saving:
            if not self._told and connection is not None and not connection.in_transaction:
                from store.care.rescue import Gone  # noqa: PLC0415  hardly ever needed

                gone = Gone(self._folder, self._home, was_replaced=found is not None)
                self._told = gone.saved(connection) if not self._only_reads else ""
        raise StoreGone(Path(self._path), self._told or "Close it and open it again")

    def _found(self) -> tuple[int, int] | None:
        try:
            return identity(self._path)
        except OSError as error:
            reason = reason_of(error)
            raise UnreadableStore(Path(self._path), reason) from error


def identity(path: str) -> tuple[int, int] | None:
    """The file or folder that has a path; None for none."""
    try:
        found = os.stat(path)  # noqa: PTH116
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino
