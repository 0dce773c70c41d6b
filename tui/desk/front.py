"""What a part of the desk may do to the screen that it works for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from textual import events

from store.ids import Ref
from tui.bindings import Bindings
from tui.config import Config
from tui.desk.likely import Likely
from tui.moves import Scene
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


class Worktop(Front, Protocol):
    """The screen on which records are changed."""

    heard: Callable[[], object] | None
    """Called when the store has changed: what lies over this screen has to know."""

    @property
    def config(self) -> Config:
        """What the person has set."""

    @property
    def likely(self) -> Likely:
        """What the report in the detail may be a duplicate of."""

    def scene(self) -> Scene:
        """What the screen shows around the view, inside a read of the link."""

    def look(self) -> None:
        """Have what was committed shown; on a worker thread."""

    def list_own(self) -> None:
        """List in the linked panes what this desk has changed."""

    def follow(self, ref: Ref) -> None:
        """Make a record the focus: one step of the trail."""

    def search(self, text: str) -> None:
        """Have the leading list narrowed by a query, as if it had been typed and kept."""


@runtime_checkable
class Knowing(Protocol):
    """A dialog that takes keys typed before it was drawn: who knows it does not wait for it."""

    def hear_ahead(self, event: events.Key) -> None:
        """Take a key that came too early."""
