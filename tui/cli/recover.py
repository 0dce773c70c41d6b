"""`incident-desk recover TO --store FOLDER`: save what can be read of a damaged store."""

from __future__ import annotations

import shlex
from pathlib import Path

from store.care.recover import recover
from store.folder import Folder
from store.text import clean


def recover_store(folder: Path, to: Path) -> int:
    """Save it into a new store and list what was saved and what could not be read."""
    saved = recover(Folder(folder), to)
    for table, count in saved.counts.items():
        print(f"{count:>9,} {clean(table)}")
    print(f"Saved into {clean(str(to))}; `incident-desk {clean(shlex.quote(str(to)))}` opens it.")
    if saved.lost:
        print("Not saved, or not whole:")
    for sentence in saved.lost:
        print(f"  {clean(sentence)}")
    print(f"Nothing in {clean(str(folder))} was changed.")
    return 0
