"""Which notes that call a person have been read, for all desks of one login and after a restart.

One uid a line, in the user's folder of states: it is nobody else's business, and no record.  Two
desks only add lines, each in one write.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

#: So much of the file is read, the newest.
MOST_BYTES = 1 << 20


def place() -> Path:
    """Where it lies, whether it is there or not."""
    from platformdirs import user_state_path  # noqa: PLC0415  not before the first screen

    return user_state_path("incident-desk") / "read-calls"


class SeenCalls:
    """The uids of the notes that have been read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: set[str] = set()
        self._state: tuple[int, int] | None = None

    def __contains__(self, uid: object) -> bool:
        return uid in self._known

    def look(self) -> bool:
        """Take in what another desk has added; whether there was something."""
        with suppress(OSError):
            found = self._path.stat()
            state = (found.st_size, found.st_mtime_ns)
            if state != self._state:
                with self._path.open("rb") as file:
                    file.seek(max(0, found.st_size - MOST_BYTES))
                    lines = file.read(MOST_BYTES).decode("ascii", "ignore").split()
                self._state = state
                before = len(self._known)
                self._known.update(lines)
                return len(self._known) > before
        # There is none yet, or it cannot be read: what was read at this desk is known all the same.
        return False

    def add(self, uid: str) -> None:
        """The note has been read."""
        self._known.add(uid)
        # Where it cannot be written, it is forgotten with this desk.
        with suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(descriptor, f"{uid}\n".encode())
            finally:
                os.close(descriptor)
