"""A consistent copy of a working copy, made while others write."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import apsw

from store.tiny.document_file import sync

#: So many pages are copied at a time, and between two times others get their turn.
PAGES = 2000

#: Called with the pages done and the pages in all.
Progress = Callable[[int, int], None]


def copy_database(
    source: apsw.Connection, to: Path, mode: int, progress: Progress | None = None
) -> None:
    """Copy with SQLite's backup API, durably; the copy appears whole or not at all."""
    fresh = to.with_name(f".{to.name}.new")
    fresh.unlink(missing_ok=True)
    os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
    try:
        fresh.chmod(mode)
        with closing(apsw.Connection(str(fresh))) as target:
            with target.backup("main", source, "main") as backup:
                while not backup.done:
                    backup.step(PAGES)
                    if progress:
                        done = backup.page_count - backup.remaining
                        progress(done, backup.page_count)
                    time.sleep(0)
            # One file, that can be moved and read where nobody may write.
            target.pragma("journal_mode", "DELETE")
        sync(fresh)
        fresh.replace(to)
        sync(to.parent)
    finally:
        fresh.unlink(missing_ok=True)
