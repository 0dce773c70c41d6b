"""The one widget of a screen: pictures at their boxes, of which only changed cells are drawn.

A widget for each pane would be laid out, styled, matched with the style sheet and asked for its
lines apart from the others, for every key and before the first screen.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.desk.message import Intended
from tui.desk.strokes import (
    DIVIDER,
    Part,
    Picture,
    Stroke,
    line_of,
    line_strokes,
    parts_by_row,
    row_strokes,
)
from tui.intents import Point, Roll
from tui.layout import Box
from tui.looks import look
from tui.render.address import has_links
from tui.render.line import Line
from tui.state import Pane
from tui.terminal import of_environment

#: What a wheel turns by.
WHEEL = 3


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

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of a region; in the place of Textual's own, as the canvas's."""
        strokes = line_strokes(DIVIDER, 1, self.app.theme, self.app.no_color, has_links=False)
        return [_strip(strokes, 1)] * crop.height


class Canvas(Widget, can_focus=False):
    """Pictures by name, each in its box; scrolling and cursors are the pictures' business."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Canvas { layer: below; width: 100%; height: 100%; }"

    def __init__(self) -> None:
        super().__init__()
        self._boxes: Mapping[str, Box] = {}
        self._pictures: dict[str, Picture] = {}
        self._parts: dict[int, list[Part]] = {}
        self._rows: dict[int, Strip] = {}
        self._theme = ""
        self._width = 0
        self._drawn_at: float | None = None
        self._has_links = has_links(of_environment(os.environ))

    @property
    def pictures(self) -> Mapping[str, Picture]:
        """What is shown, by name."""
        return self._pictures

    @property
    def boxes(self) -> Mapping[str, Box]:
        """Where each of them is shown."""
        return self._boxes

    def show(self, boxes: Mapping[str, Box], pictures: Mapping[str, Picture]) -> None:
        """Show these pictures in these boxes, which do not overlap."""
        before, self._pictures = self._pictures, dict(pictures)
        if boxes != self._boxes:
            self._boxes = dict(boxes)
            self._parts = parts_by_row(boxes)
            self._rows.clear()
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
        if changed:
            self.refresh(*changed)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of a region.

        In the place of Textual's own, which styles borders, padding and opacity that this widget
        does not have.
        """
        # Before it is sent: an answer may come back before whoever sent it goes on.
        if self._drawn_at is None and self._pictures:
            self._drawn_at = time.monotonic()
        # A key may have put boxes on it for a size for which it is not laid out yet.
        if (self.app.theme, self.size.width) != (self._theme, self._width):
            self._theme, self._width = self.app.theme, self.size.width
            self._rows.clear()
        rows = [self.render_line(y) for y in crop.line_range]
        if crop.x == 0 and crop.width == self.size.width:
            return rows
        return [row.crop(crop.x, crop.right) for row in rows]

    def was_there_for(self, event: events.Key) -> bool:
        """Whether it had been drawn, since `draw_first` if that was called, when a key was pressed.

        What was typed before was not meant for what is shown.
        """
        return self._drawn_at is not None and event.time >= self._drawn_at

    def draw_first(self) -> None:
        """Take no key for one that was meant for what is shown next before that is drawn."""
        self._drawn_at = None

    def render_line(self, y: int) -> Strip:
        known = self._rows.get(y)
        if known is None:
            known = self._rows[y] = self._row(y)
        return known

    def _row(self, y: int) -> Strip:
        """One row of the screen, from edge to edge."""
        blank = look(self._theme, "", "", self.app.no_color)
        width = self.size.width
        return _strip(row_strokes(self._parts.get(y, ()), width, blank, self._strokes), width)

    def _strokes(self, part: Part) -> Sequence[Stroke]:
        """A picture's line, as wide as its box."""
        line = line_of(self._pictures.get(part.name, ()), part)
        return self._line_strokes(line, part.width)

    def _line_strokes(self, line: Line, width: int) -> Sequence[Stroke]:
        return line_strokes(line, width, self._theme, self.app.no_color, has_links=self._has_links)

    def prepare(self, boxes: Mapping[str, Box], pictures: Mapping[str, Picture]) -> None:
        """Have at hand what showing these pictures will need."""
        for name, picture in pictures.items():
            for line in picture:
                self._line_strokes(line, boxes[name].width)

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


def _strip(strokes: Iterable[Stroke], width: int) -> Strip:
    return Strip([Segment(text, style) for text, style in strokes], width)  # safe: inert strokes


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
