"""A file of records for others: new, whole or not there, and for its owner alone."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

#: Who may read it.
MODE = 0o600
#: Where two names for one file cannot be had.
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


class TakenPlace(Exception):
    """Something lies where the file is to be; the sentence says what."""


def check(path: Path, *, replaces: bool = False) -> None:
    """Raise TakenPlace where the file cannot be written, before anything is read."""
    try:
        there = path.lstat()
    except FileNotFoundError:
        return
    if stat.S_ISDIR(there.st_mode):
        raise TakenPlace(f"{path} is a folder")
    if not (stat.S_ISREG(there.st_mode) or stat.S_ISLNK(there.st_mode)):
        raise TakenPlace(f"{path} is no file; `-` writes to the standard output")
    if stat.S_ISLNK(there.st_mode) and not replaces:
        raise TakenPlace(f"{path} is a link, which is not followed; --force takes its place")
    if not replaces:
        raise TakenPlace(f"{path} is there already; --force writes over it")


def write(path: Path, pieces: Iterable[str], *, replaces: bool = False) -> int:
    """Write a new file, and say of how many bytes; TakenPlace, OSError, and nothing is left then.

    What lay there stays until the new file is whole.
    """
    check(path, replaces=replaces)
    try:
        size = _written(path, pieces, replaces=replaces)
    except OSError as error:
        # Nobody has asked for the one beside it.
        error.filename, error.filename2 = str(path), None
        raise
    _keep(path.parent)
    return size


def _written(path: Path, pieces: Iterable[str], *, replaces: bool) -> int:
    beside = path.with_name(f".{path.name[:100]}.{secrets.token_hex(6)}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(beside, flags, MODE)
    try:
        with open(descriptor, "wb") as file:
            os.fchmod(descriptor, MODE)
            file.writelines(piece.encode("utf-8", "surrogatepass") for piece in pieces)
            size = file.tell()
            file.flush()
            os.fsync(descriptor)
        _put(beside, path, replaces=replaces)
    except BaseException:
        with suppress(FileNotFoundError):
            beside.unlink()
        raise
    return size


def _put(beside: Path, path: Path, *, replaces: bool) -> None:
    """Give the file its name, unless something has come there meanwhile."""
    if replaces:
        beside.replace(path)
        return
    try:
        # A link that is made fails where anything lies; a renaming would write over it.
        os.link(beside, path, follow_symlinks=False)
    except FileExistsError:
        raise TakenPlace(f"{path} was made by somebody else meanwhile") from None
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _put_alone(beside, path)
        return
    beside.unlink()


def _put_alone(beside: Path, path: Path) -> None:
    """The same on a disk without links, such as a stick: the name is taken first."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, MODE))
    except FileExistsError:
        raise TakenPlace(f"{path} was made by somebody else meanwhile") from None
    beside.replace(path)


def _keep(folder: Path) -> None:
    """Have the folder remember the name after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
