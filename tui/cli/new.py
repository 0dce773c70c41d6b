"""`incident-desk new FOLDER`: make a store."""

from __future__ import annotations

import shlex
from pathlib import Path

from store.repository import Repository


def new(folder: Path, *, team: bool) -> int:
    """Make an empty store, for one person or for the folder's group."""
    Repository.create(folder, team=team).close()
    print(f"Made an empty store in {folder}. `incident-desk {shlex.quote(str(folder))}` opens it.")
    return 0
