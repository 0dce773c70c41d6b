"""The queries that a user kept lately, over all stores and sessions.

    queries     in the platform's folder for state (0600): one query a line, as a JSON string

The file is a convenience: where it cannot be read or written, the session's own queries are there
all the same, and nobody is stopped for it.  Several desks write it, each adds to what it finds.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

#: So many queries are kept, the newest.
MOST = 100
_NAME = "queries"


class Recent:
    """Recent queries, newest first."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder` is where the file lies; the platform's own by default."""
        self._folder = folder
        self._own: list[str] = []
        self._kept: list[str] = []

    @property
    def queries(self) -> list[str]:
        """Each once."""
        return list(dict.fromkeys((*self._own, *self._kept)))[:MOST]

    def read(self) -> None:
        """Know those of earlier sessions."""
        # What cannot be read is missed by nobody who has work to do.
        with suppress(OSError, ValueError):
            lines = self._file.read_text("utf-8").splitlines()
            self._kept = [one for one in map(_query, lines[:MOST]) if one]

    def remember(self, query: str) -> None:
        """Put a query first."""
        if query:
            self._own = [query, *(one for one in self._own if one != query)][:MOST]

    def write(self) -> None:
        """Keep them for later sessions."""
        self.read()
        text = "".join(f"{json.dumps(one)}\n" for one in self.queries)
        # As above; a full disk must not end a search.
        with suppress(OSError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            made = self._file.with_name(f"{_NAME}.{os.getpid()}")
            made.unlink(missing_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            with open(os.open(made, flags, 0o600), "w", encoding="utf-8") as file:
                file.write(text)
            made.replace(self._file)

    @property
    def _file(self) -> Path:
        if self._folder is None:
            from platformdirs import user_state_path  # noqa: PLC0415  not before the first screen

            self._folder = user_state_path("incident-desk")
        return self._folder / _NAME


def _query(line: str) -> str:
    """A line's query; ValueError for what is no JSON."""
    found = json.loads(line)
    return found if isinstance(found, str) else ""
