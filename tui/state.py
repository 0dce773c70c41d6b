"""The state of the desk's screen, and every way it changes: pure, without a screen.

A pane lists the records of one kind.  One pane leads: its row is the focus, and every other
pane lists what is linked to it.  The active pane has the keyboard; the detail shows the row of
the list pane that was active last.  Following a record puts the view aside and begins a new one;
going back takes the old one out again, so that lists, cursors and scroll return as they were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from store.ids import Kind, Ref
from store.reader import UNKNOWN, Links, no_links
from tui.list_state import AT_ITS_TOP, ListState, kept, renewed, row_of, scrolled

if TYPE_CHECKING:
    from tui.selection import Selection


class Pane(Enum):
    """The panes, in the order of Tab; the value is the digit that enters one."""

    EVENTS = "1"
    LOCATIONS = "2"
    QUOTES = "3"
    SOURCES = "4"
    REPORTS = "5"
    CLAIMS = "6"
    NOTES = "7"
    DETAIL = "0"

    @property
    def kind(self) -> Kind:
        """The kind of record it lists; KeyError for the detail."""
        return _KIND[self]


_KIND = {
    Pane.EVENTS: Kind.EVENT,
    Pane.LOCATIONS: Kind.LOCATION,
    Pane.QUOTES: Kind.QUOTE,
    Pane.SOURCES: Kind.SOURCE,
    Pane.REPORTS: Kind.REPORT,
    Pane.CLAIMS: Kind.CLAIM,
    Pane.NOTES: Kind.NOTE,
}
LISTS = tuple(_KIND)
PANE_OF = {kind: pane for pane, kind in _KIND.items()}

#: What a pane lists: all records of its kind for None, else what is linked to the record.
RowsOf = Callable[[Kind, Ref | None], Links]
#: A list: of what is linked to the record, or of all for None.
Asked = tuple[Ref | None, Kind]
Heights = Mapping[Pane, int]


@dataclass(frozen=True)
class View:
    """All that decides what the screen shows, but the records."""

    lists: Mapping[Pane, ListState]
    leading: Pane
    active: Pane
    listed: Pane
    """The list pane that was active last; the detail shows its row."""
    main: Pane
    """Events or reports: whichever led last has the large place."""
    is_zoomed: bool = False
    previous: View | None = None
    """The view that this one was followed from."""
    selection: Selection | None = None
    """The words that are being selected in the text of the report in the detail."""

    @property
    def focus(self) -> Ref | None:
        """The record that the other panes are linked to."""
        return self.lists[self.leading].ref

    @property
    def shown(self) -> Ref | None:
        """The record in the detail."""
        return self.lists[self.listed].ref

    @property
    def detail_cursor(self) -> int:
        """Which of the rows in the detail has the cursor."""
        return self.lists[self.listed].detail_cursor

    @property
    def detail_top(self) -> int:
        """The detail's first line shown."""
        return self.lists[self.listed].detail_top

    @property
    def steps(self) -> Iterator[View]:
        """This view and those it was followed from, newest first."""
        view: View | None = self
        while view is not None:
            yield view
            view = view.previous


def opening(rows_of: RowsOf, leading: Pane = Pane.EVENTS) -> View:
    """A view of all records of the leading pane, the rest linked to the first of them."""
    rows = rows_of(leading.kind, None)
    empty = {pane: ListState(no_links(pane.kind)) for pane in LISTS}
    view = View(
        lists={**empty, leading: ListState(rows)},
        leading=leading,
        active=leading,
        listed=leading,
        main=Pane.REPORTS if leading is Pane.REPORTS else Pane.EVENTS,
    )
    return relisted(view, rows_of)


def all_of(view: View, pane: Pane, rows_of: RowsOf) -> View:
    """The pane leads with all records of its kind: one step of the trail."""
    if pane is view.leading and view.lists[pane].of is None and not view.lists[pane].query:
        return enter(view, pane)
    begun = opening(rows_of, pane)
    kept = {
        other: shown for other, shown in view.lists.items() if shown.is_pinned and other is not pane
    }
    main = begun.main if pane in (Pane.EVENTS, Pane.REPORTS) else view.main
    return replace(begun, lists={**begun.lists, **kept}, main=main, previous=view)


