"""From pictures to the rows of a screen: strokes of text, each in one style.

Textual is not needed for it: the first rows are drawn before that is loaded, and the canvas draws
the same ones from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from rich.cells import set_cell_size
from rich.style import Style

from store.text import inert
from tui.layout import Box
from tui.looks import look
from tui.render.address import link_id, openable
from tui.render.line import Line, Piece, width_of

#: A picture is as many lines as its box is high.
Picture = tuple[Line, ...]
Stroke = tuple[str, Style]
#: A line of an upright line between columns.
DIVIDER = Line((Piece("│", "divider"),))


class Part(NamedTuple):
    """Where a picture's line lies in a row of the screen."""

    x: int
    width: int
    name: str
    line: int


def parts_by_row(boxes: Mapping[str, Box]) -> dict[int, list[Part]]:
    """What lies in each row, from left to right."""
    rows: dict[int, list[Part]] = {}
    for name, box in boxes.items():
        for line in range(box.height):
            rows.setdefault(box.y + line, []).append(Part(box.x, box.width, name, line))
    for parts in rows.values():
        parts.sort()
    return rows


def row_strokes(
    parts: Iterable[Part], width: int, blank: Style, strokes_of: Callable[[Part], Iterable[Stroke]]
) -> list[Stroke]:
    """One row of the screen, from edge to edge; `strokes_of` gives those of a part."""
    strokes: list[Stroke] = []
    at = 0
    for part in parts:
        if part.x > at:
            strokes.append((" " * (part.x - at), blank))
        strokes += strokes_of(part)
        at = part.x + part.width
    if at < width:
        strokes.append((" " * (width - at), blank))
    return strokes


@lru_cache(maxsize=4096)
def line_strokes(
    line: Line, width: int, theme: str, plain: bool, *, has_links: bool
) -> tuple[Stroke, ...]:
    """A picture's line in a theme, exactly so wide; `plain` is without colour."""
    strokes: list[Stroke] = []
    left = width
    for text, style, link in line.pieces:
        cells = width_of(text)
        if cells > left:
            text, cells = set_cell_size(text, left), left
        if text:
            # Lines are made of safe text; whatever made this one, nothing in it acts.
            text = inert(text)
            own = look(theme, line.base, style, plain)
            strokes.append((text, own + _link(link) if link and has_links else own))
        left -= cells
    if left:
        strokes.append((" " * left, look(theme, line.base, "", plain)))
    return tuple(strokes)


@lru_cache(maxsize=256)
def _link(address: str) -> Style:
    """A style that makes a link of text, the same in each line and each frame."""
    style = Style(link=openable(address))
    # Rich numbers them: what nobody changed would be another link after each redraw.
    style._link_id = link_id(address)  # noqa: SLF001  there is no other way to say it
    return style


def line_of(picture: Picture, part: Part) -> Line:
    """The line of a picture that lies there; an empty one below its end."""
    return picture[part.line] if part.line < len(picture) else Line()
