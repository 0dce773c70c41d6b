"""A widget that shows lines and draws again only those that changed."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.desk.message import Intended
from tui.desk.theme import look
from tui.intents import Point, Roll
from tui.render.line import Line
from tui.state import Pane


class LinesPane(Widget, can_focus=False):
    """A window of lines; scrolling and cursors are the picture's business."""

    ALLOW_SELECT = False

    def __init__(self, name: str, pane: Pane | None = None) -> None:
        super().__init__(id=name)
        self._pane = pane
        self._lines: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self._lines

    def show(self, lines: tuple[Line, ...]) -> None:
        """Show these lines."""
        before, self._lines = self._lines, lines
        if not self.size:
            return  # not laid out yet: the first frame will draw it whole
        if len(before) != len(lines):
            self.refresh()
            return
        changed = [
            y for y, pair in enumerate(zip(before, lines, strict=True)) if pair[0] != pair[1]
        ]
        if changed:
            width = self.size.width
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        line = self._lines[y] if y < len(self._lines) else Line()
        theme = self.app.theme
        base = look(theme, line.base)
        segments = [
            Segment(piece.text, look(theme, line.base, piece.style)) for piece in line.pieces
        ]
        return Strip(segments).adjust_cell_length(width, base)

    def on_click(self, event: events.Click) -> None:
        if self._pane is not None:
            self.post_message(Intended(Point(self._pane, event.y)))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._roll(event, 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._roll(event, -3)

    def _roll(self, event: events.MouseEvent, lines: int) -> None:
        event.stop()
        if self._pane is not None:
            self.post_message(Intended(Roll(self._pane, lines)))
