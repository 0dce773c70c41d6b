"""A menu in the footer's place: one key answers it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.screen import Screen

from tui.desk.front import Front
from tui.desk.pressed import pressed
from tui.layout import Box
from tui.render.line import Line
from tui.render.menu import Answer, menu_lines

#: So many lines are left to what the menu is about.
LEFT = 4


class Menu:
    """Calls `chosen` with the key of the answer; Esc, or anything done meanwhile, closes it.

    Unlike a question it takes keys that were typed ahead: who knows it does not wait for it.
    """

    def __init__(
        self,
        screen: Screen[None],
        desk: Front,
        title: str,
        answers: Sequence[Answer],
        chosen: Callable[[str], None],
    ) -> None:
        self._screen = screen
        self._desk = desk
        self._title = title
        self._answers = tuple(answers)
        self._chosen = chosen
        self._said = ""
        self.is_open = True

    def press(self, event: events.Key) -> None:
        """Take the key of an answer, or leave."""
        names, shown = pressed(event)
        wanted = (one.key for one in self._answers if not {one.key, *one.also}.isdisjoint(names))
        answer = next(wanted, None)
        if answer is not None:
            self.leave()
            self._chosen(answer)
        elif "escape" in names:
            self.leave()
        else:
            self._said = f"{shown} is no answer here. Esc leaves."
            self._desk.show(self._desk.view)

    def paste(self, text: str) -> None:
        """There is nothing to paste into."""

    def lines(self, width: int, message: str) -> tuple[Line, ...]:
        """The menu, at most as high as half of the screen, or as its answers need."""
        height = self._screen.size.height
        most = max(height // 2, min(len(self._answers) + 1, height - LEFT), 1)
        return menu_lines(self._title, self._answers, message or self._said, width, most)

    def place(self, footer: Box | None) -> None:
        """Nothing lies over the picture."""

    def leave(self) -> None:
        """Close without an answer."""
        self.is_open = False
        self._desk.show(self._desk.view, "")
