"""Who is at work in a store: a locked file for each session, gone with its process.

    presence/<session uid>    JSON: who, since when, which process, on which record

The lock is the kernel's (flock): it ends with the process, however that ends, so a file that
nobody holds is what a killed process left.

In a team's folder others may put anything there.  So the folder is opened once for each look and
never through a link, and what has no session's name is neither read nor removed.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import msgspec

from store.dates import Instant, now
from store.errors import BusyStore, UnwritableStore, reason_of
from store.folder import Folder, lock


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
#: Longer than what any session says of itself.
_MOST_BYTES = 4096
_SESSION = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: A pipe that somebody put there does not make us wait for who writes into it.
_LOOK = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


class Presence:
    """This session's own file, held until `leave`."""

    def __init__(self, folder: Folder, session: str, who: str) -> None:
        """Begin to be present; UnwritableStore when the file cannot be made."""
        self._folder = folder
        self._told = Present(who, now(), os.getpid(), "", session)
        try:
            folder.make(folder.presence)
            self._file = self._lock()
            self._write()
        except OSError as error:
            reason = reason_of(error)
            raise UnwritableStore(folder.presence, reason) from error
        except BusyStore as error:
            reason = f"{error.holder} keeps the lock of this session's file"
            raise UnwritableStore(folder.presence, reason) from error

    def _lock(self) -> int:
        mode = self._folder.file_mode
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
        path = self._folder.presence / self._told.session
        while True:
            with _opened(self._folder) as presence:
                descriptor = os.open(self._told.session, flags, mode, dir_fd=presence)
            try:
                os.fchmod(descriptor, mode)
                # Whoever looks at it now holds it for a moment only.
                lock(self._folder, descriptor, path, fcntl.LOCK_EX)
                # Before it was locked, somebody may have swept it away as a killed process's.
                is_there = os.fstat(descriptor).st_nlink > 0
            except BaseException:
                os.close(descriptor)
                raise
            if is_there:
                return descriptor
            os.close(descriptor)

    def show(self, record: str) -> None:
        """Say which record is on the screen."""
        # That a colleague sees it late, or not at all, stops nobody's work.
        with suppress(OSError, BusyStore):
            if not os.fstat(self._file).st_nlink:
                # A clean-up has taken the file away: to others this session would be gone.
                self._folder.make(self._folder.presence)
                gone, self._file = self._file, self._lock()
                # Not before: where that failed, its number would come to be another file's.
                os.close(gone)
                self._write()
            if record != self._told.record:
                self._told = msgspec.structs.replace(self._told, record=record)
                self._write()

    def leave(self) -> None:
        """End being present."""
        # Where the file cannot be removed any more, the lock's end says the same.
        with suppress(OSError), _opened(self._folder) as presence:
            os.unlink(self._told.session, dir_fd=presence)
        os.close(self._file)

    def _write(self) -> None:
        told = _ENCODER.encode(self._told)
        os.pwrite(self._file, told, 0)
        os.ftruncate(self._file, len(told))


def present(folder: Folder) -> list[Present]:
    """Every session that has the store open, the longest first; this process's own too."""
    with _sessions(folder) as (presence, names):
        told = [_read(presence, name) for name in names if _is_held(presence, name)]
    return sorted((one for one in told if one is not None), key=lambda one: one.since)


def is_present(folder: Folder, session: str) -> bool:
    """Whether the session goes on; also when its file cannot be looked into."""
    if not _SESSION.fullmatch(session):
        return False
    try:
        with _opened(folder) as presence:
            return _is_held(presence, session)
    except FileNotFoundError:
        return False
    except OSError:
        return True


def sweep(folder: Folder) -> None:
    """Remove what killed processes left behind."""
    with _sessions(folder) as (presence, names):
        for name in names:
            # In a team's folder it may be somebody else's to remove.
            with suppress(OSError):
                _remove_left(presence, name)


def _remove_left(presence: int, name: str) -> None:
    descriptor = os.open(name, _LOOK, dir_fd=presence)
    try:
        # Held until it is gone: a session that begins waits for the lock, and then looks again.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.unlink(name, dir_fd=presence)
    finally:
        os.close(descriptor)


@contextmanager
def _opened(folder: Folder) -> Iterator[int]:
    presence = os.open(folder.presence, _FOLDER)
    try:
        yield presence
    finally:
        os.close(presence)


@contextmanager
def _sessions(folder: Folder) -> Iterator[tuple[int, list[str]]]:
    """The folder, open, and the names of the sessions' files in it; none without a folder."""
    try:
        presence = os.open(folder.presence, _FOLDER)
    except OSError:
        yield -1, []
        return
    try:
        with os.scandir(presence) as entries:
            names = [
                entry.name
                for entry in entries
                if _SESSION.fullmatch(entry.name) and entry.is_file(follow_symlinks=False)
            ]
        yield presence, names
    finally:
        os.close(presence)


def _read(presence: int, name: str) -> Present | None:
    try:
        descriptor = os.open(name, _LOOK, dir_fd=presence)
    except OSError:
        # Gone in this moment.
        return None
    try:
        return _DECODER.decode(os.read(descriptor, _MOST_BYTES))
    except (OSError, msgspec.MsgspecError, ValueError):
        # Half written in this moment, or not by us.
        return None
    finally:
        os.close(descriptor)


def _is_held(presence: int, name: str) -> bool:
    """Whether some process, this one too, holds the file's lock."""
    try:
        descriptor = os.open(name, _LOOK, dir_fd=presence)
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
