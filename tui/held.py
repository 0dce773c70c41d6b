"""Telling a key that is held down from one that is pressed again: pure, fed with times.

A terminal sends no release.  A key that is held repeats every 20 to 90 ms, after a first pause of
200 to 700 ms: its first repeat looks like a second press, and only the next one tells.  So a second
press of the same key waits for as long as a repeat may take; when another one comes by then, it
was held, and neither counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

#: A key that is held repeats within so many seconds; nobody presses one so often on purpose.
REPEAT = 0.12
#: A held key was let go when so many seconds have passed without it: a slow line has gaps.
RELEASE = 0.4


class Press(Enum):
    """What a press of a key means."""

    COUNTS = "counts"
    """It is meant: carry it out."""
    WAITS = "waits"
    """It may be the first repeat: it counts when REPEAT seconds pass without another one."""
    IS_HELD = "is held"
    """It tells that the key is held: what waited does not count."""
    IS_IGNORED = "is ignored"
    """It is a further repeat of a held key."""


@dataclass
class Held:
    """The key that was pressed last."""

    key: str = ""
    at: float = 0.0
    is_waiting: bool = False
    """Whether its last press waits to be told from a repeat."""
    is_held: bool = False

    def press(self, key: str, at: float) -> Press:
        """What this press means; one that waited for another key counts before it."""
        pause, is_same = at - self.at, key == self.key
        self.key, self.at = key, at
        if self.is_held and is_same and pause < RELEASE:
            return Press.IS_IGNORED
        was_waiting, self.is_waiting = self.is_waiting and is_same, False
        if not is_same or self.is_held:
            self.is_held = False
            return Press.COUNTS
        if was_waiting and pause < REPEAT:
            self.is_held = True
            return Press.IS_HELD
        self.is_waiting = True
        return Press.WAITS

    def is_due(self, at: float) -> bool:
        """Whether what waits counts by now."""
        return self.is_waiting and at - self.at >= REPEAT

    def counted(self) -> None:
        """What waited was carried out."""
        self.is_waiting = False
