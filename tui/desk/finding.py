"""Searching on a worker thread: the first hits at once, all of them when they are found."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from time import monotonic

from store.errors import Interrupted
from store.reader import Links
from tui.desk.door import Stop
from tui.desk.link import Link
from tui.search import Found, Search, Sought

#: So many hits are handed over as soon as they are found: more than a screen shows.
FIRST = 200
#: After so many seconds what was found is handed over, and how many there are so far.
SLOW = 0.1
#: After so many hits it is asked whether they are still wanted.
_STRIDE = 256


def find(
    link: Link, sought: Sought, unwanted: Stop, tell: Callable[[Found], object] | None = None
) -> Found:
    """All hits; Interrupted when they became unwanted.

    `tell` is given the first of them, and then how many there are so far.
    """
    from store.query import parse  # noqa: PLC0415  not before a query

    text, kind = sought
    # A million numbers in a list would take eight times the room.
    numbers = array("q")
    with link.searching(parse(text), kind, unwanted) as (among, hits):

        def found(*, goes_on: bool) -> Found:
            shown = numbers[:FIRST] if goes_on else numbers
            return Found(Search(text, among, goes_on), Links(kind, shown, {}, len(numbers)))

        due, is_told = monotonic() + SLOW, False
        for number in hits:
            numbers.append(number)
            if len(numbers) % _STRIDE == 0 and unwanted():
                raise Interrupted
            is_first = len(numbers) == FIRST and not is_told
            if tell is not None and (is_first or monotonic() > due):
                tell(found(goes_on=True))
                due, is_told = monotonic() + SLOW, True
        return found(goes_on=False)
