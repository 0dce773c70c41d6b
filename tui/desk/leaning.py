"""The desk's part that draws less on a slow line, and says so."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from textual.app import App
from textual.timer import Timer

from tui import connection, looks
from tui.lean import Judge, Lean

#: The class that the application has while little is drawn.
LEAN = "-lean"
#: Seconds: somebody types into a dialog, which nothing may change under their hands.
ASK_AGAIN = 2.0
#: Seconds: the size of a window that is pulled changes many times a second.
ASK_AFTER = 0.3


class Pace(Protocol):
    """What measures how long the terminal takes to answer."""

    heard: Callable[[float], object] | None
    """Called with each round trip, on the thread that reads what the terminal sends."""


class Leaning:
    """Keeps the application lean or not."""

    def __init__(
        self,
        app: App[None],
        lean: Lean,
        say: Callable[[str], object],
        is_at_rest: Callable[[], bool],
    ) -> None:
        """`say` puts the keys' names in; `is_at_rest`: whether what changes now is seen."""
        self._app = app
        self._say = say
        self._is_at_rest = is_at_rest
        self.lean = lean
        self._usual = ""
        self._is_listening = False
        self._asks: Timer | None = None
        self._judge = Judge(lean.is_slow, lean.trip)

    def begin(self) -> None:
        """Look as was chosen, from the first frame on."""
        self._apply()

    def listen(self, pace: Pace | None) -> None:
        """Hear the round trips from now on; the first frame has been drawn."""
        self._is_listening = True
        if pace is not None and not connection.is_answered_here(os.environ):
            pace.heard = self.hear
        self.ask_again()

    def ask_again(self) -> None:
        """Hear from where the desk is looked at, where that may have changed: out of tmux."""
        if self._is_listening and connection.is_answered_here(os.environ):
            if self._asks is not None:
                self._asks.stop()
            self._asks = self._app.set_timer(ASK_AFTER, self._ask)

    def _ask(self) -> None:
        self._app.run_worker(self._ask_kernel, thread=True, group="line", exclusive=True)

    def hear(self, trip: float) -> None:
        """Take a round trip in; on the thread that reads what the terminal sends."""
        if self._judge.hear(trip):
            self._app.call_later(self._change)

    def _ask_kernel(self) -> None:
        found = connection.found(os.environ)
        trip = connection.trip(found) if found else None
        if trip is not None:
            was_slow, self._judge = self._judge.is_slow, Judge.of(trip)
            if self._judge.is_slow is not was_slow:
                self._app.call_later(self._change)

    def _change(self) -> None:
        """The line was judged anew."""
        if not self._is_at_rest():
            self._app.set_timer(ASK_AGAIN, self._change)
            return
        was_on, self.lean = self.lean.is_on, self.lean.judged(self._judge)
        if self.lean.is_on is not was_on:
            self._apply()
            self._say(self.lean.told_of_change)

    def keep_theme(self) -> None:
        """Leave the colours from now on: a person has chosen them."""
        self.lean = replace(self.lean, keeps_theme=True)

    def toggle(self) -> None:
        """The other way, and back; says which, and why."""
        self.lean = self.lean.judged(self._judge).toggled()
        self._apply()
        self._say(self.lean.told)

    def _apply(self) -> None:
        app, is_on = self._app, self.lean.is_on
        if app.has_class(LEAN) is is_on:
            return
        app.set_class(is_on, LEAN)
        if self.lean.keeps_theme:
            return
        if is_on:
            self._usual, app.theme = app.theme, looks.TERMINAL
        elif self._usual:
            app.theme = self._usual
