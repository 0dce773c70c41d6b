"""What of a lean screen waits until the cursor rests."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from textual.screen import Screen
from textual.timer import Timer

from tui import lean
from tui.intents import Action
from tui.render.line import Line
from tui.state import Pane, View

#: What moves a list's cursor, and is held down.
RUNS = frozenset(
    {
        Action.DOWN,
        Action.UP,
        Action.FIRST,
        Action.LAST,
        Action.PAGE_DOWN,
        Action.PAGE_UP,
    }
)


class HeldBack:
    """Knows whether the cursor runs; while it does, only its own list is drawn."""

    def __init__(self, screen: Screen[None], draw: Callable[[], object]) -> None:
        self._screen = screen
        self._draw = draw
        self._run = lean.Run()
        self._timer: Timer | None = None
        self.clock = time.monotonic
        self.is_on = False
        """Whether the other panes wait."""

    def move(self) -> None:
        """The cursor is about to move: behind another move, the other panes wait."""
        self._stop()
        self.is_on = self._run.goes_on(self.clock())
        if self.is_on:
            self._timer = self._screen.set_timer(lean.REST, self.catch_up)

    def catch_up(self) -> None:
        """Have drawn what waited: the cursor rests, or something else is asked for."""
        self._stop()
        if self.is_on:
            self.is_on = False
            self._draw()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None


def waiting(view: View, pictures: Mapping[str, tuple[Line, ...]]) -> Mapping[str, tuple[Line, ...]]:
    """Of what is on the screen, the panes that wait, each whole: its title tells of its rows."""
    others = {pane.name.lower() for pane in Pane if pane is not view.active}
    return {name: picture for name, picture in pictures.items() if name in others}
