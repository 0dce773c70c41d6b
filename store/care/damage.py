"""A note that reading the working copy found it damaged, for who opens the store next.

It is the empty file `desk.sqlite-is-damaged`, gone when the working copy was looked through.
"""

from __future__ import annotations

import os
from contextlib import closing, suppress
from pathlib import Path

import apsw

from store.errors import UnreadableStore
from store.folder import Folder
from store.sql.connection import connect

#: What the sentence about damage ends with.
MENDED = (
    "when everybody has closed the store, opening it sets this file aside and builds it anew from "
    "incidents.json"
)


def is_damage(error: BaseException) -> bool:
    """Whether SQLite says that the file's pages are not as it wrote them."""
    return isinstance(error, apsw.CorruptError | apsw.NotADBError)


def note(folder: Folder) -> None:
    """Have the next opening look for damage."""
    # Where nothing can be written, whoever opens it next comes upon the damage as we did.
    with suppress(OSError):
        os.close(os.open(_path(folder), os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, folder.file_mode))


def is_noted(folder: Folder) -> bool:
    """Whether somebody has found damage."""
    return _path(folder).exists()


def forget(folder: Folder) -> None:
    """The damage is no more."""
    _path(folder).unlink(missing_ok=True)


def found(folder: Folder) -> str:
    """What is damaged, by a look at every page; "" for nothing.  Slow in a large store."""
    try:
        with closing(connect(folder.working_copy, writing=True, older=True)) as connection:
            said = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except UnreadableStore as error:
        if not error.is_damage:
            raise
        return error.reason
    except apsw.Error as error:
        if not is_damage(error):
            raise UnreadableStore(folder.working_copy, str(error)) from error
        return f"it is damaged ({error})"
    told = " ".join(str(said[0]).split()) if said else ""
    return "" if told == "ok" else f"it is damaged ({told})"


def _path(folder: Folder) -> Path:
    return folder.working_copy.with_name("desk.sqlite-is-damaged")
