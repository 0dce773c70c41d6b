"""Saving a working copy whose file is gone under who has it open.

What was acknowledged since incidents.json was written lies only there.  So it is saved beside the
store's files, from where the next opening takes it.  Not where its folder was moved away: it went
with it, and what has the path now is another's.

    desk.sqlite.rescued-<n>    a working copy whose file was removed or replaced under a session
"""

from __future__ import annotations

import os
from contextlib import closing, suppress
from pathlib import Path

import apsw

from store.care.copy import copy_database
from store.care.opened import identity
from store.errors import DeskError
from store.folder import Folder, sync
from store.sql.connection import connect
from store.sql.rows import UNREADABLE, one
from store.sql.write import newest
from store.tiny import lines, marks, replaced

_WORD = "rescued"
_AWAY = "Its folder was moved or removed; what was changed is where it was moved to"
_LOST = "what was changed since incidents.json was written is lost when it is closed"


class Gone:
    """A working copy whose file does not lie there any more."""

    def __init__(self, folder: Folder, home: tuple[int, int] | None, *, was_replaced: bool) -> None:
        """`home` is the folder as it was when the file was opened."""
        self._folder = folder
        self._home = home
        self._was_replaced = was_replaced

    def saved(self, connection: apsw.Connection) -> str:
        """Save what is open; what the person is told of it."""
        try:
            why_not = self._is_elsewhere(connection)
            if why_not:
                return why_not
            to = _taken_name(self._folder)
            try:
                copy_database(connection, to, self._folder.file_mode)
            except BaseException:
                to.unlink()
                raise
        except (OSError, *UNREADABLE, DeskError) as error:
            reason = str(error).removesuffix(".")
            return f"{_LOST[0].upper()}{_LOST[1:]}, as it could not be saved ({reason})"
        away = ", what lies there now is moved away" if self._was_replaced else ""
        return (
            f"All that it held is saved as {to.name}, which takes its place when everybody has "
            f"closed the store{away} and it is opened again"
        )

    def _is_elsewhere(self, connection: apsw.Connection) -> str:
        """Why what is open must not be saved where it was, as a sentence; "" where it may."""
        # Text: links stay as they are.
        path = os.path.abspath(self._folder.working_copy)  # noqa: PTH100
        found = identity(os.path.dirname(path))  # noqa: PTH120
        if found is None:
            return _AWAY
        mine, stores = marks.read(connection).store, _of_file(self._folder)
        is_home = found == self._home
        if mine not in stores and (is_home or not stores):
            stores |= _of_working_copy(self._folder)
        if mine in stores:
            return ""
        if not is_home:
            return _AWAY
        return f"Another store was put into its folder, and {_LOST}" if stores else ""


def _of_file(folder: Folder) -> set[str]:
    """The uid of the store whose incidents.json lies in a folder, where it can be told."""
    with suppress(DeskError):
        uid = lines.read(folder.document_file).meta.get("store")
        return {uid} if isinstance(uid, str) and uid else set()
    return set()


def _of_working_copy(folder: Folder) -> set[str]:
    """The same of desk.sqlite; looking into one leaves an empty log beside it."""
    with suppress(DeskError, *UNREADABLE), closing(connect(folder.working_copy, older=True)) as it:
        return {marks.read(it).store}
    return set()


def _taken_name(folder: Folder) -> Path:
    """An empty file with a free name: everybody who has the store open saves it in this moment."""
    while True:
        to = replaced.free_name(folder.working_copy, _WORD)
        with suppress(FileExistsError):
            os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, folder.file_mode))
            return to


def take_saved(folder: Folder) -> Path | None:
    """Put what was saved of a lost working copy in its place; what it was called, None for none.

    The caller is alone in the store.  What incidents.json has gone beyond is left where it lies.
    """
    found = {path: _head(folder, path) for path in folder.path.glob(f"desk.sqlite.{_WORD}-*")}
    heads = {path: head for path, head in found.items() if head is not None}
    if not heads:
        return None
    newest_saved = max(heads, key=lambda path: heads[path])
    replaced.clear_log(folder.working_copy)
    newest_saved.rename(folder.working_copy)
    sync(folder.path)
    return newest_saved


def _head(folder: Folder, path: Path) -> int | None:
    """The newest operation of a saved working copy; None where it is not what is lost."""
    try:
        covered = lines.read(folder.document_file).meta
    except DeskError:
        covered = {}
    lineage = covered.get("store"), covered.get("operation"), covered.get("hash")
    try:
        with closing(connect(path)) as connection:
            known = marks.read(connection)
            built = known.built.lineage if known.built else None
            if lineage == built:
                return newest(connection)[0]
            # Also a file that covers nothing yet says whose it is.
            if lineage[0] and lineage[0] != known.store:
                return None
            if lineage[1] and lineage != (known.store, lineage[1], _hash(connection, lineage[1])):
                return None
            return newest(connection)[0]
    except (*UNREADABLE, DeskError):
        return None


def _hash(connection: apsw.Connection, operation: object) -> str | None:
    row = one(connection, "SELECT hash FROM operations WHERE sequence = ?", operation)
    return row[0] if row else None
