"""The records: frozen, typed, each field with its own line.

Every field has a default, so that a document that lacks it, or holds something else there, can
still be read: see `codec`.  What a record must satisfy to be written is in `rules`.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from store.dates import Instant, PartialDate
from store.figures import Figure
from store.ids import Kind, Ref
from store.record import Record
from store.values import (
    Clarity,
    Count,
    Credibility,
    Custody,
    DatePrecision,
    Estimate,
    EventActor,
    EventLocation,
    Latitude,
    Longitude,
    Offset,
    Sealed,
    Translation,
    Triage,
)
from store.vocabulary import (
    About,
    ActorKind,
    Assessment,
    Measure,
    NoteKind,
    PartKind,
    QuoteForm,
    Reliability,
    ReportKind,
    SourceKind,
    Stance,
    Status,
    TypeScheme,
    Verdict,
)


class Report(Record, frozen=True):
    """A document that came in; its text is never edited."""

    kind_of = Kind.REPORT
    kind: ReportKind = ReportKind.ARTICLE
    """What sort of document."""
    title: str = ""
    """Its headline or first words."""
    publisher: Ref | None = None
    """The source that published it."""
    author: str = ""
    """The byline."""
    url: str = ""
    """Where it was found."""
    archive_url: str = ""
    """Where a copy is kept."""
    published_at: PartialDate | None = None
    """When it was published, as far as known."""
    retrieved_at: Instant | None = None
    """When it was fetched."""
    language: str = ""
    """Language tag (BCP 47)."""
    text: str = ""
    """The exact text; listings leave it out."""
    sha256: str = ""
    """The hash of the original bytes."""
    derived_from: Ref | None = None
    """The report that this one copies."""
    translation: Translation | None = None
    """The text in a language of the analysts."""
    custody: tuple[Custody, ...] = ()
    """Who had the original, and what they did."""
    triage: Triage = Triage()
    """What has been decided."""
    verdict: Verdict = Verdict.UNVERIFIED
    """What verification found."""
    urgent: bool = False
    """Whether it goes first."""
    assignee: str = ""
    """Who works on it."""

    @property
    def label(self) -> str:
        return self.title or f"untitled {self.kind}"


class Event(Record, frozen=True):
    """Something that happened, at a time and a place."""

    kind_of = Kind.EVENT
    title: str = ""
    """What happened, where."""
    summary: str = ""
    """What is known, in a few sentences."""
    type: str = ""
    """The event type, a word of the scheme."""
    type_scheme: TypeScheme | None = None
    """Whose types are used."""
    start: PartialDate | None = None
    """The first day."""
    end: PartialDate | None = None
    """The last day, where it is another."""
    date_precision: DatePrecision | None = None
    """How exactly the date is known, 1 the day to 5 more than a month (UCDP date_prec)."""
    clarity: Clarity | None = None
    """1: reports single it out; 2: it is part of a sum (UCDP event_clarity)."""
    part_of: Ref | None = None
    """The event whose part it is; its figures are never added to it."""
    locations: tuple[EventLocation, ...] = ()
    """Its places."""
    actors: tuple[EventActor, ...] = ()
    """Who took part."""
    reports: tuple[Ref, ...] = ()
    """The reports that tell of it."""
    estimates: tuple[Estimate, ...] = ()
    """The desk's own ranges."""
    status: Status = Status.TO_DO
    """How far the work on it is."""
    assessment: Assessment | None = None
    """How well it is established."""
    assessment_scheme: str = ""
    """Whose grades the assessment uses, such as Airwars."""
    assignee: str = ""
    """Who works on it."""

    @property
    def label(self) -> str:
        return self.title or "untitled event"


class Location(Record, frozen=True):
    """A place."""

    kind_of = Kind.LOCATION
    name: str = ""
    """The name used on the desk."""
    names: tuple[str, ...] = ()
    """Other names and spellings."""
    lat: Latitude | None = None
    """Degrees north (WGS 84)."""
    lon: Longitude | None = None
    """Degrees east (WGS 84)."""
    radius_m: Annotated[float, Meta(ge=0)] | None = None
    """Metres around the point that the place covers."""
    adm1: str = ""
    """First administrative division."""
    adm2: str = ""
    """Second administrative division."""
    country: str = ""
    """Country code (ISO 3166-1 alpha-2)."""
    parent: Ref | None = None
    """The location that contains it."""
    gazetteer_id: str = ""
    """Identifier in a gazetteer, such as `geonames:163533`."""

    @property
    def label(self) -> str:
        return self.name or "unnamed place"


class Source(Record, frozen=True):
    """Who says it."""

    kind_of = Kind.SOURCE
    name: str | Sealed = ""
    """The name, or its seal."""
    aliases: tuple[str, ...] = ()
    """Other names and short forms."""
    kind: SourceKind = SourceKind.OUTLET
    """What sort of voice."""
    affiliation: str = ""
    """Whom it belongs to or speaks for."""
    reliability: Reliability = Reliability.F
    """How far it has been right before, A to E; F: cannot be judged (Admiralty)."""

    @property
    def label(self) -> str:
        if isinstance(self.name, Sealed):
            return "sealed name"
        return self.name or "unnamed source"

    @property
    def short_label(self) -> str:
        """The shortest of its names, for narrow columns."""
        return min((self.label, *self.aliases), key=len)


