"""What must be sent to a terminal that shows one thing, so that it shows another."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import compress
from operator import is_not
from typing import NamedTuple

from tui.desk.terminal.grid import Grid, Row
from tui.desk.terminal.pen import PLAIN, Pen, can_erase, change, on_blanks, order

#: Unchanged cells between changed ones that are sent again: to move over them costs as much.
NEAR = 4
#: A blank end of a line is erased where it has more cells than erasing has bytes.
WORTH_ERASING = 3
#: What terminals may draw in another number of cells than we count: marks, joined signs, emoji,
#: and what came into Unicode late.
_UNSURE = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0700-\u0e7f\u0f00-\u10ff\u1100-\u11ff\u1700-\u1aff\u1b00-\u1dff\u200b-\u200f\u20d0-\u20ff"
    "\u2300-\u23ff\u2600-\u27bf\u2900-\u2bff\u3030\u303d\u3297\u3299\ua800-\uabff\ufe00-\ufe0f"
    "\U00010000-\U0001fffd\U00030000-\U0010fffd]"
)


ERASE = "\x1b[K"
#: Blanks in a line are erased where there are more: the cursor has to be moved behind them.
MANY = 8


class _Stroke(NamedTuple):
    """What is drawn with one pen at one place."""

    y: int
    x: int
    pen: Pen
    text: str
    end: int
    """The column where the cursor is then; -1 where that is not sure."""


def patch(shown: Grid, wanted: Grid, rows: Iterable[int], *, erases: bool = True) -> str:
    """What changes `shown` into `wanted` in these rows, and is applied to `shown`.

    The pen is plain before and behind it.  `erases`: whether the terminal erases with the
    colour of the ground that is set (terminfo's bce).
    """
    strokes: list[_Stroke] = []
    for y in sorted(rows):
        old, new = shown.rows[y], wanted.rows[y]
        if old == new:
            continue
        # Where one half of a wide character changes, the other one does, or is drawn by it.
        _add_row(strokes, new, y, _changed(old, new), erases)
        shown.rows[y] = new[:]
    # To change the colours may cost more than to come back to a row with each of them.
    by_pen = sorted(strokes, key=_by_pen)
    return min(_sent(strokes), _sent(by_pen), key=len)


def move(x: int, y: int) -> str:
    """What moves the cursor to a place."""
    return f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H"


def _along(column: int, x: int) -> str:
    """What moves the cursor along a row; -1 when it is not known where it is."""
    to = f"\x1b[{x + 1}G"
    by = f"\x1b[{x - column}C"
    return by if 0 <= column < x and len(by) < len(to) else to


def _by_pen(stroke: _Stroke) -> tuple[bool, tuple[str, ...]]:
    """Where a stroke comes: what may be drawn over its neighbour first, from left to right."""
    is_sure = stroke.end >= 0 or stroke.text.startswith("\x1b")
    return is_sure, order(stroke.pen) if is_sure else ()


def _sent(strokes: Sequence[_Stroke]) -> str:
    sent: list[str] = []
    pen, row, column = PLAIN, -1, -1
    for y, x, wanted, text, end in strokes:
        if y != row:
            sent.append(move(x, y))
        elif x != column:
            sent.append(_along(column, x))
        if pen != wanted:
            sent.append(change(pen, wanted))
        sent.append(text)
        pen, row, column = wanted, y, end
    if pen != PLAIN:
        sent.append(change(pen, PLAIN))
    return "".join(sent)


def _add_row(strokes: list[_Stroke], new: Row, y: int, columns: list[int], erases: bool) -> None:
    """Add what is drawn in these columns of a row, from left to right."""
    blank = _blank_from(new, erases)
    erased = bisect_left(columns, blank)
    if len(columns) - erased <= WORTH_ERASING:
        erased = len(columns)
    start = end = -1
    pen = PLAIN
    for column in columns[:erased]:
        wanted = new[column].pen
        if column == end and wanted is pen:
            end += 1
            continue
        if start >= 0 and column - end <= NEAR:
            if _can_write(pen, new, end, column + 1):
                end = column + 1
                continue
            # Blanks may be written with the pen of what stands behind them.
            if _can_write(wanted, new, start, column + 1):
                pen, end = wanted, column + 1
                continue
        if start >= 0:
            _add(strokes, new, y, start, end, pen, erases)
        start, end, pen = column, column + 1, wanted
    if start >= 0:
        _add(strokes, new, y, start, end, pen, erases)
    if erased < len(columns):
        strokes.append(_Stroke(y, columns[erased], new[-1].pen, ERASE, -1))


def _can_write(pen: Pen, row: Row, start: int, end: int) -> bool:
    """Whether all these cells can be written with the pen."""
    for at in range(start, end):
        text, wanted = row[at]
        if wanted is not pen and wanted != pen and (text != " " or on_blanks(pen) != wanted):
            return False
    return True


def _add(
    strokes: list[_Stroke], row: Row, y: int, start: int, end: int, pen: Pen, erases: bool
) -> None:
    """Add the text of cells; begun anew where the cursor may not be where we think.

    A terminal may draw a character wider or narrower than we count: that shall not shift the rest.
    """
    if end < len(row) and not row[end].text:
        # The other half of a wide character is not changed, but drawn.
        end += 1
    text = "".join([cell[0] for cell in row[start:end]])
    blanks = len(text) - len(text.rstrip(" "))
    # What knows the ground when it erases knows this sequence, too.
    if blanks > MANY and erases and can_erase(on_blanks(pen), by_ground=True):
        if blanks < len(text):
            _add(strokes, row, y, start, end - blanks, pen, erases)
        strokes.append(_Stroke(y, end - blanks, pen, f"\x1b[{blanks}X", -1))
    elif text.isascii() or not _UNSURE.search(text):
        strokes.append(_Stroke(y, start, pen, text, end))
    else:
        _add_unsure(strokes, row, y, start, end, pen)


def _add_unsure(strokes: list[_Stroke], row: Row, y: int, start: int, end: int, pen: Pen) -> None:
    text, at = "", start
    for column in range(start, end):
        text += row[column].text
        is_whole = column + 1 == end or row[column + 1].text != ""
        if is_whole and _UNSURE.search(text):
            strokes.append(_Stroke(y, at, pen, text, -1))
            text, at = "", column + 1
    if text:
        strokes.append(_Stroke(y, at, pen, text, end))


def _blank_from(row: Row, erases: bool) -> int:
    """Where the end of a row begins that can be erased; its length where none can."""
    last = row[-1]
    at = len(row)
    if last.text == " " and can_erase(last.pen, by_ground=erases):
        while at and row[at - 1] == last:
            at -= 1
    return at


def _changed(old: Row, new: Row) -> list[int]:
    """The columns that differ."""
    # Equal cells are mostly the same one.
    others = compress(range(len(new)), map(is_not, old, new))
    return [at for at in others if old[at] != new[at]]
