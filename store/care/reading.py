"""Reading a working copy that may be damaged, or lie where nobody may write, without a change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import apsw

from store import network, snapshot
from store.folder import Folder
from store.scratch import Scratch
from store.sql.connection import connect


@contextmanager
def opened(folder: Folder) -> Iterator[apsw.Connection]:
    """A connection that only reads; to a copy of one moment where SQLite could not read in place.

    Raises NotAStore, NewerSchema, OlderSchema, UnreadableStore.
    """
    if folder.is_writable and not network.refusal(folder.path):
        with closing(connect(folder.working_copy)) as connection:
            yield connection
        return
    scratch = Scratch()
    try:
        copy = Folder(scratch.path)
        snapshot.take(folder.working_copy, copy.working_copy)
        with closing(connect(copy.working_copy)) as connection:
            yield connection
    finally:
        scratch.remove()
