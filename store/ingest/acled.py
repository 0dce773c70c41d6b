"""ACLED: events of the Armed Conflict Location and Event Data project, one a row, in a CSV file.

Newer exports write words where older ones have numbers; either is read.  As for UCDP, what the
fields do not give back, sign for sign, stays in `extra["acled"]`, by heading.

ACLED grades days and places in three steps, which are here the steps of UCDP that say the same:

    time_precision  1 the day           1    the day
                    2 the week          3    the week
                    3 the month         4    the month
    geo_precision   1 the place         1    the place
                    2 near it           2    within about 25 km of it
                    3 the region        4    the first administrative division
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from store.dates import PartialDate
from store.ids import Kind, Ref
from store.ingest import countries
from store.ingest.built import Built, Point
from store.ingest.cells import NOTHING, Cells, day, headings_of, in_small_letters, key_of, said
from store.ingest.importer import DataFile, Head, Importer, UnreadableSet
from store.ingest.tables import Row, Table, raw_of, table
from store.model import Claim, Event
from store.proposals import Flagged, Proposal, Register, Rejected
from store.text import fold
from store.values import Estimate, EventActor, EventLocation
from store.vocabulary import EVENT_TYPES, About, ActorKind, Measure, Side, TypeScheme

FORMAT = "acled"
#: What an estimate is called after.
SCHEME = "ACLED"
DATE_PRECISION: Mapping[int, int] = {1: 1, 2: 3, 3: 4}
PLACE_PRECISION: Mapping[int, int] = {1: 1, 2: 2, 3: 4}
#: Between the parts of a cell: actors, sources, tags.
BETWEEN = "; "
_MARKS = frozenset({"event_type", "sub_event_type", "actor1", "inter1", "fatalities"})
#: The columns of an event's id, those of newer exports first.
_IDS = ("event_id_cnty", "data_id")
_TYPES = frozenset(EVENT_TYPES[TypeScheme.ACLED])
#: What an actor's code says of it; older exports have the number.
_KINDS = {
    **dict.fromkeys(("1", "state forces"), ActorKind.STATE_FORCES),
    **dict.fromkeys(("2", "rebel group", "rebel groups"), ActorKind.ARMED_GROUP),
    **dict.fromkeys(("3", "political militia", "political militias"), ActorKind.ARMED_GROUP),
    **dict.fromkeys(("4", "identity militia", "identity militias"), ActorKind.ARMED_GROUP),
    **dict.fromkeys(("7", "civilians"), ActorKind.COMMUNITY),
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

#: `07 September 2025`, and some room.
_LONGEST_DAY = 30


def suits(head: Head) -> bool:
    """Whether the headings are those of ACLED."""
    names = headings_of(head)
    return names >= _MARKS and not names.isdisjoint(_IDS)


def read(file: DataFile, register: Register) -> Iterator[Proposal]:
    """Propose an event for each row, with its place, actors, sources and claims."""
    rows = table(file)
    names = in_small_letters(rows.headings)
    column = next((one for one in _IDS if one in names), "")
    if not column:
        rows.close()
        raise UnreadableSet("has no column called event_id_cnty", 1)
    if rows.told:
        yield Flagged(1, "", f"the file {rows.told}")
    reading = _Reading(file.name, register, rows, names, column)
    for row in rows.rows:
        if isinstance(row, Rejected):
            yield row
        else:
            yield from reading.proposed(row)


IMPORTER = Importer(FORMAT, "ACLED, CSV", suits, read)


def day_of(cell: str) -> PartialDate | None:
    """A day as ACLED writes it: `07 March 2025`, `7-Mar-2025` or `2025-03-07`."""
    return _day_of(cell) if len(cell) <= _LONGEST_DAY else day(cell)


@lru_cache(maxsize=8192)
def _day_of(cell: str) -> PartialDate | None:
    parts = cell.replace("-", " ").split()
    if len(parts) != 3 or not parts[1].isalpha():
        return day(cell)
    number, month, year = parts[0], parts[1][:3].lower(), parts[2]
    if month not in _MONTHS:
        return None
    return day(f"{year}-{_MONTHS.index(month) + 1:02}-{number:0>2}")


class _Reading:
    """One pass over the rows of a file."""

    def __init__(
        self, file: str, register: Register, rows: Table, names: tuple[str, ...], column: str
    ) -> None:
        self._built = Built(FORMAT, file, register)
        self._headings, self._delimiter, self._names = rows.headings, rows.delimiter, names
        self._column = column

    def proposed(self, row: Row) -> list[Proposal]:
        """What one row comes to: records before those that name them."""
        cells = Cells.of(row, self._names)
        key = cells.raw[self._column].strip()
        wrong = self._built.wrong_with(key)
        if wrong:
            raw = raw_of(row.cells, self._delimiter)
            return [Rejected(row.line, self._column, wrong, raw)]
        cells.back[self._column] = key
        ref = self._built.ref(Kind.EVENT, key)
        event = self._event(cells, key, ref)
        claims = self._claims(cells, key, event)
        return [*self._built.taken(), event, *claims, *cells.flags]

    def _event(self, cells: Cells, key: str, ref: Ref) -> Event:
        type_ = cells.text("event_type")
        if type_ and type_ not in _TYPES:
            cells.flag("event_type", "is no type that ACLED has now")
        start = cells.day("event_date", day_of)
        if start is not None:
            cells.back["year"] = start[:4]
        time = cells.code("time_precision", 3)
        notes = cells.raw.get("notes", "")
        summary = "" if notes.strip() in NOTHING else notes
        tags = _parts(cells, "tags")
        sub = cells.text("sub_event_type")
        title = ", ".join(one for one in (sub or type_, cells.text("location")) if one)
        actors = self._actors(cells)
        locations = self._locations(cells)
        estimates = _estimates(cells)
        cells.back.update(event_type=type_, notes=summary, tags=BETWEEN.join(tags))
        extra = cells.kept(self._headings)
        return Event(
            id=ref.number,
            title=title,
            summary=summary,
            type=type_,
            type_scheme=TypeScheme.ACLED,
            start=start,
            date_precision=DATE_PRECISION[time] if time else None,
            locations=locations,
            actors=actors,
            estimates=estimates,
            tags=tags,
            origin=self._built.origin(cells.line, key),
            extra={FORMAT: extra} if extra else {},
        )

    def _actors(self, cells: Cells) -> tuple[EventActor, ...]:
        """Who took part: of each side the actor, and then those beside it."""
        actors: dict[tuple[Ref, Side], EventActor] = {}
        for side, digit in ((Side.A, "1"), (Side.B, "2")):
            kind = _KINDS.get(cells.text(f"inter{digit}").lower(), ActorKind.UNKNOWN)
            main = cells.text(f"actor{digit}")
            beside = _parts(cells, f"assoc_actor_{digit}")
            named = [self._built.actor(main, cells.line, {}, kind)] if main else []
            named += [self._built.actor(name, cells.line, {}) for name in beside]
            for one in named:
                actors.setdefault((one.ref, side), EventActor(actor=one.ref, side=side))
            # The first of a side is its actor; one that stands there twice is once in the event.
            if len({one.ref for one in named}) == len(named) and (main or not beside):
                names = [one.name for one in named] or [""]
                cells.back[f"actor{digit}"] = names[0]
                cells.back[f"assoc_actor_{digit}"] = BETWEEN.join(names[1:])
        return tuple(actors.values())

    def _locations(self, cells: Cells) -> tuple[EventLocation, ...]:
        code = cells.code("geo_precision", 3)
        lat, lon = cells.point()
        adm1, adm2 = cells.text("admin1"), cells.text("admin2")
        iso, called = cells.text("iso"), cells.text("country")
        country = countries.of_number(iso) or countries.of_name(called)
        if not country and (iso or called):
            cells.flag("country", "has no code of ISO 3166")
        name = cells.text("location") or cells.text("admin3") or adm2 or adm1
        if not name and not country and lat is None:
            cells.back.pop("geo_precision", None)
            return ()
        ref, point = self._built.place(Point(name, lat, lon, adm1, adm2, country), cells.line)
        cells.back.update(location=point.name, admin1=point.adm1, admin2=point.adm2)
        return (EventLocation(location=ref, precision=PLACE_PRECISION[code] if code else None),)

    def _claims(self, cells: Cells, key: str, event: Event) -> list[Claim]:
        """What each source of a row says: that it happened; the figure is ACLED's own."""
        claims = []
        value = cells.text("sub_event_type") or event.type
        met = set()
        for name in _parts(cells, "source"):
            folded = fold(name)
            if folded in met:
                continue
            met.add(folded)
            claim_key = key_of(key, folded)
            claims.append(
                Claim(
                    id=self._built.ref(Kind.CLAIM, claim_key).number,
                    event=event.ref,
                    about=About.HAPPENED,
                    value=value,
                    source=self._built.source(name, cells.line),
                    origin=self._built.origin(cells.line, claim_key),
                )
            )
        return claims


def _parts(cells: Cells, column: str) -> tuple[str, ...]:
    """The parts of a cell, each once."""
    cell = cells.raw.get(column, "")
    if cell in NOTHING:
        return ()
    return tuple(dict.fromkeys(one for one in map(said, cell.split(";")) if one))


def _estimates(cells: Cells) -> tuple[Estimate, ...]:
    # ACLED's own figure, made of what its sources say; 0 where they say that nobody was killed,
    # and also where none of them says anything.
    best = cells.people("fatalities")
    if best is None:
        return ()
    return (Estimate(measure=Measure.KILLED, best=best, rule=SCHEME),)
