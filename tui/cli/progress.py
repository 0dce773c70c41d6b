"""One line on stderr that tells how far a long command is; nothing where nobody looks."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from store.text import clean
from tui.terminal import of_environment

_IN_LINES = ContextVar("in_lines", default=False)


@contextmanager
def in_lines() -> Iterator[None]:
    """Meanwhile nothing is wiped: it is told once that something takes long."""
    before = _IN_LINES.set(True)
    try:
        yield
    finally:
        _IN_LINES.reset(before)


def _is_in_lines() -> bool:
    return _IN_LINES.get() or not of_environment(os.environ).can_move


class Progress:
    """Shown on a terminal when it takes longer than `after` seconds, and wiped in the end."""

    def __init__(self, doing: str, after: float = 1.0) -> None:
        self._doing = doing
        self._next = time.monotonic() + after
        self._shown = False
        # Asked here: whoever shows it may be another thread.
        self._in_lines = _is_in_lines()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def show(self, what: str, done: int, total: int) -> None:
        """Tell what is being done, and how much of it; a total of 0 is not known."""
        if time.monotonic() < self._next or not sys.stderr.isatty():
            return
        if self._in_lines:
            if not self._shown:
                print(clean(f"{self._doing}."), file=sys.stderr, flush=True)
            self._shown = True
            return
        self._next = time.monotonic() + 0.1
        self._shown = True
        much = f"{min(done * 100 // total, 100)} %" if total else str(done) if done else "…"
        said = " ".join(word for word in (what, much) if word)
        print(f"\r\x1b[K{clean(f'{self._doing}: {said}')}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Wipe the line."""
        if self._shown and not self._in_lines:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._shown = False


def show_building(done: int, total: int) -> None:
    """One line on stderr that counts; the desk's screen covers it."""
    if total <= 5000 or not sys.stderr.isatty():
        return
    if _is_in_lines():
        if done <= 500:
            print("Building the working copy.", file=sys.stderr, flush=True)
    else:
        end = "\n" if done + 500 > total else ""
        print(f"\rBuilding the working copy: {done * 100 // total} %", end=end, file=sys.stderr)
