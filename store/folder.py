"""A store's folder: what lies in it, and who may read it.

0700 with files 0600 for one person; 2770 with files 0660 for a team.
"""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from store.errors import NotAStore, StoreExists, UnreadableStore, UnwritableStore


class Folder(NamedTuple):
    """The places in a store's folder."""

    path: Path

    @property
    def document_file(self) -> Path:
        """The TinyDB database."""
        return self.path / "incidents.json"

    @property
    def working_copy(self) -> Path:
        """The SQLite database."""
        return self.path / "desk.sqlite"

    @property
    def originals(self) -> Path:
        """The original bytes of each report, named by SHA-256."""
        return self.path / "reports"

    @property
    def presence(self) -> Path:
        """A locked file for each session that is at work."""
        return self.path / "presence"

    @property
    def drafts(self) -> Path:
        """Notes that are being typed."""
        return self.path / "drafts"

    @property
    def changed(self) -> Path:
        """Touched after each commit, for others to watch."""
        return self.path / "changed"

    def make(self, folder: Path) -> None:
        """Make a folder in the store's, with its mode, unless it is there."""
        if not folder.is_dir():
            folder.mkdir(exist_ok=True)
            folder.chmod(self.folder_mode)

    def touch(self) -> None:
        """Tell those who watch that something was committed."""
        try:
            os.utime(self.changed)
        except FileNotFoundError:
            with open(
                os.open(self.changed, os.O_WRONLY | os.O_CREAT, self.file_mode), "wb"
            ) as file:
                os.fchmod(file.fileno(), self.file_mode)

    @property
    def folder_mode(self) -> int:
        """The mode of the folder and of those in it."""
        return 0o2770 if self.is_team else 0o700

    @property
    def is_team(self) -> bool:
        """Whether a group shares the store; one that may only look does not."""
        return bool(self.path.stat().st_mode & stat.S_IWGRP)

    @property
    def file_mode(self) -> int:
        """The mode of each file in it."""
        return 0o660 if self.is_team else 0o600

    @property
    def is_writable(self) -> bool:
        """Whether this user may write in it."""
        return os.access(self.path, os.W_OK | os.X_OK)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Wait until no other process or thread does what only one may do at a time."""
        descriptor = os.open(self.path, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            # Closing lets go; so does the end of the process, however it ends.
            os.close(descriptor)


def create(path: Path, *, team: bool = False) -> Folder:
    """A new folder for a store; an empty one that exists is taken."""
    try:
        if path.exists() and not path.is_dir():
            raise StoreExists(path, "a file")
        if path.exists() and any(entry for entry in path.iterdir() if not _is_left(entry)):
            found = "an incident store" if is_store(path) else "other files"
            raise StoreExists(path, found)
        path.mkdir(parents=True, exist_ok=True)
        folder = Folder(path)
        # The folder first: what is made in it is never open to others, not for a moment.
        path.chmod(0o2770 if team else 0o700)
        folder.originals.mkdir(exist_ok=True)
        folder.originals.chmod(0o2770 if team else 0o700)
    except OSError as error:
        raise UnwritableStore(path, _reason(error)) from error
    return folder


def _is_left(entry: Path) -> bool:
    """Whether it is the empty folder that a store's making began with."""
    return entry.name == "reports" and entry.is_dir() and not any(entry.iterdir())


def is_store(path: Path) -> bool:
    """Whether the folder looks like a store."""
    folder = Folder(path)
    return folder.document_file.is_file() or folder.working_copy.is_file()


def find(path: Path) -> Folder:
    """The folder of an existing store; NotAStore or UnreadableStore."""
    try:
        if not path.exists():
            raise NotAStore(path, "there is no such folder; `incident-desk new` makes one")
        if not path.is_dir():
            raise NotAStore(path, "it is a file; give the folder that holds incidents.json")
        if not os.access(path, os.R_OK | os.X_OK):
            raise UnreadableStore(path, "you have no permission to read it")
        if not is_store(path):
            raise NotAStore(path, "it holds neither incidents.json nor desk.sqlite")
        for file in (Folder(path).document_file, Folder(path).working_copy):
            if file.exists() and not os.access(file, os.R_OK):
                raise UnreadableStore(file, "you have no permission to read it")
    except OSError as error:
        raise UnreadableStore(path, _reason(error)) from error
    return Folder(path)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
