"""What the words of a report may mean as a quote, a claim or a place: guesses to be looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from store.dates import PartialDate
from store.derive.counting import Toll, toll_in
from store.derive.names import Names, sources_near
from store.derive.speakers import Speaker, speaker_of
from store.ids import Kind, Ref
from store.model import Claim, Event, Location, Quote, Report
from store.query import parse
from store.reader import Asker, Reader
from store.record import Record
from store.spans import Span, inside, quotation_around, sentence_around
from store.vocabulary import About, LocationRole, PartKind, QuoteForm, Stance
from store.words import key_of, phrase, words

AnyRecord = TypeVar("AnyRecord", bound=Record)

#: So much of what stands before a sentence is looked at for who spoke and what is counted.
BEFORE = 1500
#: So many places of one name are looked at, and so many events of a report.
_PLACES = 200
_EVENTS = 60
#: So many quotes, and so many claims, of a report are looked at.
_CITED = 300
#: What is said between a figure and one that lies within it, or just behind that.
_INCLUDING = re.compile(
    r"\b(?:including|among (?:them|whom)|of (?:them|whom|these|the dead))\b|بينهم|منهم"
)
_INCLUDED = 14
#: Who fled or went, went to what stands behind these words.
_GOING = (
    "fled to",
    "fled into",
    "flee to",
    "flee into",
    "fleeing to",
    "crossed into",
    "cross into",
)


class PlaceGuess(NamedTuple):
    """The places that go by the words, and what they may be linked to."""

    name: str
    locations: tuple[Location, ...]
    """Those of that name; the ones of the report's events first."""
    events: tuple[Ref, ...]
    """The events of the report."""
    quotes: tuple[Ref, ...]
    """The quotes that have the words in them."""
    role: LocationRole


def quote_from(reader: Reader, report: Report, span: Span, asker: Asker) -> Quote:
    """The words as a quote: its speaker, and what it is about where the report has one event."""
    speaker = _speaker(reader, report, span, asker)
    events = events_of(reader, report.ref)
    about = reader.find(events[0]) if len(events) == 1 else None
    quoted = quotation_around(report.text, span)
    return Quote(
        report=report.ref,
        start=span.start,
        end=span.end,
        words=report.text[span.start : span.end],
        form=QuoteForm.DIRECT if quoted else QuoteForm.INDIRECT,
        speaker=speaker.source,
        speaker_role=speaker.role,
        via=_via(speaker, report),
        events=events if len(events) == 1 else (),
        locations=_sites(reader, about, _sentence(report.text, span)),
        sensitivity=report.sensitivity,
    )


def claim_from(reader: Reader, report: Report, span: Span, asker: Asker) -> tuple[Claim, Speaker]:
    """The words as a claim, without its event: a toll where they count people; and who says it."""
    text = report.text
    speaker = _speaker(reader, report, span, asker)
    # Somebody who is presented without being one of the sources is not the publisher.
    source = speaker.source or (None if speaker.role else report.publisher)
    sentence = sentence_around(text, span)
    before = f"{report.title}. {text[max(0, sentence.start - BEFORE) : sentence.start]}"
    toll = toll_in(_sentence(text, span), inside(sentence, span), before)
    claim = Claim(
        about=About.HAPPENED,
        source=source,
        via=tuple(ref for ref in _via(speaker, report) if ref != source),
        report=report.ref,
        start=span.start,
        end=span.end,
        words=text[span.start : span.end],
        stance=Stance.DENIES if speaker.is_denial else Stance.ASSERTS,
        sensitivity=report.sensitivity,
    )
    counted = _with_toll(claim, toll, report.published_at)
    return _in_its_whole(reader, report, span, counted), speaker


def _in_its_whole(reader: Reader, report: Report, span: Span, claim: Claim) -> Claim:
    """The claim as part of the one before it in its sentence: `31 people, including nine children`.

    A part is about the event of its whole.
    """
    sentence = sentence_around(report.text, span)
    most = claim.high or claim.low
    if most is None:
        return claim
    refs = _linked(reader, report.ref, Kind.CLAIM)[:_CITED]
    for whole in _records(reader, refs, Claim):
        end = whole.end or 0
        is_before = whole.report == report.ref and sentence.start < end <= span.start
        counts = (whole.low or whole.high or 0) >= most and whole.part_of is None
        if is_before and counts and whole.measure in (claim.measure, None):
            said = report.text[end : min(span.end + _INCLUDED, sentence.end)]
            if _INCLUDING.search(said):
                part = {"part_of": whole.ref, "part_kind": PartKind.WITHIN}
                return replace(claim, event=whole.event, **part)
    return claim


def _with_toll(claim: Claim, toll: Toll | None, published: PartialDate | None) -> Claim:
    if toll is None or (toll.measure is None and toll.group == "people" and not toll.value):
        return claim
    return replace(
        claim,
        about=About.TOLL,
        value=toll.value,
        measure=toll.measure,
        group=toll.group,
        sex=toll.sex,
        age=toll.age,
        low=toll.figure.low,
        high=toll.figure.high,
        approximate=toll.figure.approximate,
        cumulative=toll.is_cumulative,
        as_of=_day(published),
    )


def _day(date: PartialDate | None) -> PartialDate | None:
    """The date without its time."""
    return PartialDate(date.partition("T")[0]) if date and "/" not in date else date


