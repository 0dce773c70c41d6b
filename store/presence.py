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
import time
from collections.abc import Iterable, Iterator
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
    left: str = ""
    """The record before it: what was decided on that may still be on its way to the disk."""


_DECODER = msgspec.json.Decoder(Present, dec_hook=lambda _, value: Instant(value))
_ENCODER = msgspec.json.Encoder(enc_hook=str)
#: Seconds: somebody may hold the lock of a team's folder for ever.
_LONGEST_TURN, _BETWEEN = 0.1, 0.001
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
            self._come_back()
            if (record, "") != (self._told.record, self._told.left):
                self._told = msgspec.structs.replace(self._told, record=record, left="")
                self._write()

    def stay(self) -> None:
        """Go on showing what was shown last."""
        with suppress(OSError, BusyStore):
            self._come_back()

    def _come_back(self) -> None:
        if not os.fstat(self._file).st_nlink:
            # A clean-up has taken the file away: to others this session would be gone.
            self._folder.make(self._folder.presence)
            gone, self._file = self._file, self._lock()
            # Not before: where that failed, its number would come to be another file's.
            os.close(gone)
            self._write()

    def take(self, records: Iterable[str]) -> str:
        """Show the first of the records that nobody else has on the screen; "" for none of them.

        Of two sessions that take at the same time one waits for the other, so that they never take
        the same one.  The records are asked for when it is this session's turn.
        """
        with _turn(self._folder):
            there = present(self._folder)
            others = [one for one in there if one.session != self._told.session]
            opened = {name for one in others for name in (one.record, one.left)}
            found = next((one for one in records if one not in opened), "")
            if found and found != self._told.record:
                left = self._told.record
                self.show(found)
                self._told = msgspec.structs.replace(self._told, left=left)
                with suppress(OSError):
                    self._write()
            return found

    def leave(self) -> None:
        """End being present."""
        # Where the file cannot be removed any more, the lock's end says the same.
        with suppress(OSError), _opened(self._folder) as presence:
            os.unlink(self._told.session, dir_fd=presence)
        os.close(self._file)

    def _write(self) -> None:
        # Who reads between the two steps must find no end of what stood there before.
        told = _ENCODER.encode(self._told)
        os.pwrite(self._file, told.ljust(os.fstat(self._file).st_size), 0)
        os.ftruncate(self._file, len(told))


def present(folder: Folder) -> list[Present]:
    """Every session that has the store open, the longest first; this process's own too."""
    with _sessions(folder) as (presence, names):
        told = [_read(presence, name) for name in names if _is_held(presence, name)]
    # Of two in one second the uid tells which came first.
    found = (one for one in told if one is not None)
    return sorted(found, key=lambda one: (one.since, one.session))


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
def _turn(folder: Folder) -> Iterator[None]:
    """Alone among those who take, where that is to be had soon; a person does not wait for it."""
    try:
        descriptor = os.open(folder.presence, _FOLDER)
    except OSError:
        # A clean-up has taken the folder away.
        yield
        return
    try:
        end = time.monotonic() + _LONGEST_TURN
        while time.monotonic() < end:
            with suppress(BlockingIOError):
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            time.sleep(_BETWEEN)
        yield
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
