"""What a panel tells, line by line: sentences, headings, and records that can be followed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from store.ids import Ref
from tui.render.chrome import message_lines
from tui.render.line import Line, Piece, fit, width_of, wrap
from tui.render.views import hints_line

HINTS = (("Enter", "follow"), ("j k", "move"), ("Esc", "close"))


class Row(NamedTuple):
    """One line: a sentence, a heading, or a record with what is told of it."""

    words: str
    """Safe already."""
    ref: Ref | None = None
    is_heading: bool = False


def told_lines(
    rows: Sequence[Row] | None,
    heading: str,
    cursor: int,
    top: int,
    message: str,
    size: tuple[int, int],
) -> tuple[Line, ...]:
    """A box with the rows from `top` on; None is being read."""
    width, height = size
    lines = [Line((Piece(fit(f" {heading}", width)),), "title-active")]
    footer = list(message_lines(message, width)) if message else [hints_line(HINTS, width)]
    if rows is None:
        lines.append(Line((Piece("  Being read …", "dim"),)))
    room = list_room(message, size)
    for at, row in enumerate((rows or ())[top : top + room], start=top):
        lines.append(_line(row, width, has_cursor=at == cursor))
    blank = [Line()] * (height - len(lines) - len(footer))
    return (*lines, *blank, *footer)


def _line(row: Row, width: int, *, has_cursor: bool) -> Line:
    sign = Piece("> " if has_cursor else "  ", "cursor-sign")
    base = "cursor" if has_cursor else ""
    if row.ref is None:
        style = "section" if row.is_heading else ""
        words = row.words.upper() if row.is_heading else row.words
        return Line((sign, Piece(fit(words, width - 2), style)), base)
    name = f"{row.ref} "
    room = width - 2 - width_of(name)
    return Line((sign, Piece(name, "dim"), Piece(fit(row.words, room))), base)


def wrapped(rows: Sequence[Row], width: int) -> list[Row]:
    """The rows with each sentence on as many lines as it needs; records have one line each."""
    found: list[Row] = []
    for row in rows:
        if row.is_heading and found:
            found.append(Row(""))
        if row.ref is not None or not row.words:
            found.append(row)
            continue
        spans = wrap(row.words, width)
        found += [row._replace(words=row.words[span.start : span.end]) for span in spans]
    return found


def list_room(message: str, size: tuple[int, int]) -> int:
    """How many rows can be seen at once."""
    width, height = size
    footer = len(message_lines(message, width)) if message else 1
    return max(height - 1 - footer, 1)
