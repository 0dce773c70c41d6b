"""Inventing a year of incidents, event by event, from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from store.dates import Instant, PartialDate
from store.ids import Kind, Ref
from store.model import Actor, Claim, Event, Location, Note, Quote, Report, Source
from store.record import Record
from store.values import EventActor, EventLocation, Stamp, Triage
from store.vocabulary import (
    ActorKind,
    ActorRole,
    LocationRole,
    Measure,
    NoteKind,
    QuoteForm,
    Reliability,
    SourceKind,
    Status,
    TriageState,
    TypeScheme,
)
from tests.benchmarks import world

FIRST_DAY = date(2025, 1, 1)
DAYS = 365
SOURCES, OUTLETS, ACTORS, MOST_PLACES = 200, 60, 40, 2000
#: One event in so many is a sum of others.
SUMS = 100

_STATES = (TriageState.NEW, TriageState.RELEVANT, TriageState.NOT_RELEVANT, TriageState.LATER)
_STATE_WEIGHTS = (55, 30, 10, 5)
_STATUS_WEIGHTS = (50, 20, 3, 7, 18, 2)

Choice = TypeVar("Choice")


class Span(NamedTuple):
    """Words in a draft."""

    start: int
    end: int
    words: str


class Draft:
    """A report's text while it is put together."""

    def __init__(self, report: int) -> None:
        self.report = Kind.REPORT.ref(report)
        self.text = ""

    def say(self, before: str, words: str = "", after: str = "") -> Span:
        """Add a sentence; where its words stand."""
        start = len(self.text) + len(before)
        self.text += f"{before}{words}{after} "
        return Span(start, start + len(words), words)


