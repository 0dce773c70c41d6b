"""What must be sent to a terminal that shows one thing, so that it shows another."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from itertools import compress
from operator import is_not

from tui.desk.terminal.grid import Grid, Row
from tui.desk.terminal.pen import PLAIN, Pen, can_erase, on_blanks
from tui.desk.terminal.strokes import Sort, Stroke, drawn

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
#: Blanks in a line are erased where there are more, which takes as many bytes.
MANY = 5


def patch(
    shown: Grid, wanted: Grid, rows: Iterable[int], pen: Pen = PLAIN, *, erases: bool = True
) -> tuple[str, Pen]:
    """What changes `shown` into `wanted` in these rows, and is applied to `shown`; the pen then.

    `pen` is that before.  `erases`: whether the terminal erases with the colour of the ground
    that is set (terminfo's bce).
    """
    strokes: list[Stroke] = []
    for y in sorted(rows):
        old, new = shown.rows[y], wanted.rows[y]
        if old == new:
            continue
        # Where one half of a wide character changes, the other one does, or is drawn by it.
        _add_row(strokes, new, y, _changed(old, new), erases)
        shown.rows[y] = new[:]
    return drawn(strokes, pen)


def _add_row(strokes: list[Stroke], new: Row, y: int, columns: list[int], erases: bool) -> None:
    """Add what is drawn in these columns of a row, from left to right."""
    before = len(strokes)
    erased = _erased_from(new, columns, erases)
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
            if new[start].text == " " and _can_write(wanted, new, start, column + 1):
                pen, end = wanted, column + 1
                continue
        if start >= 0:
            _add(strokes, new, y, start, end, pen, erases)
        start, end, pen = column, column + 1, wanted
    if start >= 0:
        _add(strokes, new, y, start, end, pen, erases)
    if erased < len(columns):
        _add_erased(strokes, before, new, y, columns[erased])


def _add_erased(strokes: list[Stroke], before: int, row: Row, y: int, start: int) -> None:
    """Add that the end of a row is erased: behind what is drawn there, if that can draw it, too."""
    ground = row[-1].pen
    if len(strokes) > before:
        last = strokes[-1]
        between = row[last.end : start]
        if (
            last.end >= 0
            and on_blanks(last.pen) == ground
            and between.count(row[-1]) == len(between)
        ):
            strokes[-1] = last._replace(text=last.text + ERASE)
            return
    strokes.append(Stroke(y, start, ground, ERASE, start, Sort.BLANK))


def _can_write(pen: Pen, row: Row, start: int, end: int) -> bool:
    """Whether all these cells can be written with the pen."""
    for at in range(start, end):
        text, wanted = row[at]
        if wanted is not pen and wanted != pen and (text != " " or on_blanks(pen) != wanted):
            return False
    return True


def _add(
    strokes: list[Stroke], row: Row, y: int, start: int, end: int, pen: Pen, erases: bool
) -> None:
    """Add the text of cells; begun anew where the cursor may not be where we think.

    A terminal may draw a character wider or narrower than we count: that shall not shift the rest.
    """
    if end < len(row) and not row[end].text:
        # The other half of a wide character is not changed, but drawn.
        end += 1
    text = "".join([cell[0] for cell in row[start:end]])
    letters = text.rstrip(" ")
    blanks = len(text) - len(letters)
    erased = ""
    # What knows the ground when it erases knows this sequence, too. The cursor stays before them.
    if blanks > MANY and erases and can_erase(on_blanks(pen), by_ground=True):
        text, end, erased = letters, end - blanks, f"\x1b[{blanks}X"
    if not letters.isascii() and _UNSURE.search(letters):
        start = _add_unsure(strokes, row, y, start, end, pen)
        text = "".join([cell[0] for cell in row[start:end]])
        letters = text.rstrip(" ")
    # Behind the last column, some terminals have the cursor on it.
    place = end if end < len(row) else -1
    if letters:
        strokes.append(Stroke(y, start, pen, text + erased, place, Sort.SURE))
    elif text or erased:
        strokes.append(Stroke(y, start, on_blanks(pen), text + erased, place, Sort.BLANK))


def _add_unsure(strokes: list[Stroke], row: Row, y: int, start: int, end: int, pen: Pen) -> int:
    """Add the text of cells as far as its width is not sure; where the rest begins."""
    text, at = "", start
    for column in range(start, end):
        text += row[column].text
        is_whole = column + 1 == end or row[column + 1].text != ""
        if is_whole and _UNSURE.search(text):
            strokes.append(Stroke(y, at, pen, text, -1, Sort.UNSURE))
            text, at = "", column + 1
    return at


def _erased_from(row: Row, columns: list[int], erases: bool) -> int:
    """The first of these columns from which on all of the row is erased; their number for none."""
    last, count = row[-1], len(columns)
    if count <= WORTH_ERASING or last.text != " " or not can_erase(last.pen, by_ground=erases):
        return count
    if row[columns[-1 - WORTH_ERASING]] != last:
        return count
    at = len(row)
    while at and row[at - 1] == last:
        at -= 1
    erased = bisect_left(columns, at)
    return erased if count - erased > WORTH_ERASING else count


def _changed(old: Row, new: Row) -> list[int]:
    """The columns that differ."""
    # Equal cells are mostly the same one.
    others = compress(range(len(new)), map(is_not, old, new))
    return [at for at in others if old[at] != new[at]]
