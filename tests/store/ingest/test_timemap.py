"""TimeMap's events in the variants that are published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from store.ingest.formats import of_file
from store.ingest.importer import DataFile
from store.ingest.timemap import IMPORTER, NO_SOURCE, ODD_TIME
from store.model import Event, Location, Report
from tests.store.ingest.reading import fuzzed, oddities, of, read, rejects
from tests.store.strategies import JSON_VALUES


def event(key: str = "CIV0001", **fields: Any) -> dict[str, Any]:
    """An event as Bellingcat publishes it."""
    return {
        "id": key,
        "date": "02/24/2022",
        "latitude": "49.98",
        "longitude": "36.25",
        "location": "Somewhere, Kharkiv",
        "description": "A house is hit.",
        "sources": [{"id": "S1", "path": "https://example.org/video", "description": "Video"}],
        "filters": [{"key": "Type of area", "value": "Residential"}],
        **fields,
    }


def test_an_event_comes_in_with_its_place_sources_and_filters(tmp_path: Path) -> None:
    """Month first; each filter a tag; each source a report known by its address."""
    found = read(IMPORTER, tmp_path / "events.json", json.dumps([event(graphic="TRUE")]))
    assert of_file(DataFile(tmp_path / "events.json")) is IMPORTER
    (happened,), (place,), (report,) = of(found, Event), of(found, Location), of(found, Report)
    assert (happened.title, happened.start) == ("A house is hit.", "2022-02-24")
    assert happened.tags == ("Type of area: Residential",)
    assert (place.name, place.lat, place.lon) == ("Somewhere, Kharkiv", 49.98, 36.25)
    assert (report.title, report.url) == ("Video", "https://example.org/video")
    assert report.extra == {"timemap": {"id": "S1"}}
    kept = {"graphic": "TRUE", "filters": [{"key": "Type of area", "value": "Residential"}]}
    assert happened.extra == {"timemap": kept}
    assert not oddities(found)


def test_sources_may_be_listed_apart(tmp_path: Path) -> None:
    """Sources named by their ids are found wherever the list stands; others are told."""
    listed = {"id": "src1", "title": "A film", "paths": ["https://example.org/film"]}
    one = event(sources=["src1", "src9"], time="18:30", associations=["police"], filters=[])
    text = json.dumps({"events": [one], "sources": [listed]})
    found = read(IMPORTER, tmp_path / "events.json", text)
    (happened,) = of(found, Event)
    assert [report.title for report in of(found, Report)] == ["A film", "src9"]
    assert happened.start == "2022-02-24T18:30"
    assert happened.tags == ("police",)
    assert oddities(found) == {NO_SOURCE: 1}


def test_a_day_that_does_not_exist_comes_in_flagged(tmp_path: Path) -> None:
    """The words of the date and of the time are kept; the event comes in without them."""
    text = json.dumps([event("a", date="02/30/2022"), event("b", time="evening")])
    found = read(IMPORTER, tmp_path / "events.json", text)
    first, second = of(found, Event)
    assert (first.start, first.extra["timemap"]["date"]) == (None, "02/30/2022")
    assert second.start == "2022-02-24"
    assert oddities(found)[ODD_TIME] == 1


def test_an_id_that_comes_twice_and_an_empty_event_are_rejected(tmp_path: Path) -> None:
    """Each is named with its line and its words; the others come in."""
    lines = ["[", f"{json.dumps(event())},", f"{json.dumps(event())},", '{"id": "x"}', "]"]
    found = read(IMPORTER, tmp_path / "events.json", "\n".join(lines))
    assert len(of(found, Event)) == 1
    assert [reject.line for reject in rejects(found)] == [3, 4]


def test_events_within_an_object_are_found(tmp_path: Path) -> None:
    """As `data.events`; an event that has such a part itself is one event."""
    source = {"id": "S9", "path": "https://example.org/nine", "title": "Nine"}
    text = json.dumps({"data": {"events": [event(sources=["S9"])], "sources": [source]}})
    found = read(IMPORTER, tmp_path / "nested.json", text)
    assert [one.title for one in of(found, Event)] == ["A house is hit."]
    assert [one.title for one in of(found, Report)] == ["Nine"]
    found = read(IMPORTER, tmp_path / "one.json", json.dumps([event(more={"events": [1]})]))
    assert (len(of(found, Event)), rejects(found)) == (1, [])


@given(
    st.dictionaries(st.sampled_from(sorted(event())), JSON_VALUES | st.lists(JSON_VALUES)),
    st.dictionaries(st.sampled_from(["id", "path", "paths", "title", "description"]), JSON_VALUES),
    JSON_VALUES,
)
def test_anything_in_the_shape_of_an_event_is_read(
    tmp_path_factory: Any, fields: dict[str, Any], source: Any, other: Any
) -> None:
    """Whatever stands where a value is expected, proposals come of it, or a named reason."""
    events = [event(**fields), event("b", sources=[source, "S1"]), other, fields]
    text = json.dumps({"events": events, "sources": [source, other]})
    fuzzed(IMPORTER, tmp_path_factory.getbasetemp() / "fuzz.json", text.encode())
