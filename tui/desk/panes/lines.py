"""A widget that shows lines and draws again only those that changed."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.desk.message import Intended
from tui.desk.theme import COMPONENT_CLASSES
from tui.intents import Point, Roll
from tui.render.line import Line
from tui.state import Pane

#: Bases that colour a whole line: the pieces' own colours would be lost in reverse video.
_FLAT = frozenset({"cursor", "title-active"})


class LinesPane(Widget, can_focus=False):
    """A window of lines; scrolling and cursors are the picture's business."""

    COMPONENT_CLASSES = COMPONENT_CLASSES
    ALLOW_SELECT = False

    def __init__(self, name: str, pane: Pane | None = None) -> None:
        super().__init__(id=name)
        self._pane = pane
        self._lines: tuple[Line, ...] = ()
        self._styles: dict[tuple[str, str], Style] = {}

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self._lines

    def show(self, lines: tuple[Line, ...]) -> None:
        """Show these lines."""
        before, self._lines = self._lines, lines
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
        base = self._style(line.base, "")
        flat = line.base in _FLAT
        segments = [
            Segment(piece.text, base if flat else self._style(line.base, piece.style))
            for piece in line.pieces
        ]
        return Strip(segments).adjust_cell_length(width, base)

    def notify_style_update(self) -> None:
        """Forget the looks of the theme before."""
        self._styles.clear()
        super().notify_style_update()

    def _style(self, base: str, piece: str) -> Style:
        known = self._styles.get((base, piece))
        if known is None:
            known = self.rich_style
            for name in (base, piece):
                if name:
                    known += self.get_component_rich_style(f"line--{name}", partial=True)
            self._styles[base, piece] = known
        return known

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