def enter(view: View, pane: Pane) -> View:
    """The pane has the keyboard; no list changes."""
    if pane is view.active:
        return view
    return replace(view, active=pane, listed=view.listed if pane is Pane.DETAIL else pane)


def tab(view: View, step: int) -> View:
    """The next pane has the keyboard, or for -1 the one before."""
    order = list(Pane)
    return enter(view, order[(order.index(view.active) + step) % len(order)])


def put_cursor(view: View, pane: Pane, row: int, rows_of: RowsOf, height: int) -> View:
    """The pane's cursor stands on the row, or the nearest there is; the focus moves with it."""
    shown = view.lists[pane]
    total = len(shown.rows.numbers)
    cursor = min(max(row, 0), max(total - 1, 0))
    if cursor == shown.cursor:
        return view
    drawn = scrolled(shown.top, shown.cursor, height, total)
    top = scrolled(drawn, cursor, height, total)
    moved = replace(shown, cursor=cursor, top=top, **AT_ITS_TOP)
    changed = replace(view, lists={**view.lists, pane: moved})
    return relisted(changed, rows_of) if pane is view.leading else changed


def follow(view: View, ref: Ref, rows_of: RowsOf, heights: Heights) -> View:
    """The record becomes the focus and its pane leads: one step of the trail.

    Following the focus itself enters the detail, so that its rows can be reached.
    """
    if ref == view.focus and view.active is view.leading:
        return replace(enter(view, Pane.DETAIL), previous=view)
    pane = PANE_OF[ref.kind]
    chosen = _list_with(view, pane, ref, rows_of)
    cursor = chosen.cursor if chosen.ref == ref else row_of(chosen.rows, ref) or 0
    top = scrolled(chosen.top, cursor, heights.get(pane, 1), len(chosen.rows.numbers))
    chosen = replace(chosen, cursor=cursor, top=top, **AT_ITS_TOP)
    main = pane if pane in (Pane.EVENTS, Pane.REPORTS) else view.main
    changed = replace(
        view,
        lists={**view.lists, pane: chosen},
        leading=pane,
        active=pane,
        listed=pane,
        main=main,
        is_zoomed=False,
        previous=view,
    )
    return relisted(changed, rows_of)


def back(view: View) -> View:
    """The view that this one was followed from."""
    return view.previous or view


def pin(view: View, rows_of: RowsOf) -> View:
    """The active list keeps its rows from now on, or goes with the focus again."""
    pane = view.active
    shown = view.lists[pane]
    changed = replace(shown, is_pinned=not shown.is_pinned)
    if shown.is_pinned and pane is not view.leading and shown.of != view.focus:
        changed = _linked(pane, view.focus, rows_of)
    return replace(view, lists={**view.lists, pane: changed})


def zoom(view: View) -> View:
    """The active pane has the whole screen, or no longer does."""
    return replace(view, is_zoomed=not view.is_zoomed)


def put_detail(
    view: View, *, cursor: int | None = None, top: int | None = None, match: int | None = None
) -> View:
    """The detail's cursor, scroll and match."""
    shown = view.lists[view.listed]
    changed = replace(
        shown,
        detail_cursor=shown.detail_cursor if cursor is None else cursor,
        detail_top=shown.detail_top if top is None else max(top, 0),
        match=shown.match if match is None else match,
    )
    return replace(view, lists={**view.lists, view.listed: changed})


def refreshed(view: View, rows_of: RowsOf) -> View:
    """The same view on newer records: each cursor stays on its record, if that is still there."""
    fresh: View | None = None
    # The oldest step first: a trail may have more steps than calls can be nested.
    for step in reversed(list(view.steps)):
        fresh = replace(_refreshed_step(step, rows_of), previous=fresh)
    return fresh or view


