"""TimeMap's events, as Bellingcat and Forensic Architecture publish them.

Known variants: a list, or an object with `events`; sources in the event, or named by their ids
and listed in `sources`; `filters` as keys and values, or `associations`.  Dates there are
month first.  A source is a report, known by its address; what no field gives back is kept raw in
`extra["timemap"]`.  An id with a slash is known as it is, any other within its file: files count
from 1.
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
from store.ingest.notations import DayOrder
from store.ingest.once import Once, digest_of, title_of
from store.ingest.written import date_of, point_of, text_of, texts_of
from store.proposals import Flagged, Proposal, Register, Rejected
from store.values import EventLocation

FORMAT = "timemap"

NO_EVENT = "an event is an object"
NOTHING_KNOWN = "it has no description, place, point or date that can be read"
ID_TWICE = "the id stands in an event before"
NO_SOURCE = "a source is named that is not listed"
ODD_TIME = "the time is not one that can be read"

#: What an event's fields give back, and need not be kept beside them.
_GIVEN_BACK = frozenset(
    ["id", "date", "latitude", "longitude", "location", "description", "category", "sources"]
)
_TIME = re.compile(r"(\d\d?):(\d\d)(?::(\d\d))?", re.ASCII)


class _Source(NamedTuple):
    key: str
    url: str
    title: str
    rest: dict[str, Any]


def suits(head: Head) -> bool:
    """Whether a file that begins so has events of TimeMap."""
    begins = head.text.lstrip()
    if begins[:1] not in ("[", "{"):
        return False
    names = ("description", "latitude", "longitude")
    others = ("sources", "associations", "filters")
    return all(f'"{name}"' in begins for name in names) and any(
        f'"{name}"' in begins for name in others
    )


def read(file: DataFile, register: Register) -> Iterator[Proposal]:
    """Read the events; UnreadableSet, OSError."""
    yield from _Reading(file, register).proposals(file)


class _Reading:
    def __init__(self, file: DataFile, register: Register) -> None:
        self._once = Once(FORMAT, file.name, register)
        self._listed = _listed(file)
        self._told: dict[Ref, _Source] = {}

    def proposals(self, file: DataFile) -> Iterator[Proposal]:
        for item in items(file, "events"):
            if not isinstance(item, Item):
                yield item
            elif (inside := _inside(item.value, "events")) is not None:
                for one in inside:
                    yield from self._item(item._replace(value=one))
            else:
                yield from self._item(item)

    def _item(self, item: Item) -> Iterator[Proposal]:
        match item.value:
            case dict():
                yield from (Flagged(item.line, "", odd) for odd in item.odd)
                yield from self._event(item, item.value)
            case _:
                yield Rejected(item.line, "", NO_EVENT, item.raw)

    def _event(self, item: Item, fields: dict[str, Any]) -> Iterator[Proposal]:
        line, key = item.line, self._once.key(text_of(fields.get("id")).strip(), fields)
        if self._once.is_made(self._once.ref(Kind.EVENT, key)):
            yield Rejected(line, "id", ID_TWICE, item.raw)
            return
        extra = {name: value for name, value in fields.items() if name not in _GIVEN_BACK}
        summary = text_of(fields.get("description"))
        place = text_of(fields.get("location")).strip()
        flags: list[Flagged] = []
        start = _start(line, fields, extra, flags)
        title = title_of(summary) or place
        if not (title or start or text_of(fields.get("latitude"))):
            yield Rejected(line, "", NOTHING_KNOWN, item.raw)
            return
        yield from flags
        locations = yield from self._place(line, fields, place, extra)
        reports = yield from self._reports(line, fields, extra)
        yield from self._once.make(
            Kind.EVENT,
            key,
            line,
            title=title,
            summary=summary,
            type=text_of(fields.get("category")),
            start=start,
            locations=locations,
            reports=reports,
            tags=_tags(fields),
            extra={FORMAT: extra} if extra else {},
        )

    def _place(
        self, line: int, fields: dict[str, Any], name: str, extra: dict[str, Any]
    ) -> Generator[Proposal, None, tuple[EventLocation, ...]]:
        north, east = fields.get("latitude"), fields.get("longitude")
        point = point_of(north, east)
        if point.odd:
            yield Flagged(line, "latitude", point.odd)
            extra |= {"latitude": north, "longitude": east}
        if not name and point.lat is None:
            return ()
        named = name or f"{point.lat}, {point.lon}"
        ref = yield from self._once.make(
            Kind.LOCATION,
            f"place:{digest_of([named, point.lat, point.lon])}",
            None,
            name=named,
            lat=point.lat,
            lon=point.lon,
        )
        return (EventLocation(location=ref, words=name),)

    def _reports(
        self, line: int, fields: dict[str, Any], extra: dict[str, Any]
    ) -> Generator[Proposal, None, tuple[Ref, ...]]:
        written = fields.get("sources")
        refs: dict[Ref, None] = {}
        is_given_back = isinstance(written, list)
        for one in written if isinstance(written, list) else [written] if written else []:
            source = _source(self._listed.get(one, one) if isinstance(one, str) else one)
            if not source.key:
                yield Flagged(line, "sources", "a source is empty")
                is_given_back = False
                continue
            if isinstance(one, str) and one not in self._listed and not source.url:
                yield Flagged(line, "sources", NO_SOURCE)
            rest = {FORMAT: source.rest} if source.rest else {}
            key = source.url or self._once.key(f"source:{source.key}", None)
            ref = yield from self._once.report(
                source.url, line, source.title or source.key, key=key, extra=rest
            )
            first = self._told.setdefault(ref, source)
            is_given_back = is_given_back and first == source and ref not in refs
            refs[ref] = None
        if written and not is_given_back:
            extra["sources"] = written
        return tuple(refs)


def _listed(file: DataFile) -> dict[str, dict[str, Any]]:
    """The sources that stand beside the events, by their ids."""
    if file.head().text.lstrip()[:1] != "{":
        return {}
    found: dict[str, dict[str, Any]] = {}
    aside: dict[str, Any] = {}
    for item in items(file._replace(seen=lambda _: None), "sources", "events", aside=aside):
        source = item.value if isinstance(item, Item) else None
        # An event bears a description as a source does, but also a place.
        if isinstance(source, dict) and "latitude" not in source and source.get("id"):
            found[text_of(source["id"])] = source
    within = _inside(aside, "sources", dict, list)
    if isinstance(within, list):
        found |= {text_of(it["id"]): it for it in within if isinstance(it, dict) and it.get("id")}
    by_id = aside.get("sources") or within
    if isinstance(by_id, dict):
        found |= {one: {"id": one, **it} for one, it in by_id.items() if isinstance(it, dict)}
    return found


def _inside(value: Any, name: str, *kinds: type) -> Any:
    """What an object within an object has under a name, as `{"data": {"events": []}}`; or None."""
    if not isinstance(value, dict) or name in value or value.keys() & {"id", "description"}:
        return None
    for one in value.values():
        if isinstance(one, dict) and isinstance(one.get(name), kinds or list):
            return one[name]
    return None


def _source(written: Any) -> _Source:
    """A source: an object, or an address, or an id that is listed nowhere."""
    if not isinstance(written, dict):
        text = text_of(written).strip()
        return _Source(text, text if "://" in text else "", "", {})
    paths = [written.get("path"), written.get("url"), *texts_of(written.get("paths"))]
    url = next((text for path in paths if (text := text_of(path).strip())), "")
    words = [written.get("title"), written.get("description")]
    title = next((text for one in words if (text := text_of(one).strip())), "")
    rest = {name: value for name, value in written.items() if name not in ("path", "description")}
    if text_of(written.get("title")).strip():
        rest["description"] = written.get("description")
    return _Source(url or text_of(written.get("id")).strip(), url, title, rest)


def _start(
    line: int, fields: dict[str, Any], extra: dict[str, Any], flags: list[Flagged]
) -> PartialDate | None:
    written = date_of(fields.get("date"), DayOrder.MONTH_FIRST)
    if written.odd:
        flags.append(Flagged(line, "date", written.odd))
        extra["date"] = fields.get("date")
    time = text_of(fields.get("time")).strip()
    if not time or written.date is None or len(written.date) != 10:
        return written.date
    found = _TIME.fullmatch(time)
    if found:
        second = f":{found[3]}" if found[3] else ""
        whole = date_of(f"{written.date}T{found[1]:0>2}:{found[2]}{second}")
        if whole.date is not None:
            return whole.date
    flags.append(Flagged(line, "time", ODD_TIME))
    return written.date


def _tags(fields: dict[str, Any]) -> tuple[str, ...]:
    """What it is filtered by, as `Type of area: residential`; the rest of it stays in `extra`."""
    found: list[str] = []
    for name in ("filters", "associations", "tags"):
        written = fields.get(name)
        for one in written if isinstance(written, list) else [written]:
            if isinstance(one, dict):
                key, value = (text_of(one.get(part)).strip() for part in ("key", "value"))
                title = text_of(one.get("title") or one.get("id")).strip()
                found.append(f"{key}: {value}" if key and value else key or value or title)
            else:
                found.append(text_of(one).strip())
    return tuple(dict.fromkeys(tag for tag in found if tag))


IMPORTER = Importer(FORMAT, "TimeMap events, JSON", suits, read)
