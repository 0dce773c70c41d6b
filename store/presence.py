"""Who is at work in a store: a locked file for each session, gone with its process.

    presence/<session uid>    JSON: who, since when, which process, on which record

The lock is the kernel's (flock): it ends with the process, however that ends, so a file that
nobody holds is what a killed process left.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from store.dates import Instant, now
from store.errors import UnwritableStore
from store.folder import Folder


class Present(msgspec.Struct, frozen=True):
    """One session that has the store open."""

    who: str
    since: Instant
    process: int
    record: str = ""
    """The reference of the record on the screen; "" for none."""
    session: str = ""


_DECODER = msgspec.json.Decoder(Present, dec_hook=lambda _, value: Instant(value))
_ENCODER = msgspec.json.Encoder(enc_hook=str)


class Presence:
    """This session's own file, held until `leave`."""

    def __init__(self, folder: Folder, session: str, who: str) -> None:
        """Begin to be present; UnwritableStore when the file cannot be made."""
        self._path = folder.presence / session
        self._told = Present(who, now(), os.getpid(), "", session)
        try:
            folder.make(folder.presence)
            self._file = self._lock(folder.file_mode)
            self._write()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise UnwritableStore(folder.presence, reason) from error

    def _lock(self, mode: int) -> int:
        while True:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, mode)
            os.fchmod(descriptor, mode)
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Before it was locked, somebody may have swept it away as a killed process's.
            if self._path.exists() and self._path.stat().st_ino == os.fstat(descriptor).st_ino:
                return descriptor
            os.close(descriptor)

    def show(self, record: str) -> None:
        """Say which record is on the screen."""
        if record != self._told.record:
            self._told = msgspec.structs.replace(self._told, record=record)
            # That a colleague sees it late, or not at all, stops nobody's work.
            with suppress(OSError):
                self._write()

    def leave(self) -> None:
        """End being present."""
        self._path.unlink(missing_ok=True)
        os.close(self._file)

    def _write(self) -> None:
        told = _ENCODER.encode(self._told)
        os.pwrite(self._file, told, 0)
        os.ftruncate(self._file, len(told))


def present(folder: Folder) -> list[Present]:
    """Every session that has the store open, the longest first; this process's own too."""
    return sorted(
        (told for _, told in _held(folder) if told is not None), key=lambda told: told.since
    )


def is_present(folder: Folder, session: str) -> bool:
    """Whether the session goes on; also when its file cannot be looked into."""
    path = folder.presence / session
    return bool(session) and path.is_file() and _is_held(path)


def sweep(folder: Folder) -> None:
    """Remove what killed processes left behind."""
    for path in _files(folder):
        if not _is_held(path):
            # In a team's folder it may be somebody else's to remove.
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _files(folder: Folder) -> list[Path]:
    try:
        return [path for path in folder.presence.iterdir() if path.is_file()]
    except OSError:
        return []


def _held(folder: Folder) -> Iterator[tuple[Path, Present | None]]:
    for path in _files(folder):
        if _is_held(path):
            yield path, _read(path)


def _read(path: Path) -> Present | None:
    try:
        return _DECODER.decode(path.read_bytes())
    except (OSError, msgspec.MsgspecError):
        # Gone, or half written, in this moment.
        return None


def _is_held(path: Path) -> bool:
    """Whether some process, this one too, holds the file's lock."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
