"""What others did to the store, and what of it a view shows at once: pure.

A change by others updates rows in place.  It never removes or reorders what is under the eyes: a
list keeps its rows, a deleted record keeps its row, and new ones wait for a refresh.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from store.codec import decode
from store.history import Touched, Version
from store.ids import Kind, Ref
from store.order import place_of
from store.reader import UNKNOWN, Links
from store.references import references
from tui.list_state import ListState
from tui.render.picture import DetailPicture
from tui.state import Asked, Pane, View, is_listed, put_detail


@dataclass(frozen=True)
class News:
    """What a store tells after changes."""

    operation: int
    """The newest operation."""
    changed: frozenset[Ref] | None = frozenset()
    """The records that were written; None when they are too many to name."""
    gone: frozenset[Ref] = frozenset()
    """Those of them that are in the store no more."""
    lists: Mapping[Asked, Links] = field(default_factory=dict)
    """The lists that the screen asked for, as they are now."""
    counts: Mapping[Kind, int] = field(default_factory=dict)
    """How many records there are of each kind that was asked for whole."""
    touched: tuple[Touched, ...] = ()
    """Who wrote the records that changed, and what; nothing where they are too many."""
    relists: bool = True
    """Whether any list may have other rows than before, or another order."""


def relists(versions: Iterable[Version], changed: frozenset[Ref]) -> bool:
    """Whether what was written to these records may have changed a list.

    A list goes by what exists, by what each record refers to, and by what it is ordered by.
    """
    seen = set()
    for name, before, after in versions:
        try:
            ref = Ref(name)
        except ValueError:
            # Another program's document is in no list.
            continue
        if before is None or after is None:
            return True
        was, now = (decode(ref.kind, ref.number, document) for document in (before, after))
        if references(was) != references(now) or place_of(was) != place_of(now):
            return True
        seen.add(ref)
    return seen != changed


def told(view: View, news: News) -> View:
    """The view with what waits for each list; its rows stay as they are."""
    lists = {
        pane: _told(shown, pane, news) if is_listed(view, pane) else shown
        for pane, shown in view.lists.items()
    }
    return view if lists == view.lists else replace(view, lists=lists)


def _told(shown: ListState, pane: Pane, news: News) -> ListState:
    if shown.rows.total == UNKNOWN:
        # It will come as it is now.
        return shown
    if shown.of is None:
        return _told_whole(shown, pane.kind, news)
    fresh = news.lists.get((shown.of, pane.kind))
    if fresh is None:
        return shown
    now, before = set(fresh.numbers), set(shown.rows.numbers)
    waiting, unlinked = len(now - before), len(before - now)
    is_same = (waiting, unlinked) == (shown.waiting, shown.unlinked)
    if is_same and fresh.roles == shown.rows.roles:
        return shown
    roles = {**shown.rows.roles, **fresh.roles}
    rows = shown.rows._replace(roles=roles)
    return replace(shown, rows=rows, waiting=waiting, unlinked=unlinked)


def _told_whole(shown: ListState, kind: Kind, news: News) -> ListState:
    """A list of a whole kind, which may have a million rows: it is counted, not compared."""
    if kind not in news.counts:
        return shown
    gone = shown.gone
    if news.changed is not None:
        changed = {ref.number for ref in news.changed if ref.kind is kind}
        lost = {ref.number for ref in news.gone if ref.kind is kind} - gone
        if lost:
            gone |= lost.intersection(shown.rows.numbers)
        gone -= changed - {ref.number for ref in news.gone if ref.kind is kind}
    waiting = max(0, news.counts[kind] - (shown.rows.total - len(gone)))
    return replace(shown, waiting=waiting, gone=gone)


#: So many lines that came in above are looked through for the row that had the cursor.
_LOOKED_THROUGH = 400


def anchored(view: View, before: DetailPicture, after: DetailPicture, height: int) -> View:
    """The view with the detail's cursor and scroll on the rows on which they were.

    Lines that came in above, or went, move what is read by as much.
    """
    top = before.clamped(view.detail_top, height)
    entries = before.entries(top + height)
    if not entries:
        return view
    now = after.entries(top + height + _LOOKED_THROUGH)
    cursor, line = view.detail_cursor, None
    if cursor < len(entries):
        at = _same(entries, cursor, now)
        if at is not None:
            line = (entries[cursor][0], now[at][0])
            cursor = at
    if line is None or not top <= line[0] < top + height:
        seen = (at for at, (where, _) in enumerate(entries) if where >= top)
        first = next(seen, None)
        found = None if first is None else _same(entries, first, now)
        if first is not None and found is not None:
            line = (entries[first][0], now[found][0])
    # At its top a record is read from its name on, whatever comes in below that.
    if line is None or (top == 0 and line[1] < height):
        return put_detail(view, cursor=cursor)
    return put_detail(view, cursor=cursor, top=top + line[1] - line[0])


def _same(entries: list[tuple[int, Ref]], at: int, now: list[tuple[int, Ref]]) -> int | None:
    """Which of the rows now is the one that was there: a record may have several."""
    wanted = entries[at][1]
    before = sum(1 for _, ref in entries[:at] if ref == wanted)
    found = [row for row, (_, ref) in enumerate(now) if ref == wanted]
    return found[min(before, len(found) - 1)] if found else None
