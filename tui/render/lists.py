"""A list pane as lines: its title, then the rows that its height has room for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from store.ids import Kind, Ref
from store.reader import UNKNOWN
from store.text import clean
from store.words import Phrase
from tui.bindings import USUAL, Bindings
from tui.hits import has_inbox
from tui.intents import Action
from tui.list_state import ListState
from tui.marked import is_marked, ranged
from tui.render.columns import Columns
from tui.render.line import Line, Piece, fit, width_of, wrap
from tui.render.rows import Row, row_line
from tui.state import Pane, View

#: No columns but those that are usual.
NO_COLUMNS: Mapping[Kind, Columns] = MappingProxyType({})
#: Before a row that somebody else has open.
OPENED = "@"
#: Before a row that somebody else has changed since it was in the detail.
CHANGED = "~"
#: From so many cells on a title tells how many of the marks are on the screen.
LONG_FROM = 60
_COMES = "What comes in, or comes back, is told above; it is never listed by itself."
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

#: What fills a store that has none of them.
_BRINGS = {
    Kind.EVENT: "{new-record} makes one; `incident-desk import FILE` brings a data set in.",
    Kind.REPORT: "{add-reports} adds documents, and a text that is pasted becomes one.",
}


def list_lines(
    view: View,
    pane: Pane,
    rows: Sequence[Row],
    width: int,
    height: int,
    opened: frozenset[str] = frozenset(),
    inside: str = "",
    columns: Mapping[Kind, Columns] = NO_COLUMNS,
    bindings: Bindings = USUAL,
    phrases: tuple[Phrase, ...] = (),
    changed: Collection[Ref] = (),
) -> tuple[Line, ...]:
    """The pane's picture in exactly `height` lines; `rows` are those from the list's top on.

    Records that are `opened` on somebody else's screen are marked, and those that were `changed`.
    `inside` tells what a bare file has that no list shows.  `columns` are those that were chosen
    for some kinds.  The phrases are marked.
    """
    shown = view.lists[pane]
    lines, seen = [Line()], 0
    if not shown.rows.numbers:
        lines += _empty_lines(view, pane, width, height - 1, inside, bindings)
    id_width = _id_width(shown)
    for at, row in enumerate(rows[: height - 1], start=shown.top):
        has_cursor = at == shown.cursor
        base = ""
        if has_cursor:
            # Where nothing but Tab would lead, the sign is enough.
            rests = "cursor-resting" if pane is view.leading else ""
            base = "cursor" if pane is view.active else rests
        ref = row.record.ref
        sign = OPENED if ref in opened else CHANGED if ref in changed else " "
        sign = ">" if has_cursor else sign
        chosen = columns.get(pane.kind)
        has_mark = is_marked(shown, at, row.record.id)
        seen += has_mark
        is_settled = row.record.id in shown.settled
        lines.append(
            row_line(
                *(row, width, id_width, sign, base, chosen, phrases),
                is_marked=has_mark,
                is_settled=is_settled,
            )
        )
    lines[0] = title_line(view, pane, width, bindings, seen)
    lines += [Line()] * (height - len(lines))
    return tuple(lines[:height])


def title_line(
    view: View, pane: Pane, width: int, bindings: Bindings = USUAL, seen: int = 0
) -> Line:
    """`3 QUOTES 3 of E412`, and at the right what is special about the pane.

    `seen` of the rows on the screen are marked.
    """
    shown = view.lists[pane]
    count = shown.rows.total
    name = f" {bindings.of_pane(pane)} {pane.name} "
    said = "…" if count == UNKNOWN else f"{count:,}"
    of = f"{said} of {shown.of}" if shown.of else f"all {said}"
    if shown.is_lone:
        of = f"only {shown.of}"
    if shown.search:
        more = "…" * shown.search.goes_on
        of = f"{said}{more} of {shown.search.among:,} matching"
        if has_inbox(view) and pane is view.leading:
            of = f"{said}{more} in the inbox"
    elif shown.of is None and pane is not view.leading and not shown.is_pinned:
        of = "0"
    marks = []
    news = [f"+{shown.waiting:,} new"] * bool(shown.waiting)
    news += [f"{len(shown.gone):,} gone"] * bool(shown.gone)
    no_more = "no match" if shown.search else "unlinked"
    news += [f"{shown.unlinked:,} {no_more}"] * bool(shown.unlinked)
    if news:
        marks.append(f"{', '.join(news)}, {bindings.first(Action.REFRESH)} ")
    marked = _marks_said(shown, seen if width >= LONG_FROM else None, bindings)
    if marked:
        marks.append(f"{marked} ")
    if shown.is_pinned:
        marks.append("pinned")
    if pane is view.leading:
        marks.append("leads")
    base = "title-active" if pane is view.active else "title"
    mark = " ".join(marks)
    # A blank stands before the mark.
    room = max(width - width_of(name) - width_of(mark) - 2, 0)
    if shown.search and width_of(of) > room:
        of = of.removesuffix(" matching")
    pieces = (
        Piece(name, "title-name"),
        Piece(f"{fit(of, room)} "),
        Piece(f"{mark} ", "title-mark"),
    )
    return Line(pieces, base)


def _marks_said(shown: ListState, seen: int | None, bindings: Bindings) -> str:
    """`range 4, v · 12 marked, 9 on screen`; "" where nothing is marked."""
    said = []
    if rows := ranged(shown):
        said.append(f"range {len(rows):,}, {bindings.first(Action.MARK_RANGE)}")
    if shown.marks:
        # What the open range adds is not counted: it may be a million rows long.
        is_told = not rows and seen not in (None, len(shown.marks))
        beyond = f", {seen:,} on screen" if is_told else ""
        said.append(f"{len(shown.marks):,} marked{beyond}")
    return " · ".join(said)


def _id_width(shown: ListState) -> int:
    """Room for the longest reference in sight, and at least for three digits."""
    numbers = shown.rows.numbers[shown.top : shown.top + 100]
    return max(4, 1 + len(str(max(numbers, default=0))))


def _empty_lines(
    view: View, pane: Pane, width: int, height: int, inside: str, bindings: Bindings
) -> list[Line]:
    shown = view.lists[pane]
    if shown.rows.total == UNKNOWN:
        return [Line((Piece(fit("  Being read …", width), "dim"),))][:height]
    noun = pane.kind.table
    all_of_it = f"{bindings.first(Action.ALL)} lists all {noun}."
    # Of what it is empty, its title tells.
    first = f"No {noun} linked." if shown.of else f"No {noun} in this store yet."
    if shown.of is None and pane is not view.leading:
        first = f"No {noun}: nothing has the focus. {all_of_it}"
    texts = [first, _EMPTY[pane.kind]]
    if shown.of is None and pane is view.leading and pane.kind in _BRINGS and not inside:
        texts.append(bindings.said(_BRINGS[pane.kind]))
    if shown.search:
        first = f"No {noun} match /{shown.query}"
        if shown.search.goes_on:
            first = f"No {noun} found yet that match /{shown.query}"
        texts = [first, bindings.said("{search} changes the query, {all} lists all.")]
        if has_inbox(view):
            texts = ["The inbox is empty: no report waits for a decision.", _COMES]
            texts.append(bindings.said(_BRINGS[Kind.REPORT]))
    if inside and pane is view.leading and not shown.search:
        safe = clean(inside)
        words = (safe[span.start : span.end] for span in wrap(safe, width - 4))
        texts = [f"No {noun} in this file.", *words]
    if view.focus is None and view.previous is None:
        texts.append(
            bindings.said("{quit} leaves; `incident-desk demo` shows a store with records.")
        )
    elif view.previous is not None:
        texts.append(bindings.said("{back} goes back to the list before."))
    elif pane is not view.leading:
        texts.append(f"Move in the pane that leads, or {all_of_it}")
    if shown.of and pane is not view.active:
        # Nobody asks yet what it is.
        texts = texts[:1]
    return [Line((Piece(fit(f"  {text}", width), "dim"),)) for text in texts[:height]]
