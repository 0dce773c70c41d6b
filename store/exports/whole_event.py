"""An event with all that tells of it, read for the formats that are made of events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from store.exports.covering import Shown
from store.exports.found import Found
from store.ids import Kind, Ref
from store.model import Actor, Claim, Event, Location, Quote, Report, Source
from store.reader import Reader
from store.references import edge
from store.values import EventActor, EventLocation
from store.vocabulary import LocationRole, Measure

_OF_CLAIMS = edge(Kind.CLAIM, "event")
_OF_QUOTES = edge(Kind.QUOTE, "events")


class Place(NamedTuple):
    """A place of an event."""

    link: EventLocation
    location: Location
    is_covered: bool

    @property
    def point(self) -> tuple[float, float] | None:
        """Longitude and latitude (RFC 7946); None where one of them is not known."""
        lat, lon = self.location.lat, self.location.lon
        return None if lat is None or lon is None else (lon, lat)


class Telling(NamedTuple):
    """A report that tells of it."""

    report: Report
    publisher: Source | None
    hidden: tuple[str, ...]


class Said(NamedTuple):
    """A claim or a quote, with who says it and where it stands."""

    record: Claim | Quote
    source: Source | None
    report: Ref | None
    hidden: tuple[str, ...]


class WholeEvent(NamedTuple):
    """An event, as it may leave the desk."""

    event: Event
    hidden: tuple[str, ...]
    places: tuple[Place, ...]
    actors: tuple[tuple[EventActor, Actor], ...]
    reports: tuple[Telling, ...]
    claims: tuple[Said, ...]
    quotes: tuple[Said, ...]

    @property
    def site(self) -> Place | None:
        """Where it happened: the first site with a point, else the first site, else a place."""
        sites = [one for one in self.places if one.link.role is LocationRole.SITE] or self.places
        return next((one for one in sites if one.point), next(iter(sites), None))

    def key_in(self, format_: str) -> str:
        """Its id in a data set of the format that it came from; else its uid."""
        origin = self.event.origin
        own = origin.id if origin and origin.format == format_ else ""
        return own or self.event.uid or str(self.event.ref)

    def estimate(self, measure: Measure) -> tuple[int | None, int | None, int | None]:
        """The desk's own low, best and high; None for what is not known."""
        for one in self.event.estimates:
            if one.measure is measure and one.group in ("people", ""):
                return one.low, one.best, one.high
        return None, None, None


def whole_events(found: Found, *, with_said: bool = True) -> Iterator[list[WholeEvent]]:
    """The events that were found, some at a time; without claims and quotes where none is told."""
    for piece in found.slices(Kind.EVENT):
        whole = []
        for shown in piece.records:
            found.count(shown)
            whole.append(_whole(found, piece.reader, shown, with_said=with_said))
        yield whole


def _whole(found: Found, reader: Reader, shown: Shown, *, with_said: bool) -> WholeEvent:
    event: Event = shown.record
    kinds = (Kind.CLAIM, Kind.QUOTE) if with_said else ()
    said = {kind: tuple(_said(found, reader, event.ref, kind)) for kind in kinds}
    claims, quotes = said.get(Kind.CLAIM, ()), said.get(Kind.QUOTE, ())
    named = (*event.reports, *(one.report for one in (*claims, *quotes) if one.report))
    return WholeEvent(
        event,
        shown.hidden,
        tuple(_places(found, reader, event)),
        tuple(_actors(found, reader, event)),
        tuple(_reports(found, reader, dict.fromkeys(named))),
        claims,
        quotes,
    )


def _places(found: Found, reader: Reader, event: Event) -> Iterator[Place]:
    for link in event.locations:
        shown = found.find(reader, link.location)
        if shown and isinstance(shown.record, Location):
            yield Place(link, shown.record, bool(shown.hidden))


def _actors(found: Found, reader: Reader, event: Event) -> Iterator[tuple[EventActor, Actor]]:
    for link in event.actors:
        shown = found.find(reader, link.actor)
        if shown and isinstance(shown.record, Actor):
            yield link, shown.record


def _reports(found: Found, reader: Reader, refs: dict[Ref, None]) -> Iterator[Telling]:
    for ref in refs:
        shown = found.find(reader, ref)
        if shown and isinstance(shown.record, Report):
            publisher = _source(found, reader, shown.record.publisher)
            yield Telling(shown.record, publisher, shown.hidden)


def _said(found: Found, reader: Reader, event: Ref, kind: Kind) -> Iterator[Said]:
    by = _OF_CLAIMS if kind is Kind.CLAIM else _OF_QUOTES
    holders = sorted({ref for ref, _ in reader.named_by(event, by)}, key=lambda ref: ref.number)
    for record in reader.listing(kind, [ref.number for ref in holders]):
        shown = found.shown(reader, record)
        one = shown.record
        who = one.source if isinstance(one, Claim) else one.speaker
        found.note_covered(shown)
        yield Said(one, _source(found, reader, who), one.report, shown.hidden)


def _source(found: Found, reader: Reader, ref: Ref | None) -> Source | None:
    shown = found.find(reader, ref)
    return shown.record if shown and isinstance(shown.record, Source) else None
