"""What a new record is filled in with at first: from a report, or from what is in focus."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from store.dates import PartialDate
from store.derive.covers import BAR, Masked
from store.ids import Kind, Ref
from store.model import Location, Report
from store.moments import ARABIC_DAY, date_of
from store.reader import Reader
from store.spans import Span, sentence_around
from store.text import fold
from store.values import Cover, EventLocation
from store.vocabulary import LocationRole

#: So many places of the store are looked for in a report; of more, none.
MOST_PLACES = 10_000
#: So much of a text is looked at: what a report is about stands at its beginning.
BEGINNING = 1200
#: At most so many places are proposed, and so many characters of a first sentence.
MOST_NAMED, LONGEST_SENTENCE = 4, 400
#: A name must have so many letters to be found in a text.
SHORTEST_NAME = 3
#: `BANIYAS, Syria, March 7 (Agency) -`, `Baniyas, 7 March 2025 -`.
_DATELINE = re.compile(
    r"\b(?:\d{1,2}\s+[A-Z][a-z]{2,8}\.?|[A-Z][a-z]{2,8}\.?\s+\d{1,2})(?:,?\s+(\d{4}))?"
)

#: The field in which a new record names the one that is in focus.
_BESIDE: dict[tuple[Kind, Kind], str] = {
    (Kind.EVENT, Kind.REPORT): "reports",
    (Kind.EVENT, Kind.LOCATION): "locations",
    (Kind.QUOTE, Kind.REPORT): "report",
    (Kind.QUOTE, Kind.EVENT): "events",
    (Kind.QUOTE, Kind.LOCATION): "locations",
    (Kind.QUOTE, Kind.SOURCE): "speaker",
    (Kind.CLAIM, Kind.EVENT): "event",
    (Kind.CLAIM, Kind.REPORT): "report",
    (Kind.CLAIM, Kind.SOURCE): "source",
}


def beside(kind: Kind, focus: Ref | None) -> dict[str, Any]:
    """What a new record of a kind says of the record in focus."""
    name = _BESIDE.get((kind, focus.kind)) if focus else None
    if focus is None or name is None:
        return {}
    if kind is Kind.EVENT and name == "locations":
        return {name: (EventLocation(location=focus),)}
    return {name: (focus,) if name in ("reports", "events", "locations") else focus}


def event_of(
    reports: Sequence[Report], reader: Reader, shown: Report | None = None
) -> dict[str, Any]:
    """The fields of a new event that reports tell of: title, days, places, the first sentence.

    `shown` is the first report as it is on the screen: no covered words of it are taken.
    """
    first = reports[0]
    shown = shown or first
    values: dict[str, Any] = {"reports": tuple(report.ref for report in reports)}
    values["title"] = _uncovered(" ".join(shown.title.split()))
    values["summary"] = _uncovered(_first_sentence(shown.text))
    if values["summary"]:
        # What was hard to bear there is so here.
        values["sensitivity"] = first.sensitivity
    values["start"] = day_of(first)
    places = places_in(f"{first.title}\n{first.text[:BEGINNING]}", reader)
    # Whether it happened there or was only named there, a person says: one digit at the row.
    roles = [LocationRole.SITE, *[LocationRole.NAMED] * len(places)]
    values["locations"] = tuple(
        EventLocation(location=place, role=role) for place, role in zip(places, roles, strict=False)
    )
    return values


def day_of(report: Report) -> PartialDate | None:
    """The day of the dateline, in the year of publication where it has none; else that day."""
    published = report.published_at
    beginning = report.text[:200]
    for found in (*_DATELINE.finditer(beginning), *ARABIC_DAY.finditer(fold(beginning))):
        day = _dateline(found, published)
        if day is not None:
            return day
    if published is None:
        return None
    try:
        # The event's day is asked for, not the minute at which it was told.
        return PartialDate(published[:10] if "/" not in published else published)
    except ValueError:
        return published


def _dateline(found: re.Match[str], published: PartialDate | None) -> PartialDate | None:
    """The last such day up to the publication; None where it is no day."""
    last = published.last_day if published else None
    texts = [found[0]] if found[found.re.groups] else []
    if not texts and published is not None and published[:4].isdigit():
        year = int(published[:4])
        texts = [f"{found[0]} {year}", f"{found[0]} {year - 1}"]
    for text in texts:
        try:
            day = date_of(text)
        except ValueError:
            continue
        if last is None or day.day <= last:
            return day
    return None


def places_in(text: str, reader: Reader) -> list[Ref]:
    """The places of the store that a text names, in the order in which it names them."""
    if reader.count(Kind.LOCATION) > MOST_PLACES:
        return []
    folded = f" {_plain(text)} "
    found: list[tuple[int, int, Ref]] = []
    for place in reader.listing(Kind.LOCATION, reader.numbers(Kind.LOCATION)):
        if isinstance(place, Location):
            hits = [hit for name in (place.name, *place.names) if (hit := _named(name, folded))]
            if hits:
                at, size = min(hits)
                found.append((at, size, place.ref))
    return _apart(sorted(found))[:MOST_NAMED]


def _named(name: str, folded: str) -> tuple[int, int] | None:
    """Where a folded text names it first, and minus the length of the name."""
    plain = _plain(name)
    at = folded.find(f" {plain} ") if len(plain) >= SHORTEST_NAME else -1
    return (at, -len(plain)) if at >= 0 else None


def _plain(text: str) -> str:
    """A text's folded words, one blank between them."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def _apart(found: list[tuple[int, int, Ref]]) -> list[Ref]:
    """Without names within longer names: Baniyas in Baniyas al-Jurd."""
    kept: list[Ref] = []
    end = -1
    for at, size, ref in found:
        if at >= end:
            kept.append(ref)
            end = at - size
    return kept


def _uncovered(text: str) -> str:
    """Words; "" where some of them are covered."""
    return "" if BAR in text else text


def _first_sentence(text: str) -> str:
    begin = len(text) - len(text.lstrip())
    if begin >= len(text) or (isinstance(text, Cover) and not isinstance(text, Masked)):
        return ""
    found = sentence_around(text, Span(begin, begin + 1))
    return " ".join(text[found.start : found.end].split())[:LONGEST_SENTENCE]
