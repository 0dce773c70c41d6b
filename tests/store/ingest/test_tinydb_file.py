"""TinyDB files: tables of other programs, and our own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from store.ingest.formats import of_file
from store.ingest.importer import DataFile
from store.ingest.passwords import SECRET_LEFT_OUT
from store.ingest.tinydb_file import IMPORTER, NOBODY_THERE
from store.model import Event, Location, Note, Report
from tests.store.ingest.reading import fuzzed, oddities, of, read, rejects
from tests.store.strategies import JSON_VALUES


def test_tables_of_another_program_become_events_and_reports(tmp_path: Path) -> None:
    """What the fields are called tells what a document is; ids are known within file and table."""
    tables = {
        "_default": {},
        "cases": {
            "1": {"headline": "Raid", "incident_date": "2025-03-07", "location": "Salem"},
            "2": {"headline": "Rally", "incident_date": "2025-03-08", "location": "Salem"},
        },
        "articles": {"1": {"title": "News", "body": "Nine were hurt.", "author": "A. Writer"}},
    }
    found = read(IMPORTER, tmp_path / "db.json", json.dumps(tables))
    assert of_file(DataFile(tmp_path / "db.json")) is IMPORTER
    first, second = of(found, Event)
    assert (first.title, first.start, second.title) == ("Raid", "2025-03-07", "Rally")
    assert first.locations == second.locations
    assert [one.origin.id for one in (first, second) if one.origin] == [
        "db.json/cases:1",
        "db.json/cases:2",
    ]
    assert [report.text for report in of(found, Report)] == ["Nine were hurt."]


def test_our_own_tables_are_read_as_what_they_are(tmp_path: Path) -> None:
    """Records keep their fields, and name each other by the references that hold here."""
    uid = "01890000-0000-7000-8000-000000000001"
    tables = {
        "_meta": {"1": {"schema": 1}},
        "events": {
            "7": {"uid": uid, "title": "Raid", "locations": [{"location": "L3"}], "part_of": "E99"}
        },
        "locations": {"3": {"name": "Salem", "colour": "red"}},
        "notes": {"1": {"target": "E7", "body": "See [[L3]] and [[R5]]."}},
    }
    found = read(IMPORTER, tmp_path / "incidents.json", json.dumps(tables))
    (event,), (place,), (note,) = of(found, Event), of(found, Location), of(found, Note)
    assert (event.title, event.part_of) == ("Raid", None)
    assert [one.location for one in event.locations] == [place.ref]
    assert (note.target, note.body) == (event.ref, "See [[L1]] and R5 (not here).")
    assert event.origin is not None
    assert event.origin.id == uid
    assert oddities(found) == {NOBODY_THERE: 2}


def test_what_is_no_document_is_rejected_and_passwords_are_left_out(tmp_path: Path) -> None:
    """A value where a table or a document should be is named; the rest comes in."""
    tables = {
        "cases": {"1": {"title": "Raid", "password": "hunter2"}, "2": 5},
        "version": 3,
    }
    found = read(IMPORTER, tmp_path / "db.json", json.dumps(tables))
    assert [one.column for one in rejects(found)] == ["cases 2", "version"]
    assert oddities(found) == {SECRET_LEFT_OUT: 1}
    assert "hunter2" not in repr(found)


_FIELDS = ["title", "uid", "date", "locations", "part_of", "body", "target", "text", "lat", "id"]
_DOCUMENTS = (
    st.dictionaries(
        st.sampled_from(_FIELDS),
        JSON_VALUES | st.sampled_from(["E1", "L1", [{"location": "L1"}, {"location": "L2"}]]),
    )
    | JSON_VALUES
)
_NUMBERS = st.sampled_from(["1", "2", "01", "x", "0", "9" * 20])


@given(
    st.dictionaries(
        st.sampled_from(["events", "locations", "notes", "claims", "cases", "_meta", "_default"]),
        st.dictionaries(_NUMBERS, _DOCUMENTS, max_size=4) | JSON_VALUES,
    )
)
def test_anything_in_the_shape_of_tables_is_read(
    tmp_path_factory: Any, tables: dict[str, Any]
) -> None:
    """Whatever stands where a document is expected, proposals come of it, or a named reason."""
    text = json.dumps(tables)
    fuzzed(IMPORTER, tmp_path_factory.getbasetemp() / "fuzz.json", text.encode())
