"""`incident-desk recover TO --store FOLDER`: save what can be read of a damaged store."""

from __future__ import annotations

from pathlib import Path

from store import folder as folders
from store.care.recover import recover
from store.folder import Folder
from store.text import clean
from tui.cli.offer import how_to_open


def recover_store(folder: Path, to: Path) -> int:
    """Save it into a new store and list what was saved and what could not be read."""
    folder = folders.meant(folder)
    saved = recover(Folder(folder), to)
    for table, count in saved.counts.items():
        print(f"{count:>9,} {clean(table)}")
    print(clean(f"Saved into {to}. {how_to_open(to)}"))
    for heading, told in (
        ("Damaged:", saved.damage),
        ("Doubtful:", saved.doubtful),
        ("Operations that are not what their hashes say:", saved.untrusted),
        ("Not saved, or not whole:", saved.lost),
    ):
        if told:
            print(clean(heading))
        for sentence in told:
            print(f"  {clean(sentence)}")
    print(f"Nothing in {clean(str(folder))} was changed.")
    return 0
