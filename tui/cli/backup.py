"""`incident-desk backup TO --store FOLDER`: copy a store while others write."""

from __future__ import annotations

from pathlib import Path

from store.care.backup import backup
from store.text import clean
from tui.cli.offer import how_to_open
from tui.cli.progress import Progress


def back_up(folder: Path, to: Path) -> int:
    """Make a verified copy in a new folder."""
    with Progress("Backing up") as progress:
        backup(folder, to, progress.show)
    print(clean(f"Backed {folder} up to {to}. {how_to_open(to)}"))
    return 0
