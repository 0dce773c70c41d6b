"""What a part of the desk may do to the screen that it works for."""

from __future__ import annotations

from typing import Protocol

from tui.bindings import Bindings
from tui.state import View


class Front(Protocol):
    """The screen that a search is for."""

    @property
    def view(self) -> View:
        """What the desk shows."""

    @property
    def bindings(self) -> Bindings:
        """Which key means what."""

    def show(self, view: View, message: str | None = None) -> None:
        """Show another view, and another message if one is given."""

    def say(self, text: str) -> None:
        """Show a message."""

    def look_again(self) -> None:
        """Bring a view up to date that was put aside."""
