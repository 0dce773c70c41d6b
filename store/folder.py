"""A store's folder: what lies in it, and who may read it.

0700 with files 0600 for one person; 2770 with files 0660 for a team.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from store import bare
from store.errors import (
    BusyStore,
    NotAStore,
    StoreExists,
    UnreadableStore,
    UnwritableStore,
    reason_of,
)

#: So many seconds a lock is waited for: longer than a large incidents.json takes to be written.
PATIENCE = 60.0
#: So many for somebody's import, which may take minutes.
IMPORT_PATIENCE = 5.0
#: Why a store can lie under no such name.
NOT_UTF8 = "its path is not UTF-8; give it another name"
#: A locked one is asked again after so many seconds.
ASK_AGAIN = 0.01


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
    def changed(self) -> Path:
        """Touched after each commit, for others to watch."""
        return self.path / "changed"

    @property
    def ignored(self) -> Path:
        """What git is told not to keep."""
        return self.path / ".gitignore"

    @property
    def is_desks(self) -> bool:
        """Whether a desk was here: its working copy, or what it tells git in a checkout."""
        if self.working_copy.is_file():
            return True
        return self.ignored.is_file() and b"\n/desk.sqlite*\n" in self.ignored.read_bytes()

    def make(self, folder: Path) -> None:
        """Make a folder in the store's, with its mode, unless it is there."""
        try:
            folder.mkdir()
        except FileExistsError:
            # What leads elsewhere would have us write, and sweep, where it leads.
            if folder.is_symlink() or not folder.is_dir():
                raise NotADirectoryError(errno.ENOTDIR, "it is a link, or no folder") from None
        else:
            folder.chmod(self.folder_mode)

    def touch(self) -> None:
        """Tell those who watch that something was committed."""
        try:
            # Text: a path is put together anew each time, which a change feels.
            os.utime(f"{self.path}/changed", follow_symlinks=False)
        except FileNotFoundError:
            self.make_changed()

    def make_changed(self) -> None:
        """Make the file that is touched, with its mode, unless something is there."""
        with suppress(FileExistsError):
            descriptor = os.open(self.changed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, self.file_mode)
            try:
                os.fchmod(descriptor, self.file_mode)
            finally:
                os.close(descriptor)

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
    def alone(self, patience: float | None = None) -> Iterator[None]:
        """Wait until no other process or thread does what only one may do at a time.

        BusyStore, which names who does, when that takes longer than `patience` seconds.
        """
        descriptor = os.open(self.path, os.O_RDONLY)
        try:
            lock(self, descriptor, self.path, fcntl.LOCK_EX, patience)
            yield
        finally:
            let_go(descriptor)

    @contextmanager
    def bringing_in(self) -> Iterator[None]:
        """Import alone, or wait a little; BusyStore names who imports.

        What is locked is the file that is touched: others read and write the store meanwhile.
        """
        self.make_changed()
        descriptor = os.open(self.changed, os.O_RDONLY | os.O_NOFOLLOW)
        try:
            try:
                lock(self, descriptor, self.changed, fcntl.LOCK_EX, IMPORT_PATIENCE)
            except BusyStore as busy:
                doing = "been importing into"
                raise BusyStore(self.path, busy.holder, IMPORT_PATIENCE, doing=doing) from None
            yield
        finally:
            let_go(descriptor)


def lock(
    folder: Folder,
    descriptor: int,
    path: Path,
    how: int,
    patience: float | None = None,
) -> None:
    """Lock what is open at the path (flock); BusyStore after `patience` seconds, or PATIENCE.

    Whoever may read a folder can lock it, and keep it locked.
    """
    patience = PATIENCE if patience is None else patience
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, how | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                from store import holder  # noqa: PLC0415  it knows this module

                name = holder.of_lock(folder, path)
                raise BusyStore(path, name, patience, doing="kept the lock of") from None
            time.sleep(ASK_AGAIN)
        else:
            return


