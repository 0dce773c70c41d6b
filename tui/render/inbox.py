"""What the header tells of the inbox: how many reports wait, how fast they come and go."""

from __future__ import annotations

from datetime import datetime

from store.derive.inbox import Rates, Waiting, back_words
from store.text import clean
from store.values import Triage
from store.vocabulary import TriageState
from tui.bindings import Bindings
from tui.intents import Action

#: What the footer offers first in the inbox.
OFFERED = (
    (Action.RELEVANT, "relevant"),
    (Action.NOT_RELEVANT, "not relevant"),
    (Action.WITH_REASON, "reason"),
    (Action.LATER, "later"),
    (Action.DUPLICATE, "duplicate"),
    (Action.URGENT, "urgent"),
    (Action.INTO_EVENT, "event"),
    (Action.REPEAT, "again"),
)
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def inbox_keys(bindings: Bindings) -> tuple[tuple[str, str], ...]:
    """The keys that decide, each with its word."""
    return tuple((bindings.first(action), word) for action, word in OFFERED)


def inbox_words(waiting: Waiting, now: datetime) -> str:
    """As `37 open, +5/min, -4/min, oldest 14:05`.

    No age: it would have to be drawn anew each minute, and a line at rest shall carry nothing.
    """
    said = [f"{waiting.open:,} open", *_rates(waiting.rates)]
    if waiting.open and waiting.oldest is not None:
        said.append(f"oldest {_clock(waiting.oldest.astimezone(now.tzinfo), now)}")
    return ", ".join(said)


def _clock(then: datetime, now: datetime) -> str:
    """The time of day; of another day the day, of another year the month."""
    if then.date() == now.date():
        return f"{then:%H:%M}"
    return f"{then.day} {then:%b}" if then.year == now.year else f"{then:%b %Y}"


def _rates(rates: Rates) -> tuple[str, str]:
    minutes = rates.seconds / _MINUTE
    return f"+{_rate(rates.arrived / minutes)}/min", f"-{_rate(rates.decided / minutes)}/min"


def _rate(number: float) -> str:
    """A whole number, but below 2 with its tenths: `0.4`."""
    if 0 < number < 2 and round(number, 1) != 1:
        return f"{max(number, 0.1):.1f}"
    return f"{round(number):,}"


def triage_words(triage: Triage) -> str:
    """As `not relevant (rumour)`, `later, back 2025-04`, `duplicate of R5`."""
    match triage.state:
        case TriageState.NEW:
            return "undecided"
        case TriageState.NOT_RELEVANT if triage.reason:
            return f"{triage.state} ({clean(triage.reason)})"
        case TriageState.LATER if triage.when:
            return f"{triage.state}, back {back_words(triage.when)}"
        case TriageState.DUPLICATE if triage.of:
            return f"{triage.state} of {triage.of}"
    return str(triage.state)


def age(seconds: float) -> str:
    """How long ago, in the largest unit that there is one of: `9 min`, `3 h`, `12 d`."""
    if seconds < _MINUTE:
        return "<1 min"
    if seconds < _HOUR:
        return f"{int(seconds // _MINUTE)} min"
    if seconds < 2 * _DAY:
        return f"{int(seconds // _HOUR)} h"
    return f"{int(seconds // _DAY):,} d"
