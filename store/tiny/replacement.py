"""Putting a new incidents.json in place of the old one: whole or not at all, and nobody's lost."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from store.folder import sync
from store.tiny import swap
from store.tiny.document_file import Table, written
from store.tiny.marks import stamp_from

#: What a file keeps when it gets another name, and loses when it is written.
Identity = tuple[int, int, int]


class Replacement:
    """A new file that takes the place of the old one whole, or not at all.

    Only one at a time may be made of a file: see `Folder.alone`.
    """

    def __init__(self, path: Path, mode: int) -> None:
        # A link into a checkout stays one: the file it leads to is replaced.
        self._path = path.resolve()
        self._mode = mode
        self._fresh = self._path.with_name(f".{self._path.name}.new")
        self._identity: Identity | None = None

    def __enter__(self) -> Replacement:
        # What a killed process left behind.
        self._fresh.unlink(missing_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        self._fresh.unlink(missing_ok=True)

    def write(self, meta: dict[str, Any], tables: Iterable[Table]) -> str:
        """Write the new file beside the old one, durably; the hash of its bytes."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        digest = hashlib.sha256()
        with open(os.open(self._fresh, flags, self._mode), "wb") as file:
            os.fchmod(file.fileno(), self._mode)
            for chunk in written(meta, tables):
                file.write(chunk)
                digest.update(chunk)
            file.flush()
            os.fsync(file.fileno())
            self._identity = _identity(os.fstat(file.fileno()))
        return digest.hexdigest()

    @property
    def replaces(self) -> Identity | None:
        """Which file lies there now; None for none."""
        return _identity_of(self._path)

    def place(self) -> None:
        """Put the new file in place of the old one, whatever that is, durably."""
        self._fresh.replace(self._path)
        sync(self._path.parent)

    def place_first(self) -> None:
        """Put the new file where none is, durably; FileExistsError where there is one."""
        try:
            # A rename would overwrite what somebody has put there in this moment.
            os.link(self._fresh, self._path)
        except FileExistsError:
            raise
        except OSError:
            # A file system without links; where it is something else, the rename says so.
            self._fresh.replace(self._path)
        # Now: later it would look as if somebody had touched the file.
        self._fresh.unlink(missing_ok=True)
        sync(self._path.parent)

    def change_places(self, aside: Path) -> Identity | None:
        """Put the new file in place of the old one, durably; which one that was.

        The old one lies `aside` afterwards, a free name in the same folder, whoever has put it
        there in the last moment.  Where two files cannot change places, that is a link to it, and
        what comes after the linking is lost.
        """
        self._change_places(aside)
        sync(self._path.parent)
        return _identity_of(aside)

    @property
    def stamp(self) -> str | None:
        """The stamp of the file that was placed; None where another one lies there by now."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        return stamp_from(found) if _identity(found) == self._identity else None

    def _change_places(self, aside: Path) -> None:
        # Under the name that is looked at before they change places: whenever this process ends,
        # nobody takes what comes to lie there for a file that was never placed, and removes it.
        self._fresh.rename(aside)
        try:
            if swap.swap(aside, self._path):
                return
        except OSError:
            aside.rename(self._fresh)
            raise
        aside.rename(self._fresh)
        # A file system without links cannot keep it: then what is written into it later is lost, as
        # it is with any program that replaces a file.
        with suppress(OSError):
            os.link(self._path, aside, follow_symlinks=False)
        self._fresh.replace(self._path)


def _identity_of(path: Path) -> Identity | None:
    try:
        return _identity(path.lstat())
    except FileNotFoundError:
        return None


def _identity(found: os.stat_result) -> Identity:
    return found.st_ino, found.st_size, found.st_mtime_ns