def try_lock(descriptor: int) -> bool:
    """Lock what is open for this one alone (flock), unless somebody else has locked it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def let_go(descriptor: int) -> None:
    """End a lock, and close what was locked; the end of the process does so too.

    Closing alone would leave it to a child that was forked meanwhile, for as long as that lives.
    """
    try:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
    finally:
        os.close(descriptor)


def create(path: Path, *, team: bool = False) -> Folder:
    """A new folder for a store; an empty one that exists is taken."""
    if not is_named_in_utf8(path):
        raise UnwritableStore(path, NOT_UTF8)
    try:
        if path.exists() and not path.is_dir():
            raise StoreExists(path, "a file")
        if path.exists() and any(entry for entry in path.iterdir() if not _is_left(entry)):
            found = "an incident store" if is_store(path) else "other files"
            raise StoreExists(path, found)
        made = [new for new in (path, *path.parents) if not new.exists()]
        path.mkdir(parents=True, exist_ok=True)
        for new in made:
            sync(new.parent)
        folder = Folder(path)
        # The folder first: what is made in it is never open to others, not for a moment.
        path.chmod(0o2770 if team else 0o700)
        folder.originals.mkdir(exist_ok=True)
        folder.originals.chmod(0o2770 if team else 0o700)
    except OSError as error:
        raise UnwritableStore(path, reason_of(error)) from error
    return folder


def sync(path: Path) -> None:
    """Make a file's bytes, or a new name in a folder, survive a loss of power."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_left(entry: Path) -> bool:
    """Whether it is what a store's making began with, and a kill broke off."""
    if entry.name == ".incidents.json.new":
        return entry.is_file()
    return entry.name == "reports" and entry.is_dir() and not any(entry.iterdir())


def is_store(path: Path) -> bool:
    """Whether the folder looks like a store."""
    folder = Folder(path)
    return folder.document_file.is_file() or folder.working_copy.is_file()


def is_bare(path: Path) -> bool:
    """Whether the path means a file, and not the store that it lies in."""
    try:
        return path.exists() and not path.is_dir() and _store_around(path) is None
    except OSError:
        # Whoever opens it says why that cannot be.
        return False


def meant(path: Path) -> Path:
    """The folder that a path means: a store's own for that store's incidents.json.

    NotAStore for any other file, UnreadableStore for a name that SQLite could not open; what
    cannot be looked at is taken for a folder.
    """
    if not is_named_in_utf8(path):
        raise UnreadableStore(path, NOT_UTF8)
    try:
        if not path.exists() or path.is_dir():
            return path
        around = _store_around(path)
    except OSError:
        return path
    if around is None:
        bare.check(path)
        raise bare.is_no_store(path)
    return around


def is_named_in_utf8(path: Path) -> bool:
    """Whether a store can lie there: SQLite is given names in UTF-8, and no other bytes."""
    try:
        # Links are not followed: what they lead to, the system opens under any name.
        path.absolute().as_posix().encode()
    except UnicodeEncodeError:
        return False
    return True


def _store_around(file: Path) -> Path | None:
    """The folder of the store whose incidents.json a file is; None where it is nobody's.

    A file of that name alone makes no store: it may lie among anybody's files, where opening a
    store would leave its own.
    """
    for place in (file, file.resolve()):
        folder = Folder(place.parent)
        if place == folder.document_file and folder.is_desks:
            return folder.path
    return None


def find(path: Path) -> Folder:
    """The folder of an existing store; NotAStore or UnreadableStore."""
    path = meant(path)
    try:
        if path.is_symlink() and not path.exists():
            raise NotAStore(path, "it is a link to what is not there")
        if not path.exists():
            raise NotAStore(path, "there is no such folder; `incident-desk new` makes one")
        if not os.access(path, os.R_OK | os.X_OK):
            raise UnreadableStore(path, "you have no permission to read it")
        if not is_store(path):
            raise NotAStore(path, "it holds neither incidents.json nor desk.sqlite")
        folder = Folder(path)
        # All of it is in desk.sqlite: a file that one member's editor closed shuts nobody out.
        needed = folder.working_copy if folder.working_copy.exists() else folder.document_file
        if not os.access(needed, os.R_OK):
            raise UnreadableStore(needed, "you have no permission to read it")
    except OSError as error:
        raise UnreadableStore(path, reason_of(error)) from error
    return Folder(path)
