"""Folders for what is thrown away: in the user's cache, open to nobody else, gone in the end.

    ~/.cache/incident-desk/scratch/<name>    locked (flock) by the process that works in it

The lock ends with the process, so a folder that nobody holds is what a killed process left.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from store.errors import UnwritableStore, reason_of


class Scratch:
    """A new, empty folder, held until `remove`."""

    def __init__(self) -> None:
        """Make it, and sweep away what killed processes left; UnwritableStore when that fails."""
        place = _cache() / "incident-desk" / "scratch"
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            door = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
            try:
                # One at a time: a folder that is not locked yet would be swept away.
                fcntl.flock(door, fcntl.LOCK_EX)
                _sweep(place)
                self.path = Path(tempfile.mkdtemp(dir=place))
                self._lock: int | None = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
                fcntl.flock(self._lock, fcntl.LOCK_EX)
            finally:
                try:
                    # A child that was forked meanwhile would keep it.
                    fcntl.flock(door, fcntl.LOCK_UN)
                finally:
                    os.close(door)
        except OSError as error:
            raise UnwritableStore(place, reason_of(error)) from error

    def remove(self) -> None:
        """Remove the folder and what is in it; again, nothing."""
        if self._lock is not None:
            shutil.rmtree(self.path, ignore_errors=True)
            os.close(self._lock)
            self._lock = None


def _cache() -> Path:
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    # https://specifications.freedesktop.org/basedir-spec: one that is not absolute is ignored.
    return named if named.is_absolute() else Path.home() / ".cache"


def _sweep(place: Path) -> None:
    for path in place.iterdir():
        # What cannot be removed now is tried again by the next one.
        with suppress(OSError):
            held = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path, ignore_errors=True)
            finally:
                os.close(held)
