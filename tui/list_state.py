"""The state of one list on the desk: its rows, its cursor, its scroll and its marks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from store.ids import Ref
from store.reader import Links
from tui.search import Search


@dataclass(frozen=True)
class ListState:
    """One pane's list, its cursor and its scroll."""

    rows: Links
    of: Ref | None = None
    """The record that the rows are linked to; None for all."""
    cursor: int = 0
    """The row of the cursor, counted from 0."""
    top: int = 0
    """The first row shown, while its pane has room for the cursor below it: see `fitted`."""
    is_pinned: bool = False
    """Whether it keeps its rows when the focus moves."""
    detail_cursor: int = 0
    """Which of the rows in the detail of its record has the detail's cursor."""
    detail_top: int = 0
    """The first line shown of that detail."""
    match: int = -1
    """The line of that detail with the match that was gone to; -1 for none."""
    waiting: int = 0
    """How many records have come since that a refresh will list."""
    unlinked: int = 0
    """How many of the rows are linked no more; a refresh lets them go."""
    gone: frozenset[int] = frozenset()
    """Of a list of a whole kind: the rows whose records have been deleted since."""
    search: Search | None = None
    """What a list of a whole kind is narrowed to; None for all of the kind."""
    marks: frozenset[int] = frozenset()
    """The document ids of the marked rows."""
    settled: frozenset[int] = frozenset()
    """Of the inbox: the document ids of rows that wait no more; a refresh lets them go."""
    range_from: int | None = None
    """The row where an open range of marks was begun; it goes to the cursor."""

    @property
    def ref(self) -> Ref | None:
        """The record under the cursor; None in an empty list."""
        if not self.rows.numbers:
            return None
        return self.rows.kind.ref(self.rows.numbers[self.cursor])

    @property
    def query(self) -> str:
        """The query that the rows are the hits of; "" for none."""
        return self.search.query if self.search else ""

    @property
    def is_lone(self) -> bool:
        """Whether it shows one record that was followed from where no list has it."""
        return self.of is not None and self.of == self.ref


#: How a record is shown that was not shown before.
AT_ITS_TOP: dict[str, Any] = {"detail_cursor": 0, "detail_top": 0, "match": -1}


def scrolled(top: int, row: int, height: int, total: int) -> int:
    """The first row to show so that `row` can be seen; past an edge it jumps half a pane.

    A jump scrolls seldom, and a screen that does not scroll sends only the rows that changed.
    """
    if height <= 0:
        return top
    last = max(total - height, 0)
    top = min(max(top, 0), last)
    if row < top:
        top = row if row < top - height else row - height // 2
    elif row >= top + height:
        top = row - height + 1 + height // 2
    return min(max(top, 0), last)


def kept(shown: ListState, rows: Links) -> ListState:
    """The list with newer rows, its cursor on the same record, or where that was."""
    shown = replace(shown, waiting=0, unlinked=0, gone=frozenset(), settled=frozenset())
    ref = shown.ref
    if ref is None:
        return replace(shown, rows=rows)
    # Most often nothing before the cursor came or went: a million rows need no search.
    same = rows.numbers[shown.cursor : shown.cursor + 1]
    found = shown.cursor if list(same) == [ref.number] else row_of(rows, ref)
    if found is None:
        last = max(len(rows.numbers) - 1, 0)
        shown = replace(shown, **AT_ITS_TOP)
        found = min(shown.cursor, last)
    return replace(shown, rows=rows, cursor=found, top=max(0, shown.top + found - shown.cursor))


def renewed(shown: ListState, rows: Links) -> ListState:
    """The same with rows that were read anew: marks stay on those that are still there.

    An open range goes by rows, so it stays open only where they are the same.
    """
    marks = shown.marks and shown.marks.intersection(rows.numbers)
    begun = shown.range_from
    if begun is not None and list(rows.numbers) != list(shown.rows.numbers):
        begun = None
    return replace(kept(shown, rows), marks=marks, range_from=begun)


def row_of(rows: Links, ref: Ref) -> int | None:
    """The record's row; None when it is not there."""
    try:
        return rows.numbers.index(ref.number)
    except ValueError:
        return None
