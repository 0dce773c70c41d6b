"""What the columns of a table become: the guess, and the file in which it is changed."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.ingest.importer import UnreadableSet
from store.ingest.mapping import (
    EVENTS,
    KEPT,
    REPORTS,
    TARGETS,
    Mapping,
    as_toml,
    guessed,
    of_toml,
)

headings = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@st.composite
def mappings(draw: st.DrawFn) -> Mapping:
    """Any headings, filling any fields."""
    records = draw(st.sampled_from([EVENTS, REPORTS]))
    names = draw(st.lists(headings, min_size=1, max_size=6, unique=True))
    known = [name for name, one in TARGETS.items() if one.of in ("", records)]
    known = [f"{name} d/m/y" if name in ("start", "published") else name for name in known]
    fields = draw(st.lists(st.sampled_from(known), unique=True, max_size=len(names)))
    fields += [KEPT] * (len(names) - len(fields))
    encoding = draw(st.sampled_from(["", "cp1256"]))
    name = draw(headings.filter(bool))
    return Mapping(records, dict(zip(names, fields, strict=True)), name, encoding)


@given(mappings(), headings)
def test_a_mapping_is_read_as_it_was_written(mapping: Mapping, file: str) -> None:
    """Whatever the headings hold: quotes, points, line ends, controls, any script."""
    assert of_toml(as_toml(mapping, file)) == mapping


def test_the_set_is_named_after_its_file() -> None:
    """Until somebody names it otherwise."""
    assert of_toml(as_toml(Mapping(EVENTS, {"a": "title"}), "may.csv")).set == "may.csv"


@pytest.mark.parametrize(
    ("given_", "fields"),
    [
        (
            "event_date;event_type;actor1;actor2;country;admin1;admin2;location;source;fatalities",
            "start;type;actor A;actor B;country;adm1;adm2;place;source;killed",
        ),
        (
            "Incident ID;Date of Incident;City;Coordinates;What happened;Killed;Wounded;Link",
            "id;start;place;point;summary;killed;injured;url",
        ),
        (
            "CaseID;startDate;endDate;Governorate;District;Deaths;Perpetrator;Source URL;Tags",
            "id;start;end;adm1;adm2;killed;actor A;url;tags",
        ),
        ("date;place;lat;lng;description", "start;place;lat;lon;summary"),
    ],
)
def test_usual_headings_of_events_are_known(given_: str, fields: str) -> None:
    """As ACLED has them, as newsrooms do, in any way of writing words together."""
    found = guessed(given_.split(";"), [])
    assert found.records == EVENTS
    assert list(found.columns.values()) == fields.split(";")


@pytest.mark.parametrize(
    ("given_", "fields"),
    [
        (
            "id;headline;text;url;publisher;published_at;author;lang",
            "id;title;text;url;source;published;author;language",
        ),
        ("Title;Body;Link;Outlet;Date;Byline", "title;text;url;source;published;author"),
        ("text;source;created_at", "text;source;published"),
    ],
)
def test_usual_headings_of_reports_are_known(given_: str, fields: str) -> None:
    """Where the columns are those of documents, each row is a report."""
    found = guessed(given_.split(";"), [])
    assert found.records == REPORTS
    assert list(found.columns.values()) == fields.split(";")


def test_headings_in_another_language_are_kept() -> None:
    """What is not known is not guessed, and is not lost."""
    found = guessed(["التاريخ", "المكان", "القتلى"], [["2025-03-07", "بانياس", "3"]])
    assert set(found.columns.values()) == {KEPT}
    assert not found.is_enough


def test_cells_contradict_a_heading() -> None:
    """A column whose cells cannot be what its heading says is kept as it came."""
    rows = [["1", "soon", "north", "many"], ["1", "later", "south", "few"]]
    found = guessed(["id", "date", "lat", "killed"], rows)
    assert set(found.columns.values()) == {KEPT}


def test_the_cells_say_which_part_of_a_date_is_the_day() -> None:
    """One day above the twelfth tells it for the column; without one nothing is told."""
    assert guessed(["date"], [["03/04/2025"], ["25/04/2025"]]).columns == {"date": "start d/m/y"}
    assert guessed(["date"], [["04/25/2025"]]).columns == {"date": "start m/d/y"}
    assert guessed(["date"], [["03/04/2025"]]).columns == {"date": "start"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[columns", "is no TOML: expected"),
        ("", r"has no \[columns\]"),
        ("columns = 3", r"has no \[columns\]"),
        ("records = 'people'\n[columns]\na = 'title'", "has 'people' for records"),
        ("[columns]\na = 'titel'", "has 'titel' for the column 'a', which is no field"),
        ("[columns]\na = 3", "has 3 for the column 'a', which is no field"),
        ("[columns]\na = 'text'", "that is a field of reports"),
        ("[columns]\na = 'start y/m/d'", "a day order is d/m/y or m/d/y"),
        ("[columns]\na = 'title'\nb = 'title'", "has 'title' for two columns"),
        ("set = 3\n[columns]\na = 'title'", "has a name for the set that is no text"),
        ("encoding = 'latin-0'\n[columns]\na = 'title'", "has 'latin-0' for the encoding"),
        ("encoding = 8\n[columns]\na = 'title'", "has 8 for the encoding"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_a_sentence(text: str, reason: str) -> None:
    """It goes on from the name of the file, and names what is wrong."""
    with pytest.raises(UnreadableSet, match=reason):
        of_toml(text)


@given(st.text())
def test_any_text_is_a_mapping_or_refused(text: str) -> None:
    """Whatever a person saved."""
    with suppress(UnreadableSet):
        assert of_toml(text).columns
