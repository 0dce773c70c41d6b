"""The inbox: which reports wait for a decision, since when, and how fast they come and go."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from store.dates import OPEN, Instant, PartialDate
from store.history import Flow
from store.model import Report
from store.reader import Asker
from store.record import Record
from store.values import Triage
from store.vocabulary import TriageState

#: Seconds over which it is told how fast reports come and go.
WINDOW = 600
#: A rate is not told of less than so many seconds: one report a second ago is no sixty a minute.
LEAST = 60


class Rates(NamedTuple):
    """How many reports came in and were decided on, within so many seconds."""

    arrived: int = 0
    decided: int = 0
    seconds: float = WINDOW


class Waiting(NamedTuple):
    """What the header tells of the inbox."""

    open: int
    """How many reports wait."""
    rates: Rates = Rates()
    oldest: datetime | None = None
    """Since when the one waits that came in first; None where it is not known."""


def comes_back(when: PartialDate) -> datetime | None:
    """The moment at which a report that is put off until then waits again; None for at once.

    A day begins where this machine is, or where TZ says.
    """
    first = when.partition("/")[0]
    if first == OPEN:
        return None
    if "T" in first:
        try:
            return datetime.fromisoformat(first).astimezone()
        except (ValueError, OverflowError):
            # A second that was put in, or the end of the calendar: the day is near enough.
            pass
    day = date.fromordinal(when.first_day or 1)
    try:
        return datetime(day.year, day.month, day.day).astimezone()
    except (ValueError, OverflowError):
        return None


def back_words(when: PartialDate) -> str:
    """When a report comes back, a time of day as this machine's clock has it."""
    back = comes_back(when) if "T" in when else None
    return back.strftime("%Y-%m-%d %H:%M") if back else str(when)


def is_due(when: PartialDate, asker: Asker) -> bool:
    """Whether a report that is put off until then waits again."""
    if asker.now is not None and "T" in when.partition("/")[0]:
        back = comes_back(when)
        return back is None or back <= asker.now
    return (when.first_day or 0) <= asker.today.toordinal()


def waits(triage: Triage, asker: Asker) -> bool:
    """Whether a report that was so decided on waits for a decision."""
    if triage.state is TriageState.LATER:
        return triage.when is not None and is_due(triage.when, asker)
    return triage.state is TriageState.NEW


def is_open(record: Record, asker: Asker) -> bool:
    """Whether it is a report that waits for a decision: new, or put off and back by now."""
    return isinstance(record, Report) and waits(record.triage, asker)


def rates(flows: Iterable[Flow], since: datetime, now: datetime) -> Rates:
    """How fast reports came and went between two moments."""
    found = [one for one in flows if moment(one.at) >= since]
    seconds = max((now - since).total_seconds(), LEAST)
    decided = max(sum(one.decided for one in found), 0)
    return Rates(sum(one.arrived for one in found), decided, seconds)


def moment(at: Instant) -> datetime:
    """The moment, to be reckoned with."""
    return datetime.fromisoformat(at)


def since(report: Report) -> datetime | None:
    """Since when a report waits: since it came in, or came back; None where it is not known."""
    if report.triage.state is TriageState.LATER and report.triage.when is not None:
        return comes_back(report.triage.when)
    return moment(report.created.at) if report.created else None
