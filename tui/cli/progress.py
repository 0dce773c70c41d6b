"""One line on stderr that tells how far a long command is; nothing where nobody looks."""

from __future__ import annotations

import sys
import time


class Progress:
    """Shown on a terminal from the first second on, and wiped in the end."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._next = time.monotonic() + 1
        self._shown = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def show(self, what: str, done: int, total: int) -> None:
        """Tell what is being done, and how much of it; a total of 0 is not known."""
        if time.monotonic() < self._next or not sys.stderr.isatty():
            return
        self._next = time.monotonic() + 0.1
        self._shown = True
        much = f"{done * 100 // total} %" if total else str(done) if done else ""
        print(f"\r\x1b[K{self._doing}: {what} {much}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Wipe the line."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._shown = False
