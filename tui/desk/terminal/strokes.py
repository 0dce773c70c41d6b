"""What is drawn on a terminal in one go, and the order in which all of it is short to send."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from itertools import islice, pairwise
from operator import itemgetter
from typing import NamedTuple

from tui.desk.terminal.cursor import moved
from tui.desk.terminal.pen import Pen, change, on_blanks

#: So many pens are compared each time: a screen may have one for each of its links.
AT_MOST = 6
_length = itemgetter(0)


class Sort(IntEnum):
    """What is to be minded of a stroke."""

    UNSURE = 0
    """Terminals may draw it in another number of cells: what lies beside it is drawn later."""
    SURE = 1
    BLANK = 2
    """It shows the ground alone: each pen with this ground may draw it."""


class Stroke(NamedTuple):
    """What is drawn with one pen at one place."""

    y: int
    x: int
    pen: Pen
    text: str
    end: int
    """The column where the cursor is then; -1 where that is not sure."""
    sort: Sort


def drawn(strokes: Sequence[Stroke], pen: Pen) -> tuple[str, Pen]:
    """What draws the strokes of a screen with a pen in the hand, and the pen that is there then.

    They are given row by row, from left to right.  To change the colours may cost more than to
    come back to a row with each of them.
    """
    by_pen = _sent(_by_pen(strokes, pen), pen)
    least = sum(len(stroke.text) for stroke in strokes)
    for before, after in pairwise(strokes):
        if before.pen is not after.pen:
            least += len(_changed(before.pen, after))
    if least > len(by_pen[0]):
        return by_pen
    return min(by_pen, _sent(strokes, pen), key=lambda sent: len(sent[0]))


def _by_pen(strokes: Iterable[Stroke], pen: Pen) -> list[Stroke]:
    """The strokes pen by pen, each time the one that is the shortest to take.

    First comes what may be drawn over its neighbour, from left to right.
    """
    ordered: list[Stroke] = []
    blanks: dict[Pen, list[Stroke]] = {}
    others: dict[Pen, list[Stroke]] = {}
    for stroke in strokes:
        if stroke.sort is Sort.UNSURE:
            ordered.append(stroke)
        elif stroke.sort is Sort.BLANK:
            blanks.setdefault(stroke.pen, []).append(stroke)
        else:
            others.setdefault(stroke.pen, []).append(stroke)
    pen = ordered[-1].pen if ordered else pen
    while others:
        near = [(len(change(pen, other)), other) for other in islice(others, AT_MOST)]
        pen = min(near, key=_length)[1]
        ordered += others.pop(pen)
        ordered += blanks.pop(on_blanks(pen), ())
    for rest in blanks.values():
        ordered += rest
    return ordered


def _sent(strokes: Iterable[Stroke], pen: Pen) -> tuple[str, Pen]:
    sent: list[str] = []
    row = column = -1
    for stroke in strokes:
        y, x, wanted, text, end, _ = stroke
        if x != column or y != row:
            sent.append(moved(column, row, x, y))
        if pen is not wanted and (changed := _changed(pen, stroke)):
            sent.append(changed)
            pen = wanted
        sent.append(text)
        row, column = y, end
    # What somebody else writes shall be no part of a link.
    unlinked = pen._replace(link="")
    sent.append(change(pen, unlinked))
    return "".join(sent), unlinked


def _changed(pen: Pen, stroke: Stroke) -> str:
    """What changes a pen into one that can draw a stroke; "" where it can."""
    if stroke.sort is Sort.BLANK and on_blanks(pen) == stroke.pen:
        return ""
    return change(pen, stroke.pen)