def cited_by(reader: Reader, report: Ref, span: Span, kind: Kind) -> Ref | None:
    """The quote or the claim that rests on exactly these words already."""
    for ref in _linked(reader, report, kind):
        record = reader.find(ref)
        if not isinstance(record, Quote | Claim):
            continue
        if (record.report, record.start, record.end) == (report, *span):
            return ref
    return None


def events_by_nearness(reader: Reader, report: Report, span: Span) -> list[Event]:
    """The events of a report, the likeliest first.

    Those of which the sentence names a place, then those whose evidence stands nearest.
    """
    sentence = _sentence(report.text, span)
    far = _distances(reader, report.ref, span)
    return sorted(
        _records(reader, events_of(reader, report.ref), Event),
        key=lambda event: (
            not _named_sites(reader, event, sentence),
            far.get(event.ref, len(report.text)),
        ),
    )


def _distances(reader: Reader, report: Ref, span: Span) -> dict[Ref, int]:
    """How far from the words the nearest evidence stands that each event has in the report."""
    far: dict[Ref, int] = {}
    for kind in (Kind.CLAIM, Kind.QUOTE):
        for ref in _linked(reader, report, kind)[:_CITED]:
            record = reader.find(ref)
            if not isinstance(record, Quote | Claim) or record.report != report:
                continue
            if record.start is None or record.end is None:
                continue
            distance = max(record.start - span.end, span.start - record.end, 0)
            events = record.events if isinstance(record, Quote) else (record.event,)
            far |= {one: min(distance, far.get(one, distance)) for one in events if one}
    return far


def place_from(reader: Reader, report: Report, span: Span, asker: Asker) -> PlaceGuess:
    """The words as a place."""
    name = " ".join(report.text[span.start : span.end].split())
    events = events_of(reader, report.ref)
    near = {
        place.location for event in _records(reader, events, Event) for place in event.locations
    }
    found = sorted(_called(reader, name, asker), key=lambda one: one.ref not in near)
    quotes = [
        quote.ref
        for quote in _records(reader, _linked(reader, report.ref, Kind.QUOTE), Quote)
        if quote.report == report.ref and _holds(quote, span)
    ]
    return PlaceGuess(name, tuple(found), events, tuple(quotes), _role(report.text, span))


def _called(reader: Reader, name: str, asker: Asker) -> list[Location]:
    """The places of that name, as it is folded."""
    if phrase(name) is None:
        return []
    wanted = key_of(name)
    asked = parse('"' + " ".join(words(name)) + '"')
    numbers = list(islice(reader.search(asked, Kind.LOCATION, asker), _PLACES))
    return [
        place
        for place in reader.listing(Kind.LOCATION, numbers)
        if isinstance(place, Location) and wanted in map(key_of, (place.name, *place.names))
    ]


def _role(text: str, span: Span) -> LocationRole:
    before = " ".join(text[max(0, span.start - 40) : span.start].lower().split())
    is_goal = before.removesuffix(" the").endswith(_GOING)
    return LocationRole.FLED_TO if is_goal else LocationRole.SITE


def events_of(reader: Reader, report: Ref) -> tuple[Ref, ...]:
    """The events that a report is linked to."""
    return _linked(reader, report, Kind.EVENT)[:_EVENTS]


def _linked(reader: Reader, ref: Ref, kind: Kind) -> tuple[Ref, ...]:
    return tuple(kind.ref(number) for number in reader.linked(ref, kind).numbers)


def _records(reader: Reader, refs: Iterable[Ref], of: type[AnyRecord]) -> Iterator[AnyRecord]:
    for ref in refs:
        record = reader.find(ref)
        if isinstance(record, of):
            yield record


def _holds(quote: Quote, span: Span) -> bool:
    is_placed = quote.start is not None and quote.end is not None
    return is_placed and (quote.start or 0) <= span.start and span.end <= (quote.end or 0)


def _sites(reader: Reader, event: Record | None, sentence: str) -> tuple[Ref, ...]:
    """The places of an event that a sentence names; where it has one only, that."""
    if not isinstance(event, Event):
        return ()
    if len(event.locations) == 1:
        return (event.locations[0].location,)
    return _named_sites(reader, event, sentence)


def _named_sites(reader: Reader, event: Event, sentence: str) -> tuple[Ref, ...]:
    """The places of an event that a sentence names."""
    said = words(sentence)
    named = []
    for place in _records(reader, (one.location for one in event.locations), Location):
        phrases = filter(None, (phrase(name) for name in (place.name, *place.names)))
        if any(one.is_in(said) for one in phrases):
            named.append(place.ref)
    return tuple(dict.fromkeys(named))


def _sentence(text: str, span: Span) -> str:
    found = sentence_around(text, span)
    return text[found.start : found.end]


def _speaker(reader: Reader, report: Report, span: Span, asker: Asker) -> Speaker:
    start, end = max(0, span.start - BEFORE), min(len(report.text), span.end + BEFORE)
    near = report.text[start:end]
    names = Names(sources_near(reader, near, asker))
    return speaker_of(near, Span(span.start - start, span.end - start), names)


def _via(speaker: Speaker, report: Report) -> tuple[Ref, ...]:
    """Who passed the words on: whom the sentence names, then who published them."""
    chain = dict.fromkeys((*speaker.via, *([report.publisher] if report.publisher else ())))
    return tuple(ref for ref in chain if ref != speaker.source)
