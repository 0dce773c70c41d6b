"""Where each pane stands: the three layouts by width, as pure arithmetic on cells.

    below 100   the list that is worked in above, the detail below, the others as a line of tabs
    100 to 139  all lists stacked at the left, the active one grown; the detail at the right;
                with fewer than 30 lines as below 100
    from 140    45 : 65 : 50, events or reports, the detail, the other lists stacked;
                with fewer than 14 lines as below 100

One line above tells the trail, one below the keys.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tui.state import LISTS, Pane, View

LEAST_WIDTH = 40
LEAST_HEIGHT = 12
STACKED_FROM = 100
WIDE_FROM = 140
#: Seven lists above each other need so many lines, or the one worked in has two rows.
STACKED_HEIGHT = 30
#: Six lists above each other with a row each, between the two lines of the trail and the keys.
WIDE_HEIGHT = 14


class Box(NamedTuple):
    """A rectangle of cells."""

    x: int
    y: int
    width: int
    height: int


class Plan(NamedTuple):
    """The boxes of a screen; what is not shown has none."""

    panes: Mapping[Pane, Box]
    header: Box | None
    footer: Box | None
    tabs: Box | None
    dividers: Sequence[Box]
    """Upright lines between columns, one cell wide."""
    notice: Box | None = None
    """The whole screen, where it is too small for anything else."""

    @property
    def is_too_small(self) -> bool:
        """Whether the screen has no room for any pane."""
        return not self.panes

    @property
    def boxes(self) -> dict[str, Box]:
        """The box of each picture by its name."""
        named = {pane.name.lower(): box for pane, box in self.panes.items()}
        single = ("header", self.header), ("footer", self.footer), ("tabs", self.tabs)
        named |= {name: box for name, box in (*single, ("notice", self.notice)) if box}
        return named

    @property
    def heights(self) -> dict[Pane, int]:
        """The rows that each pane can list, its title left out."""
        return {pane: box.height - 1 for pane, box in self.panes.items()}


def plan(width: int, height: int, view: View) -> Plan:
    """The screen's boxes: they cover it and do not overlap."""
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return Plan({}, None, None, None, (), Box(0, 0, width, height))
    header, footer = Box(0, 0, width, 1), Box(0, height - 1, width, 1)
    body = Box(0, 1, width, height - 2)
    if view.is_zoomed:
        return Plan({view.active: body}, header, footer, None, ())
    least = STACKED_HEIGHT if width < WIDE_FROM else WIDE_HEIGHT
    if width < STACKED_FROM or height < least:
        return _narrow(body, header, footer, view)
    if width < WIDE_FROM:
        return _stacked(body, header, footer, view)
    return _wide(body, header, footer, view)


def covered(boxes: Mapping[str, Box], lines: int) -> dict[str, Box]:
    """The boxes with a footer of so many lines over their ends; what lies below it has none."""
    footer = boxes["footer"]
    top = footer.y + 1 - lines
    above = {name: up_to(box, top) for name, box in boxes.items()}
    kept = {name: box for name, box in above.items() if box is not None}
    return {**kept, "footer": Box(footer.x, top, footer.width, lines)}


def up_to(box: Box, end: int) -> Box | None:
    """As much of a box as lies above a line; None where it all lies below."""
    height = min(box.height, end - box.y)
    return box._replace(height=height) if height > 0 else None


def _narrow(body: Box, header: Box, footer: Box, view: View) -> Plan:
    above = max(4, body.height * 2 // 5)
    panes = {
        view.listed: Box(0, body.y, body.width, above),
        Pane.DETAIL: Box(0, body.y + above, body.width, body.height - above - 1),
    }
    tabs = Box(0, body.y + body.height - 1, body.width, 1)
    return Plan(panes, header, footer, tabs, ())


def _stacked(body: Box, header: Box, footer: Box, view: View) -> Plan:
    left = body.width * 48 // 100
    heights = shares(body.height, [8 if pane is view.listed else 1 for pane in LISTS], least=3)
    panes = dict(zip(LISTS, _column(0, body.y, left, heights), strict=True))
    panes[Pane.DETAIL] = Box(left + 1, body.y, body.width - left - 1, body.height)
    return Plan(panes, header, footer, None, (Box(left, body.y, 1, body.height),))


def _wide(body: Box, header: Box, footer: Box, view: View) -> Plan:
    left, middle, _ = shares(body.width - 2, [45, 65, 50], least=1)
    right_x = left + middle + 2
    other = Pane.EVENTS if view.main is Pane.REPORTS else Pane.REPORTS
    stack = {other: 7, Pane.LOCATIONS: 6, Pane.QUOTES: 8, Pane.SOURCES: 8, Pane.CLAIMS: 9}
    stack[Pane.NOTES] = 5
    heights = shares(body.height, list(stack.values()), least=3)
    boxes = _column(right_x, body.y, body.width - right_x, heights)
    panes = {
        view.main: Box(0, body.y, left, body.height),
        Pane.DETAIL: Box(left + 1, body.y, middle, body.height),
        **dict(zip(stack, boxes, strict=True)),
    }
    lines = (Box(left, body.y, 1, body.height), Box(right_x - 1, body.y, 1, body.height))
    return Plan(panes, header, footer, None, lines)


def _column(x: int, y: int, width: int, heights: Sequence[int]) -> list[Box]:
    boxes = []
    for height in heights:
        boxes.append(Box(x, y, width, height))
        y += height
    return boxes


def shares(total: int, weights: Sequence[int], least: int) -> list[int]:
    """The total cut by weight into whole parts, each at least `least` while there is enough."""
    least = min(least, total // len(weights))
    rest = total - least * len(weights)
    parts, given, weight_so_far, whole = [], 0, 0, sum(weights)
    for weight in weights:
        weight_so_far += weight
        end = rest * weight_so_far // whole
        parts.append(least + end - given)
        given = end
    return parts
