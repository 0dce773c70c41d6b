"""What a record must satisfy to be written by the desk.

An importer's record need not: odd values come in and are flagged.
"""

from __future__ import annotations

from collections.abc import Callable

from store import codec, spans
from store.errors import InvalidRecord
from store.ids import Kind, Ref
from store.model import Claim, Event, Location, Quote
from store.record import Record
from store.references import misfits

#: The exact text of a report; None when there is no such report.
TextOf = Callable[[Ref], str | None]

#: The kinds that rest on words of a report.
CITING = frozenset({Kind.QUOTE, Kind.CLAIM})


def check(record: Record) -> None:
    """Raise InvalidRecord for the first rule that the record breaks by itself."""
    codec.validate(record)
    for field, to, expected in misfits(record):
        raise InvalidRecord(record.ref, field, f"expected one of the {expected.table}, got {to}")
    match record:
        case Quote() | Claim():
            _check_bounds(record)
        case Event():
            _check_days(record)
        case Location():
            if (record.lat is None) != (record.lon is None):
                raise InvalidRecord(record.ref, "lon", "latitude and longitude go together")


def check_evidence(record: Record, text_of: TextOf) -> None:
    """Raise InvalidRecord when a quote's or a claim's words are not in the report as it says.

    To be asked when every change of the operation is known: the report may come with the quote.
    """
    if not isinstance(record, Quote | Claim) or (record.start is None and record.end is None):
        return
    if record.start is None or record.end is None or record.report is None:
        raise InvalidRecord(record.ref, "start", "evidence needs a report, a start and an end")
    text = text_of(record.report)
    if text is None:
        return
    wrong = spans.mismatch(text, record.start, record.end, record.words)
    if wrong:
        raise InvalidRecord(record.ref, "words", wrong)


def _check_bounds(record: Quote | Claim) -> None:
    if not isinstance(record, Claim) or record.low is None or record.high is None:
        return
    if record.low > record.high:
        raise InvalidRecord(record.ref, "high", f"{record.high} is less than low, {record.low}")


def _check_days(event: Event) -> None:
    first = event.start.first_day if event.start else None
    last = event.end.last_day if event.end else None
    if first and last and last < first:
        raise InvalidRecord(event.ref, "end", f"{event.end} is before the start, {event.start}")
