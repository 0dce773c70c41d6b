"""Rows of any table as records, by a mapping."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, TypeVar

from msgspec.structs import replace

from store.dates import PartialDate
from store.figures import Figure
from store.ids import Kind, Ref
from store.ingest import countries
from store.ingest import mapping as mappings
from store.ingest.mapping import KEPT, Mapping
from store.ingest.notations import count_in, date_in, degrees_in, point_in
from store.model import Actor, Claim, Event, Location, Report, Source
from store.proposals import Flagged, Proposal, Register, Rejected
from store.record import Record
from store.values import Estimate, EventActor, EventLocation, Origin
from store.vocabulary import About, ActorRole, Measure, Side

Value = TypeVar("Value")

#: What rests on a figure of a table that names no source for it.
RULE = "as imported"
_LONGEST_KEY = 200
_QUOTED = re.compile(r"(['\"]).*?\1(?= (?:is|has|may|ends)\b)", re.DOTALL)
NO_EVENT = "it has no title, summary, place, figure or date that can be read"
NO_REPORT = "it has no title, text or address"


class Cells(NamedTuple):
    """A row with its headings, to be mapped."""

    line: int
    values: dict[str, str]
    raw: str
    """As it stands in the file."""
    key: str = ""
    """What the whole of the data set knows it by; "" where a column says it."""


class _Row:
    """A row's cells by what they fill, and what has become of them so far."""

    __slots__ = ("flags", "kept", "origin", "records", "told")

    def __init__(self, told: dict[str, str], origin: Origin, kept: dict[str, str]) -> None:
        self.told, self.origin, self.kept = told, origin, kept
        self.flags: list[Flagged] = []
        self.records: list[Record] = []

    def word(self, target: str) -> str:
        """A cell without the blanks around it; "" where there is none."""
        cell = self.told.get(target)
        return cell.strip() if cell else ""

    def flag(self, column: str, reason: str) -> None:
        """Tell what is odd."""
        self.flags.append(Flagged(self.origin.row or 0, column, reason))


class _Place(NamedTuple):
    """What a row says of its place; equal ones are one place."""

    name: str = ""
    lat: float | None = None
    lon: float | None = None
    adm1: str = ""
    adm2: str = ""
    country: str = ""

    @property
    def point(self) -> str:
        """The point as a name, where there is no other."""
        return "" if self.lat is None else f"{self.lat:g}, {self.lon:g}"


_SIDES = (
    ("actor A", Side.A, ActorRole.PERPETRATOR),
    ("actor B", Side.B, ActorRole.VICTIM),
)