def asked_for(view: View, *, trail: bool = True) -> frozenset[Asked]:
    """The lists that a refresh of the view asks for, those of its trail included or not."""
    return frozenset(
        (shown.of, pane.kind)
        for step in (view.steps if trail else (view,))
        for pane, shown in step.lists.items()
        if is_listed(step, pane)
    )


def _refreshed_step(view: View, rows_of: RowsOf) -> View:
    lists = {}
    for pane, shown in view.lists.items():
        rows = rows_of(pane.kind, shown.of) if is_listed(view, pane) else shown.rows
        lists[pane] = renewed(shown, rows)
    fresh = replace(view, lists=lists)
    return fresh if fresh.focus == view.focus else relisted(fresh, rows_of)


def with_rows(view: View, pane: Pane, rows: Links) -> View:
    """The view with a longer version of one pane's list, as it comes from a worker."""
    return replace(view, lists={**view.lists, pane: kept(view.lists[pane], rows)})


def taken_in(view: View, rows_of: RowsOf) -> View:
    """The view, its linked panes listing what waits for them; the pane that leads stays."""
    lists = dict(view.lists)
    for pane, shown in view.lists.items():
        is_behind = shown.waiting or shown.unlinked
        if is_behind and shown.of is not None and pane is not view.leading:
            rows = rows_of(pane.kind, shown.of)
            # What is still being read comes by itself.
            lists[pane] = shown if rows.total == UNKNOWN else kept(shown, rows)
    return view if lists == view.lists else replace(view, lists=lists)


def filled(view: View, rows_of: RowsOf) -> View:
    """The view with the rows of lists that were still being read."""
    if all(shown.rows.total != UNKNOWN for shown in view.lists.values()):
        return view
    lists = {
        pane: replace(shown, rows=rows_of(pane.kind, shown.of))
        if shown.rows.total == UNKNOWN
        else shown
        for pane, shown in view.lists.items()
    }
    return replace(view, lists=lists)


def fitted(view: View, heights: Heights) -> View:
    """The view as it is drawn in panes of these heights: each cursor is in sight.

    It is drawn and not kept: a pane that shrinks and grows again shows the same rows as before.
    """
    lists = {
        pane: replace(
            shown,
            top=scrolled(shown.top, shown.cursor, heights.get(pane, 0), len(shown.rows.numbers)),
        )
        for pane, shown in view.lists.items()
    }
    return view if lists == view.lists else replace(view, lists=lists)


def relisted(view: View, rows_of: RowsOf) -> View:
    """The view, each pane that neither leads nor is pinned listing what is linked to the focus."""
    focus = view.focus
    lists = {
        pane: shown if pane is view.leading or shown.is_pinned else _linked(pane, focus, rows_of)
        for pane, shown in view.lists.items()
    }
    return replace(view, lists=lists)


def _linked(pane: Pane, focus: Ref | None, rows_of: RowsOf) -> ListState:
    if focus is None:
        return ListState(no_links(pane.kind))
    return ListState(rows_of(pane.kind, focus), of=focus)


def _list_with(view: View, pane: Pane, ref: Ref, rows_of: RowsOf) -> ListState:
    """A list of the pane that has the record: its own, or what the detail's record links to."""
    own = view.lists[pane]
    if own.ref == ref or ref.number in own.rows.numbers:
        return own
    shown = view.shown
    if shown is not None:
        rows = rows_of(pane.kind, shown)
        if ref.number in rows.numbers:
            return ListState(rows, of=shown, is_pinned=own.is_pinned)
    return ListState(Links(pane.kind, (ref.number,), {}, 1), of=ref, is_pinned=own.is_pinned)


def is_listed(view: View, pane: Pane) -> bool:
    """Whether the pane's rows can be asked for again, without a search."""
    shown = view.lists[pane]
    is_told = shown.of is not None or (pane is view.leading and not shown.query)
    return is_told and not shown.is_lone
