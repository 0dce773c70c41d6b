"""What the columns of any table become: guessed, shown, kept in a file, and changed there.

The file is TOML: what the rows are, and for each column the field that it fills.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping as Pairs
from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from store.ingest.importer import UnreadableSet
from store.ingest.notations import DayOrder, date_in, degrees_in, order_of, point_in
from store.text import clean
from store.vocabulary import Measure

#: A column that fills no field: its cells are kept with the record as they came.
KEPT = "-"
EVENTS, REPORTS = "events", "reports"
#: So much of a cell is shown beside the column that it is of.
LONGEST_SHOWN = 40


class Target(NamedTuple):
    """A field that a column can fill."""

    meaning: str
    headings: str
    """Headings that mean it, between commas; the likeliest first."""
    of: str = ""
    """What the rows have to be; "" for either."""


_COUNTS = {
    Measure.KILLED: "killed, fatalities, deaths, dead, best, deaths best, fatality count, victims",
    Measure.INJURED: "injured, wounded, injuries",
    Measure.MISSING: "missing",
    Measure.DETAINED: "detained, arrested, arrests, detentions",
    Measure.DISPLACED: "displaced",
}

TARGETS: dict[str, Target] = {
    "id": Target(
        "what tells the row from every other",
        "id, event id, incident id, case id, record id, report id, document id, doc id, docid,"
        " docno, uid, uuid, guid, code, ref, reference, no, number",
    ),
    "title": Target(
        "the title", "title, name, headline, event, incident, event title, heading, subject"
    ),
    "summary": Target(
        "what happened",
        "summary, description, notes, details, narrative, what happened, event description, text,"
        " comment, comments, remarks",
        EVENTS,
    ),
    "type": Target("the event type", "type, event type, category, incident type, kind", EVENTS),
    "start": Target(
        "the day, or the first day",
        "date, event date, start, start date, date start, incident date, day, date of incident,"
        " date of event, from, when, datetime, timestamp",
        EVENTS,
    ),
    "end": Target("the last day", "end, end date, date end, to, until", EVENTS),
    "place": Target(
        "the name of the place",
        "place, location, location name, city, town, village, site, where, settlement, address",
        EVENTS,
    ),
    "lat": Target("degrees north", "lat, latitude, y", EVENTS),
    "lon": Target("degrees east", "lon, lng, long, longitude, x", EVENTS),
    "point": Target(
        "latitude and longitude in one",
        "coordinates, geolocation, lat lon, latlng, latitude longitude, gps, geo, point",
        EVENTS,
    ),
    "adm1": Target(
        "the first administrative division",
        "adm1, adm 1, admin1, admin 1, governorate, province, state, region",
        EVENTS,
    ),
    "adm2": Target("the second one", "adm2, adm 2, admin2, admin 2, district, county", EVENTS),
    "country": Target("the country", "country, country code, iso, iso2", EVENTS),
    **{
        str(measure): Target(f"how many were {measure}", headings, EVENTS)
        for measure, headings in _COUNTS.items()
    },
    "actor A": Target(
        "who did it, or the first side",
        "actor, actor1, actor 1, side a, perpetrator, attacker, responsible, belligerent",
        EVENTS,
    ),
    "actor B": Target(
        "to whom, or the second side", "actor2, actor 2, side b, target, victim group", EVENTS
    ),
    "source": Target(
        "who says it, or publishes it",
        "source, publisher, outlet, media, source name, reported by, organisation, organization,"
        " agency, site name",
    ),
    "url": Target(
        "the address of the report", "url, link, source url, web, href, permalink, source link"
    ),
    "archive": Target("where a copy is kept", "archive, archive url, archived", REPORTS),
    "author": Target("the byline", "author, byline, by, writer", REPORTS),
    "published": Target(
        "when it was published",
        "published, published at, publication date, date published, pub date, date, posted,"
        " created at, datetime, timestamp",
        REPORTS,
    ),
    "language": Target("its language", "language, lang", REPORTS),
    "text": Target(
        "its exact text",
        "text, body, content, article, full text, article text, document text, doc text, doctext,"
        " message, post",
        REPORTS,
    ),
    "tags": Target("words to find it by", "tags, keywords, labels, topics"),
}
#: A date may say which part is the day: `start d/m/y`.
DATES = ("start", "end", "published")


class Mapping(NamedTuple):
    """What the rows become, and what each column fills."""

    records: str
    """EVENTS or REPORTS."""
    columns: dict[str, str]
    """By heading: a target, a date with its order, or KEPT."""
    set: str = ""
    """The name of the data set, under which its ids are known; "" for the file's."""
    encoding: str = ""
    """What the file is in where it is no UTF-8; "" where nobody has said."""

    def column(self, target: str) -> str | None:
        """The first column that fills a field."""
        return next((name for name, to in self.columns.items() if target_of(to) == target), None)

    def order(self, target: str) -> DayOrder | None:
        """Which part of its dates is the day, where the mapping says so."""
        for to in self.columns.values():
            if target_of(to) == target and to != target:
                return DayOrder(to.removeprefix(target).strip())
        return None

    @property
    def is_enough(self) -> bool:
        """Whether a row becomes something that can be told from another."""
        wanted = ("title", "summary", "start", "place") if self.records == EVENTS else ("title",)
        also = () if self.records == EVENTS else ("text", "url")
        return any(self.column(target) for target in (*wanted, *also))


