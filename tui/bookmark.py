"""A view as a text that can be kept, and the view that can be made of one again: pure.

What is kept says where somebody was, not what was there: rows are asked for anew, and cursors
find their records.  Only of hits the rows in sight are kept, until they are searched for again.
A text that is read may be of any age, of another store, or nobody's: what it says is believed as
far as the store has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Annotated

import msgspec

from store.errors import QueryError
from store.ids import Kind, Ref
from store.reader import Links, no_links
from tui.ends import Ends, MoreOf
from tui.list_state import AT_ITS_TOP, ListState, row_of
from tui.search import Search
from tui.state import LISTS, PANE_OF, Asked, Pane, RowsOf, View, relisted

VERSION = 1
#: More than any view of a person's needs; more is no text of ours.
MOST_BYTES = 1 << 20
#: So many steps of the trail are kept, the newest.
STEPS = 40
#: So many hits on each side of the cursor are kept of what is on the screen, and of a step.
NEAR, NEAR_IN_STEPS = 100, 20
#: Of more marks none are kept: what is done to marks is done to all of them or to none.
MOST_MARKS = 5000

_Row = Annotated[int, msgspec.Meta(ge=0, le=1 << 40)]
_Number = Annotated[int, msgspec.Meta(ge=1, lt=10**14)]


class _List(msgspec.Struct, omit_defaults=True):
    """One list."""

    of: str = ""
    """The record that its rows are linked to; "" for none."""
    is_lone: bool = False
    is_empty: bool = False
    """Whether it lists nothing, because nothing was the focus."""
    query: str = ""
    among: _Row = 0
    goes_on: bool = False
    total: _Row = 0
    hits: list[_Number] = []
    first: _Row = 0
    """The row of the first of these hits."""
    number: int = 0
    """The record under the cursor; 0 for none."""
    cursor: _Row = 0
    top: _Row = 0
    is_pinned: bool = False
    detail_cursor: _Row = 0
    detail_top: _Row = 0
    match: Annotated[int, msgspec.Meta(ge=-1, le=1 << 40)] = -1
    marks: list[_Number] = []
    range_from: int = 0
    """The record at which an open range of marks begins; 0 for none."""


class _Step(msgspec.Struct, omit_defaults=True):
    """A view without the one before it."""

    lists: dict[Pane, _List]
    leading: Pane
    active: Pane
    listed: Pane
    main: Pane
    is_zoomed: bool = False


class Bookmark(msgspec.Struct):
    """Where somebody was."""

    version: int
    steps: list[_Step]
    """The view, and those it was followed from, the newest first."""


@dataclass(frozen=True)
class Shelves:
    """What is asked of a store to open a bookmark."""

    rows_of: RowsOf
    more_of: MoreOf
    has: Callable[[Ref], bool]


# -- to text ------------------------------------------------------------------------------


def written(view: View) -> str:
    """The view as text, the selection of words in it left out."""
    steps = [_step(one, NEAR if one is view else NEAR_IN_STEPS) for one in _kept_steps(view)]
    return msgspec.json.encode(Bookmark(VERSION, steps)).decode()


def _kept_steps(view: View) -> Iterator[View]:
    return islice(view.steps, STEPS)


def _step(view: View, near: int) -> _Step:
    lists = {pane: _list(shown, near) for pane, shown in view.lists.items()}
    of = (view.leading, view.active, view.listed, view.main)
    return _Step(lists, *of, is_zoomed=view.is_zoomed)


def _list(shown: ListState, near: int) -> _List:
    numbers = shown.rows.numbers
    kept = _List(
        of=str(shown.of or ""),
        is_lone=shown.is_lone,
        is_empty=shown.of is None and shown.search is None and not numbers,
        number=shown.ref.number if shown.ref else 0,
        cursor=shown.cursor,
        top=shown.top,
        is_pinned=shown.is_pinned,
        detail_cursor=shown.detail_cursor,
        detail_top=shown.detail_top,
        match=shown.match,
    )
    if shown.search is not None:
        kept.query, kept.among, kept.goes_on = shown.search
        kept.first = max(0, shown.cursor - near)
        kept.hits = list(numbers[kept.first : shown.cursor + near + 1])
        kept.total = max(shown.rows.total, len(numbers))
    if len(shown.marks) <= MOST_MARKS:
        kept.marks = sorted(shown.marks)
        kept.range_from = _number_at(numbers, shown.range_from)
    return kept


def _number_at(numbers: Sequence[int], row: int | None) -> int:
    is_there = row is not None and row < len(numbers)
    is_read = is_there and not (isinstance(numbers, Ends) and row in numbers.unread)
    return numbers[row] if row is not None and is_read else 0


# -- from text ----------------------------------------------------------------------------


def read(text: bytes) -> Bookmark | None:
    """What a text says; None for one that is none of ours, or of a later program."""
    if len(text) > MOST_BYTES:
        return None
    try:
        found = msgspec.json.decode(text, type=Bookmark)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    is_known = found.version == VERSION and 0 < len(found.steps) <= STEPS
    return found if is_known and all(_is_sound(step) for step in found.steps) else None


def _is_sound(step: _Step) -> bool:
    panes = {step.leading, step.listed, step.main}
    is_led = Pane.DETAIL not in panes and step.main in (Pane.EVENTS, Pane.REPORTS)
    is_active = step.active in (Pane.DETAIL, step.listed)
    return is_led and is_active and all(_is_told(*one) for one in step.lists.items())


def _is_told(pane: Pane, kept: _List) -> bool:
    if pane is Pane.DETAIL:
        # It lists nothing.
        return False
    try:
        of = Ref(kept.of) if kept.of else None
    except ValueError:
        return False
    # Nothing is linked to what no pane lists.
    is_listed = of is None or of.kind in PANE_OF
    is_lone = not kept.is_lone or (of is not None and of.kind is pane.kind)
    return is_listed and is_lone


def asked(bookmark: Bookmark) -> frozenset[Asked]:
    """The lists of links that are asked for when the bookmark is opened."""
    return frozenset(
        (Ref(kept.of), pane.kind)
        for step in bookmark.steps
        for pane, kept in step.lists.items()
        if kept.of and not kept.is_lone
    )


def opened(bookmark: Bookmark, shelves: Shelves) -> View | None:
    """The view, of what the store still has; None where nothing of it can be shown.

    Hits that were kept go on until they are searched for again.
    """
    view: View | None = None
    # The oldest step first: each is put aside by the one after it.
    for step in reversed(bookmark.steps):
        made = _opened_step(step, shelves)
        view = view if made is None else replace(made, previous=view)
    return view


def _opened_step(step: _Step, shelves: Shelves) -> View | None:
    lists = {pane: ListState(no_links(pane.kind)) for pane in LISTS}
    for pane, kept in step.lists.items():
        lists[pane] = _opened_list(pane, kept, shelves)
    led, was = lists[step.leading], step.lists.get(step.leading, _List())
    if was.number and led.ref is None:
        # What led is gone, all of it.
        return None
    if was.query and led.search is None:
        return None
    view = View(
        lists=lists,
        leading=step.leading,
        active=step.active,
        listed=step.listed,
        main=step.main,
        is_zoomed=step.is_zoomed,
    )
    is_same = led.ref is not None and led.ref.number == was.number
    return view if is_same else relisted(view, shelves.rows_of)


def _opened_list(pane: Pane, kept: _List, shelves: Shelves) -> ListState:
    of = Ref(kept.of) if kept.of else None
    search = None
    first = 0
    if kept.query and _is_query(kept.query):
        rows, search, first = _hits(pane.kind, kept, shelves)
    elif kept.query or kept.is_empty:
        rows, of = no_links(pane.kind), None
    elif kept.is_lone and of is not None:
        is_there = shelves.has(of)
        rows = Links(pane.kind, (of.number,), {}, 1) if is_there else no_links(pane.kind)
    else:
        rows = shelves.rows_of(pane.kind, of)
        rows = _reached(rows, kept, shelves)
    shown = ListState(rows, of, is_pinned=kept.is_pinned, search=search)
    return _marked(_placed(shown, kept, first), kept, shelves)


def _is_query(text: str) -> bool:
    """Whether a text is a query as we write them."""
    from store.query import parse  # noqa: PLC0415  not before a query

    try:
        return str(parse(text)) == text
    except QueryError:
        return False


def _hits(kind: Kind, kept: _List, shelves: Shelves) -> tuple[Links, Search, int]:
    """The hits that were kept, those that are gone left out; and the row of the first."""
    numbers = tuple(dict.fromkeys(number for number in kept.hits if shelves.has(kind.ref(number))))
    is_whole = len(numbers) == kept.total and not kept.goes_on
    total = len(numbers) if is_whole else max(kept.total, len(numbers))
    search = Search(kept.query, kept.among, goes_on=not is_whole)
    return Links(kind, numbers, {}, total), search, kept.first


def _reached(rows: Links, kept: _List, shelves: Shelves) -> Links:
    """The list with the rows read that lie around the cursor."""
    numbers = rows.numbers
    cursor = min(kept.cursor, max(len(numbers) - 1, 0))
    near = range(max(0, cursor - NEAR), cursor + NEAR + 1)
    if isinstance(numbers, Ends) and numbers.lacks(near):
        return shelves.more_of(rows.kind, numbers, near)
    return rows


def _placed(shown: ListState, kept: _List, first: int) -> ListState:
    """The list with its cursor on the record, or where that was."""
    numbers, cursor = shown.rows.numbers, kept.cursor - first
    if not numbers:
        return shown
    found: int | None = cursor
    if kept.number and (not 0 <= cursor < len(numbers) or numbers[cursor] != kept.number):
        found = row_of(shown.rows, shown.rows.kind.ref(kept.number))
    row = min(max(cursor if found is None else found, 0), len(numbers) - 1)
    top = max(0, kept.top - first + row - cursor)
    placed = replace(shown, cursor=row, top=top)
    if found is None or not kept.number:
        return replace(placed, **AT_ITS_TOP)
    top, match = kept.detail_top, kept.match
    return replace(placed, detail_cursor=kept.detail_cursor, detail_top=top, match=match)


def _marked(shown: ListState, kept: _List, shelves: Shelves) -> ListState:
    marks, numbers = frozenset(kept.marks), shown.rows.numbers
    if isinstance(numbers, Ends):
        marks = frozenset(one for one in marks if shelves.has(shown.rows.kind.ref(one)))
    elif shown.search is None or not shown.search.goes_on:
        marks = marks.intersection(numbers)
    begun = (
        row_of(shown.rows, shown.rows.kind.ref(kept.range_from)) if kept.range_from > 0 else None
    )
    return replace(shown, marks=marks, range_from=begun)
