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
from store.vocabulary import Measure

#: What the importer of GeoJSON keeps of a feature in `extra`.
FORMAT = "geojson"


def write(found: Found) -> Iterator[str]:
    """One feature a line."""
    yield '{"type":"FeatureCollection","features":[\n'
    is_first = True
    for events in whole_events(found, with_said=False):
        for event in events:
            if not is_first:
                yield ",\n"
            yield codec.to_json(_feature(event)).decode()
            is_first = False
    yield "\n]}\n" if not is_first else "]}\n"


def _feature(whole: WholeEvent) -> dict[str, Any]:
    site = whole.site
    point = site.point if site else None
    geometry = {"type": "Point", "coordinates": list(point)} if point else None
    return {
        "type": "Feature",
        "id": whole.key_in(FORMAT),
        "geometry": geometry,
        "properties": dict(_properties(whole, site)),
    }


def _properties(whole: WholeEvent, site: Place | None) -> Iterator[tuple[str, Any]]:
    event = whole.event
    foreign = event.extra.get(FORMAT)
    if isinstance(foreign, dict):
        yield from foreign.items()
    told: dict[str, Any] = {
        "title": event.title,
        "summary": COVERED if "summary" in whole.hidden else event.summary,
        "type": event.type,
        "start": event.start,
        "end": event.end,
        "place": site.location.name if site else "",
        "country": site.location.country if site else "",
        "status": event.status,
        "assessment": event.assessment,
        "tags": list(event.tags),
        "actors": [actor.name for _, actor in whole.actors if actor.name],
        "sources": [one.report.url for one in whole.reports if one.report.url],
        "covered": bool(whole.hidden) or None,
    }
    for measure in Measure:
        low, best, high = whole.estimate(measure)
        told |= {f"{measure}_low": low, f"{measure}_best": best, f"{measure}_high": high}
    for name, value in told.items():
        # What is not known is left out: it is neither zero nor empty.
        if value is not None and value not in ("", []):
            yield name, value
