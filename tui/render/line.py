"""A line of the screen: pieces of safe text, each with the name of a style.

Widths are screen cells, never characters.  `clean` is applied here, at the last door before the
screen, to every text that a record holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len, chop_cells

from store.spans import Span
from store.text import clean

ELLIPSIS = "…"


class Piece(NamedTuple):
    """Text in one style; the style's look is the theme's."""

    text: str
    style: str = ""
    link: str = ""
    """The web address of which it is a part, as it is read; "" for none."""


class Line(NamedTuple):
    """One line; `base` styles it from edge to edge."""

    pieces: tuple[Piece, ...] = ()
    base: str = ""

    @property
    def text(self) -> str:
        """The line's characters."""
        return "".join(piece.text for piece in self.pieces)


def line(*pieces: Piece | str, base: str = "") -> Line:
    """A line of pieces; text alone is in the plain style."""
    made = (
        Piece(clean(p)) if isinstance(p, str) else p._replace(text=clean(p.text)) for p in pieces
    )
    return Line(tuple(made), base)


def width_of(text: str) -> int:
    """The cells that a text takes."""
    return len(text) if text.isascii() else cell_len(text)


def cut(text: str, cells: int) -> str:
    """As much of the text as fits, ending in an ellipsis when something was left out.

    The text is made safe first.
    """
    if cells <= 0:
        return ""
    # No cell holds more than a base and the few marks that `clean` leaves on it.
    safe = clean(text[: cells * 8 + 1])
    if width_of(safe) <= cells and len(safe) == len(text):
        return safe
    return _first_cells(safe, cells - 1) + ELLIPSIS


def fit(text: str, cells: int) -> str:
    """The text cut or padded to exactly so many cells."""
    short = cut(text, cells)
    return short + " " * (cells - width_of(short))


def fit_right(text: str, cells: int) -> str:
    """The same, padded at the left."""
    short = cut(text, cells)
    return " " * (cells - width_of(short)) + short


def clipped(pieces: tuple[Piece, ...], cells: int) -> tuple[Piece, ...]:
    """The pieces cut to so many cells, ending in an ellipsis when something was left out."""
    if sum(width_of(piece.text) for piece in pieces) <= cells:
        return pieces
    kept, left = [], cells - 1
    for piece in pieces:
        text = piece.text
        short = text if width_of(text) <= left else _first_cells(text, left)
        kept.append(piece._replace(text=short))
        left -= width_of(short)
        if short != text:
            break
    return (*kept, Piece(ELLIPSIS))


def _first_cells(text: str, cells: int) -> str:
    if cells <= 0:
        return ""
    if text.isascii():
        return text[:cells]
    # A text of marks alone takes no cells, and is cut into no lines.
    return next(iter(chop_cells(text, cells)), text)


def wrap(text: str, cells: int) -> Iterator[Span]:
    """The spans of a text's lines when it is wrapped at blanks; each takes at most `cells`.

    The text must have been cleaned.  The blank at a break belongs to no line.
    """
    start = 0
    for paragraph in text.split("\n"):
        end = start + len(paragraph)
        yield from _wrap_paragraph(text, start, end, max(cells, 2))
        start = end + 1


def _wrap_paragraph(text: str, start: int, end: int, cells: int) -> Iterator[Span]:
    while True:
        taken = _taken(text, start, end, cells)
        if start + taken >= end:
            yield Span(start, end)
            return
        taken = max(taken, 1)
        blank = text.rfind(" ", start, start + taken + 1)
        stop = blank if blank > start else start + taken
        yield Span(start, stop)
        start = stop
        while start < end and text[start] == " ":
            start += 1
        if start >= end:
            return


def _taken(text: str, start: int, end: int, cells: int) -> int:
    """How many characters of a paragraph take so many cells.

    A line holds at most eight a cell: look no further, a paragraph may be 1 MB.  Most lines hold
    one a cell, and to measure eight times as much takes eight times as long.
    """
    for most in (cells + _MARKS, cells * 8):
        window = text[start : min(end, start + most)]
        taken = len(_first_cells(window, cells))
        # What stands at the end of the window may go on behind it.
        if start + len(window) == end or taken <= len(window) - _MARKS // 2:
            break
    return taken


#: So many characters more than cells are looked at first: marks take none.
_MARKS = 32


def highlighted(text: str, span: Span, marks: Sequence[Span], style: str = "") -> tuple[Piece, ...]:
    """The pieces of text[span], what lies in a mark in the style `match`; marks do not overlap."""
    return styled(text, span, marks, "match", style)


def styled(
    text: str, span: Span, marks: Sequence[Span], marked: str, style: str = ""
) -> tuple[Piece, ...]:
    """The same, with the style of what lies in a mark."""
    pieces, at = [], span.start
    for mark in marks:
        start, end = max(mark.start, at), min(mark.end, span.end)
        if start >= end:
            continue
        if start > at:
            pieces.append(Piece(text[at:start], style))
        pieces.append(Piece(text[start:end], marked))
        at = end
    if at < span.end:
        pieces.append(Piece(text[at : span.end], style))
    return tuple(pieces)
