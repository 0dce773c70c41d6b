"""The screen of an emulated terminal as text, whatever was written over whatever.

pyte's own `display` fails where half of a wide character was written over, which tmux does between
two steps of a redrawing.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import pyte
from wcwidth import wcwidth


class Screen(pyte.Screen):
    """pyte's, which would drop a text from its first sign on that has no width and is no accent.

    Such are the vowels of Thai and Hindi, a joiner, a selector of a sign's look.
    """

    def draw(self, data: str) -> None:
        """Draw a text; signs without a width are added to the cell before."""
        begun = 0
        for at, sign in enumerate(data) if not data.isascii() else ():
            if _is_added(sign):
                super().draw(data[begun:at])
                self._add(sign)
                begun = at + 1
        super().draw(data[begun:])

    def _add(self, sign: str) -> None:
        line, x = self.buffer[self.cursor.y], self.cursor.x - 1
        if x > 0 and line[x].data == "":
            x -= 1
        if x >= 0:
            line[x] = line[x]._replace(data=line[x].data + sign)


@lru_cache(maxsize=4096)
def _is_added(sign: str) -> bool:
    return wcwidth(sign) == 0 and not unicodedata.combining(sign)


def lines_of(screen: pyte.Screen) -> list[str]:
    """The lines of the screen, from edge to edge; half a wide character is a blank."""
    return [line_of(screen, row) for row in range(screen.lines)]


def line_of(screen: pyte.Screen, row: int) -> str:
    """One of them."""
    cells = screen.buffer[row]
    return _line([cells[column].data for column in range(screen.columns)])


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
