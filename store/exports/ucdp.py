"""Events in the columns of UCDP GED, as its releases have them."""

from __future__ import annotations

from collections.abc import Iterator

from store.dates import PartialDate
from store.exports import rows
from store.exports.found import Found
from store.exports.whole_event import Telling, WholeEvent
from store.ingest import countries
from store.ingest.articles import articles
from store.ingest.cells import day, degrees, said, whole
from store.ingest.ucdp import FORMAT, PARTS, SCHEME
from store.text import fold
from store.values import Estimate
from store.vocabulary import EVENT_TYPES, Measure, Side, TypeScheme

COLUMNS = (
    *("id", "year", "active_year", "type_of_violence", "conflict_new_id", "conflict_name"),
    *("dyad_new_id", "dyad_name", "side_a_new_id", "side_a", "side_b_new_id", "gwnob", "side_b"),
    *("number_of_sources", "source_article", "source_office", "source_date", "source_headline"),
    *("source_original", "where_prec", "where_coordinates", "adm_1", "adm_2", "latitude"),
    *("longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region"),
    *("event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b"),
    *("deaths_civilians", "deaths_unknown", "low", "best", "high"),
)
_TYPES = EVENT_TYPES[TypeScheme.UCDP]
#: As many degrees.
_METRE = 1e-5
_DEGREES = {"latitude": 90, "longitude": 180}
_DAYS = frozenset({"date_start", "date_end"})


def write(found: Found) -> Iterator[str]:
    """The headings, and a row for each event."""
    return rows.write(found, rows.Shape(FORMAT, COLUMNS, _told, _is_same))


def _told(event: WholeEvent) -> dict[str, str | None]:
    record, site = event.event, event.site
    place = site.location if site else None
    start = record.start or ""
    estimates = {one.group: one for one in record.estimates if one.measure is Measure.KILLED}
    own = estimates.get("people", Estimate(measure=Measure.KILLED))
    ours: dict[str, str | None] = {
        "id": event.key_in(FORMAT),
        "year": start[:4] if start[:4].isdigit() else "",
        "type_of_violence": str(_TYPES.index(record.type) + 1) if record.type in _TYPES else "",
        "where_prec": _number(site.link.precision if site else None),
        "where_coordinates": place.name if place else "",
        # A column of newer releases: it is there where an event came in with it.
        "where_description": site.link.words if site else "",
        "adm_1": place.adm1 if place else "",
        "adm_2": place.adm2 if place else "",
        "latitude": _number(place.lat if place else None),
        "longitude": _number(place.lon if place else None),
        "country": countries.name_of(place.country) if place else "",
        "country_id": countries.state_of(place.country) if place else "",
        "event_clarity": _number(record.clarity),
        "date_prec": _number(record.date_precision),
        "date_start": _first_day(record.start),
        "date_end": _last_day(record.end or record.start),
        "low": _number(own.low),
        "best": _number(own.best),
        "high": _number(own.high),
    }
    ours["geom_wkt"] = f"POINT ({ours['longitude']} {ours['latitude']})" if ours["latitude"] else ""
    for column, group in PARTS.items():
        ours[column] = _number(estimates[group].best if group in estimates else None)
    return ours | _sides(event) | _sources(event)


def _sides(event: WholeEvent) -> dict[str, str | None]:
    told: dict[str, str | None] = {}
    for side, letter in ((Side.A, "a"), (Side.B, "b")):
        actor = next((one for link, one in event.actors if link.side is side), None)
        told[f"side_{letter}"] = actor.name if actor else ""
        # Where no number is known, the one that came in is not refuted.
        told[f"side_{letter}_new_id"] = (actor.scheme_ids.get(SCHEME) if actor else "") or None
    return told


def _sources(event: WholeEvent) -> dict[str, str | None]:
    reports = [one for one in event.reports if one.report.ref in event.event.reports]
    offices = ";".join(_office(one) for one in reports)
    days = ";".join(str(one.report.published_at or "") for one in reports)
    titles = ";".join(one.report.title for one in reports)
    one_cell = ";".join(
        f'"{_office(one)},{one.report.published_at or ""},{one.report.title}"' for one in reports
    )
    return {
        # What an importer read may have been told of it twice.
        "number_of_sources": str(len(reports)) if reports else None,
        "source_article": one_cell,
        "source_office": offices,
        "source_date": days,
        "source_headline": titles,
        "source_original": None,
    }


def _office(told: Telling) -> str:
    return str(told.publisher.label) if told.publisher and told.publisher.name else ""


def _is_same(column: str, came: str, ours: str) -> bool:
    """Whether the cell that came in says what the fields say."""
    if column in _DEGREES:
        most = _DEGREES[column]
        # Of two degrees that are no point, neither has come into its field.
        return not ours or degrees(came, most) == degrees(ours, most)
    if column in _DAYS:
        return day(came) == day(ours) if ours else day(came) is None
    if column in PARTS:
        return (whole(came) or 0) == (whole(ours) or 0)
    if column == "country":
        return countries.of_name(came) == countries.of_name(ours)
    if column == "country_id":
        return countries.of_state(came) == countries.of_state(ours)
    if column == "geom_wkt":
        return not ours or _is_near(_point(came), _point(ours))
    if column == "source_article":
        return _titles(came) == _titles(ours)
    if column in ("source_office", "source_date", "source_headline", "number_of_sources"):
        # Each is made of the articles, which are held against ours.
        return True
    if (number := whole(ours)) is not None:
        return whole(came) == number
    # What could not be read has left its field empty.
    return fold(said(came)) == fold(ours) or not ours


def _titles(cell: str) -> list[tuple[str, str]]:
    told = dict.fromkeys(
        (str(one.day or ""), fold(one.title)) for one in articles({"source_article": cell})
    )
    return list(told)


def _point(text: str) -> list[float | None]:
    return [degrees(one, 180) for one in text.removeprefix("POINT").strip(" ()").split()]


def _is_near(one: list[float | None], other: list[float | None]) -> bool:
    """Whether two points are one within a metre: releases round them differently."""
    return len(one) == len(other) == 2 and all(
        a is not None and b is not None and abs(a - b) < _METRE
        for a, b in zip(one, other, strict=True)
    )


def _number(value: float | None) -> str:
    return "" if value is None else repr(value)


def _first_day(date: PartialDate | None) -> str:
    if date is None or date.first_day is None:
        return ""
    return _iso(date.first_day)


def _last_day(date: PartialDate | None) -> str:
    if date is None or date.last_day is None:
        return ""
    return _iso(date.last_day)


def _iso(ordinal: int) -> str:
    from datetime import date  # noqa: PLC0415  the name is a field's everywhere else

    return date.fromordinal(ordinal).isoformat()
