"""What a terminal answers when it is asked, and how long that takes."""

from __future__ import annotations

import os
import re
import select
import termios
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

#: Seconds that an answer is waited for; a line as slow as that is unusable.
PATIENCE = 2.0
#: So often the round trip is measured.
TIMES = 5
#: XTVERSION, the state of mode 2026 (whole frames), the flags of kitty's keys.
_FEATURES = b"\x1b[>0q\x1b[?2026$p\x1b[?u"
#: The primary device attributes, which every terminal answers, and in order: so it comes last.
_LAST, _LAST_ANSWERED = b"\x1b[c", re.compile(rb"\x1b\[\?[\d;]*c")
_STATUS, _STATUS_ANSWERED = b"\x1b[5n", re.compile(rb"\x1b\[0n")
_NAME = re.compile(rb"\x1bP>\|([^\x1b]*)\x1b\\")
_FRAMES = re.compile(rb"\x1b\[\?2026;(\d)\$y")
_KEYS = re.compile(rb"\x1b\[\?\d+u")
#: So many bytes of what comes are kept: a person may be typing, or pasting.
_MOST = 1 << 16


class Answers(NamedTuple):
    """What a terminal said of itself."""

    why_not: str = ""
    """Why it was not asked; "" where it was."""
    is_answering: bool = False
    trips: tuple[float, ...] = ()
    """Seconds that each answer took."""
    name: str = ""
    """What it calls itself."""
    has_frames: bool = False
    """Whether it shows a frame whole (synchronized output)."""
    has_keys: bool = False
    """Whether it can tell every key from every other (kitty's protocol)."""

    @property
    def trip(self) -> float | None:
        """The median round trip; None where nothing was measured."""
        return sorted(self.trips)[len(self.trips) // 2] if self.trips else None


def understood(raw: bytes) -> Answers:
    """What the bytes say that came behind the questions."""
    named = _NAME.search(raw)
    frames = _FRAMES.search(raw)
    return Answers(
        is_answering=_LAST_ANSWERED.search(raw) is not None,
        name=named[1].decode("utf-8", "replace") if named else "",
        # 0: it does not know the mode; 4: it will never have it.
        has_frames=frames is not None and frames[1] not in b"04",
        has_keys=_KEYS.search(raw) is not None,
    )


def ask(source: int, sink: int, term: str, patience: float = PATIENCE) -> Answers:
    """Ask the terminal; it is left as it was found, whether it answers or not.

    `source` and `sink` are descriptors of it.
    """
    if not (os.isatty(source) and os.isatty(sink)):
        return Answers("input and output are not both a terminal")
    if term in ("", "dumb"):
        return Answers("a terminal without a cursor has no answers")
    try:
        if os.tcgetpgrp(source) != os.getpgrp():
            return Answers("another program has the terminal")
        with _unechoed(source):
            # The Linux console shows of what it does not know the last part.
            features = b"" if term == "linux" else _FEATURES
            found = understood(_answered(source, sink, features + _LAST, _LAST_ANSWERED, patience))
            if not found.is_answering:
                return found
            return found._replace(trips=tuple(_trips(source, sink, patience)))
    except (OSError, termios.error):
        return Answers("the terminal is gone")


def _trips(source: int, sink: int, patience: float) -> Iterator[float]:
    for _ in range(TIMES):
        began = time.monotonic()
        raw = _answered(source, sink, _STATUS, _STATUS_ANSWERED, patience)
        if not _STATUS_ANSWERED.search(raw):
            return
        yield time.monotonic() - began


def _answered(
    source: int, sink: int, question: bytes, answer: re.Pattern[bytes], patience: float
) -> bytes:
    """What came until the answer was there, or until it was waited for long enough."""
    until = time.monotonic() + patience
    if not select.select((), [sink], (), patience)[1]:
        # Somebody has stopped the output.
        return b""
    os.write(sink, question)
    raw = b""
    while not answer.search(raw) and len(raw) < _MOST:
        left = until - time.monotonic()
        if left <= 0 or not select.select([source], (), (), left)[0]:
            break
        came = os.read(source, 4096)
        if not came:
            break
        raw += came
    return raw


@contextmanager
def _unechoed(source: int) -> Iterator[None]:
    """Have what comes at once, and not shown; interrupts stay."""
    before = termios.tcgetattr(source)
    try:
        tty.setcbreak(source, termios.TCSADRAIN)
        yield
    finally:
        # What comes late is thrown away: the shell would take it for typed.
        with suppress(termios.error):
            termios.tcsetattr(source, termios.TCSAFLUSH, before)
