"""Whether little is drawn, for a slow line: chosen, or judged by round trips; pure, fed with times.

A round trip is what an answer takes: from the terminal, as `pace` measures it with each frame, or
from the kernel, which times the connection for itself.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from enum import Enum

#: A line whose answers take so many seconds is slow.  A key is felt to answer at once within a
#: tenth of a second; where the way alone takes as long, what is drawn besides only comes on top.
SLOW = 0.1
#: One that was slow is quick again below so many: on the border it is drawn one way.
QUICK = 0.05
#: So many answers are heard before the first judgement, and before each later one.
FIRST, LATER = 5, 25
#: So often a line is judged anew; then it stays as it is: what goes back and forth is the worst.
MOST_CHANGES = 2
#: Seconds: a move of the cursor that follows another one within them belongs to a run, and the run
#: rests when they have passed.  The repeats of a held key come in bursts on a slow line.
REST = 0.2


class Choice(Enum):
    """What a person has chosen; the value stands in the configuration and on the command line."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"


@dataclass
class Judge:
    """What a line is, by the round trips heard on it so far."""

    is_slow: bool = False
    trip: float | None = None
    """Seconds: the round trip that it was judged by, or what was known of it before."""
    _changes: int = 0
    _was_judged: bool = False
    _heard: deque[float] = field(default_factory=lambda: deque(maxlen=LATER))

    @classmethod
    def of(cls, trip: float | None) -> Judge:
        """A judge who knows of one round trip already, or of none."""
        return cls(trip is not None and trip >= SLOW, trip)

    def hear(self, trip: float) -> bool:
        """Take a round trip in; whether what the line is has changed by it."""
        self._heard.append(trip)
        if len(self._heard) < (LATER if self._was_judged else FIRST):
            return False
        self._was_judged = True
        # Whatever else delays an answer, a busy computer or a queue, is not the line.
        self.trip = min(self._heard)
        is_slow = self.trip >= (QUICK if self.is_slow else SLOW)
        if is_slow == self.is_slow or self._changes >= MOST_CHANGES:
            return False
        self.is_slow = is_slow
        self._changes += 1
        self._heard.clear()
        return True


@dataclass(frozen=True)
class Lean:
    """Whether little is drawn, and why."""

    choice: Choice = Choice.AUTO
    is_slow: bool = False
    """What the line was judged to be."""
    trip: float | None = None
    """Its round trip in seconds, where it is known."""
    turned: bool | None = None
    """What the key has turned it to; None where it is as chosen, or as the line asks for."""
    keeps_theme: bool = False
    """Whether a person has named the colours, which stay then."""

    @property
    def is_on(self) -> bool:
        """Whether little is drawn."""
        return self.usual if self.turned is None else self.turned

    @property
    def usual(self) -> bool:
        """The same, had no key been pressed."""
        return self.is_slow if self.choice is Choice.AUTO else self.choice is Choice.ON

    def toggled(self) -> Lean:
        """The other way, and with the next press back."""
        other = not self.is_on
        return replace(self, turned=None if other is self.usual else other)

    def judged(self, judge: Judge) -> Lean:
        """The same on a line that was judged anew."""
        return replace(self, is_slow=judge.is_slow, trip=judge.trip)

    @property
    def told(self) -> str:
        """What is drawn now and why, with the key's name to be filled in."""
        is_mine = self.choice is Choice.AUTO and self.turned is None
        match self.is_on, is_mine:
            case True, True:
                return f"The line is slow{_in_brackets(self.trip)}: less is drawn. {_CHANGES}"
            case False, True:
                return f"{_line(self.trip)}: all is drawn. {_CHANGES}"
        what, other = ("Less", "all") if self.is_on else ("All", "less")
        who = "as the settings say" if self.turned is None else "as you turned it"
        return f"{what} is drawn, {who}{_though(self.trip)}. {{lean}} draws {other}."

    @property
    def told_of_change(self) -> str:
        """The same where it has changed by itself."""
        if self.is_on:
            return self.told
        return f"The line is quick again{_in_brackets(self.trip)}: all is drawn. {_CHANGES}"


#: As it is where nothing was chosen, and nothing is known.
USUAL = Lean()
_CHANGES = "{lean} changes that."


def milliseconds(trip: float) -> str:
    """A round trip as a person reads it: `180 ms`, `0.2 ms`, `<0.1 ms`."""
    if trip < 0.0001:
        return "<0.1 ms"
    return f"{trip * 1000:.0f} ms" if trip >= 0.001 else f"{trip * 1000:.1f} ms"


def _in_brackets(trip: float | None) -> str:
    return "" if trip is None else f" ({milliseconds(trip)})"


def _line(trip: float | None) -> str:
    if trip is None:
        return "Nothing tells how quick the line is"
    return f"The line answers in {milliseconds(trip)}"


def _though(trip: float | None) -> str:
    return "" if trip is None else f"; the line answers in {milliseconds(trip)}"


@dataclass
class Run:
    """Moves of the cursor that follow each other quickly, as those of a held key."""

    _at: float = float("-inf")

    def goes_on(self, at: float) -> bool:
        """Whether a move at that time follows another one closely."""
        pause, self._at = at - self._at, at
        return pause < REST
