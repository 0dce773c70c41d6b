"""One line on stderr that tells how far a long command is; nothing where nobody looks."""

from __future__ import annotations

import sys
import time


class Progress:
    """Shown on a terminal when it takes longer than `after` seconds, and wiped in the end."""

    def __init__(self, doing: str, after: float = 1.0) -> None:
        self._doing = doing
        self._next = time.monotonic() + after
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
        much = f"{min(done * 100 // total, 100)} %" if total else str(done) if done else "…"
        said = " ".join(word for word in (what, much) if word)
        print(f"\r\x1b[K{self._doing}: {said}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Wipe the line."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._shown = False


def show_building(done: int, total: int) -> None:
    """One line on stderr that counts; the desk's screen covers it."""
    if total > 5000 and sys.stderr.isatty():
        end = "\n" if done + 500 > total else ""
        print(f"\rBuilding the working copy: {done * 100 // total} %", end=end, file=sys.stderr)
