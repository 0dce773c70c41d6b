"""What is known of the inbox behind the list on the screen: pure.

The list keeps its rows, in the order in which it was read.  What was decided on since is settled,
what came in since waits for a refresh.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from store.derive.inbox import WINDOW, Waiting, moment, rates
from store.history import Flow
from tui.hits import has_inbox
from tui.state import Pane, View


@dataclass(frozen=True)
class Inbox:
    """The inbox as it is now, told by how it differs from a list of it."""

    listed: Sequence[int]
    """The rows of the list; the same object as long as it is the same list."""
    came: Sequence[int]
    """The same in ascending order."""
    began: datetime
    """Since when reports are counted."""
    settled: frozenset[int] = frozenset()
    """Of the rows those that wait no more."""
    fresh: frozenset[int] = frozenset()
    """What waits and is not listed."""
    flows: tuple[Flow, ...] = ()
    until: int = 0
    """The newest operation that the flows have."""
    next_back: datetime | None = None
    """When the next report comes back that is put off; None for none."""
    oldest: datetime | None = None

    @property
    def open(self) -> int:
        """How many reports wait."""
        return len(self.listed) - len(self.settled) + len(self.fresh)

    @property
    def first(self) -> int | None:
        """The document id of the one that came in first of those that wait."""
        listed = next((number for number in self.came if number not in self.settled), None)
        found = [number for number in (listed, min(self.fresh, default=None)) if number is not None]
        return min(found, default=None)

    def waiting(self, now: datetime) -> Waiting:
        """What the header tells."""
        since = max(self.began, now - timedelta(seconds=WINDOW))
        return Waiting(self.open, rates(self.flows, since, now), self.oldest)


def begun(listed: Sequence[int], now: datetime) -> Inbox:
    """The inbox as it was listed just now."""
    return Inbox(listed, array("q", sorted(listed)), now - timedelta(seconds=WINDOW))


def heard(inbox: Inbox, waits: Mapping[int, bool]) -> Inbox:
    """The inbox after changes of reports: whether each of them waits now."""
    settled, fresh = set(inbox.settled), set(inbox.fresh)
    for number, is_open in waits.items():
        is_listed = _is_in(inbox.came, number)
        settled.discard(number)
        fresh.discard(number)
        if is_open and not is_listed:
            fresh.add(number)
        elif is_listed and not is_open:
            settled.add(number)
    return replace(inbox, settled=frozenset(settled), fresh=frozenset(fresh))


def counted(inbox: Inbox, now_open: Iterable[int]) -> Inbox:
    """The inbox after everything was looked at: the document ids of all that wait."""
    found = set(now_open)
    return replace(
        inbox,
        settled=frozenset(number for number in inbox.came if number not in found),
        fresh=frozenset(number for number in found if not _is_in(inbox.came, number)),
    )


def flowed(inbox: Inbox, flows: Iterable[Flow], until: int, now: datetime) -> Inbox:
    """The inbox with what further operations did; what is too long ago is forgotten."""
    since = now - timedelta(seconds=WINDOW)
    kept = tuple(one for one in (*inbox.flows, *flows) if moment(one.at) >= since)
    return replace(inbox, flows=kept, until=max(until, inbox.until))


def told(view: View, inbox: Inbox) -> View:
    """The view whose list knows what is settled and what waits for a refresh."""
    shown = view.lists[Pane.REPORTS]
    if not has_inbox(view) or shown.rows.numbers is not inbox.listed:
        return view
    fresh = replace(shown, settled=inbox.settled, waiting=len(inbox.fresh), unlinked=0)
    return view if fresh == shown else replace(view, lists={**view.lists, Pane.REPORTS: fresh})


def _is_in(ascending: Sequence[int], number: int) -> bool:
    at = bisect_left(ascending, number)
    return at < len(ascending) and ascending[at] == number
