"""Records that many rows of a table name: each is proposed once, where it is first met."""

from __future__ import annotations

from typing import NamedTuple

from store.dates import PartialDate
from store.ids import Kind, Ref
from store.ingest.cells import digest_of, key_of
from store.model import Actor, Location, Report, Source
from store.proposals import OwnRegister, Proposal, Register
from store.text import fold
from store.values import Origin, Triage
from store.vocabulary import ActorKind, TriageState

#: Who codes a set has read these, and found that they tell of an event.
_DECIDED = Triage(state=TriageState.RELEVANT)

#: So many characters an event's id may have.
_LONGEST_ID = 100


class Point(NamedTuple):
    """A place as a row has it, read."""

    name: str
    lat: float | None
    lon: float | None
    adm1: str
    adm2: str
    country: str


class Named(NamedTuple):
    """An actor, and the name that it was proposed with."""

    ref: Ref
    name: str


class Placed(NamedTuple):
    """A place, and how it was proposed."""

    ref: Ref
    point: Point


class Built:
    """The sources, actors, places and reports of one file.

    What is proposed lies in `out` until it is taken.
    """

    def __init__(self, format_: str, file: str, register: Register) -> None:
        self._format, self._file, self._register = format_, file, register
        self._keeps = register if isinstance(register, OwnRegister) else None
        # As rows write them, and by key: rows write one name in many ways.
        self._sources: dict[str, Ref] = {}
        self._actors: dict[str, Named] = {}
        self._places: dict[Point, Placed] = {}
        self._reports: dict[str, Ref] = {}
        self._ids: set[str] = set()
        self.out: list[Proposal] = []

    def taken(self) -> list[Proposal]:
        """What has been proposed since this was asked last."""
        taken, self.out = self.out, []
        return taken

    def wrong_with(self, id_: str) -> str:
        """Why a row with this id cannot come in; "" where it can, and the next one with it not."""
        if not id_:
            return "it has no id"
        if len(id_) > _LONGEST_ID:
            return f"the id has more than {_LONGEST_ID} signs"
        if id_ in self._ids:
            return "an earlier row has this id"
        self._ids.add(id_)
        return ""

    def ref(self, kind: Kind, key: str) -> Ref:
        """The reference of the record that the set knows by the key."""
        return self._register.ref(kind, key)

    def origin(self, line: int, key: str) -> Origin:
        """Where a record stood."""
        return Origin(format=self._format, file=self._file, row=line, id=key)

    def source(self, name: str, line: int) -> Ref:
        """Who is called so, in whatever case."""
        ref = self._sources.get(name)
        if ref is None:
            key = key_of("source", fold(name))
            ref = self._sources.get(key)
            if ref is None:
                ref = self._sources[key] = self.ref(Kind.SOURCE, key)
                if self._keeps is not None:
                    # The row that is met first may spell it in another way than the last time.
                    self._keeps.withhold(ref, ("name",))
                self.out.append(Source(id=ref.number, name=name, origin=self.origin(line, key)))
            self._sources[name] = ref
        return ref

    def actor(
        self, name: str, line: int, ids: dict[str, str], kind: ActorKind = ActorKind.UNKNOWN
    ) -> Named:
        """Who has the first of the numbers, or else the name."""
        number = next(iter(ids.values()), "")
        known = number or name
        found = self._actors.get(known)
        if found is None:
            key = key_of("actor", number or fold(name))
            found = self._actors.get(key)
            if found is None:
                ref = self.ref(Kind.ACTOR, key)
                found = self._actors[key] = Named(ref, name)
                origin = self.origin(line, key)
                actor = Actor(id=ref.number, name=name, kind=kind, scheme_ids=ids, origin=origin)
                self.out.append(actor)
            self._actors[known] = found
        return found

    def place(self, point: Point, line: int) -> Placed:
        """The place of that name at that point."""
        found = self._places.get(point)
        if found is None:
            at = "" if point.lat is None else f"{point.lat!r} {point.lon!r}"
            named = (fold(point.name), fold(point.adm1), fold(point.adm2), point.country, at)
            key = key_of("place", *named)
            whole = Point(key, None, None, "", "", "")
            found = self._places.get(whole)
            if found is None:
                ref = self.ref(Kind.LOCATION, key)
                found = self._places[whole] = Placed(ref, point)
                origin = self.origin(line, key)
                place = Location(id=ref.number, origin=origin, **point._asdict())
                self.out.append(place)
            self._places[point] = found
        return found

    def report(
        self, office: str, day: PartialDate | None, title: str, line: int
    ) -> tuple[Ref, str]:
        """The article of that title, published by that house on that day, and its key."""
        key = digest_of(f"{fold(office)}|{day or ''}|{title}")
        ref = self._reports.get(key)
        if ref is None:
            ref = self._reports[key] = self.ref(Kind.REPORT, key)
            report = Report(
                id=ref.number,
                title=title,
                publisher=self.source(office, line) if office else None,
                published_at=day,
                triage=_DECIDED,
                origin=self.origin(line, key),
            )
            self.out.append(report)
        return ref, key
