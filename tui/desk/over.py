"""What may lie over the footer of a desk and have its keyboard: a query, a menu, a prompt."""

from __future__ import annotations

from typing import Protocol

from textual import events

from tui.layout import Box
from tui.render.line import Line


class Over(Protocol):
    """One of them."""

    @property
    def is_open(self) -> bool:
        """Whether it is there, and takes the keys."""

    def press(self, event: events.Key) -> None:
        """Take a key."""

    def paste(self, text: str) -> None:
        """Take a text that was pasted before there was a line to paste it into."""

    def lines(self, width: int, message: str) -> tuple[Line, ...]:
        """What stands in the footer's place; a message of the desk belongs into it."""

    def place(self, footer: Box | None) -> None:
        """The footer lies there."""

    def leave(self) -> None:
        """Close: something else is done meanwhile."""
