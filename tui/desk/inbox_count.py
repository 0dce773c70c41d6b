"""How the inbox stands, counted behind the screen while it leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from textual.screen import Screen
from textual.timer import Timer
from textual.worker import get_current_worker

from store.dates import Instant
from store.derive.inbox import WINDOW, Waiting, comes_back, is_open, since
from store.errors import DeskError, Interrupted
from store.ids import Kind
from store.model import Report
from store.reader import Asker, Reader
from store.record import Record
from tui import inbox
from tui.desk.finding import find
from tui.desk.front import Front
from tui.desk.link import Link
from tui.hits import has_inbox
from tui.inbox import Inbox
from tui.news import News
from tui.search import INBOX
from tui.state import Pane, View

#: Seconds between two looks at the clock: reports come back.
TICK = 15.0
#: More changed reports than these, and all is counted anew.
MOST_CHANGED = 2000


class InboxCount:
    """Counts for one screen; every answer is about the list that was there when it was asked."""

    def __init__(
        self,
        screen: Screen[None],
        desk: Front,
        link: Link,
        tell: Callable[[Waiting], None],
    ) -> None:
        """`tell` is given how the inbox stands, before the screen is drawn with it."""
        self._screen = screen
        self._desk = desk
        self._link = link
        self._tell = tell
        self._known: Inbox | None = None
        self._changed: set[int] = set()
        """Reports that have not been looked at since they changed."""
        self._is_outdated = False
        """Whether everything has to be looked at."""
        self._timer: Timer | None = None

    def catch_up(self, view: View) -> None:
        """Begin to count where a list of the inbox leads that was not there before."""
        shown = view.lists[Pane.REPORTS]
        if not has_inbox(view) or (shown.search is not None and shown.search.goes_on):
            return
        if self._known is None or shown.rows.numbers is not self._known.listed:
            now = _now()
            known = self._known
            self._known = inbox.begun(shown.rows.numbers, now)
            if known is not None:
                self._known = replace(self._known, flows=known.flows, until=known.until)
            self._is_outdated = True
            self._count()
        if self._timer is None:
            self._timer = self._screen.set_interval(TICK, self._tick)

    def hear(self, news: News) -> None:
        """Something was committed."""
        if not has_inbox(self._desk.view):
            # What is listed then is listed anew, or counted anew when one comes back to it.
            self._is_outdated = True
            return
        if news.changed is None or len(news.changed) > MOST_CHANGED:
            self._is_outdated = True
        else:
            self._changed |= {ref.number for ref in news.changed if ref.kind is Kind.REPORT}
        self._count()

    def _tick(self) -> None:
        """The clock went on."""
        if self._known is None or not has_inbox(self._desk.view):
            return
        back = self._known.next_back
        if back is not None and back <= _now():
            self._is_outdated = True
        if self._is_outdated or self._changed:
            self._count()
        else:
            # Told with the next key: a line on which nobody types carries nothing.
            self._tell(self._known.waiting(_now()))

    def _count(self) -> None:
        if self._known is not None:
            count = partial(self._look, self._known, frozenset(self._changed), self._is_outdated)
            self._screen.run_worker(count, thread=True, exclusive=True, group="inbox")

    def _look(self, known: Inbox, changed: frozenset[int], is_outdated: bool) -> None:
        """Look at what changed, or at everything; on a worker thread."""
        worker, now = get_current_worker(), _now()
        unwanted: Callable[[], bool] = lambda: worker.is_cancelled  # noqa: E731  asked of two
        # What is cut short is looked at with what comes next.
        with suppress(Interrupted):
            try:
                with self._link.history() as log:
                    until = log.head()[0]
                    flows = log.flows(known.until or log.at(_began(now)))
                known = inbox.flowed(known, flows, until, now)
                with self._link.asking(unwanted) as (reader, asker):
                    if not is_outdated:
                        reports = reader.listing(Kind.REPORT, changed)
                        known = inbox.heard(known, _waits(reports, changed, asker))
                        known = replace(known, next_back=_soonest(reports, asker, known.next_back))
                if is_outdated:
                    found = find(self._link, INBOX, unwanted)
                    known = inbox.counted(known, found.rows.numbers)
                with self._link.asking(unwanted) as (reader, asker):
                    if is_outdated:
                        known = replace(known, next_back=_next_back(reader, asker))
                    known = replace(known, oldest=_oldest(reader, known))
            except DeskError as error:
                self._screen.app.call_from_thread(self._desk.say, str(error))
                return
            if not worker.is_cancelled:
                self._screen.app.call_from_thread(self._take, known, changed)

    def _take(self, known: Inbox, changed: frozenset[int]) -> None:
        if self._known is None or self._known.listed is not known.listed:
            # Something else is listed by now, and is being counted.
            return
        self._known = known
        self._changed -= changed
        self._is_outdated = False
        self._tell(known.waiting(_now()))
        self._desk.show(inbox.told(self._desk.view, known))


def _now() -> datetime:
    return datetime.now().astimezone()


def _began(now: datetime) -> Instant:
    began = now.astimezone(UTC) - timedelta(seconds=WINDOW)
    return Instant(began.strftime("%Y-%m-%dT%H:%M:%SZ"))


def _waits(reports: Iterable[Record], numbers: frozenset[int], asker: Asker) -> dict[int, bool]:
    """Whether each of these reports waits; a deleted one does not."""
    found = {one.id: is_open(one, asker) for one in reports}
    return {number: found.get(number, False) for number in numbers}


def _next_back(reader: Reader, asker: Asker) -> datetime | None:
    """When the next report comes back that is put off."""
    from store.query import parse  # noqa: PLC0415  not before a query

    put_off = list(reader.search(parse("triage:later -is:open"), Kind.REPORT, asker))
    return _soonest(reader.listing(Kind.REPORT, put_off), asker, None)


def _soonest(reports: Iterable[Record], asker: Asker, known: datetime | None) -> datetime | None:
    """When the first of the reports comes back that are put off, or what is known already."""
    whens = [
        comes_back(one.triage.when)
        for one in reports
        if isinstance(one, Report) and one.triage.when is not None and not is_open(one, asker)
    ]
    return min((when for when in (*whens, known) if when is not None), default=None)


def _oldest(reader: Reader, known: Inbox) -> datetime | None:
    """Since when the report waits that came in first."""
    if known.first is None:
        return None
    found = reader.listing(Kind.REPORT, (known.first,))
    return next((since(one) for one in found if isinstance(one, Report)), None)
