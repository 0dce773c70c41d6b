"""UCDP GED: events of the Uppsala Conflict Data Program, one a row, in a CSV file.

Newer releases have other columns than older ones; either is read.  What the fields of an event and
of its places and actors do not give back, sign for sign, stays in `extra["ucdp-ged"]`, by heading:
an export gives it back from there, as long as it still says what the field says.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from store.dates import PartialDate
from store.ids import Kind, Ref
from store.ingest import countries
from store.ingest.articles import articles, voice_behind
from store.ingest.built import Built, Named, Point
from store.ingest.cells import Cells, day, headings_of, in_small_letters, whole
from store.ingest.importer import DataFile, Head, Importer, UnreadableSet
from store.ingest.tables import Row, Table, raw_of, table
from store.model import Claim, Event
from store.proposals import Flagged, Proposal, Register, Rejected
from store.values import Estimate, EventActor, EventLocation
from store.vocabulary import EVENT_TYPES, About, ActorKind, Measure, Side, TypeScheme

FORMAT = "ucdp-ged"
#: What an estimate and an actor's number are called after.
SCHEME = "UCDP"
#: Whom the parts of the best figure count, by column; the whole counts people.
PARTS = {
    "deaths_a": "fighters of side A",
    "deaths_b": "fighters of side B",
    "deaths_civilians": "civilians",
    "deaths_unknown": "unknown",
}
#: What a file of this format has, whichever the release.
_MARKS = frozenset({"id", "type_of_violence", "where_prec", "side_a", "side_b"})
#: The columns of an actor's number, the lasting one first.
_NUMBERS = {
    side: (f"side_{side}_new_id", f"side_{side}_dset_id", f"side_{side}_id") for side in "ab"
}
_TYPES = EVENT_TYPES[TypeScheme.UCDP]


def suits(head: Head) -> bool:
    """Whether the headings are those of UCDP GED."""
    return headings_of(head) >= _MARKS


def read(file: DataFile, register: Register) -> Iterator[Proposal]:
    """Propose an event for each row, with its place, actors, reports and claims."""
    rows = table(file)
    names = in_small_letters(rows.headings)
    if "id" not in names:
        rows.close()
        raise UnreadableSet("has no column called id", 1)
    if rows.told:
        yield Flagged(1, "", f"the file {rows.told}")
    reading = _Reading(file.name, register, rows, names)
    for row in rows.rows:
        if isinstance(row, Rejected):
            yield row
        else:
            yield from reading.proposed(row)


IMPORTER = Importer(FORMAT, "UCDP GED, CSV", suits, read)


class _Reading:
    """One pass over the rows of a file."""

    def __init__(self, file: str, register: Register, rows: Table, names: tuple[str, ...]) -> None:
        self._built = Built(FORMAT, file, register)
        self._headings, self._delimiter, self._names = rows.headings, rows.delimiter, names

    def proposed(self, row: Row) -> list[Proposal]:
        """What one row comes to: records before those that name them."""
        cells = Cells.of(row, self._names)
        key = cells.raw["id"].strip()
        wrong = self._built.wrong_with(key)
        if wrong:
            return [Rejected(row.line, "id", wrong, raw_of(row.cells, self._delimiter))]
        cells.back["id"] = key
        ref = self._built.ref(Kind.EVENT, key)
        reports, claims = self._told(cells, key, ref)
        event = self._event(cells, key, ref, row, reports)
        return [*self._built.taken(), event, *claims, *cells.flags]

    def _event(self, cells: Cells, key: str, ref: Ref, row: Row, reports: tuple[Ref, ...]) -> Event:
        code = cells.code("type_of_violence", len(_TYPES))
        start, end = _days(cells)
        clarity = cells.code("event_clarity", 2)
        actors = self._actors(cells)
        locations = self._locations(cells)
        estimates = _estimates(cells, clarity)
        precision = cells.code("date_prec", 5)
        extra = cells.kept(self._headings)
        return Event(
            id=ref.number,
            title=_title(cells),
            type=_TYPES[code - 1] if code else "",
            type_scheme=TypeScheme.UCDP,
            start=start,
            end=end,
            date_precision=precision,
            clarity=clarity,
            locations=locations,
            actors=actors,
            reports=reports,
            estimates=estimates,
            origin=self._built.origin(row.line, key),
            extra={FORMAT: extra} if extra else {},
        )

    def _actors(self, cells: Cells) -> tuple[EventActor, ...]:
        actors = []
        for side, letter in ((Side.A, "a"), (Side.B, "b")):
            name = cells.text(f"side_{letter}")
            numbers = (cells.text(column) for column in _NUMBERS[letter])
            number = next((one for one in numbers if one), "")
            if name or number:
                found = self._actor(name or f"actor {number}", number, cells.line)
                cells.back[f"side_{letter}"] = found.name
                actors.append(EventActor(actor=found.ref, side=side))
        return tuple(actors)

    def _actor(self, name: str, number: str, line: int) -> Named:
        kind = ActorKind.UNKNOWN
        if name.startswith("Government of "):
            kind = ActorKind.STATE_FORCES
        elif name == "Civilians":
            kind = ActorKind.COMMUNITY
        return self._built.actor(name, line, {SCHEME: number} if number else {}, kind)

    def _locations(self, cells: Cells) -> tuple[EventLocation, ...]:
        precision = cells.code("where_prec", 7)
        lat, lon = cells.point()
        name, adm1, adm2 = (cells.text(one) for one in ("where_coordinates", "adm_1", "adm_2"))
        point = Point(name or adm2 or adm1, lat, lon, adm1, adm2, _country(cells))
        words = cells.text("where_description")
        if not any((point.name, point.country, words)) and lat is None:
            cells.back.pop("where_prec", None)
            return ()
        ref, point = self._built.place(point, cells.line)
        cells.back.update(
            where_coordinates=point.name,
            adm_1=point.adm1,
            adm_2=point.adm2,
        )
        return (EventLocation(location=ref, precision=precision, words=words),)

    def _told(self, cells: Cells, key: str, event: Ref) -> tuple[tuple[Ref, ...], list[Claim]]:
        """The reports of a row, and what each of them claims."""
        built, line = self._built, cells.line
        found = articles(cells.raw)
        offices = [one.office for one in found if one.office]
        voice = voice_behind(cells.text("source_original"), offices)
        reports: dict[Ref, None] = {}
        claims: list[Claim] = []
        for one in found:
            report, report_key = built.report(one.office, one.day, one.title, line)
            if report in reports:
                continue
            reports[report] = None
            office = built.source(one.office, line) if one.office else None
            behind = built.source(voice, line) if voice else office
            via = (office,) if office and office != behind else ()
            claim = self._claim(f"{key}/{report_key}", event, behind, line)
            claims.append(replace(claim, value=one.title, via=via, report=report))
        if voice and not found:
            claims.append(self._claim(f"{key}/", event, built.source(voice, line), line))
        _flag_articles(cells, [one.day for one in found])
        return tuple(reports), claims

    def _claim(self, key: str, event: Ref, source: Ref | None, line: int) -> Claim:
        return Claim(
            id=self._built.ref(Kind.CLAIM, key).number,
            event=event,
            about=About.HAPPENED,
            source=source,
            origin=self._built.origin(line, key),
        )


def _title(cells: Cells) -> str:
    sides = " – ".join(name for name in (cells.text("side_a"), cells.text("side_b")) if name)
    named = (sides or cells.text("dyad_name"), cells.text("where_coordinates"))
    return ", ".join(name for name in named if name)


def _days(cells: Cells) -> tuple[PartialDate | None, PartialDate | None]:
    start, end = cells.day("date_start"), cells.day("date_end")
    if start is None:
        return None, end
    cells.back["year"] = start[:4]
    if end is None or end == start:
        return start, None
    first, last = start.first_day, end.last_day
    if first and last and last < first:
        cells.flag("date_end", "is before date_start")
    return start, end


def _country(cells: Cells) -> str:
    number, name = cells.text("country_id"), cells.text("country")
    code = countries.of_state(number) or countries.of_name(name)
    if not code and (number or name):
        cells.flag("country", "has no code of ISO 3166")
    return code


def _estimates(cells: Cells, clarity: int | None) -> tuple[Estimate, ...]:
    low, best, high = cells.people("low"), cells.people("best"), cells.people("high")
    if best is not None:
        # Of several events that were told in a sum, each has the best figure and the least range.
        if high is not None and best > high and clarity != 2:
            cells.flag("best", "is above high")
        if low is not None and low > best:
            cells.flag("low", "is above best")
    estimates = []
    if not low is best is high is None:
        whole_ = Estimate(measure=Measure.KILLED, low=low, best=best, high=high, rule=SCHEME)
        estimates.append(whole_)
    parts = 0
    for column, group in PARTS.items():
        count = cells.people(column)
        if count:
            parts += count
            estimates.append(Estimate(measure=Measure.KILLED, group=group, best=count, rule=SCHEME))
        else:
            # That none of the best figure is of this group is no finding of its own.
            cells.back.pop(column, None)
    if best is not None and parts > best:
        cells.flag("best", "is below the sum of its parts")
    return tuple(estimates)


def _flag_articles(cells: Cells, days: list[PartialDate | None]) -> None:
    if None in days:
        cells.flag("source_article", "an article has no day")
    start = day(cells.raw.get("date_start", ""))
    first = start.first_day if start else None
    if first and any(one and (one.last_day or first) < first for one in days):
        cells.flag("source_article", "an article is older than the event")
    number = whole(cells.raw.get("number_of_sources", ""))
    if number is not None and number != len(days):
        cells.flag("number_of_sources", "is not the number of articles")