def target_of(to: str) -> str:
    """The field of `start d/m/y`."""
    return next((name for name in DATES if to.startswith(f"{name} ")), to)


def guessed(headings: Sequence[str], sample: Sequence[Sequence[str]], records: str = "") -> Mapping:
    """What the headings most likely mean, held against the first rows.

    Whether the rows are events or reports is guessed, too, unless it is said.
    """
    words = [_words(name) for name in headings]
    records = records or _kind_of(words)
    columns = dict.fromkeys(headings, KEPT)
    for target, (_, names, of) in TARGETS.items():
        if of not in ("", records):
            continue
        for name in names.split(","):
            at = next((at for at, one in enumerate(words) if one == name.strip()), None)
            if at is None or columns[headings[at]] != KEPT:
                continue
            cells = [row[at] for row in sample if row[at].strip()]
            fits = _fitting(target, cells)
            if fits:
                columns[headings[at]] = fits
                break
    return Mapping(records, columns)


def _kind_of(words: Sequence[str]) -> str:
    """Reports where the columns are those of documents, and none is that of an event."""
    of_reports = {"text", "body", "content", "headline", "article", "full text", "author", "byline"}
    of_reports |= {"published at", "published", "publisher", "document text", "doc text", "doctext"}
    of_events = {"lat", "latitude", "fatalities", "killed", "deaths", "event date", "actor1"}
    of_events |= {"event type", "location", "coordinates", "geolocation", "incident date"}
    found = set(words)
    return REPORTS if len(found & of_reports) > len(found & of_events) else EVENTS


