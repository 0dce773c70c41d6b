"""A list pane as lines: its title, then the rows that its height has room for."""

from __future__ import annotations

from collections.abc import Sequence

from store.ids import Kind
from store.reader import UNKNOWN
from store.text import clean
from tui.render.line import Line, Piece, fit, width_of, wrap
from tui.render.rows import Row, row_line
from tui.state import ListState, Pane, View

#: Before a row that somebody else has open.
OPENED = "@"
#: What would fill an empty pane.
_EMPTY = {
    Kind.EVENT: "An event is something that happened, at a time and a place.",
    Kind.LOCATION: "A location is linked through an event or a quote.",
    Kind.QUOTE: "A quote is the exact words of a report about an event.",
    Kind.SOURCE: "A source is linked by a claim, a quote or a report.",
    Kind.REPORT: "A report is linked by an event, a quote or a claim.",
    Kind.CLAIM: "A claim says what a source asserts about an event.",
    Kind.NOTE: "A note is what an analyst writes about a record.",
}


def list_lines(
    view: View,
    pane: Pane,
    rows: Sequence[Row],
    width: int,
    height: int,
    opened: frozenset[str] = frozenset(),
    inside: str = "",
) -> tuple[Line, ...]:
    """The pane's picture in exactly `height` lines; `rows` are those from the list's top on.

    Records that are `opened` on somebody else's screen are marked.  `inside` tells what a bare
    file has that no list shows.
    """
    shown = view.lists[pane]
    lines = [title_line(view, pane, width)]
    if not shown.rows.numbers:
        lines += _empty_lines(view, pane, width, height - 1, inside)
    id_width = _id_width(shown)
    for at, row in enumerate(rows[: height - 1], start=shown.top):
        has_cursor = at == shown.cursor
        base = ""
        if has_cursor:
            base = "cursor" if pane is view.active else "cursor-resting"
        sign = ">" if has_cursor else OPENED if row.record.ref in opened else " "
        lines.append(row_line(row, width, id_width, sign, base))
    lines += [Line()] * (height - len(lines))
    return tuple(lines[:height])


def title_line(view: View, pane: Pane, width: int) -> Line:
    """`3 QUOTES 3 of E412`, and at the right what is special about the pane."""
    shown = view.lists[pane]
    count = shown.rows.total
    name = f" {pane.value} {pane.name} "
    said = "…" if count == UNKNOWN else f"{count:,}"
    of = f"{said} of {shown.of}" if shown.of else f"all {said}"
    if shown.is_lone:
        of = f"only {shown.of}"
    if shown.of is None and pane is not view.leading and not shown.is_pinned:
        of = "0"
    marks = []
    news = [f"+{shown.waiting:,} new"] * bool(shown.waiting)
    news += [f"{len(shown.gone):,} gone"] * bool(shown.gone)
    news += [f"{shown.unlinked:,} unlinked"] * bool(shown.unlinked)
    if news:
        marks.append(f"{', '.join(news)}, r ")
    if shown.is_pinned:
        marks.append("pinned")
    if pane is view.leading:
        marks.append("leads")
    base = "title-active" if pane is view.active else "title"
    mark = " ".join(marks)
    room = width - width_of(name) - width_of(mark) - 1
    return Line(
        (Piece(name, "title-name"), Piece(fit(of, max(room, 0))), Piece(f"{mark} ", "title-mark")),
        base,
    )


def _id_width(shown: ListState) -> int:
    """Room for the longest reference in sight, and at least for three digits."""
    numbers = shown.rows.numbers[shown.top : shown.top + 100]
    return max(4, 1 + len(str(max(numbers, default=0))))


def _empty_lines(view: View, pane: Pane, width: int, height: int, inside: str) -> list[Line]:
    shown = view.lists[pane]
    if shown.rows.total == UNKNOWN:
        return [Line((Piece(fit("  Being read …", width), "dim"),))][:height]
    noun = pane.kind.table
    first = f"No {noun} linked to {shown.of}." if shown.of else f"No {noun} in this store yet."
    if shown.of is None and pane is not view.leading:
        first = f"No {noun}: nothing has the focus. b lists all {noun}."
    texts = [first, _EMPTY[pane.kind]]
    if inside and pane is view.leading:
        safe = clean(inside)
        words = (safe[span.start : span.end] for span in wrap(safe, width - 4))
        texts = [f"No {noun} in this file.", *words]
    if view.focus is None and view.previous is None:
        texts.append("Q leaves; `incident-desk demo` shows a store with records.")
    elif view.previous is not None:
        texts.append("h goes back to the list before.")
    elif pane is not view.leading:
        texts.append(f"Move in the pane that leads, or b lists all {noun}.")
    return [Line((Piece(fit(f"  {text}", width), "dim"),)) for text in texts[:height]]