class Year:
    """The records of a number of events; the same seed gives the same records.

    `told` is the share of them that somebody tells of: the others have no report.
    """

    def __init__(self, events: int, seed: int, told: float = 1.0) -> None:
        self._random = random.Random(seed)
        self._events = events
        self._told = told
        self._places = max(1, min(events // 50, MOST_PLACES))
        self._names: dict[Kind, list[str]] = {Kind.LOCATION: [], Kind.SOURCE: []}
        self._last = dict.fromkeys(Kind, 0)
        self._sum: Ref | None = None

    def records(self) -> Iterator[Record]:
        """Places, sources and actors, then each event with all that tells of it."""
        yield from self._locations()
        yield from self._sources()
        yield from self._actors()
        for _ in range(self._events):
            yield from self._event()

    # -- the country --------------------------------------------------------------------------

    def _locations(self) -> Iterator[Location]:
        names = [f"{one} {other}" for one in world.PLACES for other in world.PLACE_NAMES]
        self._random.shuffle(names)
        for name in names[: self._places]:
            self._names[Kind.LOCATION].append(name)
            yield Location(
                id=self._new(Kind.LOCATION),
                uid=self._uid(),
                created=self._stamp(FIRST_DAY),
                name=name,
                lat=round(self._random.uniform(10, 14), 4),
                lon=round(self._random.uniform(20, 26), 4),
                adm1=self._random.choice(world.DIVISIONS),
                country="XA",
            )

    def _sources(self) -> Iterator[Source]:
        kinds = [kind for kind in SourceKind if kind is not SourceKind.OUTLET]
        for number in range(1, SOURCES + 1):
            place = self._random.choice(self._names[Kind.LOCATION])
            if number <= OUTLETS:
                kind, name = SourceKind.OUTLET, f"{place} {self._random.choice(world.OUTLETS)}"
            else:
                kind = self._random.choice(kinds)
                name = f"{self._random.choice(world.PEOPLE)} of {place}"
            self._names[Kind.SOURCE].append(name)
            yield Source(
                id=self._new(Kind.SOURCE),
                uid=self._uid(),
                created=self._stamp(FIRST_DAY),
                name=name,
                kind=kind,
                reliability=self._random.choice(list(Reliability)),
            )

    def _actors(self) -> Iterator[Actor]:
        for _ in range(ACTORS):
            yield Actor(
                id=self._new(Kind.ACTOR),
                uid=self._uid(),
                created=self._stamp(FIRST_DAY),
                name=f"{self._random.choice(world.PLACE_NAMES)} Brigade",
                kind=self._random.choice(list(ActorKind)),
            )

    # -- an event and what tells of it --------------------------------------------------------

    def _event(self) -> Iterator[Record]:
        number = self._new(Kind.EVENT)
        event, place = Kind.EVENT.ref(number), self._frequent(self._places, 2.0)
        place_name = self._names[Kind.LOCATION][place - 1]
        day = FIRST_DAY + timedelta(self._random.randrange(DAYS))
        happening, event_type, sentence = self._random.choice(world.HAPPENINGS)
        title = f"{happening} in {place_name}"
        if self._told < 1.0 and self._random.random() >= self._told:
            yield self._happened(number, title, event_type, day, place, [])
            return
        drafts = [Draft(self._new(Kind.REPORT)) for _ in range(self._random.randint(1, 2))]
        for draft in drafts:
            draft.say(f"{sentence} {place_name} on {day:%A}, {day.day} {day:%B}.")
        claims = [self._claim(event, day, drafts) for _ in range(self._random.randint(1, 2))]
        quotes = [self._quote(event, place, drafts) for _ in range(self._often(15, 70, 15))]
        for draft in drafts:
            yield self._report(draft, title, day)
        yield self._happened(number, title, event_type, day, place, drafts)
        yield from quotes
        yield from claims
        if self._random.random() < 0.01:
            yield self._note(event, day)

    def _report(self, draft: Draft, title: str, day: date) -> Report:
        for _ in range(self._random.randint(0, 2)):
            draft.say(self._random.choice(world.FILLING))
        number = draft.report.number
        published = day + timedelta(self._random.choice((0, 0, 0, 1, 1, 2)))
        triage = Triage(state=self._random.choices(_STATES, _STATE_WEIGHTS)[0])
        if number > 1 and self._random.random() < 0.04:
            original = Kind.REPORT.ref(self._random.randint(max(1, number - 50), number - 1))
            triage = Triage(state=TriageState.DUPLICATE, of=original)
        return Report(
            id=number,
            uid=self._uid(),
            created=self._stamp(published),
            title=title,
            publisher=Kind.SOURCE.ref(self._frequent(OUTLETS, 3.0)),
            url=f"https://news.example/2025/{number}",
            published_at=PartialDate(published.isoformat()),
            language="en",
            text=draft.text.rstrip(),
            triage=triage,
            urgent=self._random.random() < 0.02,
        )

    def _happened(
        self, number: int, title: str, event_type: str, day: date, place: int, drafts: list[Draft]
    ) -> Event:
        is_sum = number % SUMS == 1
        part_of = None if is_sum or self._random.random() > 0.05 else self._sum
        if is_sum:
            self._sum = Kind.EVENT.ref(number)
            title = f"{title} and around, {day:%B}"
        actors = [
            Kind.ACTOR.ref(self._frequent(ACTORS, 2.0)) for _ in range(self._often(40, 40, 20))
        ]
        roles = (ActorRole.PERPETRATOR, ActorRole.VICTIM)
        return Event(
            id=number,
            uid=self._uid(),
            created=self._stamp(day),
            title=title,
            type=event_type,
            type_scheme=TypeScheme.ACLED,
            start=PartialDate(f"{day:%Y-%m}" if is_sum else day.isoformat()),
            date_precision=4 if is_sum else 1,
            clarity=2 if is_sum else 1,
            part_of=part_of,
            locations=self._sites(place),
            actors=tuple(
                EventActor(actor=actor, role=role)
                for actor, role in zip(actors, roles, strict=False)
            ),
            reports=tuple(draft.report for draft in drafts),
            status=self._random.choices(list(Status), _STATUS_WEIGHTS)[0],
        )

    def _sites(self, place: int) -> tuple[EventLocation, ...]:
        site = EventLocation(location=Kind.LOCATION.ref(place), precision=2)
        if self._random.random() > 0.08:
            return (site,)
        other = Kind.LOCATION.ref(self._frequent(self._places, 1.0))
        return site, EventLocation(location=other, role=LocationRole.FLED_TO)

    def _claim(self, event: Ref, day: date, drafts: list[Draft]) -> Claim:
        low = self._frequent(80, 3.0) + 1
        measure = self._random.choice(world.MEASURES)
        form, high, approximate = self._random.choice(
            (
                ("{low}", low, False),
                ("at least {low}", None, False),
                ("about {low}", low, True),
                ("between {low} and {high}", low * 2, False),
            )
        )
        words = f"{form.format(low=low, high=high)} people were {measure}"
        draft = self._random.choice(drafts)
        source = self._frequent(SOURCES, 3.0)
        span = draft.say(f"According to {self._names[Kind.SOURCE][source - 1]}, ", words, ".")
        return Claim(
            id=self._new(Kind.CLAIM),
            uid=self._uid(),
            created=self._stamp(day),
            event=event,
            source=Kind.SOURCE.ref(source),
            via=self._via(),
            report=draft.report,
            start=span.start,
            end=span.end,
            words=span.words,
            measure=Measure(measure),
            low=low,
            high=high,
            approximate=approximate,
            as_of=PartialDate(day.isoformat()),
            credibility=self._random.randint(1, 6),
        )

    def _quote(self, event: Ref, place: int, drafts: list[Draft]) -> Quote:
        draft = self._random.choice(drafts)
        role = self._random.choice(world.SPEAKER_ROLES)
        span = draft.say("“", self._random.choice(world.SAID), f"” said a {role}.")
        is_about_place = self._random.random() < 0.3
        return Quote(
            id=self._new(Kind.QUOTE),
            uid=self._uid(),
            report=draft.report,
            start=span.start,
            end=span.end,
            words=span.words,
            form=QuoteForm.DIRECT,
            speaker=Kind.SOURCE.ref(self._frequent(SOURCES, 3.0)),
            speaker_role=role,
            via=self._via(),
            events=(event,),
            locations=(Kind.LOCATION.ref(place),) if is_about_place else (),
        )

    def _note(self, event: Ref, day: date) -> Note:
        return Note(
            id=self._new(Kind.NOTE),
            uid=self._uid(),
            created=self._stamp(day),
            target=event,
            body="Ask the hospital for its own count.",
            kind=self._random.choice(list(NoteKind)),
        )

    # -- dice ---------------------------------------------------------------------------------

    def _new(self, kind: Kind) -> int:
        self._last[kind] += 1
        return self._last[kind]

    def _uid(self) -> str:
        """A UUIDv7 of the year's first moment."""
        digits = f"{self._random.getrandbits(76):019x}"
        return f"01941f29-7c00-7{digits[:3]}-a{digits[3:6]}-{digits[6:18]}"

    def _stamp(self, day: date) -> Stamp:
        clock = self._random.randrange(86400)
        at = f"{day}T{clock // 3600:02}:{clock // 60 % 60:02}:{clock % 60:02}Z"
        return Stamp(at=Instant(at), by=self._random.choice(world.ANALYSTS))

    def _via(self) -> tuple[Ref, ...]:
        if self._random.random() > 0.2:
            return ()
        return (Kind.SOURCE.ref(self._frequent(OUTLETS, 3.0)),)

    def _frequent(self, count: int, skew: float) -> int:
        """A number from 1 to count, the low ones far more often."""
        return int(count * self._random.random() ** skew) + 1

    def _often(self, none: int, one: int, two: int) -> int:
        """0, 1 or 2, each so often."""
        return self._random.choices((0, 1, 2), (none, one, two))[0]
