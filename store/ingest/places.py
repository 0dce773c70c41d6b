"""Files and folders: what is there to be read, each real file once."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, NamedTuple

from store import folder
from store.arrivals import Unread

#: So deep folders are walked.
DEEPEST = 64

_REASONS = {
    errno.ENOENT: "it is not there",
    errno.EACCES: "you may not read it",
    errno.EPERM: "you may not read it",
    errno.ELOOP: "it is a link that leads back to itself",
    errno.EISDIR: "it is a folder",
    errno.ENAMETOOLONG: "its name is too long",
}


class Found(NamedTuple):
    """A file that is open, to be closed by who takes it."""

    place: str
    file: IO[bytes]
    size: int


class Walk:
    """Goes through files and folders in the order of their names.

    Hidden files and folders inside a folder are passed over; a link that leads out of the folder
    is told of, and not followed: it may have come with what somebody sent.
    """

    def __init__(self, stop: Callable[[], bool] = lambda: False) -> None:
        self._seen: set[tuple[int, int]] = set()
        self._stop = stop

    def at(self, place: str) -> Iterator[Found | Unread]:
        """What is at a path that somebody has named."""
        if not place:
            # A script's empty variable: to Python it is the folder that one works in.
            yield Unread('""', "it names nothing; . is the folder that you are in")
            return
        path = Path(place)
        try:
            is_folder = path.is_dir()
            real = path.resolve(strict=True)
        except (OSError, RuntimeError, ValueError) as error:
            yield Unread(place, _why(error))
            return
        yield from self._in_folder(path, real, 0) if is_folder else self._file(path)

    def _in_folder(self, path: Path, top: Path, depth: int) -> Iterator[Found | Unread]:
        if self._stop():
            return
        try:
            status = path.stat()
            entries = sorted(path.iterdir())
        except OSError as error:
            yield Unread(str(path), _why(error))
            return
        if (status.st_dev, status.st_ino) in self._seen:
            yield Unread(str(path), "the same folder has been read by another way")
            return
        self._seen.add((status.st_dev, status.st_ino))
        if folder.is_store(path):
            yield Unread(str(path), "it is a store's folder, and is passed over")
            return
        if depth >= DEEPEST:
            yield Unread(str(path), f"it lies more than {DEEPEST} folders deep")
            return
        for entry in entries:
            if not entry.name.startswith("."):
                yield from self._entry(entry, top, depth)

    def _entry(self, path: Path, top: Path, depth: int) -> Iterator[Found | Unread]:
        try:
            if path.is_symlink():
                real = path.resolve(strict=True)
                if not real.is_relative_to(top):
                    reason = "it is a link that leads out of the folder: name what it leads to"
                    yield Unread(str(path), reason)
                    return
            is_folder = stat.S_ISDIR(path.stat().st_mode)
        except (OSError, RuntimeError) as error:
            is_dead = path.is_symlink() and isinstance(error, FileNotFoundError)
            yield Unread(str(path), "it is a link to what is not there" if is_dead else _why(error))
            return
        yield from self._in_folder(path, top, depth + 1) if is_folder else self._file(path)

    def _file(self, path: Path) -> Iterator[Found | Unread]:
        try:
            # A fifo would keep us waiting for who writes to it.
            descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        except (OSError, ValueError) as error:
            yield Unread(str(path), _why(error))
            return
        with closing(os.fdopen(descriptor, "rb")) as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                yield Unread(str(path), "it is no file: a device or a pipe")
                return
            if (status.st_dev, status.st_ino) in self._seen:
                yield Unread(str(path), "the same file has been read under another name")
                return
            self._seen.add((status.st_dev, status.st_ino))
            yield Found(str(path), file, status.st_size)


def _why(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno in _REASONS:
        return _REASONS[error.errno]
    if isinstance(error, OSError) and error.strerror:
        return f"it cannot be read: {error.strerror}"
    return (
        "it is a link that leads back to itself"
        if isinstance(error, RuntimeError)
        else ("its name cannot be one of a file")
    )
