"""The screen of an emulated terminal as text, whatever was written over whatever.

pyte's own `display` fails where half of a wide character was written over, which tmux does between
two steps of a redrawing.
"""

from __future__ import annotations

import pyte
from wcwidth import wcwidth


def lines_of(screen: pyte.Screen) -> list[str]:
    """The lines of the screen, from edge to edge; half a wide character is a blank."""
    cells, columns = screen.buffer, range(screen.columns)
    return [_line([cells[row][column].data for column in columns]) for row in range(screen.lines)]


def _line(cells: list[str]) -> str:
    """A row of cells; pyte leaves the second cell of a wide character empty."""
    shown: list[str] = []
    is_second = False
    for cell, after in zip(cells, [*cells[1:], " "], strict=True):
        is_wide = bool(cell) and wcwidth(cell[0]) == 2
        if not is_second:
            is_half = not cell or (is_wide and after != "")
            shown.append(" " if is_half else cell)
        is_second = is_wide and after == ""
    return "".join(shown)
