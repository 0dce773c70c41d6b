"""A store whose index is empty, as after an upgrade."""

from __future__ import annotations

from pathlib import Path

from store.folder import Folder
from store.sql import watermark
from store.sql.connection import connect


def unindexed(place: Path) -> None:
    """Empty the full-text index of a closed store."""
    connection = connect(Folder(place).working_copy, writing=True)
    watermark.empty(connection)
    connection.close()
