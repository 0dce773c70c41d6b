"""The moment between the key that asks for an editor and the editor: nothing else hears keys."""

from __future__ import annotations

from textual import events

from tui.desk.front import Front
from tui.desk.pressed import written
from tui.layout import Box
from tui.render.line import Line, Piece, fit


class Opening:
    """Holds what is typed ahead: it is meant for the text, and not for the desk below."""

    def __init__(self, desk: Front) -> None:
        self._desk = desk
        self._typed: list[str] = []
        self.is_open = True

    def press(self, event: events.Key) -> None:
        """Keep a letter for the text; Esc, and every other key, means nothing yet."""
        if written(event):
            self._typed.append(written(event))
        elif event.key == "enter":
            self._typed.append("\n")

    def paste(self, text: str) -> None:
        """Keep it for the text, too."""
        self._typed.append(text)

    def lines(self, width: int, message: str) -> tuple[Line, ...]:
        """What stands in the footer's place."""
        return (Line((Piece(fit(f" {message or 'Being opened …'}", width), "dim"),), "footer"),)

    def place(self, footer: Box | None) -> None:
        """Nothing lies over the picture."""

    def leave(self) -> None:
        """Close: something else is done meanwhile."""
        self.is_open = False
        self._desk.show(self._desk.view, "")

    def end(self) -> str:
        """Close, and give what was typed meanwhile."""
        self.is_open = False
        return "".join(self._typed)