def _words(heading: str) -> str:
    """A heading in plain words: `Event_Date`, `eventDate` and `event date` are one."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return " ".join(re.sub(r"[^\w]|_", " ", parted).casefold().split())


def _fitting(target: str, cells: Sequence[str]) -> str:
    """The field, where the first cells can be it; "" where they cannot."""
    if target in DATES:
        order = order_of(cells)
        fits = _share(cells, lambda cell: date_in(cell, order or DayOrder.DAY_FIRST))
        return f"{target} {order}" if order and fits else target if fits else ""
    if target in ("lat", "lon"):
        most = 90 if target == "lat" else 180
        return target if _share(cells, lambda cell: degrees_in(cell, most)) else ""
    if target == "point":
        return target if _share(cells, point_in) else ""
    if target == "id":
        return target if len(set(cells)) == len(cells) else ""
    if target in list(Measure):
        return target if _share(cells, _holds_digit) else ""
    if target == "url":
        return target if _share(cells, _check_address) else ""
    return target


def _share(cells: Sequence[str], read: object) -> bool:
    """Whether more than half of the cells can be read so, or there are none."""
    good = 0
    for cell in cells:
        try:
            read(cell)  # type: ignore[operator]
        except ValueError:
            continue
        good += 1
    return 2 * good >= len(cells)


def _holds_digit(cell: str) -> None:
    if not any(one.isdigit() for one in cell):
        raise ValueError(cell)


def _check_address(cell: str) -> None:
    if "://" not in cell:
        raise ValueError(cell)


def as_toml(mapping: Mapping, file: str, shown: Sequence[str] = ()) -> str:
    """The mapping as a file that a person changes; a cell of each column may stand beside it."""
    known = [
        (name, one.meaning) for name, one in TARGETS.items() if one.of in ("", mapping.records)
    ]
    lines = [
        f"# What the columns of {json.dumps(file, ensure_ascii=True)} become.",
        "# Change it, and import the file again.",
        "# A column can be one of these:",
        *(f"#   {name:<10} {meaning}" for name, meaning in known),
        f'# "{KEPT}" keeps a column with the record as it came.',
        '# A date can say which part is the day: "start d/m/y", "start m/d/y".',
        "",
        "# A later file of the same data set updates the records of this one where its mapping has",
        "# the same name for the set.",
        f"set = {_quoted(mapping.set or file)}",
        f'records = "{mapping.records}"  # {EVENTS} or {REPORTS}',
        *([f"encoding = {_quoted(mapping.encoding)}"] if mapping.encoding else ()),
        "",
        "[columns]",
    ]
    for (name, to), cell in zip_longest(mapping.columns.items(), shown[: len(mapping.columns)]):
        # A comment of TOML ends with the line, and has no control characters.
        said = clean(" ".join((cell or "").split()))[:LONGEST_SHOWN]
        lines.append(f"{_quoted(name)} = {_quoted(to)}" + (f"  # {said}" if said else ""))
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # A basic string of TOML has JSON's escapes, but for a surrogate pair.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def of_toml(text: str) -> Mapping:
    """The mapping that a file holds; UnreadableSet says what is wrong with it."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnreadableSet(f"is no TOML: {str(error)[:1].lower()}{str(error)[1:]}") from None
    records, columns = found.get("records", EVENTS), found.get("columns")
    if records not in (EVENTS, REPORTS):
        raise UnreadableSet(f"has {records!r} for records; it is {EVENTS} or {REPORTS}")
    if not isinstance(columns, Pairs) or not columns:
        raise UnreadableSet("has no [columns]")
    filled: set[str] = set()
    for name, to in columns.items():
        _check(name, to, records, filled)
    name = found.get("set", "")
    if not isinstance(name, str):
        raise UnreadableSet("has a name for the set that is no text")
    encoding = found.get("encoding", "")
    if encoding and not _is_encoding(encoding):
        raise UnreadableSet(f"has {encoding!r} for the encoding, which is none")
    return Mapping(records, dict(columns), name, encoding)


def _is_encoding(name: object) -> bool:
    if not isinstance(name, str):
        return False
    try:
        "".encode(name)
    except (LookupError, ValueError):
        return False
    return True


def _check(name: str, to: object, records: str, filled: set[str]) -> None:
    if to == KEPT:
        return
    target = target_of(to) if isinstance(to, str) else ""
    known = TARGETS.get(target)
    if known is None or not isinstance(to, str):
        fields = ", ".join(name for name, one in TARGETS.items() if one.of in ("", records))
        raise UnreadableSet(
            f"has {to!r} for the column {name!r}, which is no field; there are {fields}, and"
            f" {KEPT!r} to keep it as it came"
        )
    if to != target and to.removeprefix(target).strip() not in list(DayOrder):
        raise UnreadableSet(f"has {to!r} for the column {name!r}: a day order is d/m/y or m/d/y")
    if known.of not in ("", records):
        raise UnreadableSet(f"has {to!r} for the column {name!r}: that is a field of {known.of}")
    if target in filled:
        raise UnreadableSet(f"has {target!r} for two columns")
    filled.add(target)