class Quote(Record, frozen=True):
    """Exact words in a report."""

    kind_of = Kind.QUOTE
    report: Ref | None = None
    """The report that has the words."""
    start: Offset | None = None
    """First code point of the words in the report's text."""
    end: Offset | None = None
    """The code point behind the last."""
    words: str = ""
    """The words."""
    form: QuoteForm = QuoteForm.DIRECT
    """Direct or indirect speech."""
    speaker: Ref | None = None
    """The source who speaks."""
    speaker_role: str = ""
    """As whom the report presents the speaker."""
    via: tuple[Ref, ...] = ()
    """The sources who passed the words on, nearest to the speaker first."""
    events: tuple[Ref, ...] = ()
    """The events that the words are about."""
    locations: tuple[Ref, ...] = ()
    """The places that the words are about."""
    translation: Translation | None = None
    """The words in a language of the analysts."""

    @property
    def label(self) -> str:
        return self.words or "no words"


class Claim(Record, frozen=True):
    """What somebody asserts about an event."""

    kind_of = Kind.CLAIM
    event: Ref | None = None
    """The event."""
    about: About = About.TOLL
    """What is asserted."""
    value: str = ""
    """The assertion in words."""
    source: Ref | None = None
    """Who asserts it."""
    via: tuple[Ref, ...] = ()
    """The sources who passed it on, nearest to the claimant first."""
    report: Ref | None = None
    """The report that has it."""
    start: Offset | None = None
    """First code point of the evidence in the report's text."""
    end: Offset | None = None
    """The code point behind the last."""
    words: str = ""
    """The words of the evidence."""
    measure: Measure | None = None
    """What a toll counts."""
    group: str = "people"
    """Whom a toll counts."""
    sex: str = ""
    """Of which sex they were, where it is said."""
    age: str = ""
    """Of which age they were, where it is said."""
    low: Count | None = None
    """At least so many."""
    high: Count | None = None
    """At most so many."""
    approximate: bool = False
    """Whether the figure is rounded or said to be about right."""
    cumulative: bool = False
    """Whether the toll counts from `covers_from` on, not the day alone."""
    covers_from: PartialDate | None = None
    """The first day counted."""
    as_of: PartialDate | None = None
    """The day up to which it counts."""
    part_of: Ref | None = None
    """The claim whose figure this one is part of."""
    part_kind: PartKind | None = None
    """Whether the parts add up to the whole, or lie within it."""
    supersedes: Ref | None = None
    """The earlier claim that this one replaces."""
    credibility: Credibility = 6
    """1 confirmed to 5 improbable; 6: cannot be judged (Admiralty)."""
    stance: Stance = Stance.ASSERTS
    """Asserts or denies."""

    @property
    def whom(self) -> str:
        """Whom a toll counts, as narrowly as the claim says it."""
        narrowly = " ".join(word for word in (self.sex, self.age) if word)
        return (self.value or f"{self.group} ({narrowly})") if narrowly else self.group

    @property
    def figure(self) -> Figure:
        """The toll's bounds."""
        return Figure(self.low, self.high, self.approximate)

    @property
    def label(self) -> str:
        if self.about is About.TOLL and self.figure.is_known:
            remark = f" ({self.value})" if self.value and self.value != self.whom else ""
            return f"{self.figure} {self.whom} {self.measure or ''}".rstrip() + remark
        return self.value or self.words or f"a claim about {self.about}"


class Actor(Record, frozen=True):
    """An armed group, a force, a community."""

    kind_of = Kind.ACTOR
    name: str = ""
    """The name used on the desk."""
    aliases: tuple[str, ...] = ()
    """Other names and short forms."""
    kind: ActorKind = ActorKind.UNKNOWN
    """What sort of body."""
    scheme_ids: dict[str, str] = {}
    """Its identifiers in the schemes, by scheme."""

    @property
    def label(self) -> str:
        return self.name or "unnamed actor"


class Attachment(Record, frozen=True):
    """A picture, a video, a document."""

    kind_of = Kind.ATTACHMENT
    sha256: str = ""
    """The hash of its bytes."""
    media_type: str = ""
    """Media type (RFC 6838)."""
    captured_at: PartialDate | None = None
    """When it was taken."""
    report: Ref | None = None
    """The report it came with."""
    shows: str = ""
    """What it shows."""

    @property
    def label(self) -> str:
        return self.shows or self.media_type or "attachment"


#: So many characters of a note are looked at for the words that name it.
_LABEL = 500


class Note(Record, frozen=True):
    """What an analyst writes."""

    kind_of = Kind.NOTE
    target: Ref | None = None
    """The record it is about."""
    body: str = ""
    """The text, in Markdown."""
    kind: NoteKind = NoteKind.NOTE
    """What it is for."""

    @property
    def label(self) -> str:
        # Only the beginning is looked at: a note may hold a megabyte.
        return self.body[:_LABEL].lstrip().partition("\n")[0].rstrip() or "empty note"


class View(Record, frozen=True):
    """A saved query."""

    kind_of = Kind.VIEW
    name: str = ""
    """The name in the list of views."""
    query: str = ""
    """The query's text."""
    order: str = ""
    """The field to order by, a minus before it for descending."""
    columns: tuple[str, ...] = ()
    """The fields shown."""
    position: Count = 0
    """Its place among the views, from the lowest; equal ones stand by their id."""

    @property
    def label(self) -> str:
        return self.name or self.query


RECORDS: dict[Kind, type[Record]] = {
    record.kind_of: record
    for record in (
        Report,
        Event,
        Location,
        Source,
        Quote,
        Claim,
        Actor,
        Attachment,
        Note,
        View,
    )
}
