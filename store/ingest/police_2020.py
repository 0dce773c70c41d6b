"""The incidents that 2020PB collected, in both of its forms, which share their keys.

An incident is an event, with its point (site) and its city; a link is a report, the same link of
two incidents the same report.  Dates stay as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from typing import Any, NamedTuple

from store.dates import PartialDate
from store.ids import Kind, Ref
from store.ingest.importer import DataFile, Head, Importer
from store.ingest.json_items import items
from store.ingest.json_text import Item
from store.ingest.once import Once, host_of
from store.ingest.tables import raw_of, table
from store.ingest.written import date_of, point_of, text_of, texts_of
from store.proposals import Flagged, Proposal, Register, Rejected
from store.values import EventLocation
from store.vocabulary import LocationRole

FORMAT = "2020pb"
COUNTRY = "US"

NO_ID = "the incident has no id"
NO_WEB_ADDRESS = "the link is no web address"
LINK_TWICE = "the link stands twice in one incident"
NO_DATE = "the incident has no date"
BELIEVED = "the date is not certain"
NO_PLACE = "the place is not known"

#: What the CSV lacks: where the JSON came in before it, these stay.
_NOT_IN_THE_SHEET = {
    Kind.EVENT: ("summary", "tags", "locations", "extra"),
    Kind.REPORT: ("title",),
}
_LINK = re.compile(r"Link \d+", re.ASCII)
_POINT = re.compile(r"\s*([^,]*),([^,]*)")
_FIELDS = frozenset(
    [
        "links",
        "state",
        "city",
        "description",
        "tags",
        "geolocation",
        "name",
        "date",
        "id",
        "date_text",
        "edit_at",
    ]
)
_UNKNOWN = frozenset({"", "unknown", "unknown location", "tbd"})


class _Link(NamedTuple):
    url: str
    text: str


class _Incident(NamedTuple):
    line: int
    key: str
    links: list[_Link]
    fields: dict[str, Any]


def suits(head: Head) -> bool:
    """Whether a file that begins so is one of the two."""
    begins = head.text.lstrip()
    if begins.startswith("{"):
        return all(f'"{name}"' in begins for name in ("data", "links", "geolocation", "edit_at"))
    heading = begins.partition("\n")[0]
    return all(name in heading for name in ("edit_at", "date_text", "Link 1"))


def read(file: DataFile, register: Register) -> Iterator[Proposal]:
    """Read either form; UnreadableSet, OSError."""
    is_json = file.head().text.lstrip()[:1] in ("{", "[")
    once = Once(FORMAT, file.name, register, {} if is_json else _NOT_IN_THE_SHEET)
    for found in _of_json(file) if is_json else _of_table(file):
        if not isinstance(found, _Incident):
            yield found
        elif once.is_made(once.ref(Kind.EVENT, found.key)):
            yield Rejected(found.line, "id", f"the id {found.key} stands twice")
        else:
            yield from _event(once, found)


def _of_json(file: DataFile) -> Iterator[_Incident | Flagged | Rejected]:
    for item in items(file, "data"):
        if not isinstance(item, Item):
            yield item
            continue
        yield from (Flagged(item.line, "", odd) for odd in item.odd)
        fields = item.value
        if not isinstance(fields, dict):
            yield Rejected(item.line, "", "an incident is an object", item.raw)
            continue
        key = text_of(fields.get("id")).strip()
        if not key:
            yield Rejected(item.line, "id", NO_ID, item.raw)
            continue
        found = fields.get("links")
        links = [_link(one) for one in (found if isinstance(found, list) else [found]) if one]
        yield _Incident(item.line, key, links, fields)


def _link(written: Any) -> _Link:
    if isinstance(written, dict):
        return _Link(text_of(written.get("url")).strip(), text_of(written.get("text")).strip())
    return _Link(text_of(written).strip(), "")


def _of_table(file: DataFile) -> Iterator[_Incident | Flagged | Rejected]:
    found = table(file)
    if found.told:
        yield Flagged(1, "", found.told)
    for row in found.rows:
        if isinstance(row, Rejected):
            yield row
            continue
        fields: dict[str, Any] = dict(zip(found.headings, row.cells, strict=True))
        key = fields.get("id", "").strip()
        if not key:
            yield Rejected(row.line, "id", NO_ID, raw_of(row.cells))
            continue
        links = [
            _Link(fields.pop(name).strip(), "") for name in found.headings if _LINK.fullmatch(name)
        ]
        yield _Incident(row.line, key, [link for link in links if link.url], fields)


def _event(once: Once, incident: _Incident) -> Iterator[Proposal]:
    line, fields = incident.line, incident.fields
    extra = {name: value for name, value in fields.items() if name not in _FIELDS}
    extra["edit_at"] = fields.get("edit_at")
    texts = {link.url: link.text for link in incident.links if link.text}
    if texts:
        extra["link_texts"] = texts
    reports = yield from _reports(once, incident)
    locations = yield from _places(once, line, fields, extra)
    start = yield from _date(line, fields, extra)
    kept = {name: value for name, value in extra.items() if value not in (None, "")}
    yield from once.make(
        Kind.EVENT,
        incident.key,
        line,
        title=text_of(fields.get("name")),
        summary=text_of(fields.get("description")),
        start=start,
        locations=locations,
        reports=reports,
        tags=texts_of(fields.get("tags")),
        extra={FORMAT: kept} if kept else {},
    )


def _reports(once: Once, incident: _Incident) -> Generator[Proposal, None, tuple[Ref, ...]]:
    refs: dict[Ref, None] = {}
    for link in incident.links:
        if not link.url:
            yield Flagged(incident.line, "links", "a link has no address")
            continue
        if not host_of(link.url) or " " in link.url:
            yield Flagged(incident.line, "links", NO_WEB_ADDRESS)
        ref = yield from once.report(link.url, incident.line, link.text)
        if ref in refs:
            yield Flagged(incident.line, "links", LINK_TWICE)
        refs[ref] = None
    return tuple(refs)


def _places(
    once: Once, line: int, fields: dict[str, Any], extra: dict[str, Any]
) -> Generator[Proposal, None, tuple[EventLocation, ...]]:
    """The point, where there is one, and the city."""
    state, city = (text_of(fields.get(name)).strip() for name in ("state", "city"))
    if state.lower() in _UNKNOWN:
        state = ""
    region = yield from _region(once, state) if state else _nowhere()
    if city.lower() not in _UNKNOWN:
        region = yield from once.make(
            Kind.LOCATION,
            f"city:{state}/{city}",
            None,
            name=city,
            adm1=state,
            country=COUNTRY,
            parent=region,
        )
    if region is None:
        yield Flagged(line, "city", NO_PLACE)
    written = text_of(fields.get("geolocation"))
    found = _POINT.fullmatch(written)
    point = point_of(found[1], found[2]) if found else point_of(written, written)
    if point.odd:
        extra["geolocation"] = written
        yield Flagged(line, "geolocation", point.odd)
    if point.lat is None:
        return (EventLocation(location=region),) if region else ()
    site = yield from once.make(
        Kind.LOCATION,
        f"point:{state}/{city}/{written.strip()}",
        None,
        name=f"{city or state or 'somewhere'} ({written.strip()})",
        lat=point.lat,
        lon=point.lon,
        adm1=state,
        country=COUNTRY,
        parent=region,
    )
    places = [EventLocation(location=site)]
    if region:
        places.append(EventLocation(location=region, role=LocationRole.NAMED))
    return tuple(places)


def _region(once: Once, state: str) -> Generator[Proposal, None, Ref | None]:
    return (
        yield from once.make(
            Kind.LOCATION, f"state:{state}", None, name=state, adm1=state, country=COUNTRY
        )
    )


def _nowhere() -> Generator[Proposal, None, Ref | None]:
    yield from ()
    return None


def _date(
    line: int, fields: dict[str, Any], extra: dict[str, Any]
) -> Generator[Proposal, None, PartialDate | None]:
    day, words = fields.get("date"), text_of(fields.get("date_text")).strip()
    written = date_of(day)
    if written.date is None and not written.odd:
        written = date_of(words)._replace(odd="")
    if written.odd:
        extra["date"] = day
        yield Flagged(line, "date", written.odd)
    elif written.date is None:
        yield Flagged(line, "date", NO_DATE)
    if words and words != written.date:
        extra["date_text"] = words
        if written.date is not None:
            yield Flagged(line, "date_text", BELIEVED)
    return written.date


IMPORTER = Importer(FORMAT, "2020PB incidents, JSON or CSV", suits, read)
