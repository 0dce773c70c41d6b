"""`incident-desk restore FROM --store FOLDER`: put a backup in the place of a store."""

from __future__ import annotations

from pathlib import Path

from store.care.restore import restore
from store.text import clean
from tui.cli.progress import Progress


def restore_store(source: Path, to: Path) -> int:
    """Check the backup, set aside what lies there, and put the copy in its place."""
    with Progress("Restoring") as progress:
        aside = restore(source, to, progress.show)
    kept = f" What was there is in {aside}." if aside else ""
    print(clean(f"Restored {to} from {source}.{kept}"))
    return 0
