"""GeoJSON (RFC 7946): a collection, one feature a line, or one alone; each feature an event.

Properties become fields by the names that tables have, too; the others are kept raw in
`extra["geojson"]`, and so is a geometry that is no plain point: such a shape is read as the
middle of its bounds, with the radius that reaches their corners.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple, TypeGuard

from msgspec.structs import replace

from store.ids import Ref
from store.ingest.geojson_words import Understood, understood
from store.ingest.importer import DataFile, Head, Importer
from store.ingest.json_items import items
from store.ingest.json_text import Item
from store.ingest.mapped import Cells, Mapped
from store.ingest.mapping import EVENTS, KEPT, Mapping, guessed
from store.ingest.once import Once
from store.ingest.written import NO_POINT, Point, point_of, text_of, texts_of
from store.model import Event, Location
from store.proposals import Flagged, Proposal, Register, Rejected
from store.record import Record
from store.vocabulary import Measure

FORMAT = "geojson"
#: So many features are looked at to guess what the properties mean.
SAMPLE = 1_000

NO_FEATURE = "it is no feature"
NO_FEATURES = "the collection has no list of features"
SHAPE = "the shape is read as its middle and a radius"
WIDE = "the shape spans more than half of the globe, and has no middle"
ODD_PROPERTIES = "the properties are no object"

#: Columns that the geometry fills, under names that no property has.
_LAT, _LON = "geometry: latitude", "geometry: longitude"
_MEMBERS = frozenset(["type", "id", "properties", "geometry"])
#: What a property may have become that no property of our own says: under its name it goes out.
_BESIDE = frozenset(["adm1", "adm2", "source", "url", "actor A", "actor B", *Measure])
_METRES_PER_DEGREE = 111_195


class _Place(NamedTuple):
    """Where a geometry is."""

    point: Point
    radius_m: float | None = None
    is_plain: bool = False
    """Whether the point gives the geometry back."""


def suits(head: Head) -> bool:
    """Whether a file that begins so is GeoJSON."""
    begins = head.text.lstrip("\x1e\ufeff \t\r\n")
    return begins[:1] == "{" and (
        '"FeatureCollection"' in begins or ('"Feature"' in begins and '"geometry"' in begins)
    )


def read(file: DataFile, register: Register) -> Iterator[Proposal]:
    """Read the features; UnreadableSet, OSError."""
    reading = _Reading(file, register)
    # What a column names, a list may name, too.
    made: set[Ref] = set()
    for item in _features(file):
        for one in reading.feature(item) if isinstance(item, Item) else [item]:
            if isinstance(one, Record):
                if one.ref in made:
                    continue
                made.add(one.ref)
            yield one


def _features(file: DataFile) -> Iterator[Item | Flagged | Rejected]:
    """Each feature; a line may be a collection by itself."""
    for item in items(file, "features"):
        if not isinstance(item, Item):
            yield item
        elif not isinstance(item.value, dict):
            yield Rejected(item.line, "", NO_FEATURE, item.raw)
        elif isinstance(item.value.get("features"), list):
            for one in item.value["features"]:
                if isinstance(one, dict):
                    yield item._replace(value=one)
                else:
                    yield Rejected(item.line, "features", NO_FEATURE, text_of(one)[:1000])
        elif item.value.get("type") == "FeatureCollection":
            yield Flagged(item.line, "features", NO_FEATURES)
        elif item.value.get("type") in ("Feature", None) or "properties" in item.value:
            yield item
        else:
            yield Rejected(item.line, "type", NO_FEATURE, item.raw)


class _Reading:
    """The features of one file, by what the properties of the first ones most likely mean."""

    def __init__(self, file: DataFile, register: Register) -> None:
        quiet = _features(file._replace(seen=lambda _: None))
        rows = [_cells_of(one.value) for one in islice(quiet, SAMPLE) if isinstance(one, Item)]
        headings = list(dict.fromkeys(name for row in rows for name in row))
        sample = [[row.get(name, "") for name in headings] for row in rows]
        mapping = guessed(headings, sample, EVENTS)
        self._beside = mapping.column("lat"), mapping.column("lon")
        # The geometry says where it is; what says so beside it is kept as it came.
        by_geometry = {
            name: KEPT
            for name, to in mapping.columns.items()
            if to in ("lat", "lon", "point", "id")
        }
        self._columns = mapping.columns | by_geometry
        whole = Mapping(EVENTS, self._columns | {_LAT: "lat", _LON: "lon"})
        self._mapped = Mapped(whole, FORMAT, file.name, register)
        self._once = Once(FORMAT, file.name, register)

    def feature(self, item: Item) -> Iterator[Proposal]:
        """What a feature becomes."""
        feature, line = item.value, item.line
        yield from (Flagged(line, "", odd) for odd in item.odd)
        found = feature.get("properties")
        properties = found if isinstance(found, dict) else {}
        if found is not None and not isinstance(found, dict):
            yield Flagged(line, "properties", ODD_PROPERTIES)
        place = self._place(feature.get("geometry"), properties)
        for odd in (place.point.odd, SHAPE if place.radius_m is not None else ""):
            if odd:
                yield Flagged(line, "geometry", odd)
        values = _cells_of(feature)
        if place.point.lat is not None:
            values |= {_LAT: repr(place.point.lat), _LON: repr(place.point.lon)}
        own = text_of(feature.get("id")).strip() or text_of(properties.get("id")).strip()
        cells = Cells(line, values, item.raw, self._once.key(own, feature))
        for one in self._mapped.of(cells):
            if isinstance(one, Event):
                told = yield from understood(self._once, line, one, properties)
                yield self._completed(told, feature, properties, place)
            elif isinstance(one, Location) and place.radius_m is not None:
                yield replace(one, radius_m=place.radius_m)
            else:
                yield one

    def _place(self, geometry: Any, properties: dict[str, Any]) -> _Place:
        lat, lon = self._beside
        if geometry is None and lat is not None and lon is not None:
            return _Place(point_of(properties.get(lat), properties.get(lon)))
        return _place(geometry)

    def _completed(
        self, told: Understood, feature: dict[str, Any], properties: dict[str, Any], place: _Place
    ) -> Event:
        """The event with what no field gives back, as it stands in the file."""
        kept = {name: value for name, value in feature.items() if name not in _MEMBERS}
        geometry = feature.get("geometry")
        if geometry is not None and not place.is_plain:
            kept["geometry"] = geometry
        event = told.event
        unread = set(event.extra.get(FORMAT, ()))
        is_key = not text_of(feature.get("id")).strip()
        raw = {
            name: value
            for name, value in properties.items()
            if not (name == "id" and is_key)
            and name not in told.names
            and (name in unread or self._columns.get(name, KEPT) == KEPT)
        }
        whole = feature.get("properties")
        said = {one.measure for one in event.estimates}
        read = {
            name: to
            for name, to in self._columns.items()
            if to in _BESIDE
            and to not in said
            and name not in (*raw, "adm1", "adm2")
            and properties.get(name) not in (None, "")
        }
        if read:
            raw |= {name: properties[name] for name in read}
            kept["read"] = read
        if raw or not (whole is None or isinstance(whole, dict)):
            kept["properties"] = raw or whole
        # A place that nobody has named is called by its point; those are no words of a report.
        point = f"{place.point.lat:g}, {place.point.lon:g}" if place.point.lat is not None else ""
        locations = tuple(
            replace(one, words="") if one.words == point else one for one in event.locations
        )
        return replace(event, locations=locations, extra={FORMAT: kept} if kept else {})


def _cells_of(feature: dict[str, Any]) -> dict[str, str]:
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        return {}
    return {
        name: ", ".join(texts_of(value)) if isinstance(value, list) else text_of(value)
        for name, value in properties.items()
    }


def _place(geometry: Any) -> _Place:
    if geometry is None:
        return _Place(Point())
    if not isinstance(geometry, dict):
        return _Place(Point(odd=NO_POINT))
    is_point = geometry.get("type") == "Point" and set(geometry) == {"type", "coordinates"}
    coordinates = geometry.get("coordinates")
    if is_point and isinstance(coordinates, list) and len(coordinates) == 2:
        point = point_of(coordinates[1], coordinates[0])
        return _Place(point, is_plain=point.lat is not None)
    points = list(_positions(geometry))
    if not points or any(point.lat is None for point in points):
        odd = next((point.odd for point in points if point.odd), NO_POINT)
        return _Place(Point(odd=odd))
    if len(points) == 1:
        return _Place(points[0])
    return _middle(points)


def _positions(geometry: dict[str, Any]) -> Iterator[Point]:
    """Every position of a geometry, or of those in a collection."""
    left: list[Any] = [geometry]
    while left:
        one = left.pop()
        if isinstance(one, dict):
            parts = one.get("geometries") if "geometries" in one else one.get("coordinates")
            left += parts if isinstance(parts, list) and parts and not _is_position(parts) else []
            if _is_position(parts):
                yield point_of(parts[1], parts[0])
        elif _is_position(one):
            yield point_of(one[1], one[0])
        elif isinstance(one, list):
            left += one


def _is_position(value: Any) -> TypeGuard[list[Any]]:
    return (
        isinstance(value, list)
        and len(value) >= 2
        and all(isinstance(one, int | float | str) for one in value[:2])
    )


def _middle(points: list[Point]) -> _Place:
    lats = [point.lat for point in points if point.lat is not None]
    lons = [point.lon for point in points if point.lon is not None]
    high, wide = max(lats) - min(lats), max(lons) - min(lons)
    if wide > 180:
        return _Place(Point(odd=WIDE))
    lat, lon = (max(lats) + min(lats)) / 2, (max(lons) + min(lons)) / 2
    across = wide * math.cos(math.radians(lat))
    radius = math.hypot(high, across) / 2 * _METRES_PER_DEGREE
    return _Place(Point(round(lat, 6), round(lon, 6)), round(radius, 1))


IMPORTER = Importer(FORMAT, "GeoJSON features", suits, read)
