"""Making quotes, claims and places of the words of a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from store.changes import Change, Context
from store.commands.records import changed, stamped
from store.errors import Refused, UnknownRecord
from store.ids import Kind, Ref
from store.model import Claim, Event, Location, Quote, Report
from store.reader import Reader
from store.references import references
from store.spans import Span
from store.values import EventLocation, Stamp
from store.vocabulary import LocationRole


@dataclass(frozen=True)
class Cite:
    """Make words of a report a quote or a claim."""

    record: Quote | Claim
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    @property
    def label(self) -> str:
        """As `took a quote from R4`."""
        kind = self.record.kind_of
        return f"took {kind.article} {kind.noun} from {self.record.report}"

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One new record."""
        for reference in references(self.record):
            if not reader.version(reference.to):
                raise UnknownRecord(reference.to)
        ref = context.new(self.record.kind_of)
        stamp = Stamp(at=context.at, by=context.author)
        yield Change(ref, None, stamped(replace(self.record, id=ref.number), None, stamp))


@dataclass(frozen=True)
class CitePlace:
    """Make words of a report a place of an event and of the quotes that have them.

    A place that is not there yet is made, without coordinates.
    """

    report: Ref
    span: Span
    """The words in the report's text."""
    location: Ref | None = None
    """The place that they name; None for a new one."""
    event: Ref | None = None
    quotes: Sequence[Ref] = ()
    role: LocationRole = LocationRole.SITE
    """What the place is to the event."""
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    @property
    def label(self) -> str:
        """As `took the place L4 from R4 for E6`, `took a new place from R4`."""
        which = f"the place {self.location}" if self.location else "a new place"
        return f"took {which} from {self.report}{f' for {self.event}' if self.event else ''}"

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """The place where it is new, then each record that it is linked to anew."""
        words = self._words(reader)
        place = self.location
        if place is None:
            place = context.new(Kind.LOCATION)
            made = Location(id=place.number, name=" ".join(words.split()))
            stamp = Stamp(at=context.at, by=context.author)
            yield Change(place, None, stamped(made, None, stamp))
        elif not reader.version(place):
            raise UnknownRecord(place)
        if self.event is not None:
            yield from self._in_event(reader, self.event, place, words, context)
        for ref in self.quotes:
            quote = reader.get(ref)
            if isinstance(quote, Quote) and place not in quote.locations:
                linked = (*quote.locations, place)
                yield changed(quote, replace(quote, locations=linked), context)

    def _words(self, reader: Reader) -> str:
        report = reader.get(self.report)
        if not isinstance(report, Report):
            noun = f"{self.report.kind.article} {self.report.kind.noun}"
            raise Refused(self.report, f"is {noun}; words are taken from reports")
        words = report.text[self.span.start : self.span.end]
        if not words.strip():
            raise Refused(self.report, f"has no words at {self.span.start}:{self.span.end}")
        return words

    def _in_event(
        self, reader: Reader, ref: Ref, place: Ref, words: str, context: Context
    ) -> Iterator[Change]:
        event = reader.get(ref)
        if not isinstance(event, Event):
            raise Refused(ref, f"is {ref.kind.article} {ref.kind.noun}; places belong to events")
        if place not in (one.location for one in event.locations):
            entry = EventLocation(location=place, role=self.role, words=words)
            linked = (*event.locations, entry)
            yield changed(event, replace(event, locations=linked), context)
