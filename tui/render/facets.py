"""The facets of a list as lines: groups of values, each with a bar and how many hits have it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from store.derive.facets import Facet, Facets, in_force
from store.derive.tally import Counted
from store.syntax import Query
from tui.render.chrome import message_lines
from tui.render.line import Line, Piece, fit, fit_right, width_of
from tui.render.views import hints_line

HINTS = (
    ("Enter", "narrow"),
    ("+", "narrow, stay"),
    ("-", "exclude"),
    ("Tab", "next group"),
    ("Esc", "close"),
)
#: The cells of a bar, and of a number.
BAR, FIGURE = 16, 9
_EIGHTHS = " ▏▎▍▌▋▊▉"
_NAMES = {"on": "month", "form": "form", "by": "by"}


class Row(NamedTuple):
    """A line of the dialog: a value of a facet, or the facet's heading."""

    facet: Facet
    value: Counted | None = None


def rows_of(found: Facets) -> tuple[Row, ...]:
    """The headings and values in their order, as the cursor goes through them."""
    return tuple(_rows(found))


def _rows(found: Facets) -> Iterator[Row]:
    for facet in found.facets:
        yield Row(facet)
        for value in facet.values:
            yield Row(facet, value)


def facets_lines(
    found: Facets | None,
    query: Query,
    noun: str,
    cursor: int,
    top: int,
    message: str,
    size: tuple[int, int],
) -> tuple[Line, ...]:
    """A box with the rows from `top` on; None is being counted."""
    width, height = size
    counted = "" if found is None else f"{found.counted:,} "
    title = Line(
        (Piece(fit(f" FACETS of {noun}", width - len(counted))), Piece(counted)), "title-active"
    )
    asked = Line((Piece(fit(f" {query}", width), "dim"),)) if query.node else None
    footer = list(message_lines(message, width)) if message else [hints_line(HINTS, width)]
    lines = [title, *([asked] if asked else [])]
    if found is None:
        lines.append(Line((Piece("  Being counted …", "dim"),)))
    elif not found.counted:
        lines.append(Line((Piece(f"  There are no {noun} to count.", "dim"),)))
    elif not found.is_whole:
        said = f"  Being counted: the first {found.counted:,} so far …"
        if not found.goes_on:
            said = f"  There are more: the first {found.counted:,} of the list are counted."
        lines.append(Line((Piece(fit(said, width), "state-busy"),)))
    room = max(height - len(lines) - len(footer), 1)
    if found is not None:
        shown = list(enumerate(rows_of(found)))[top : top + room]
        lines += [_line(row, query, width, has_cursor=at == cursor) for at, row in shown]
    blank = [Line()] * (height - len(lines) - len(footer))
    return (*lines, *blank, *footer)


def list_room(found: Facets | None, query: Query, message: str, size: tuple[int, int]) -> int:
    """How many rows can be seen at once."""
    width, height = size
    notes = 1 if found is None or not found.counted or not found.is_whole else 0
    footer = len(message_lines(message, width)) if message else 1
    return max(height - 1 - (1 if query.node else 0) - notes - footer, 1)


def _line(row: Row, query: Query, width: int, *, has_cursor: bool) -> Line:
    if row.value is None:
        name = _NAMES.get(row.facet.field, row.facet.field)
        heading = Piece(f" {name.upper()}", "section")
        meaning = fit(f"  {row.facet.meaning}", width - width_of(heading.text))
        return Line((heading, Piece(meaning, "dim")))
    one = row.value
    most = max(value.hits for value in row.facet.values)
    sign = in_force(query, one.condition)
    said = f"{one.value} {one.label}" if one.label else one.value
    room = max(width - 5 - BAR - 1 - FIGURE - 1, 8)
    pieces = (
        Piece("> " if has_cursor else "  ", "cursor-sign"),
        Piece(f"{sign or ' '} ", "state-good" if sign == "+" else "state-bad"),
        Piece(f"{fit(said, room)} "),
        Piece(bar(one.hits, most, BAR), "name"),
        Piece(f" {fit_right(f'{one.hits:,}', FIGURE)}", "figure"),
    )
    return Line(pieces, "cursor" if has_cursor else "")


def bar(count: int, most: int, cells: int) -> str:
    """A bar of so many cells where the count is the most; never none for one."""
    eighths = max(1, round(cells * 8 * count / most)) if count else 0
    return f"{'█' * (eighths // 8)}{_EIGHTHS[eighths % 8].strip()}".ljust(cells)


def moved(rows: Sequence[Row], cursor: int, steps: int) -> int:
    """The value so many steps on, headings passed over; the nearest one at the ends."""
    at, way = cursor, 1 if steps > 0 else -1
    for _ in range(abs(steps)):
        to = at + way
        while 0 <= to < len(rows) and rows[to].value is None:
            to += way
        if not 0 <= to < len(rows):
            break
        at = to
    return at


def next_group(rows: Sequence[Row], cursor: int, way: int) -> int:
    """The first value of the next group, or of the one before; in a circle."""
    heads = [at for at, row in enumerate(rows) if row.value is None]
    if not heads:
        return cursor
    here = max((at for at, head in enumerate(heads) if head < cursor), default=0)
    return heads[(here + way) % len(heads)] + 1
