"""GeoJSON: features as events, and what no field has kept as it came."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from store.ingest.formats import of_file
from store.ingest.geojson import IMPORTER, SHAPE
from store.ingest.importer import DataFile
from store.ingest.written import OUT_OF_RANGE, SWAPPED
from store.model import Event, Location
from tests.store.ingest.reading import fuzzed, oddities, of, read, rejects
from tests.store.strategies import JSON_VALUES


def feature(key: Any = 7, geometry: Any = None, **properties: Any) -> dict[str, Any]:
    """A feature in Salem."""
    point = {"type": "Point", "coordinates": [35.95, 35.18]}
    return {
        "type": "Feature",
        "id": key,
        "geometry": geometry or point,
        "properties": {"name": "Shelling", "date": "2025-03-07", **properties},
    }


def collection(*features: Any) -> str:
    """A file with these features."""
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


def test_a_feature_is_an_event_at_its_point(tmp_path: Path) -> None:
    """Title, day and figures by the names of the properties; the others are kept raw."""
    text = collection(feature(fatalities=5, colour={"fill": "#f00"}, bounds=[1, 2]))
    found = read(IMPORTER, tmp_path / "set.geojson", text)
    assert of_file(DataFile(tmp_path / "set.geojson")) is IMPORTER
    (event,), (place,) = of(found, Event), of(found, Location)
    assert (event.title, event.start) == ("Shelling", "2025-03-07")
    assert (place.lat, place.lon) == (35.18, 35.95)
    assert [(one.measure, one.low, one.high) for one in event.estimates] == [("killed", 5, 5)]
    kept = {"properties": {"colour": {"fill": "#f00"}, "bounds": [1, 2]}}
    assert event.extra == {"geojson": kept}
    assert event.origin is not None
    assert event.origin.id == "set.geojson/7"


def test_features_come_one_a_line_too(tmp_path: Path) -> None:
    """Lines of features, with record separators or without; a broken one is named."""
    lines = [json.dumps(feature(1)), "{broken", "\x1e" + json.dumps(feature("x/2"))]
    found = read(IMPORTER, tmp_path / "set.geojsonl", "\n".join(lines))
    assert [event.origin.id for event in of(found, Event) if event.origin] == [
        "set.geojsonl/1",
        "x/2",
    ]
    (reject,) = rejects(found)
    assert (reject.line, reject.raw) == (2, "{broken")


def test_a_shape_is_read_as_its_middle_and_kept(tmp_path: Path) -> None:
    """A polygon gives a point and a radius, and stays whole beside the event."""
    ring = [[35.0, 36.0], [36.0, 36.0], [36.0, 37.0], [35.0, 36.0]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    found = read(IMPORTER, tmp_path / "set.geojson", collection(feature(geometry=shape)))
    (event,), (place,) = of(found, Event), of(found, Location)
    assert (place.lat, place.lon) == (36.5, 35.5)
    assert 60_000 < (place.radius_m or 0) < 80_000
    assert event.extra["geojson"]["geometry"] == shape
    assert oddities(found) == {SHAPE: 1}


def test_coordinates_off_the_globe_are_kept_and_flagged(tmp_path: Path) -> None:
    """Swapped ones are told from those in metres; neither becomes a place."""
    swapped = {"type": "Point", "coordinates": [35.18, 135.95]}
    metres = {"type": "Point", "coordinates": [4003000, 4190000]}
    text = collection(feature(1, swapped), feature(2, metres))
    found = read(IMPORTER, tmp_path / "set.geojson", text)
    assert not of(found, Location)
    assert oddities(found) == {SWAPPED: 1, OUT_OF_RANGE: 1}
    kept = [event.extra["geojson"]["geometry"] for event in of(found, Event)]
    assert kept == [swapped, metres]


def test_a_date_that_cannot_be_read_is_kept_as_it_came(tmp_path: Path) -> None:
    """An event without a day comes in, with the words that stood there."""
    text = collection(feature(1), feature(2, date="03/04/2025"), feature(3, date=["x"]))
    found = read(IMPORTER, tmp_path / "set.geojson", text)
    starts = [event.start for event in of(found, Event)]
    assert starts == ["2025-03-07", None, None]
    assert of(found, Event)[1].extra["geojson"]["properties"] == {"date": "03/04/2025"}
    assert of(found, Event)[2].extra["geojson"]["properties"] == {"date": ["x"]}


VALUES = JSON_VALUES | st.floats() | st.lists(st.lists(st.floats() | JSON_VALUES))


@given(
    st.dictionaries(st.sampled_from(["type", "id", "geometry", "properties", "x"]), VALUES),
    st.dictionaries(st.sampled_from(["type", "coordinates", "geometries"]), VALUES),
    st.dictionaries(st.sampled_from(["name", "date", "lat", "killed", "place", "url"]), VALUES),
)
def test_anything_in_the_shape_of_a_feature_is_read(
    tmp_path_factory: Any, members: dict[str, Any], geometry: Any, properties: Any
) -> None:
    """Whatever stands where a value is expected, proposals come of it, or a named reason."""
    features = [feature(**properties), members, feature(2, geometry, **properties), properties]
    path = tmp_path_factory.getbasetemp() / "fuzz.geojson"
    fuzzed(IMPORTER, path, collection(*features).encode())


def test_what_the_desk_writes_of_an_event_is_read_again(tmp_path: Path) -> None:
    """Bounds of a toll, the state of the work, who took part and the addresses of reports."""
    written = {
        "killed_low": 3,
        "killed_best": 5,
        "status": "in progress",
        "tags": ["a, b", "c"],
        "actors": ["The Unit"],
        "sources": ["https://example.org/a"],
        "injured_low": "some",
        "place": "35.18, 35.95",
    }
    found = read(IMPORTER, tmp_path / "set.geojson", collection(feature(**written)))
    (event,) = of(found, Event)
    assert [(one.measure, one.low, one.best, one.high) for one in event.estimates] == [
        ("killed", 3, 5, None)
    ]
    assert (event.status, event.tags) == ("in progress", ("a, b", "c"))
    assert [one.words for one in event.locations] == [""]
    assert len(event.actors) == len(event.reports) == 1
    assert event.extra == {"geojson": {"properties": {"injured_low": "some"}}}
