"""The 2020PB set, in its two forms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from store.commands.importing import ImportRecords
from store.ids import Ref
from store.ingest.apart import reader
from store.ingest.formats import of_file
from store.ingest.importer import DataFile
from store.ingest.police_2020 import IMPORTER, LINK_TWICE
from store.model import Event, Location, Report, Source
from tests.builders import a_store
from tests.store.ingest.reading import Numbers, beside, fuzzed, oddities, of, read, rejects
from tests.store.strategies import JSON_VALUES

#: The set itself, where it lies beside the checkout.
WHOLE = beside("police_brutality_2020.json")


def incident(key: str = "or-salem-1", **fields: Any) -> dict[str, Any]:
    """An incident as the file has it."""
    return {
        "links": [{"url": "https://www.example.org/a", "text": "A report"}],
        "state": "Oregon",
        "edit_at": "https://example.org/Oregon.md",
        "city": "Salem",
        "description": "What happened.",
        "tags": ["push", "shove"],
        "geolocation": "44.9391, -123.0331",
        "name": "Somebody is pushed",
        "date": "2020-06-01",
        "date_text": "2020-06-01",
        "id": key,
        **fields,
    }


def written(*incidents: Any) -> str:
    """A file with these incidents."""
    return json.dumps({"edit_at": "https://example.org", "data": list(incidents)})


def test_an_incident_comes_in_with_its_place_and_its_links(tmp_path: Path) -> None:
    """An event with the date as written, the point and its city, and a report for each link."""
    found = read(IMPORTER, tmp_path / "set.json", written(incident()))
    (event,) = of(found, Event)
    assert (event.title, event.summary, event.start) == (
        "Somebody is pushed",
        "What happened.",
        "2020-06-01",
    )
    assert event.tags == ("push", "shove")
    names = {place.ref: place for place in of(found, Location)}
    site, city = (names[place.location] for place in event.locations)
    assert (site.lat, site.lon, site.parent) == (44.9391, -123.0331, city.ref)
    assert (city.name, city.adm1, city.country) == ("Salem", "Oregon", "US")
    (report,), (source,) = of(found, Report), of(found, Source)
    assert (report.title, report.url) == ("A report", "https://www.example.org/a")
    assert (report.publisher, source.name) == (source.ref, "example.org")


def test_a_link_of_two_incidents_is_one_report(tmp_path: Path) -> None:
    """The same address twice is the same report; twice in one incident it is told."""
    link = {"url": "https://twitter.com/somebody/status/1", "text": ""}
    text = written(incident("a", links=[link, link]), incident("b", links=[link]))
    found = read(IMPORTER, tmp_path / "set.json", text)
    assert [report.kind for report in of(found, Report)] == ["post"]
    assert [event.reports for event in of(found, Event)] == [(Ref("R1"),), (Ref("R1"),)]
    assert oddities(found) == {LINK_TWICE: 1}


def test_the_sheet_names_the_same_incidents(tmp_path: Path) -> None:
    """Incidents, links and cities of the CSV are those of the JSON."""
    register = Numbers()
    read(IMPORTER, tmp_path / "set.json", written(incident()), register)
    before = dict(register.given)
    sheet = (
        "state,edit_at,city,name,date,date_text,id,Link 1,Link 2\r\n"
        "Oregon,https://example.org,Salem,Somebody is pushed,2020-06-01,2020-06-01,or-salem-1,"
        "https://www.example.org/a,\r\n"
    )
    found = read(IMPORTER, tmp_path / "set.csv", sheet, register)
    assert register.given == before
    assert not rejects(found)


def test_what_is_not_known_is_told_and_comes_in(tmp_path: Path) -> None:
    """No date, no place, a link that is none: all of it comes in, flagged."""
    odd = incident(date="", date_text="Unknown Date", city="", state="", geolocation="144.9, -23.0")
    odd["links"] = [{"url": "44.9, -123.0", "text": ""}]
    found = read(IMPORTER, tmp_path / "set.json", written(odd))
    (event,) = of(found, Event)
    assert event.start is None
    assert event.locations == ()
    assert event.extra["2020pb"]["date_text"] == "Unknown Date"
    assert event.extra["2020pb"]["geolocation"] == "144.9, -23.0"
    assert len(oddities(found)) == 4


if WHOLE is not None:

    def test_the_whole_set_comes_in() -> None:
        """1,340 incidents and 3,883 links from either file, and no date that is not in it."""
        assert WHOLE is not None
        register = Numbers()
        for path in (WHOLE, WHOLE.with_suffix(".csv")):
            assert of_file(DataFile(path)) is IMPORTER
            found = read(IMPORTER, path, register=register)
            events = of(found, Event)
            assert len(events) == 1340
            links = sum(len(event.reports) for event in events) + oddities(found)[LINK_TWICE]
            assert links == 3883
            assert not rejects(found)
        days = {one["id"]: one["date"] for one in json.loads(WHOLE.read_text("utf-8"))["data"]}
        assert {event.origin.id: event.start or "" for event in events if event.origin} == days


@given(st.dictionaries(st.sampled_from(sorted(incident())), JSON_VALUES), JSON_VALUES)
def test_anything_in_the_shape_of_the_set_is_read(
    tmp_path_factory: Any, fields: dict[str, Any], other: Any
) -> None:
    """Whatever stands where a value is expected, proposals come of it, or a named reason."""
    path = tmp_path_factory.getbasetemp() / "fuzz.json"
    fuzzed(IMPORTER, path, written({**incident(), **fields}, fields, other).encode())


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_named(tmp_path_factory: Any, content: bytes) -> None:
    """Whatever the file holds, it is read or said to be unreadable."""
    fuzzed(IMPORTER, tmp_path_factory.getbasetemp() / "bytes.json", content)


def test_the_sheet_takes_nothing_from_what_the_json_said(tmp_path: Path) -> None:
    """Summary, tags, point and the links' titles stay where the CSV, which lacks them, comes in."""
    json_file, sheet = tmp_path / "set.json", tmp_path / "set.csv"
    json_file.write_text(written(incident()), "utf-8")
    sheet.write_text(
        "state,edit_at,city,name,date,date_text,id,Link 1\n"
        "Oregon,,Salem,Somebody is pushed,2020-06-02,,or-salem-1,https://www.example.org/a\n",
        "utf-8",
    )
    with a_store(tmp_path / "store") as desk:
        for file in (json_file, sheet):
            desk.run_in_parts(ImportRecords("2020pb", file.name, reader(str(file), "2020pb")))
        with desk.read() as store:
            event, report = store.get(Ref("E1")), store.get(Ref("R1"))
    assert isinstance(event, Event)
    assert (event.start, event.summary, event.tags) == (
        "2020-06-02",
        "What happened.",
        ("push", "shove"),
    )
    assert len(event.locations) == 2
    assert report.label == "A report"
