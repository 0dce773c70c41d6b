"""Dates that cannot all be right: turned round, before what they are about, still to come."""

from __future__ import annotations

from collections.abc import Iterator

from store.dates import PartialDate
from store.derive.lint.finding import Finding
from store.derive.lint.shelf import Shelf, called
from store.ids import Kind
from store.model import Attachment, Claim, Event, Report
from store.record import Record
from store.vocabulary import About

#: A day may have another name where the clock is another.
OTHER_ZONE = 1
_TURN = "Put the two in the other order, if that is what was meant."


def of_event(event: Event, shelf: Shelf) -> Iterator[Finding]:
    """An event that ends before it starts, and reports that are older than it."""
    start, end = event.start, event.end
    shelf.note_day(event, began_on(event))
    if start and end and _is_before(end, start):
        yield shelf.finding(
            "end-before-start",
            event,
            "end",
            f"{called(event)} ends {end}, before it starts, {start}.",
            _TURN,
            shelf.setting(event, is_asked=True, start=end, end=start),
        )
    yield from _to_come(event, "start", start, shelf)
    first = min(filter(None, (one.first_day for one in (start, end) if one)), default=None)
    if first is None:
        return
    for ref in event.reports:
        published = shelf.day(ref, published_on) if ref.kind is Kind.REPORT else None
        if published is None or published + OTHER_ZONE >= first:
            continue
        report = shelf.record(ref)
        if isinstance(report, Report):
            sentence = (
                f"{called(event)} begins {start or end}, and its report {called(report)} was"
                f" published before, {report.published_at}."
            )
            mending = "One of the two dates is mistaken, or the report tells of another event."
            yield shelf.finding(
                "published-before-event", (event, report), "reports", sentence, mending
            )


def of_claim(claim: Claim, shelf: Shelf) -> Iterator[Finding]:
    """A toll whose days are turned round, or end before the event that it counts."""
    since, until = claim.covers_from, claim.as_of
    if since and until and _is_before(until, since):
        sentence = f"{called(claim)} counts from {since} to {until}, which is before."
        mend = shelf.setting(claim, is_asked=True, covers_from=until, as_of=since)
        yield shelf.finding("counted-backwards", claim, "as_of", sentence, _TURN, mend)
    yield from _to_come(claim, "as_of", until, shelf)
    if claim.about is not About.TOLL or not until or until.last_day is None or not claim.event:
        return
    begun = shelf.day(claim.event, began_on) if claim.event.kind is Kind.EVENT else None
    if begun is None or until.last_day + OTHER_ZONE >= begun:
        return
    event = shelf.record(claim.event)
    if isinstance(event, Event):
        yield shelf.finding(
            "counted-before-event",
            (claim, event),
            "as_of",
            f"{called(claim)} counts up to {until}, and {called(event)} begins {event.start}.",
            "One of the two dates is mistaken, or the claim is about another event.",
        )


def published_on(report: Record) -> int | None:
    """The last day on which a report may have been published."""
    date = report.published_at if isinstance(report, Report) else None
    return date.last_day if date else None


def began_on(event: Record) -> int | None:
    """The first day on which an event may have begun."""
    date = event.start if isinstance(event, Event) else None
    return date.first_day if date else None


def of_report(report: Report, shelf: Shelf) -> Iterator[Finding]:
    """A report that is to be published one day."""
    shelf.note_day(report, published_on(report))
    yield from _to_come(report, "published_at", report.published_at, shelf)


def of_attachment(attachment: Attachment, shelf: Shelf) -> Iterator[Finding]:
    """A picture that is to be taken one day."""
    yield from _to_come(attachment, "captured_at", attachment.captured_at, shelf)


def _to_come(
    record: Record, field: str, date: PartialDate | None, shelf: Shelf
) -> Iterator[Finding]:
    first = date.first_day if date else None
    if first is not None and first > shelf.today + OTHER_ZONE:
        said = f"{called(record)} has the date {date}, and that is still to come."
        yield shelf.finding("in-the-future", record, field, said, "Enter the date that is meant.")


def _is_before(one: PartialDate, other: PartialDate) -> bool:
    """Whether all of a date lies before the other begins."""
    last, first = one.last_day, other.first_day
    return last is not None and first is not None and last < first
