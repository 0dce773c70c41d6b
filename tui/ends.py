"""Long lists of which only the ends are read yet: pure.

A list of a million rows takes too long for a key.  Its ends are read at once and the rest behind
the screen; until that has come, the rows near the cursor are read as it moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import overload

from store.ids import Kind, Ref
from store.reader import Links
from tui.state import PANE_OF, Asked, Heights, Pane, View, with_rows


class Ends(Sequence[int]):
    """The document ids of a list, as long as the whole one, of which the middle is not read.

    Slices, searches and walks pass the middle over; a single row of it is an IndexError.
    """

    def __init__(self, head: Sequence[int], tail: Sequence[int], total: int) -> None:
        """The first ids, the last ones, and how many there are."""
        self._head = head
        self._tail = tail
        self._total = total
        self.unread = range(len(head), total - len(tail))
        """The rows of the middle."""

    def __len__(self) -> int:
        return self._total

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[int]: ...
    def __getitem__(self, at: int | slice) -> int | Sequence[int]:
        if isinstance(at, slice):
            rows = range(self._total)[at]
            return [self[row] for row in rows if row not in self.unread]
        row = range(self._total)[at]
        if row in self.unread:
            raise IndexError(f"row {row} is not read yet")
        return self._head[row] if row < self.unread.start else self._tail[row - self._total]

    def __iter__(self) -> Iterator[int]:
        return chain(self._head, self._tail)

    def __contains__(self, number: object) -> bool:
        return number in self._head or number in self._tail

    def index(self, value: int, start: int = 0, stop: int | None = None) -> int:
        found = self._head.index(value) if value in self._head else None
        if found is None:
            found = self.unread.stop + self._tail.index(value)
        if found not in range(self._total)[start:stop]:
            raise ValueError(f"{value} is not there")
        return found

    def lacks(self, rows: range) -> bool:
        """Whether any of these rows, which follow each other, is not read."""
        return max(rows.start, self.unread.start) < min(rows.stop, self.unread.stop)


#: A list of a whole kind that has these rows at least, for one that lacks some of them.
MoreOf = Callable[[Kind, Ends, range], Links]

#: All of a kind.
WholeOf = Callable[[Kind], Links]

#: A key moves by a page and shows half of one beyond that; what it would show next is drawn ahead.
_PAGES = 4


def reached(view: View, heights: Heights, more_of: MoreOf) -> View:
    """The view with all rows read that are in sight, and that the next key can come to."""
    for pane, shown in view.lists.items():
        numbers = shown.rows.numbers
        if isinstance(numbers, Ends):
            reach = _PAGES * (heights.get(pane, 0) + 1)
            near = range(shown.cursor - reach, shown.cursor + reach + 1)
            if numbers.lacks(near):
                view = with_rows(view, pane, more_of(pane.kind, numbers, near))
    return view


def with_row_of(view: View, ref: Ref | None, whole_of: WholeOf) -> View:
    """The view with the list whole in which the record has a row that is not read yet."""
    pane = PANE_OF.get(ref.kind) if ref else None
    if ref is None or pane is None:
        return view
    numbers = view.lists[pane].rows.numbers
    if not isinstance(numbers, Ends) or ref.number in numbers:
        return view
    return with_rows(view, pane, whole_of(pane.kind))


def with_whole(view: View, pane: Pane, whole_of: WholeOf) -> View:
    """The view with a pane's list whole, of which only the ends were read."""
    shown = view.lists.get(pane)
    if shown is None or not isinstance(shown.rows.numbers, Ends):
        return view
    return with_rows(view, pane, whole_of(pane.kind))


def completed(view: View, lists: Mapping[Asked, Links]) -> View:
    """The view with those lists of whole kinds that have been read behind the screen."""
    for (of, kind), links in lists.items():
        pane = PANE_OF.get(kind)
        if of is None and pane is not None and isinstance(view.lists[pane].rows.numbers, Ends):
            view = with_rows(view, pane, links)
    return view
