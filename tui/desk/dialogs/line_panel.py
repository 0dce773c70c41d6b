"""A panel in which a line is typed, somewhere in its picture."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult

from tui.bindings import Bindings
from tui.desk.dialogs.panel import Panel, Result
from tui.desk.line_field import LineField
from tui.layout import Box


class LinePanel(Panel[Result]):
    """Stands in the middle of the screen, its line at a place that a subclass knows."""

    def __init__(self, changed: Callable[[], None], longest: int, bindings: Bindings) -> None:
        """`changed` is called when something was pasted into the line."""
        super().__init__(bindings)
        self.line = LineField(changed, "", longest)
        # Picture and line are placed by hand, the line over the picture.
        self.styles.align = ("left", "top")
        self.styles.layers = "below above"

    def compose(self) -> ComposeResult:
        yield from super().compose()
        yield self.line

    def hear_ahead(self, event: events.Key) -> None:
        """Take a key that was typed before this was drawn."""
        self.post_message(event.copy())

    def pass_on(self, event: events.Key) -> None:
        """Give a key to what lies over this, if it takes what was typed ahead of it."""
        over = self.app.screen
        if isinstance(over, LinePanel):
            over.hear_ahead(event)

    def line_box(self) -> Box | None:
        """Where the line stands in the picture; None where nothing is typed."""
        raise NotImplementedError

    def draw(self) -> None:
        """Show it as it is now."""
        super().draw()
        if not self.is_mounted or not self.size:
            return
        left = (self.size.width - self.box.width) // 2
        above = (self.size.height - self.box.height) // 2
        self._canvas.styles.offset = (left, above)
        inside = self.line_box()
        if inside is not None:
            self.line.place(Box(left + inside.x, above + inside.y, inside.width, inside.height))
