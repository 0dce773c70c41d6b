"""What a record has by itself, as the query language asks for it: texts, figures, days, flags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from store.dates import Instant, PartialDate
from store.model import (
    Actor,
    Attachment,
    Claim,
    Event,
    Location,
    Note,
    Quote,
    Report,
    Source,
    View,
)
from store.record import Record
from store.vocabulary import About, Stance
from store.words import called

#: Days before the first and after the last that a calendar has.
FIRST_DAY, LAST_DAY = 1, 3_652_059
Days = tuple[int, int]
Bounds = tuple[int, int]


def days_of(date: PartialDate | Instant | None) -> Iterator[Days]:
    """The first and the last day that a date may mean, as proleptic ordinals."""
    if date:
        partial = date if isinstance(date, PartialDate) else PartialDate(date[:10])
        yield partial.first_day or FIRST_DAY, partial.last_day or LAST_DAY


def when(record: Record) -> Iterator[Days]:
    """The days of a record: of what happened, was published, counted or taken."""
    match record:
        case Event(start=start, end=None):
            yield from days_of(start)
        case Event(start=start, end=end):
            spans = [*days_of(start), *days_of(end)]
            if spans:
                yield min(first for first, _ in spans), max(last for _, last in spans)
        case Report():
            yield from days_of(record.published_at)
        case Claim():
            yield from days_of(record.as_of)
        case Attachment():
            yield from days_of(record.captured_at)
        case Note():
            yield from days_of(record.created.at if record.created else None)
        case _:
            return


def stamped_by(record: Record) -> Iterator[str]:
    """Who wrote the record first, and last."""
    for stamp in (record.created, record.updated):
        if stamp:
            yield stamp.by


def names(record: Record) -> Iterator[str]:
    """What the record is called."""
    match record:
        case Location():
            yield from (record.name, *record.names, record.adm1, record.adm2, record.country)
        case Source():
            # A sealed name is not there to be found.
            yield from (record.name if isinstance(record.name, str) else "", *record.aliases)
        case Actor():
            yield from (record.name, *record.aliases)
        case Event() | Report():
            yield record.title
        case Quote():
            yield record.words
        case Claim():
            yield from (record.value, record.words)
        case Attachment():
            yield record.shows
        case Note():
            yield record.body
        case View():
            yield record.name


def form(record: Record) -> Iterator[str]:
    """What sort of report, source, quote, note or actor it is."""
    if isinstance(record, Quote):
        yield record.form
    elif isinstance(record, Report | Source | Note | Actor):
        yield record.kind


def called_by(note: Note) -> Iterator[str]:
    """The people whom a note calls by their names."""
    return called(note.body)


def origin(record: Record) -> Iterator[str]:
    """Where an imported record comes from."""
    if record.origin:
        yield from filter(None, (record.origin.format, record.origin.file, record.origin.id))


def toll(claim: Claim, measure: str | None = None) -> Iterator[Bounds]:
    """The stated figure of a toll that is asserted: `more than 1,000` counts as 1,000."""
    is_asserted = claim.about is About.TOLL and claim.stance is Stance.ASSERTS
    if is_asserted and (measure is None or claim.measure == measure):
        yield from stated(claim.low, claim.high)


def stated(low: int | None, high: int | None) -> Iterator[Bounds]:
    """Both bounds; an open one is the other one, as that is the number that was said."""
    if low is not None or high is not None:
        least = low if low is not None else high or 0
        yield least, high if high is not None else least


def best(event: Event) -> Iterator[Bounds]:
    """The desk's own estimates: the best figure, or the range where no best one was set."""
    for one in event.estimates:
        yield from stated(one.low, one.high) if one.best is None else ((one.best, one.best),)


def number(value: int | None) -> Iterator[Bounds]:
    """A number by itself."""
    if value is not None:
        yield value, value


#: What a record can have in itself, for `has:`.
PARTS = (
    "actor",
    "archive",
    "assignee",
    "coordinates",
    "date",
    "estimate",
    "figure",
    "tag",
    "translation",
    "url",
)
#: What a report can be, for `is:`.
REPORT_FLAGS = {"urgent": "it goes first", "undecided": "nothing has been decided on it"}


def parts(record: Record) -> Iterator[str]:
    """Those of PARTS that the record has."""
    found: dict[str, object] = {"tag": record.tags, "date": next(when(record), None)}
    match record:
        case Report():
            found |= {"translation": record.translation}
            found |= {"url": record.url, "archive": record.archive_url}
            found |= {"assignee": record.assignee}
        case Event():
            found |= {"actor": record.actors, "estimate": record.estimates}
            found |= {"assignee": record.assignee}
        case Location():
            found["coordinates"] = point(record)
        case Quote():
            found["translation"] = record.translation
        case Claim():
            found["figure"] = record.figure.is_known
    return (name for name, value in found.items() if value)


def point(location: Location) -> tuple[float, float] | None:
    """Degrees north and east; None where one is not known."""
    if location.lat is None or location.lon is None:
        return None
    return location.lat, location.lon


def flags(record: Record) -> Iterator[str]:
    """What `is:` can say of the record without looking at any other."""
    if record.flags:
        yield "flagged"
    match record:
        case Report():
            if record.urgent:
                yield "urgent"
            if record.triage.state == "new":
                yield "undecided"
        case Claim():
            if record.approximate:
                yield "approximate"
            if record.cumulative:
                yield "cumulative"


def schemes(event: Event) -> Iterator[str]:
    """Whose types and whose grades an event uses."""
    yield from text(event.type_scheme)
    yield from text(event.assessment_scheme)


def actor_roles(event: Event) -> Iterator[str]:
    """What its actors are to an event."""
    return (str(one.role) for one in event.actors if one.role)


def sides(event: Event) -> Iterator[str]:
    """The sides of its actors."""
    return (str(one.side) for one in event.actors if one.side)


def radius(location: Location) -> Iterator[Bounds]:
    """Metres, in whole numbers."""
    return number(None if location.radius_m is None else int(location.radius_m))


def assignee(record: Report | Event) -> Iterable[str]:
    """Who works on it."""
    return (record.assignee,) if record.assignee else ()


def text(value: str | None) -> tuple[str, ...]:
    """A text, where it is not empty."""
    return (value,) if value else ()
