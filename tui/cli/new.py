"""`incident-desk new FOLDER`: make a store."""

from __future__ import annotations

from pathlib import Path

from store.care.adoption import tell_git
from store.folder import Folder
from store.repository import Repository
from store.text import clean
from tui import config
from tui.cli import tell
from tui.cli.offer import how_to_open


def new(folder: Path, *, team: bool, source: Path | None = None) -> int:
    """Make a store, for one person or for the folder's group, empty or with a TinyDB file in it."""
    if source is None:
        Repository.create(folder, team=team).close()
        made = f"an empty store in {folder}"
    else:
        Repository.adopt(source, folder, team=team, author=config.user(tell)).close()
        made = f"a store in {folder} with a copy of {source}, which stays as it is"
    tell_git(Folder(folder))
    print(clean(f"Made {made}. {how_to_open(folder)}"))
    return 0
