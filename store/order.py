"""How the records of a kind are ordered in a list, and by which state they are counted."""

from __future__ import annotations

from store.dates import UNDATED, PartialDate
from store.ids import Kind
from store.model import Attachment, Claim, Event, Report, Source
from store.record import Record

#: Kinds that are read by name, A to Z; all others newest first.
BY_NAME = frozenset({Kind.LOCATION, Kind.SOURCE, Kind.ACTOR, Kind.VIEW})


def place_of(record: Record) -> int | str:
    """What a record is ordered by: its day as a proleptic ordinal, or its folded name.

    Quotes and notes have no date of their own: they stand in the order they were entered.
    """
    if record.kind_of in BY_NAME:
        return record.label.casefold()
    match record:
        case Event():
            return day_of(record.start or record.end)
        case Report():
            return day_of(record.published_at)
        case Claim():
            return day_of(record.as_of)
        case Attachment():
            return day_of(record.captured_at)
        case _:
            return UNDATED


def day_of(date: PartialDate | None) -> int:
    """The day to order by; UNDATED without a date."""
    return date.day if date else UNDATED


def state_of(record: Record) -> str:
    """The state a record is counted by; "" for a kind without one."""
    match record:
        case Report():
            return str(record.triage.state)
        case Event():
            return str(record.status)
        case Source():
            return str(record.reliability)
        case _:
            return ""