class Mapped:
    """Makes records of rows; one for each file, as it knows which places it has seen."""

    def __init__(self, mapping: Mapping, format_: str, file: str, register: Register) -> None:
        self._columns = {
            mappings.target_of(to): name for name, to in mapping.columns.items() if to != KEPT
        }
        self._filled = frozenset(self._columns.values())
        self._orders = {name: mapping.order(name) for name in mappings.DATES}
        self._is_events = mapping.records == mappings.EVENTS
        self._format, self._file, self._register = format_, file, register
        self._space = f"{mapping.set or file}/"
        self._measures = [measure for measure in Measure if measure in self._columns]
        self._made: set[Ref] = set()
        self._places: dict[_Place, Ref] = {}
        self._keys: dict[str, int] = {}

    def proposals(self, rows: Iterable[Cells | Rejected]) -> Iterator[Proposal]:
        """What the rows become, in their order."""
        for row in rows:
            if isinstance(row, Rejected):
                yield row
            else:
                yield from self.of(row)

    def of(self, cells: Cells) -> Iterable[Proposal]:
        """What a row becomes: what is odd about it, then its records."""
        values = cells.values
        told = {to: cell for to, name in self._columns.items() if (cell := values.get(name))}
        key = self._key(told, cells)
        if key is None:
            column, own = self._columns.get("id", "id"), cells.key or told["id"]
            reason = f"the id {own[:100]!r} stands in a row before"
            return [Rejected(cells.line, column, reason, cells.raw)]
        # Also of a column that the mapping does not know.
        kept = {name: cell for name, cell in values.items() if cell and name not in self._filled}
        row = _Row(told, Origin(format=self._format, file=self._file, row=cells.line, id=key), kept)
        records = self._event(row) if self._is_events else self._report_row(row)
        if not records:
            reason = NO_EVENT if self._is_events else NO_REPORT
            return [Rejected(cells.line, "", reason, cells.raw)]
        return [*row.flags, *records]

    def _key(self, told: dict[str, str], cells: Cells) -> str | None:
        """What tells the row from every other; None where one before has it."""
        own = told.get("id", "").strip()
        if own or cells.key:
            key = cells.key or _short(f"{self._space}{own}")
            if key in self._keys:
                return None
            self._keys[key] = 1
            return key
        # A row without an id is the one with the same words; the second such is another one.
        said = sorted((name, cell) for name, cell in cells.values.items() if cell)
        digest = _digest(repr(said))
        count = self._keys[digest] = self._keys.get(digest, 0) + 1
        return f"{self._space}row:{digest}" + (f":{count}" if count > 1 else "")

    def _read(self, row: _Row, target: str, read: Callable[[str], Value]) -> Value | None:
        """A cell's value; one that cannot be read is kept as it came, and flagged."""
        cell = row.told.get(target)
        if cell is None:
            return None
        try:
            return read(cell)
        except ValueError as error:
            name = self._columns[target]
            row.kept[name] = cell
            row.flag(name, _without_value(str(error)))
            return None

    def _date(self, row: _Row, target: str) -> PartialDate | None:
        if target not in row.told:
            return None
        order = self._orders[target]
        return self._read(row, target, lambda cell: date_in(cell, order))

    # -- events ---------------------------------------------------------------------------

    def _event(self, row: _Row) -> list[Record]:
        title, summary = row.word("title"), row.word("summary")
        start, end = self._date(row, "start"), self._date(row, "end")
        counts = {
            measure: figure
            for measure in self._measures
            if (figure := self._read(row, measure, count_in))
        }
        if start and end and end.day < start.day:
            row.flag(self._columns["end"], "it ends before it starts")
        place = self._place(row)
        if not (title or summary or start or place or counts):
            return []
        source = self._source(row)
        report = self._report(row, source)
        actors = tuple(self._actors(row))
        words = row.word("place")
        event = self._register.ref(Kind.EVENT, row.origin.id)
        made = Event(
            id=event.number,
            title=title or _title_of(summary) or _title_of_place(row),
            summary=summary,
            type=row.word("type"),
            start=start,
            end=end if end != start else None,
            locations=(EventLocation(location=place, words=words),) if place else (),
            actors=actors,
            reports=(report,) if report else (),
            estimates=() if source else tuple(_estimates(row, counts)),
            tags=_tags(row.word("tags")),
            origin=row.origin,
            extra={self._format: row.kept} if row.kept else {},
        )
        row.records.append(made)
        if source:
            row.records += self._claims(row, event, source, report, counts)
        return row.records

    def _place(self, row: _Row) -> Ref | None:
        lat = self._read(row, "lat", _north)
        lon = self._read(row, "lon", _east)
        if point := self._read(row, "point", point_in):
            lat, lon = point
        if (lat is None) != (lon is None):
            row.flag("", "of latitude and longitude only one is there")
            both = {one: row.told[one] for one in ("lat", "lon") if one in row.told}
            row.kept.update((self._columns[one], cell) for one, cell in both.items())
            lat = lon = None
        country = _country(row.word("country"))
        said = _Place(row.word("place"), lat, lon, row.word("adm1"), row.word("adm2"), country)
        ref = self._places.get(said)
        if ref is None and said != _Place():
            ref = self._places[said] = self._new_place(row, said)
        return ref

    def _new_place(self, row: _Row, said: _Place) -> Ref:
        named = said.name or said.point or said.adm2 or said.adm1 or said.country
        key = f"place:{_digest(repr(tuple(said)))}"
        ref = self._register.ref(Kind.LOCATION, key)
        if ref not in self._made:
            self._made.add(ref)
            made = Location(
                id=ref.number,
                **(said._asdict() | {"name": named}),
                origin=replace(row.origin, id=key),
            )
            row.records.append(made)
        return ref

    def _actors(self, row: _Row) -> Iterator[EventActor]:
        for target, side, role in _SIDES:
            name = row.word(target)
            if not name:
                continue
            ref = self._named(row, Kind.ACTOR, "actor", name)
            # Who did it to whom is said only where the column says so.
            heading = self._columns[target].casefold()
            says_role = any(word in heading for word in ("perp", "attack", "respons", "victim"))
            yield EventActor(actor=ref, side=side, role=role if says_role else None)

    def _named(self, row: _Row, kind: Kind, word: str, name: str) -> Ref:
        """The actor or the source of a name, made where it is the first time."""
        key = _short(f"{word}:{' '.join(name.casefold().split())}")
        ref = self._register.ref(kind, key)
        if ref not in self._made:
            self._made.add(ref)
            made = Actor if kind is Kind.ACTOR else Source
            row.records.append(made(id=ref.number, name=name, origin=replace(row.origin, id=key)))
        return ref

    def _source(self, row: _Row) -> Ref | None:
        name = row.word("source")
        return self._named(row, Kind.SOURCE, "source", name) if name else None

    def _report(self, row: _Row, source: Ref | None) -> Ref | None:
        """The report behind an event, where the row has its address."""
        url = row.word("url")
        if not url:
            return None
        key = _short(f"url:{url}")
        ref = self._register.ref(Kind.REPORT, key)
        if ref not in self._made:
            self._made.add(ref)
            # The row's title is that of the event: what the report is called nobody has said.
            own = replace(row.origin, id=key)
            made = Report(id=ref.number, title=url, url=url, publisher=source, origin=own)
            row.records.append(made)
        return ref

    def _claims(
        self,
        row: _Row,
        event: Ref,
        source: Ref,
        report: Ref | None,
        counts: dict[Measure, Figure],
    ) -> Iterator[Claim]:
        """What the source says: the figures of the row, or that it happened."""
        told: list[tuple[str, dict[str, Any]]] = [
            (
                str(measure),
                {
                    "about": About.TOLL,
                    "measure": measure,
                    "low": figure.low,
                    "high": figure.high,
                    "approximate": figure.approximate,
                },
            )
            for measure, figure in counts.items()
        ] or [("happened", {"about": About.HAPPENED})]
        for word, values in told:
            key = f"{row.origin.id}/{word}"
            ref = self._register.ref(Kind.CLAIM, key)
            own = replace(row.origin, id=key)
            yield Claim(
                id=ref.number, event=event, source=source, report=report, origin=own, **values
            )

    # -- reports --------------------------------------------------------------------------

    def _report_row(self, row: _Row) -> list[Record]:
        text, title, url = row.told.get("text", ""), row.word("title"), row.word("url")
        if not (text.strip() or title or url):
            return []
        publisher = self._source(row)
        made = Report(
            id=self._register.ref(Kind.REPORT, row.origin.id).number,
            title=title or _title_of(text) or url,
            url=url,
            archive_url=row.word("archive"),
            publisher=publisher,
            author=row.word("author"),
            published_at=self._date(row, "published"),
            language=row.word("language"),
            text=text,
            tags=_tags(row.word("tags")),
            origin=row.origin,
            extra={self._format: row.kept} if row.kept else {},
        )
        row.records.append(made)
        return row.records


