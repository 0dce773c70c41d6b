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
from store.sql import watermark
from store.sql.connection import connect, writing

#: What the sentence about damage ends with.
MENDED = (
    "when everybody has closed the store, opening it sets this file aside and builds it anew from "
    "incidents.json"
)


_CHECK = "PRAGMA integrity_check(1)"


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
    """What is damaged, by a look at every page; "" for nothing.  Slow in a large store.

    Where that is the full-text index alone, it is emptied: nothing is lost, and it is built anew.
    """
    try:
        with closing(connect(folder.working_copy, writing=True, older=True)) as connection:
            said = connection.execute(_CHECK).fetchone()
            if said and watermark.is_told_damaged(str(said[0])):
                with writing(connection):
                    watermark.empty(connection)
                said = connection.execute(_CHECK).fetchone()
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
