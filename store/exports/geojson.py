"""Events as a GeoJSON FeatureCollection (RFC 7946): a point each, longitude first.

An event without coordinates is a feature without a geometry.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from store import codec
from store.exports.covering import COVERED
from store.exports.found import Found
from store.exports.whole_event import Place, WholeEvent, whole_events
from store.ingest.notations import count_in
from store.model import Claim
from store.text import escaped, fold
from store.vocabulary import Measure

#: What the importer of GeoJSON keeps of a feature in `extra`.
FORMAT = "geojson"


def write(found: Found) -> Iterator[str]:
    """One feature a line."""
    yield '{"type":"FeatureCollection","features":[\n'
    is_first = True
    for events in whole_events(found):
        for event in events:
            if not is_first:
                yield ",\n"
            yield escaped(codec.to_json(_feature(event)).decode())
            is_first = False
    yield "\n]}\n" if not is_first else "]}\n"


def _feature(whole: WholeEvent) -> dict[str, Any]:
    site = whole.site
    point = site.point if site else None
    geometry: Any = {"type": "Point", "coordinates": list(point)} if point else None
    kept = whole.event.extra.get(FORMAT)
    came: dict[str, Any] = dict(kept) if isinstance(kept, dict) else {}
    if "geometry" in came and _is_of(came["geometry"], site):
        geometry = came["geometry"]
    beside = {name: value for name, value in came.items() if name not in _OWN}
    properties = came.get("properties")
    told = dict(properties) if isinstance(properties, dict) else {}
    read = came.get("read")
    told, ours = _beside(whole, site, told, read if isinstance(read, dict) else {})
    return {
        "type": "Feature",
        "id": whole.key_in(FORMAT),
        "geometry": geometry,
        "properties": told | ours,
        **beside,
    }


_OWN = frozenset({"type", "id", "geometry", "properties", "read"})


def _beside(
    whole: WholeEvent, site: Place | None, came: dict[str, Any], read: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What came in and is still so, and what only our own properties say."""
    told = {
        name: value
        for name, value in came.items()
        if name not in read or _is_said(value, read[name], whole, site)
    }
    said: dict[str, set[str]] = {}
    for name, target in read.items():
        if name in told:
            said.setdefault(str(target).partition(" ")[0], set()).add(_line(told[name]))
    ours = dict(_properties(whole, site))
    for name, target in (
        ("adm1", "adm1"),
        ("adm2", "adm2"),
        ("actors", "actor"),
        ("sources", "url"),
    ):
        # What stands there already is not said twice: it would be read as something else, too.
        value = ours.get(name)
        if said.get(target, set()).issuperset(value if isinstance(value, list) else [value]):
            del ours[name]
    return told, ours


def _line(value: Any) -> str:
    return " ".join(str(value).split())


def _is_said(value: Any, target: Any, whole: WholeEvent, site: Place | None) -> bool:
    """Whether a property that came in says what the records still say."""
    text = _line(value)
    match target:
        case "adm1" | "adm2":
            return site is not None and getattr(site.location, target) == text
        case "source":
            names = [one.source.name for one in whole.claims if one.source]
            return any(fold(str(name)) == fold(text) for name in names)
        case "url":
            reports = whole.event.reports
            return any(one.report.url == text for one in whole.reports if one.report.ref in reports)
        case "actor A" | "actor B":
            return any(fold(actor.name) == fold(text) for _, actor in whole.actors)
    figures = [
        (one.record.low, one.record.high)
        for one in whole.claims
        if isinstance(one.record, Claim) and one.record.measure == target
    ]
    figures += [(one.low, one.high) for one in whole.event.estimates if one.measure == target]
    try:
        figure = count_in(text)
    except ValueError:
        return False
    return figure is not None and (figure.low, figure.high) in figures


def _is_of(geometry: Any, site: Place | None) -> bool:
    """Whether a shape that came in is about where the event's place is still."""
    point = site.point if site else None
    if point is None:
        # Nothing could be made of it.
        return True
    positions = list(_positions(geometry))
    return bool(positions) and all(
        min(one[at] for one in positions) <= point[at] <= max(one[at] for one in positions)
        for at in (0, 1)
    )


def _positions(geometry: Any) -> Iterator[tuple[float, float]]:
    left = [geometry]
    while left:
        one = left.pop()
        if isinstance(one, dict):
            left += [one.get("coordinates"), one.get("geometries")]
        elif isinstance(one, list):
            if len(one) >= 2 and all(isinstance(value, int | float) for value in one[:2]):
                yield float(one[0]), float(one[1])
            else:
                left += one


def _named(site: Place) -> str:
    """The place's name; "" where an importer has called it by its point."""
    name, point = site.location.name, site.point
    return "" if point and name == f"{point[1]:g}, {point[0]:g}" else name


def _properties(whole: WholeEvent, site: Place | None) -> Iterator[tuple[str, Any]]:
    event = whole.event
    told: dict[str, Any] = {
        "title": event.title,
        "summary": COVERED if "summary" in whole.hidden else event.summary,
        "type": event.type,
        "start": event.start,
        "end": event.end,
        "place": _named(site) if site else "",
        "country": site.location.country if site else "",
        "adm1": site.location.adm1 if site else "",
        "adm2": site.location.adm2 if site else "",
        "status": event.status,
        "assessment": event.assessment,
        "tags": list(event.tags),
        "actors": [actor.name for _, actor in whole.actors if actor.name],
        "sources": [
            one.report.url
            for one in whole.reports
            if one.report.url and one.report.ref in event.reports
        ],
        "covered": bool(whole.hidden) or None,
    }
    for measure in Measure:
        low, best, high = whole.estimate(measure)
        told |= {f"{measure}_low": low, f"{measure}_best": best, f"{measure}_high": high}
    for name, value in told.items():
        # What is not known is left out: it is neither zero nor empty.
        if value is not None and value not in ("", []):
            yield name, value
