"""The one widget of a screen: pictures at their boxes, of which only changed cells are drawn.

A widget for each pane would be laid out, styled, matched with the style sheet and asked for its
lines apart from the others, for every key and before the first screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.desk.message import Intended
from tui.desk.theme import look
from tui.intents import Point, Roll
from tui.layout import Box
from tui.render.line import Line
from tui.state import Pane

Picture = tuple[Line, ...]
#: What a wheel turns by.
WHEEL = 3


class _Part(NamedTuple):
    """Where a picture's line lies in a row of the screen."""

    x: int
    width: int
    name: str
    line: int


class Divider(Widget, can_focus=False):
    """An upright line over the canvas.

    Textual sends a changed row from the left edge of the widgets in it: a line between columns
    ends a column, so that a change at the right does not send the left one again.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "Divider { position: absolute; width: 1; layer: above; }"

    def __init__(self) -> None:
        super().__init__()
        self._box: Box | None = None
        self.display = False

    def place(self, box: Box | None) -> None:
        """Stand there, or nowhere."""
        if box == self._box:
            return
        self._box = box
        self.display = box is not None
        if box is not None:
            self.styles.offset = (box.x, box.y)
            self.styles.height = box.height

    def render_line(self, y: int) -> Strip:
        del y
        return Strip([Segment("│", look(self.app.theme, "", "divider", self.app.no_color))], 1)


class Canvas(Widget, can_focus=False):
    """Pictures by name, each in its box; scrolling and cursors are the pictures' business."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Canvas { layer: below; width: 100%; height: 100%; }"

    def __init__(self) -> None:
        super().__init__()
        self._boxes: Mapping[str, Box] = {}
        self._pictures: dict[str, Picture] = {}
        self._parts: dict[int, list[_Part]] = {}
        self._rows: dict[int, Strip] = {}
        self._lines: dict[tuple[str, int], list[Segment]] = {}
        self._theme = ""

    @property
    def pictures(self) -> Mapping[str, Picture]:
        """What is shown, by name."""
        return self._pictures

    def show(self, boxes: Mapping[str, Box], pictures: Mapping[str, Picture]) -> None:
        """Show these pictures in these boxes, which do not overlap."""
        before, self._pictures = self._pictures, dict(pictures)
        if boxes != self._boxes:
            self._boxes = dict(boxes)
            self._parts = _parts_by_row(boxes)
            self._forget()
            # Before it is laid out there is nothing to draw again.
            if self.size:
                self.refresh()
            return
        changed: list[Region] = []
        for name, box in boxes.items():
            for first, end in _changed_runs(before.get(name, ()), pictures[name], box.height):
                changed.append(Region(box.x, box.y + first, box.width, end - first))
                for at in range(first, end):
                    self._rows.pop(box.y + at, None)
                    self._lines.pop((name, at), None)
        if changed:
            self.refresh(*changed)

    def _forget(self) -> None:
        self._rows.clear()
        self._lines.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of a region.

        In the place of Textual's own, which styles borders, padding and opacity that this widget
        does not have.
        """
        if self.app.theme != self._theme:
            self._theme = self.app.theme
            self._forget()
        rows = [self.render_line(y) for y in crop.line_range]
        if crop.x == 0 and crop.width == self.size.width:
            return rows
        return [row.crop(crop.x, crop.right) for row in rows]

    def render_line(self, y: int) -> Strip:
        known = self._rows.get(y)
        if known is None:
            known = self._rows[y] = self._row(y)
        return known

    def _row(self, y: int) -> Strip:
        """One row of the screen, from edge to edge."""
        plain = look(self._theme, "", "", self.app.no_color)
        segments: list[Segment] = []
        at = 0
        for part in self._parts.get(y, ()):
            if part.x > at:
                segments.append(Segment(" " * (part.x - at), plain))
            known = self._lines.get((part.name, part.line))
            if known is None:
                known = self._lines[part.name, part.line] = self._line(part)
            segments += known
            at = part.x + part.width
        if at < self.size.width:
            segments.append(Segment(" " * (self.size.width - at), plain))
        return Strip(segments, self.size.width)

    def _line(self, part: _Part) -> list[Segment]:
        """A picture's line, as wide as its box."""
        picture = self._pictures.get(part.name, ())
        line = picture[part.line] if part.line < len(picture) else Line()
        return _segments(line, part.width, self._theme, self.app.no_color)

    def prepare(self, boxes: Mapping[str, Box], pictures: Mapping[str, Picture]) -> None:
        """Have at hand what showing these pictures will need."""
        for name, picture in pictures.items():
            for line in picture:
                _segments(line, boxes[name].width, self._theme, self.app.no_color)

    def at(self, x: int, y: int) -> tuple[str, int] | None:
        """The name of the picture under a cell of the screen, and which of its lines."""
        for name, box in self._boxes.items():
            if 0 <= x - box.x < box.width and 0 <= y - box.y < box.height:
                return name, y - box.y
        return None

    # -- the mouse ------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        for pane, box in self._panes_at(event.x, event.y):
            self.post_message(Intended(Point(pane, event.y - box.y)))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._roll(event, WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._roll(event, -WHEEL)

    def _roll(self, event: events.MouseEvent, lines: int) -> None:
        for pane, _ in self._panes_at(event.x, event.y):
            event.stop()
            self.post_message(Intended(Roll(pane, lines)))

    def _panes_at(self, x: int, y: int) -> list[tuple[Pane, Box]]:
        """The pane under a cell, if there is one."""
        return [
            (Pane[name.upper()], box)
            for name, box in self._boxes.items()
            if name.upper() in Pane.__members__
            and 0 <= x - box.x < box.width
            and 0 <= y - box.y < box.height
        ]


@lru_cache(maxsize=4096)
def _segments(line: Line, width: int, theme: str, no_colour: bool) -> list[Segment]:
    """A line in a theme, exactly so wide."""
    segments = [
        Segment(piece.text, look(theme, line.base, piece.style, no_colour)) for piece in line.pieces
    ]
    base = look(theme, line.base, "", no_colour)
    return list(Strip(segments).adjust_cell_length(width, base))


def _changed_runs(before: Picture, after: Picture, height: int) -> list[tuple[int, int]]:
    """The lines that differ, as half-open runs."""
    if len(before) != len(after):
        return [(0, height)]
    runs: list[tuple[int, int]] = []
    for at, (old, new) in enumerate(zip(before, after, strict=True)):
        if old is new or old == new:
            continue
        if runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return runs


def _parts_by_row(boxes: Mapping[str, Box]) -> dict[int, list[_Part]]:
    rows: dict[int, list[_Part]] = {}
    for name, box in boxes.items():
        for line in range(box.height):
            rows.setdefault(box.y + line, []).append(_Part(box.x, box.width, name, line))
    for parts in rows.values():
        parts.sort()
    return rows
