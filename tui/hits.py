"""What a query does to the view: pure.

A query narrows the leading list: the view is put aside as for a record that is followed, and going
back takes it out again.  The other panes keep all that is linked to the focus.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from store.errors import QueryError
from store.ids import Kind, Ref
from tui.list_state import ListState, renewed
from tui.search import INBOX, Drift, Found, Sought
from tui.state import PANE_OF, Pane, RowsOf, View, all_of, relisted

if TYPE_CHECKING:
    from store.syntax import Query


def in_force(view: View) -> str:
    """The query that narrows the leading list; "" for none."""
    return view.lists[view.leading].query


def query_of(view: View) -> str:
    """The query whose words are marked: the one in force, or from whose hits one came here."""
    for step in view.steps:
        if step.lists[step.leading].of is None:
            return in_force(step)
    return ""


def kind_for(query: Query, view: View) -> Kind | None:
    """The kind in which to search: the leading one, or one that the query names.

    None where no pane lists what it names.
    """
    named = [kind for kind in PANE_OF if kind in query.kinds]
    if view.leading.kind in named or not query.kinds:
        return view.leading.kind
    return next(iter(named), None)


def as_begun(text: str) -> str:
    """The query whose last word is only begun, which is what one searches when it finds nothing.

    "" where the text does not end in a word that may be part of a longer one.
    """
    if not text or not text[-1].isalnum():
        return ""
    from store.query import parse  # noqa: PLC0415  not before a query

    try:
        return str(parse(f"{text}*"))
    except QueryError:
        # A figure, say, or a quotation: it has no beginning.
        return ""


def searched(view: View, found: Found, rows_of: RowsOf) -> View:
    """The pane of the hits leads with them: one step of the trail.

    The cursor stays on the focus where that is a hit.
    """
    pane = PANE_OF[found.rows.kind]
    own, focus = view.lists[pane], view.focus
    # What is marked stays so where it is a hit; which are hits is known when all are found.
    is_known = bool(own.marks) and not found.search.goes_on
    marks = own.marks.intersection(found.rows.numbers) if is_known else own.marks
    fresh = ListState(found.rows, is_pinned=own.is_pinned, search=found.search, marks=marks)
    if focus is not None and focus.kind is pane.kind:
        fresh = _on(fresh, own, focus)
    changed = replace(
        view,
        lists={**view.lists, pane: fresh},
        leading=pane,
        active=pane,
        listed=pane,
        main=pane if pane in (Pane.EVENTS, Pane.REPORTS) else view.main,
        is_zoomed=view.is_zoomed and view.active is pane,
        previous=view,
    )
    return changed if changed.focus == focus else relisted(changed, rows_of)


def _on(fresh: ListState, own: ListState, focus: Ref) -> ListState:
    """The list with its cursor on the record, as far down the screen as before, if it is there."""
    try:
        row = fresh.rows.numbers.index(focus.number)
    except ValueError:
        return fresh
    placed = replace(fresh, cursor=row, top=max(0, row - (own.cursor - own.top)))
    if own.ref != focus:
        return placed
    return replace(placed, detail_cursor=own.detail_cursor, detail_top=own.detail_top)


def cleared(view: View, rows_of: RowsOf) -> View:
    """The leading pane lists all of its kind again, the cursor on the same record if it can."""
    if not in_force(view):
        return view
    pane, focus = view.leading, view.focus
    whole = all_of(view, pane, rows_of)
    if focus is None:
        return whole
    placed = _on(whole.lists[pane], view.lists[pane], focus)
    changed = replace(whole, lists={**whole.lists, pane: placed})
    return changed if changed.focus == whole.focus else relisted(changed, rows_of)


def refound(view: View, found: Mapping[Sought, Found], rows_of: RowsOf) -> View:
    """The view and its trail with what was found since, each cursor on its record."""
    steps = list(view.steps)
    if not any(_sought(step).intersection(found) for step in steps):
        return view
    fresh: View | None = None
    # The oldest step first: a trail may have more steps than calls can be nested.
    for step in reversed(steps):
        fresh = replace(_refound_step(step, found, rows_of), previous=fresh)
    return fresh or view


def _refound_step(view: View, found: Mapping[Sought, Found], rows_of: RowsOf) -> View:
    fresh = view
    for pane, shown in view.lists.items():
        one = found.get((shown.query, pane.kind)) if shown.query else None
        if one is not None:
            changed = replace(renewed(shown, one.rows), search=one.search)
            fresh = replace(fresh, lists={**fresh.lists, pane: changed})
    return fresh if fresh.focus == view.focus else relisted(fresh, rows_of)


def has_inbox(view: View) -> bool:
    """Whether the inbox leads."""
    return view.leading is Pane.REPORTS and view.lists[Pane.REPORTS].query == INBOX[0]


def counted(view: View, so_far: Found) -> View:
    """The view that tells how many hits there are so far, where it lists the first of them."""
    shown = view.lists[view.leading]
    if shown.search != so_far.search or shown.rows.kind is not so_far.rows.kind:
        return view
    rows = shown.rows._replace(total=so_far.rows.total)
    return replace(view, lists={**view.lists, view.leading: replace(shown, rows=rows)})


def sought(view: View, *, trail: bool = True) -> frozenset[Sought]:
    """The searches whose hits the view lists, those of its trail included or not."""
    steps = view.steps if trail else (view,)
    return frozenset(one for step in steps for one in _sought(step))


def _sought(view: View) -> frozenset[Sought]:
    return frozenset((shown.query, pane.kind) for pane, shown in view.lists.items() if shown.query)


def drifted(view: View, drifts: Mapping[Sought, Drift]) -> View:
    """The view with what a refresh would change of its hits; the rows stay as they are."""
    lists = {}
    for pane, shown in view.lists.items():
        drift = drifts.get((shown.query, pane.kind)) if shown.query else None
        lists[pane] = (
            shown if drift is None else replace(shown, waiting=drift.new, unlinked=drift.lost)
        )
    return view if lists == view.lists else replace(view, lists=lists)


def drift(before: Iterable[int], now: Iterable[int]) -> Drift:
    """How hits differ from those of before."""
    if before == now:
        return Drift(0, 0)
    listed, fresh = set(before), set(now)
    return Drift(len(fresh - listed), len(listed - fresh))
