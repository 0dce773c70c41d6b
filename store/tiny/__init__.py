"""The TinyDB face of a store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.tiny.database import TinyDB


def open_tinydb(folder: str | Path, *, author: str = "") -> TinyDB:
    """A store as a `tinydb.TinyDB`: for scripts, also while desks have it open.

    Every write is one operation, which its author can undo; the author is the login name unless
    given.  Raises what `Repository.open` raises.
    """
    # The desk, which never needs it, would wait for TinyDB.
    from store.tiny.database import TinyDB  # noqa: PLC0415

    return TinyDB(folder, author=author)