def _north(cell: str) -> float | None:
    return degrees_in(cell, 90)


def _east(cell: str) -> float | None:
    return degrees_in(cell, 180)


def _title_of_place(row: _Row) -> str:
    return ", ".join(word for word in (row.word("type"), row.word("place")) if word)


def _estimates(row: _Row, counts: dict[Measure, Figure]) -> Iterator[Estimate]:
    for measure, (low, high, approximate) in counts.items():
        best = low if low == high else None
        # An estimate is about so many by itself; that the table says so stays to be read.
        why = row.word(measure) if approximate else ""
        yield Estimate(measure=measure, low=low, best=best, high=high, rule=RULE, rationale=why)


def _country(cell: str) -> str:
    """ISO's code of two letters where it is known, else what the cell says."""
    code = countries.of_name(cell) or countries.of_number(cell)
    return code or (cell.upper() if countries.is_code(cell.upper()) else cell)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def _short(key: str) -> str:
    """A key as it is, or where it is long what no other has: all are held in memory."""
    return key if len(key) <= _LONGEST_KEY else f"{key[:40]}…{_digest(key)}"


def _title_of(text: str) -> str:
    """The first words of a text."""
    first = " ".join(text[:500].split())
    return first if len(first) <= 80 else f"{first[:80].rsplit(' ', 1)[0]}…"


def _tags(cell: str) -> tuple[str, ...]:
    parted = cell.replace(";", ",").replace("|", ",").split(",")
    return tuple(dict.fromkeys(" ".join(tag.split()) for tag in parted if tag.strip()))


def _without_value(reason: str) -> str:
    """The reason in the same words for every value, so that oddities can be counted."""
    return _QUOTED.sub("the value", reason, count=1)
