"""`incident-desk index --store FOLDER`: build the full-text index anew."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from store.errors import StoreReadOnly
from store.repository import Repository
from tui import config
from tui.cli import tell
from tui.cli.progress import Progress


def build_index(folder: Path) -> int:
    """Throw the index away and build it from the records; others may work on meanwhile."""
    repository = Repository.open(folder, author=config.user(tell))
    try:
        if repository.only_reads:
            raise StoreReadOnly(folder, repository.only_reads)
        with Progress("Indexing") as progress:
            repository.index(partial(progress.show, ""), anew=True)
    finally:
        repository.close()
    print("The full-text index is built anew.")
    return 0
