"""Lists of whole kinds: their ends at once, the rest when it has been read."""

from __future__ import annotations

from store.ids import Kind
from store.reader import Links, Reader
from tui.ends import Ends

#: Of a long list so many rows at each end are read at once.
END_ROWS = 200


class LongLists:
    """The lists of whole kinds, as far as they are read."""

    def __init__(self, reader: Reader, end_rows: int) -> None:
        """`reader` is asked inside its reads only."""
        self._reader = reader
        self._end_rows = end_rows
        self._whole: dict[Kind, Links] = {}

    def forget(self) -> None:
        """Read every list anew from now on."""
        self._whole.clear()

    def take(self, links: Links) -> None:
        """Know a list that was read whole elsewhere."""
        self._whole[links.kind] = links

    def knows(self, kind: Kind) -> bool:
        """Whether all of the kind is read."""
        return kind in self._whole

    def begun(self, kind: Kind) -> Links:
        """All of the kind, its ends at least."""
        return self._whole.get(kind) or self._ends(kind, self._end_rows, self._end_rows)

    def whole(self, kind: Kind) -> Links:
        """All of the kind: a million rows take long."""
        if kind not in self._whole:
            self._whole[kind] = all_of(self._reader, kind)
        return self._whole[kind]

    def more_of(self, kind: Kind, begun: Ends, rows: range) -> Links:
        """The list with these rows too, which it lacks.

        An end grows twofold, so that to move on and on takes no longer than to read it once.
        """
        first, last = begun.unread.start, len(begun) - begun.unread.stop
        if rows.start <= begun.unread.start:
            return self._ends(kind, max(first, 2 * rows.stop), last)
        if rows.stop >= begun.unread.stop:
            return self._ends(kind, first, max(last, 2 * (len(begun) - rows.start)))
        return self.whole(kind)

    def _ends(self, kind: Kind, first: int, last: int) -> Links:
        total = self._reader.count(kind)
        if kind in self._whole or first + last >= total:
            return self.whole(kind)
        head, tail = self._reader.numbers(kind, first), self._reader.numbers(kind, -last)
        return Links(kind, Ends(head, tail, total), {}, total)


def all_of(reader: Reader, kind: Kind) -> Links:
    """All of the kind, read."""
    numbers = reader.numbers(kind)
    return Links(kind, numbers, {}, len(numbers))
