"""Rows of any table as records, by a mapping."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, TypeVar

from store.dates import PartialDate
from store.figures import Figure
from store.ids import Kind, Ref
from store.ingest import mapping as mappings
from store.ingest.mapping import KEPT, Mapping
from store.ingest.notations import count_in, date_in, degrees_in, point_in
from store.model import Actor, Claim, Event, Location, Report, Source
from store.proposals import Flagged, Proposal, Register, Rejected
from store.values import Estimate, EventActor, EventLocation, Origin
from store.vocabulary import About, ActorRole, Measure, Side

Value = TypeVar("Value")

#: What rests on a figure of a table that names no source for it.
RULE = "as imported"


class Cells(NamedTuple):
    """A row with its headings, to be mapped."""

    line: int
    values: dict[str, str]
    raw: str
    """As it stands in the file."""
    key: str = ""
    """What the whole of the data set knows it by; "" where a column says it."""


class Mapped:
    """Makes records of rows; one for each file, as it knows which places it has seen."""

    def __init__(self, mapping: Mapping, format_: str, file: str, register: Register) -> None:
        self._columns = {
            mappings.target_of(to): name for name, to in mapping.columns.items() if to != KEPT
        }
        self._kept = [name for name, to in mapping.columns.items() if to == KEPT]
        self._orders = {name: mapping.order(name) for name in mappings.DATES}
        self._is_events = mapping.records == mappings.EVENTS
        self._format, self._file, self._register = format_, file, register
        self._space = f"{mapping.set or file}/"
        self._made: set[Ref] = set()
        self._keys: dict[str, int] = {}

    def proposals(self, rows: Iterable[Cells | Rejected]) -> Iterator[Proposal]:
        """What the rows become, in their order."""
        for row in rows:
            if isinstance(row, Rejected):
                yield row
            else:
                yield from self._row(row)

    def _row(self, row: Cells) -> Iterator[Proposal]:
        key = self._key(row)
        if key is None:
            column = self._columns.get("id", "id")
            reason = f"{column} {(self._cell(row, 'id') or row.key)[:100]!r} stands in a row before"
            yield Rejected(row.line, column, reason, row.raw)
            return
        flags: list[Flagged] = []
        kept = {name: cell for name in self._kept if (cell := row.values.get(name, ""))}
        origin = Origin(format=self._format, file=self._file, row=row.line, id=key)
        make = self._event if self._is_events else self._report_row
        records = list(make(row, origin, kept, flags))
        if not records:
            yield Rejected(row.line, "", "nothing tells what it is about", row.raw)
            return
        yield from flags
        yield from records

    def _key(self, row: Cells) -> str | None:
        """What tells the row from every other; None where one before has it."""
        own = self._cell(row, "id")
        if own or row.key:
            key = row.key or f"{self._space}{own}"
            if key in self._keys:
                return None
            self._keys[key] = 1
            return key
        # A row without an id is the one with the same words; the second such is another one.
        digest = hashlib.blake2b(repr(row.values).encode(), digest_size=12).hexdigest()
        count = self._keys[digest] = self._keys.get(digest, 0) + 1
        return f"{self._space}row:{digest}" + (f":{count}" if count > 1 else "")

    def _cell(self, row: Cells, target: str) -> str:
        name = self._columns.get(target)
        return row.values.get(name, "").strip() if name else ""

    def _read(
        self,
        row: Cells,
        target: str,
        read: Callable[[str], Value],
        kept: dict[str, str],
        flags: list[Flagged],
    ) -> Value | None:
        """A cell's value; one that cannot be read is kept as it came, and flagged."""
        name = self._columns.get(target)
        cell = row.values.get(name, "") if name else ""
        if not name or not cell:
            return None
        try:
            return read(cell)
        except ValueError as error:
            kept[name] = cell
            flags.append(Flagged(row.line, name, _without_value(str(error), cell)))
            return None

    def _date(
        self, row: Cells, target: str, kept: dict[str, str], flags: list[Flagged]
    ) -> PartialDate | None:
        order = self._orders[target]
        return self._read(row, target, lambda cell: date_in(cell, order), kept, flags)

    # -- events ---------------------------------------------------------------------------

    def _event(
        self, row: Cells, origin: Origin, kept: dict[str, str], flags: list[Flagged]
    ) -> Iterator[Proposal]:
        title, summary = self._cell(row, "title"), self._cell(row, "summary")
        start = self._date(row, "start", kept, flags)
        end = self._date(row, "end", kept, flags)
        counts = {
            measure: figure
            for measure in Measure
            if (figure := self._read(row, str(measure), count_in, kept, flags))
        }
        records: list[Proposal] = []
        place = self._place(row, origin, kept, flags, records)
        if not (title or summary or start or place or counts):
            return
        source = self._source(row, origin, records)
        report = self._report(row, origin, source, records)
        actors = tuple(self._actors(row, origin, records))
        event = self._register.ref(Kind.EVENT, origin.id)
        yield from records
        words = self._cell(row, "place")
        yield Event(
            id=event.number,
            title=title or _title_of(summary) or self._title_of_place(row),
            summary=summary,
            type=self._cell(row, "type"),
            start=start,
            end=end if end != start else None,
            locations=(EventLocation(location=place, words=words),) if place else (),
            actors=actors,
            reports=(report,) if report else (),
            estimates=() if source else tuple(_estimates(counts)),
            tags=_tags(self._cell(row, "tags")),
            origin=origin,
            extra={self._format: kept} if kept else {},
        )
        if source:
            yield from self._claims(origin, event, source, report, counts)

    def _title_of_place(self, row: Cells) -> str:
        return ", ".join(
            word for word in (self._cell(row, "type"), self._cell(row, "place")) if word
        )

    def _place(
        self,
        row: Cells,
        origin: Origin,
        kept: dict[str, str],
        flags: list[Flagged],
        records: list[Proposal],
    ) -> Ref | None:
        name = self._cell(row, "place")
        lat = self._read(row, "lat", lambda cell: degrees_in(cell, 90), kept, flags)
        lon = self._read(row, "lon", lambda cell: degrees_in(cell, 180), kept, flags)
        if point := self._read(row, "point", point_in, kept, flags):
            lat, lon = point
        if (lat is None) != (lon is None):
            column = self._columns.get("lat") or self._columns.get("lon") or ""
            flags.append(Flagged(row.line, column, "of latitude and longitude only one is there"))
            kept |= {
                self._columns[one]: self._cell(row, one)
                for one in ("lat", "lon")
                if self._cell(row, one)
            }
            lat = lon = None
        adm1, adm2, country = (self._cell(row, one) for one in ("adm1", "adm2", "country"))
        named = name or (f"{lat:g}, {lon:g}" if lat is not None else adm2 or adm1 or country)
        if not named:
            return None
        said = repr((named, lat, lon, adm1, adm2, country))
        key = f"place:{hashlib.blake2b(said.encode(), digest_size=12).hexdigest()}"
        ref = self._register.ref(Kind.LOCATION, key)
        if ref not in self._made:
            self._made.add(ref)
            made = Location(
                id=ref.number,
                name=named,
                lat=lat,
                lon=lon,
                adm1=adm1,
                adm2=adm2,
                country=country,
                origin=Origin(format=self._format, file=origin.file, row=origin.row, id=key),
            )
            records.append(made)
        return ref

    def _actors(self, row: Cells, origin: Origin, records: list[Proposal]) -> Iterator[EventActor]:
        for target, side, role in (
            ("actor A", Side.A, ActorRole.PERPETRATOR),
            ("actor B", Side.B, ActorRole.VICTIM),
        ):
            name = self._cell(row, target)
            if not name:
                continue
            ref = self._named(Kind.ACTOR, "actor", name, origin, records)
            # Who did it to whom is said only where the column says so.
            heading = self._columns[target].casefold()
            says_role = any(word in heading for word in ("perp", "attack", "respons", "victim"))
            yield EventActor(actor=ref, side=side, role=role if says_role else None)

    def _named(
        self, kind: Kind, word: str, name: str, origin: Origin, records: list[Proposal]
    ) -> Ref:
        """The actor or the source of a name, made where it is the first time."""
        key = f"{word}:{' '.join(name.casefold().split())}"
        ref = self._register.ref(kind, key)
        if ref not in self._made:
            self._made.add(ref)
            own = Origin(format=self._format, file=origin.file, row=origin.row, id=key)
            made = Actor if kind is Kind.ACTOR else Source
            records.append(made(id=ref.number, name=name, origin=own))
        return ref

    def _source(self, row: Cells, origin: Origin, records: list[Proposal]) -> Ref | None:
        name = self._cell(row, "source")
        return self._named(Kind.SOURCE, "source", name, origin, records) if name else None

    def _report(
        self,
        row: Cells,
        origin: Origin,
        source: Ref | None,
        records: list[Proposal],
    ) -> Ref | None:
        """The report behind an event, where the row has its address."""
        url = self._cell(row, "url")
        if not url:
            return None
        key = f"url:{url}"
        ref = self._register.ref(Kind.REPORT, key)
        if ref not in self._made:
            self._made.add(ref)
            own = Origin(format=self._format, file=origin.file, row=origin.row, id=key)
            title = self._cell(row, "title")
            made = Report(id=ref.number, title=title or url, url=url, publisher=source, origin=own)
            records.append(made)
        return ref

    def _claims(
        self,
        origin: Origin,
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
            key = f"{origin.id}/{word}"
            ref = self._register.ref(Kind.CLAIM, key)
            own = Origin(format=self._format, file=origin.file, row=origin.row, id=key)
            yield Claim(
                id=ref.number, event=event, source=source, report=report, origin=own, **values
            )

    # -- reports --------------------------------------------------------------------------

    def _report_row(
        self, row: Cells, origin: Origin, kept: dict[str, str], flags: list[Flagged]
    ) -> Iterator[Proposal]:
        name = self._columns.get("text")
        text = row.values.get(name, "") if name else ""
        title, url = self._cell(row, "title"), self._cell(row, "url")
        if not (text.strip() or title or url):
            return
        records: list[Proposal] = []
        publisher = self._source(row, origin, records)
        yield from records
        yield Report(
            id=self._register.ref(Kind.REPORT, origin.id).number,
            title=title or _title_of(text) or url,
            url=url,
            archive_url=self._cell(row, "archive"),
            publisher=publisher,
            author=self._cell(row, "author"),
            published_at=self._date(row, "published", kept, flags),
            language=self._cell(row, "language"),
            text=text,
            tags=_tags(self._cell(row, "tags")),
            origin=origin,
            extra={self._format: kept} if kept else {},
        )


def _estimates(counts: dict[Measure, Figure]) -> Iterator[Estimate]:
    for measure, (low, high, _) in counts.items():
        best = low if low == high else None
        yield Estimate(measure=measure, low=low, best=best, high=high, rule=RULE)


def _title_of(text: str) -> str:
    """The first words of a text."""
    first = " ".join(text[:500].split())
    return first if len(first) <= 80 else f"{first[:80].rsplit(' ', 1)[0]}…"


def _tags(cell: str) -> tuple[str, ...]:
    parted = cell.replace(";", ",").replace("|", ",").split(",")
    return tuple(dict.fromkeys(" ".join(tag.split()) for tag in parted if tag.strip()))


def _without_value(reason: str, cell: str) -> str:
    """The reason in the same words for every value, so that oddities can be counted."""
    return reason.replace(repr(cell[:100]), "the value").replace(
        repr(" ".join(cell[:100].split())), "the value"
    )
