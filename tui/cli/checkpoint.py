"""`incident-desk checkpoint --store FOLDER`: write the TinyDB file."""

from __future__ import annotations

from pathlib import Path

from store.repository import Repository


def checkpoint(folder: Path) -> int:
    """Bring incidents.json up to the newest operation."""
    repository = Repository.open(folder)
    try:
        written = repository.checkpoint()
    finally:
        repository.close()
    state = "written" if written else "up to date already"
    print(f"{folder / 'incidents.json'} is {state}.")
    return 0
