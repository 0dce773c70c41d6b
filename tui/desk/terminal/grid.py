"""What a terminal shows, cell by cell, and how what is written to it changes that.

The frames understood are those of Textual's compositor: moves of the cursor, runs of text with
their attributes, hyperlinks (OSC 8), line ends.  Lines do not wrap.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.cells import split_graphemes

from tui.desk.terminal.pen import PLAIN, Pen, on_blanks, pen_of


class Cell(NamedTuple):
    """A character with its marks, and what it is written with.

    The second cell of a wide character has no text.  Of a blank, the pen is what can be seen.
    """

    text: str
    pen: Pen


BLANK = Cell(" ", PLAIN)
#: Where nobody knows what is shown: no text is written with this pen.
UNKNOWN = Cell("?", Pen("?"))

Row = list[Cell]

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_MOVE = re.compile(r"\x1b\[(\d*)(?:;(\d*))?H")
_PART = re.compile(
    r"\x1b\[(?P<attributes>[\d;]*)m"
    r"|\x1b\]8;[^;\x07\x1b]*;(?P<link>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    r"|(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
)


def blank(pen: Pen) -> Cell:
    """A blank, written with a pen."""
    return Cell(" ", on_blanks(pen))


class Foreign(ValueError):
    """A frame has something that is not understood."""


class Piece(NamedTuple):
    """What stands in one line of a frame from one place on."""

    joined: str
    """Marks for the character before it."""
    cells: tuple[Cell, ...]
    pen: Pen
    """What would be written with behind it."""


class Grid:
    """The cells of a screen, and where its cursor stands: 0-based, column and row."""

    def __init__(self, width: int, height: int, cell: Cell = BLANK) -> None:
        self.width, self.height = width, height
        self.rows: list[Row] = [[cell] * width for _ in range(height)]
        self.cursor = (0, 0)

    def forget(self) -> None:
        """Know no longer what is shown."""
        self.rows = [[UNKNOWN] * self.width for _ in range(self.height)]
        self.cursor = (-1, -1)

    def write(self, frame: str) -> set[int]:
        """Change as a terminal would by this frame; the rows that are others now.

        Nothing is changed by a frame that is not understood.
        """
        x, y = self.cursor
        pen = PLAIN
        placed: list[tuple[int, int, Piece]] = []
        # Before, row, column, between, row, column, between, ...
        found = _MOVE.split(frame)
        for at in range(0, len(found), 3):
            if at:
                y, x = int(found[at - 2] or 1) - 1, int(found[at - 1] or 1) - 1
            for number, line in enumerate(found[at].split("\n")):
                if number:
                    x, y = 0, y + 1
                if line:
                    piece = _piece(line, pen)
                    placed.append((x, y, piece))
                    x, pen = x + len(piece.cells), piece.pen
        self.cursor = (min(x, self.width - 1), min(y, self.height - 1))
        return {y for x, y, piece in placed if y < self.height and self._put(x, y, piece)}

    def _put(self, x: int, y: int, piece: Piece) -> bool:
        """Write a piece into a row, cut at the edge; whether that changes the row."""
        row = self.rows[y]
        if piece.joined:
            _join(row, min(x, self.width), piece.joined)
        end = min(x + len(piece.cells), self.width)
        cells: Sequence[Cell] = piece.cells
        if end - x < len(cells):
            cells = _cut(cells, end - x) if x < end else ()
        if not cells or row[x:end] == list(cells):
            return bool(piece.joined)
        _free(row, x, end)
        row[x:end] = cells
        return True


# A row that stands elsewhere now, or is written again, is not read again.
@lru_cache(maxsize=2048)
def _piece(line: str, pen: Pen) -> Piece:
    """A line of a frame, understood."""
    line = line.rstrip("\r")
    if "\x1b]" in line:
        return _with_links(line, pen)
    cells: list[Cell] = []
    joined = ""
    text, *parts = line.split("\x1b[")
    if text:
        joined = _add(cells, text, _ink("", pen))
    plain = _ink("0", pen)
    for part in parts:
        parameters, ends, text = part.partition("m")
        ink = plain if parameters in ("0", "") else _ink(parameters, pen)
        if not ends:
            raise Foreign(part[:8])
        pen = ink.pen
        if text:
            joined += _add(cells, text, ink)
    return Piece(joined, tuple(cells), pen)


def _with_links(line: str, pen: Pen) -> Piece:
    cells: list[Cell] = []
    joined = ""
    end = 0
    for found in _PART.finditer(line):
        if found.start() != end:
            break
        end = found.end()
        if found["text"] is not None:
            joined += _add(cells, found["text"], _ink("", pen))
        elif found["link"] is not None:
            pen = pen._replace(link=found["link"])
        else:
            pen = _ink(found["attributes"] or "0", pen).pen
    if end != len(line):
        raise Foreign(line[end : end + 8])
    return Piece(joined, tuple(cells), pen)


class _Ink(NamedTuple):
    """A pen, and the cells that it writes of ASCII: the same ones are compared in no time."""

    pen: Pen
    cells: dict[str, Cell]


@lru_cache(maxsize=4096)
def _ink(parameters: str, before: Pen) -> _Ink:
    """What SGR with these parameters makes of a pen."""
    pen = pen_of(parameters, before) if parameters else before
    if pen is None:
        raise Foreign(parameters)
    return _Ink(pen, _written_with(pen))


@lru_cache(maxsize=1024)
def _written_with(pen: Pen) -> dict[str, Cell]:
    return {" ": blank(pen)} | {chr(code): Cell(chr(code), pen) for code in range(0x21, 0x7F)}


def _add(cells: list[Cell], text: str, ink: _Ink) -> str:
    """Add the cells of a text; the marks before them that belong to a character before."""
    if text.isascii():
        try:
            cells += map(ink.cells.__getitem__, text)
        except KeyError as control:
            raise Foreign(text) from control
        return ""
    if _CONTROL.search(text):
        raise Foreign(text)
    joined = ""
    for start, end, width in split_graphemes(text)[0]:
        character = text[start:end]
        if width:
            cells.append(ink.cells.get(character) or Cell(character, ink.pen))
            cells += [Cell("", ink.pen)] * (width - 1)
        elif cells:
            _join(cells, len(cells), character)
        else:
            joined += character
    return joined


def _cut(cells: Sequence[Cell], width: int) -> Sequence[Cell]:
    """The first of these cells; a blank instead of half a wide character."""
    if cells[width].text == "":
        return [*cells[: width - 1], blank(cells[width].pen)]
    return cells[:width]


def _free(row: Row, start: int, end: int) -> None:
    """Blank the halves that would be left of wide characters which lie half in these columns."""
    if row[start].text == "" and start:
        row[start - 1] = blank(row[start - 1].pen)
    if end < len(row) and row[end].text == "":
        row[end] = blank(row[end].pen)


def _join(row: Row, x: int, marks: str) -> None:
    """Put marks onto the character before a column."""
    at = x - 1
    if at > 0 and row[at].text == "":
        at -= 1
    # A frame may write the marks again, and not what they stand on.
    if at >= 0 and not row[at].text.endswith(marks):
        row[at] = Cell(row[at].text + marks, row[at].pen)
