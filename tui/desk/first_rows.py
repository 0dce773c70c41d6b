"""The first screen, cell by cell, before Textual is there."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from rich.color import ColorSystem

from tui.desk.beginning import Beginning
from tui.desk.link import Link
from tui.desk.painter import dividers
from tui.desk.strokes import DIVIDER, Part, Stroke, line_of, line_strokes, parts_by_row, row_strokes
from tui.desk.terminal.grid import Grid
from tui.looks import look


class Paper(NamedTuple):
    """What the first screen is drawn on."""

    width: int
    height: int
    theme: str
    plain: bool
    """Whether no colour is sent."""
    colours: ColorSystem
    has_dividers: bool = True
    has_links: bool = False
    """Whether it is sent hyperlinks."""
    signs: Mapping[int, int] = MappingProxyType({})
    """What is shown in the place of signs that its font lacks."""


def first_rows(begun: Beginning, link: Link, paper: Paper) -> tuple[Beginning, Grid]:
    """What the desk will show first; what was read for it is in what goes on from here."""
    size = paper.width, paper.height
    with link.reading():
        view = begun.painter.settled(begun.view, *size)
        painted = begun.painter.painted(view, begun.message, *size)
    boxes, pictures = dict(painted.boxes), dict(painted.pictures)
    for at, box in enumerate(dividers(painted.places, boxes) if paper.has_dividers else ()):
        if box is not None:
            boxes[f"divider {at}"] = box
            pictures[f"divider {at}"] = (DIVIDER,) * box.height
    parts = parts_by_row(boxes)
    blank = look(paper.theme, "", "", paper.plain)

    def strokes_of(part: Part) -> tuple[Stroke, ...]:
        line = line_of(pictures[part.name], part)
        return line_strokes(line, part.width, paper.theme, paper.plain, has_links=paper.has_links)

    rows = [
        row_strokes(parts.get(y, ()), paper.width, blank, strokes_of) for y in range(paper.height)
    ]
    grid = Grid(*size)
    # As Textual sends its frames.
    frame = "\n".join("".join(_written(stroke, paper.colours) for stroke in row) for row in rows)
    grid.write(frame.translate(paper.signs) if paper.signs else frame)
    return begun._replace(view=view), grid


def _written(stroke: Stroke, colours: ColorSystem) -> str:
    text, style = stroke
    return style.render(text, color_system=colours)
