"""A consistent copy of a working copy, made while others write."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import apsw

from store.errors import UnwritableStore
from store.folder import sync
from store.sql.connection import reading
from store.sql.rows import one

#: So many pages are copied between two reports of the progress.
PAGES = 2000

#: Called with the pages done and the pages in all.
Progress = Callable[[int, int], None]


def copy_database(
    source: apsw.Connection, to: Path, mode: int, progress: Progress | None = None
) -> None:
    """Copy with SQLite's backup API, durably; the copy appears whole or not at all."""
    fresh = to.with_name(f".{to.name}.new")
    _remove(fresh)
    os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
    try:
        fresh.chmod(mode)
        with closing(apsw.Connection(str(fresh))) as target:
            # Not yet the copy: a crash leaves only this file, so nothing need be synced before.
            target.pragma("synchronous", "OFF")
            # One state for the whole copy: without it each commit of others would begin it anew.
            with reading(source), target.backup("main", source, "main") as backup:
                one(source, "SELECT 1 FROM meta")
                while not backup.done:
                    backup.step(PAGES)
                    if progress:
                        progress(backup.page_count - backup.remaining, backup.page_count)
            # One file, that can be moved and read where nobody may write.
            target.pragma("journal_mode", "DELETE")
        sync(fresh)
        fresh.replace(to)
        sync(to.parent)
    except (apsw.FullError, apsw.IOError) as error:
        raise UnwritableStore(to, str(error)) from error
    finally:
        _remove(fresh)


def _remove(database: Path) -> None:
    """Remove a copy that was never finished, and what SQLite keeps beside it."""
    for end in ("", "-journal", "-wal", "-shm"):
        database.with_name(database.name + end).unlink(missing_ok=True)
