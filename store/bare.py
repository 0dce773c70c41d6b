"""A bare TinyDB file: one that lies in no store.  It is looked at and adopted, never written."""

from __future__ import annotations

import codecs
import os
import shlex
import stat
from collections.abc import Mapping
from itertools import chain, count
from pathlib import Path

from store.errors import NotAStore, UnreadableStore, reason_of
from store.text import clean

#: Why nothing can be changed while one is open.
REASON = "it is a bare TinyDB file"
#: So many bytes tell whether reading all of them is worth it.
_HEAD = 4096
#: What another encoding begins with: who reads the file says which one it is.
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: So many of another program's tables are named, and so much of a name.
_MOST_TABLES = 3
_MOST_OF_A_NAME = 30


def check(file: Path) -> None:
    """Raise NotAStore or UnreadableStore for what is no TinyDB file at first sight."""
    try:
        mode = file.stat().st_mode
        # Opening a pipe waits for who writes into it, and a device may have no end.
        if not stat.S_ISREG(mode):
            what = "a folder" if stat.S_ISDIR(mode) else "a pipe, a socket or a device"
            raise NotAStore(file, f"it is {what}, and no file")
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
    except OSError as error:
        raise UnreadableStore(file, reason_of(error)) from error
    begins = head.lstrip()
    if begins and not begins.startswith(b"{") and not head.startswith(_MARKS):
        raise NotAStore(file, "it is a file, and no TinyDB database: that begins with {")


def is_no_store(file: Path) -> NotAStore:
    """What is said where a store is wanted, and this is a file."""
    return NotAStore(
        file, f"it is a bare file; where that is a TinyDB database, {how_to_adopt(file)}"
    )


def how_to_adopt(file: Path) -> str:
    """The command that makes a store of it, as it works when it is copied."""
    folder, given = str(place_for(file)), str(file)
    if clean(folder) != folder or clean(given) != given:
        # What is shown would not be what is copied.
        return "`incident-desk new FOLDER --from FILE` makes a store of it"
    return f"`incident-desk new {_word(folder)} --from {_word(given)}` makes a store of it"


def _word(name: str) -> str:
    """A path as a word of a command line."""
    # Without the dot it would be taken for an option.
    return shlex.quote(f"./{name}" if name.startswith("-") else name)


def place_for(file: Path) -> Path:
    """Where a store of it is made unless somebody says otherwise: beside it, where nothing lies."""
    names = chain([file.stem], (f"{file.stem}-{number}" for number in count(2)))
    places = (file.with_name(name) for name in names)
    return next(place for place in places if not os.path.lexists(place))


def inside(tables: Mapping[str, int]) -> str:
    """What a file holds that has no record for the desk: so many documents in each table."""
    total = sum(tables.values())
    if not total:
        return "It has no documents."
    names = [_short(name) for name, documents in sorted(tables.items()) if documents]
    if len(names) > _MOST_TABLES:
        names[_MOST_TABLES - 1 :] = [f"{len(names) - _MOST_TABLES + 1} others"]
    *first, last = names
    listed = f"tables {', '.join(first)} and {last}" if first else f"table {last}"
    documents = "1 document" if total == 1 else f"{total:,} documents"
    return f"It has {documents} in the {listed}: none of this desk's."


def _short(name: str) -> str:
    return name if len(name) <= _MOST_OF_A_NAME else f"{name[: _MOST_OF_A_NAME - 1]}…"
