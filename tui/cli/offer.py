"""The command that opens a store, offered to be copied: it works as it is shown."""

from __future__ import annotations

import shlex
from pathlib import Path

from store.text import clean
from tui.cli.parser import COMMANDS


def how_to_open(folder: Path) -> str:
    """One sentence with the command that opens the folder."""
    name = str(folder)
    if clean(name) != name:
        return (
            "Its name has characters that cannot be shown, so the command that opens it is not"
            " given here."
        )
    if name.startswith("-") or name in COMMANDS:
        # Without the dot it would be taken for an option, or for a command.
        name = f"./{name}"
    return f"`incident-desk {shlex.quote(name)}` opens it."
