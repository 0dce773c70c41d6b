"""How fast frames are sent: as fast as the terminal says that it has drawn them.

Behind each frame it is asked whether it knows synchronized output (DECRQM of mode 2026), which
it answers when it has come so far.  Times are seconds of any clock.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

#: So many frames may be on their way.  One alone would leave the line empty for a round trip.
AT_MOST = 2
#: A terminal that does not answer is waited for so long, or so many round trips.
PATIENCE, ROUND_TRIPS = 1.0, 4
#: One that has ceased to answer is sent a frame so often, or once in a round trip.
SELDOM = 0.1
#: The last answers are waited for so long, or so many round trips.
AT_LAST = 0.2
#: The shortest of so many round trips tells how long the line is: others waited in a queue.
LATEST = 8
#: More open questions than this are of a terminal that is gone.
REMEMBERED = 256


class _Question(NamedTuple):
    when: float
    is_ours: bool


class Pace:
    """When the next frame may be sent."""

    def __init__(self) -> None:
        self.heard: Callable[[float], object] | None = None
        """Told each round trip, in seconds, when it has been measured."""
        self.answers = False
        """Whether the terminal has answered any question: else it is asked none, nor waited for."""
        self._open: deque[_Question] = deque(maxlen=REMEMBERED)
        self._measured: deque[float] = deque(maxlen=LATEST)
        self._is_silent = False
        self._late = 0

    @property
    def round_trip(self) -> float | None:
        """Seconds to the terminal and back; None until that was measured."""
        return min(self._measured, default=None)

    @property
    def unanswered(self) -> int:
        """How many questions are on their way, or their answers."""
        return len(self._open)

    @property
    def patience(self) -> float:
        """So many seconds an answer is waited for."""
        return max(PATIENCE, ROUND_TRIPS * max(self._measured, default=0.0))

    def asked(self, now: float, *, is_ours: bool = True) -> None:
        """A question is sent: ours behind a frame, or one that somebody else waits for."""
        if len(self._open) >= AT_MOST:
            self._is_silent = True
        self._open.append(_Question(now, is_ours))

    def answered(self, now: float) -> bool:
        """An answer has come; whether the question was ours, and nobody else wants it."""
        self.answers = True
        if not self._open:
            # To a question that was given up.
            is_ours = self._late > 0
            self._late = max(0, self._late - 1)
            return is_ours
        question = self._open.popleft()
        took = max(0.0, now - question.when)
        self._measured.append(took)
        if self._is_silent:
            # Which of them it was cannot be known: some answers may be lost.
            self._late = len(self._open)
            self._open.clear()
            self._is_silent = False
        if self.heard is not None:
            self.heard(took)
        return question.is_ours

    def may_send(self, now: float) -> bool:
        """Whether a frame may be sent now."""
        return self.opens(now) <= now

    def opens(self, now: float) -> float:
        """When a frame may be sent though no answer comes: now, or later."""
        if not self.answers or len(self._open) < AT_MOST:
            return now
        wait = max(SELDOM, self.round_trip or 0.0) if self._is_silent else self.patience
        return max(now, self._open[-1].when + wait)

    def settles(self, now: float) -> float:
        """Until when it is worth while to wait for the last answers, when nothing more is asked."""
        if not self._open:
            return now
        if not self.answers:
            return self._open[0].when + PATIENCE
        return self._open[-1].when + max(AT_LAST, ROUND_TRIPS * (self.round_trip or 0.0))

    def begin_again(self) -> None:
        """Wait for nothing any more: what was asked before will not be heard."""
        self._open.clear()
        self._late = 0
        self._is_silent = False
