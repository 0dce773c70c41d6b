"""Putting a prepared store in place of the present one, so that a kill leaves one or the other.

    .restoring.new    the store that is being prepared; nothing yet, and swept by who opens next
    restoring         the store that takes the place: from its renaming on, whoever opens the
                      folder finishes what a killed restore began
    replaced-<n>      what lay there before

Whoever has a store open holds its `reports/` folder (flock, shared); a restore holds it alone.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.errors import UnreadableStore
from store.folder import Folder, let_go, lock, sync, try_lock

PREPARED = ".restoring.new"
_DECIDED = "restoring"
_INTO = "into"
#: Moved in this order, so that there is always one that makes the folder a store.
_PARTS = ("desk.sqlite", "incidents.json", "reports")
_REPLACED = re.compile(r"replaced-([0-9]+)")


def complete(path: Path) -> None:
    """Finish what a killed restore began, where one did.

    Raises UnreadableStore where that needs somebody who may write.
    """
    folder = Folder(path)
    decided = path / _DECIDED
    try:
        if not decided.is_dir():
            return
    except OSError:
        # Whoever looks for the store itself says why that cannot be.
        return
    if not folder.is_writable:
        raise UnreadableStore(
            path, "a restore was broken off; who may write there finishes it by opening the store"
        )
    with folder.alone():
        if decided.is_dir():
            _switch(folder, decided)


def enter(folder: Folder, patience: float | None = None) -> int | None:
    """Keep others from replacing the store; a descriptor to close in the end.

    Waits while somebody does, BusyStore after `patience` seconds.  None where that cannot be told:
    a folder that only others may write.
    """
    while True:
        complete(folder.path)
        try:
            if folder.is_writable:
                _make(folder)
            held = os.open(folder.originals, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            return None
        try:
            lock(folder, held, folder.originals, fcntl.LOCK_SH, patience)
        except BaseException:
            os.close(held)
            raise
        if _is_it(held, folder) and not (folder.path / _DECIDED).exists():
            return held
        os.close(held)


def sweep(folder: Folder) -> None:
    """Remove what a killed restore has prepared; for who has entered: nobody restores meanwhile."""
    shutil.rmtree(folder.path / PREPARED, ignore_errors=True)


def _make(folder: Folder) -> None:
    if not folder.originals.exists() and not (folder.path / _DECIDED).exists():
        folder.make(folder.originals)


def _is_it(held: int, folder: Folder) -> bool:
    """Whether what is held is still the store's, and not set aside meanwhile."""
    try:
        return os.path.samestat(os.fstat(held), folder.originals.stat())
    except OSError:
        return False


@contextmanager
def alone_in(folder: Folder) -> Iterator[bool]:
    """Whether nobody has the store open; as long as that is looked at, nobody opens it."""
    _make(folder)
    held = os.open(folder.originals, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield try_lock(held)
    finally:
        let_go(held)


def decide(folder: Folder) -> Path:
    """Put the prepared store in place of the present one; where that lies now.

    The caller is alone in the store, and the prepared one is whole and durable.
    """
    with folder.alone():
        prepared, decided = folder.path / PREPARED, folder.path / _DECIDED
        numbers = [
            int(found[1])
            for path in folder.path.iterdir()
            if (found := _REPLACED.fullmatch(path.name))
        ]
        aside = folder.path / f"replaced-{max(numbers, default=0) + 1}"
        with (prepared / _INTO).open("w", encoding="ascii") as file:
            file.write(aside.name)
            file.flush()
            os.fsync(file.fileno())
        sync(prepared)
        prepared.rename(decided)
        sync(folder.path)
        _switch(folder, decided)
    return aside


def _switch(folder: Folder, decided: Path) -> None:
    into = decided / _INTO
    if into.exists():
        aside = folder.path / into.read_text(encoding="ascii")
        folder.make(aside)
        for part in _PARTS:
            if not (decided / part).exists():
                continue
            for old in _lying(folder, part):
                old.rename(aside / old.name)
            sync(aside)
            (decided / part).rename(folder.path / part)
            sync(folder.path)
        into.unlink()
    # What was prepared beside the three parts is of no use without its folder.
    shutil.rmtree(decided)
    sync(folder.path)


def _lying(folder: Folder, part: str) -> list[Path]:
    """A part of the present store with what lies beside it under its name."""
    return [
        path
        for path in folder.path.iterdir()
        if path.name == part
        or (part != "reports" and path.name.startswith((f"{part}-", f"{part}.", f".{part}")))
    ]
