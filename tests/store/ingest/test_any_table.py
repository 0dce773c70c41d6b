"""Any table or list of objects, by its mapping: nothing that a row says is lost or invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.ingest import any_table
from store.ingest.any_table import CSV, JSON_LINES
from store.ingest.importer import DataFile, UnreadableSet
from store.ingest.mapping import EVENTS, REPORTS, Mapping
from store.model import Actor, Claim, Event, Location, Report, Source
from store.proposals import Rejected
from store.values import EventActor
from store.vocabulary import ActorRole, Side
from tests.store.ingest.tables import Numbered, Read


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a file is written."""
    return tmp_path


def read(folder: Path, content: str, mapping: Mapping | None = None, name: str = "set.csv") -> Read:
    """What becomes of a file by the mapping, or by the one that is guessed."""
    format_ = JSON_LINES if name.endswith("jsonl") else CSV
    path = folder / name
    path.write_text(content, "utf-8", newline="")
    file = DataFile(path)
    mapping = mapping or any_table.headed(file, format_).mapping
    return Read(list(any_table.reader(mapping, format_)(file, Numbered())))


def test_a_spreadsheet_becomes_events_places_and_claims(folder: Path) -> None:
    """With points and commas as where `;` stands between cells, and the country as its code."""
    found = read(
        folder,
        "id;Date;City;Country;Lat;Lon;Killed;Injured;Perpetrator;Source;Link;Notes;Weather\n"
        "A1;7.3.2025;Baniyas;Syria;35,18;35,95;1.234;~12;Army;SOHR;https://x.example/1;Raid;hot\n",
    )
    (place,) = found.records(Location)
    assert (place.name, place.lat, place.lon, place.country) == ("Baniyas", 35.18, 35.95, "SY")
    event = found.event
    assert (event.start, event.summary, event.title) == ("2025-03-07", "Raid", "Raid")
    assert event.origin
    assert (event.origin.row, event.origin.id) == (2, "set.csv/A1")
    assert event.extra == {"csv": {"Weather": "hot"}}
    assert not event.estimates
    (actor,) = found.records(Actor)
    assert event.actors == (EventActor(actor=actor.ref, side=Side.A, role=ActorRole.PERPETRATOR),)
    (report,) = found.records(Report)
    assert (report.url, event.reports) == ("https://x.example/1", (report.ref,))
    figures = [(c.measure, c.low, c.high, c.approximate) for c in found.records(Claim)]
    assert figures == [("killed", 1234, 1234, False), ("injured", 12, 12, True)]
    (source,) = found.records(Source)
    assert {c.source for c in found.records(Claim)} == {source.ref} == {report.publisher}
    assert not found.flagged


def test_a_figure_without_a_source_is_the_sets_own(folder: Path) -> None:
    """An estimate with the bounds it has; that it is about so many stays to be read."""
    found = read(folder, "title,killed,injured\nRaid,3-5,~12\nOther,100+,unknown\n")
    told = [
        [(e.measure, e.low, e.best, e.high, e.rule, e.rationale) for e in event.estimates]
        for event in found.records(Event)
    ]
    assert told == [
        [
            ("killed", 3, None, 5, "as imported", ""),
            ("injured", 12, 12, 12, "as imported", "~12"),
        ],
        [("killed", 100, None, None, "as imported", "")],
    ]
    assert not found.records(Claim)


def test_a_cell_that_cannot_be_read_is_kept_and_told(folder: Path) -> None:
    """The same words for every such value, so that they can be counted."""
    mapping = Mapping(EVENTS, {"t": "title", "d": "start", "k": "killed", "x": "lat", "y": "lon"})
    found = read(
        folder,
        't,d,k,x,y\nOne,03/04/2025,several,35.1,\nTwo,it\'s "soon",1.5,north,35\n',
        mapping,
    )
    one, two = found.records(Event)
    assert one.extra == {"csv": {"d": "03/04/2025", "k": "several", "x": "35.1"}}
    assert two.extra == {"csv": {"d": 'it\'s "soon"', "k": "1.5", "x": "north", "y": "35"}}
    assert found.flagged[:2] == [
        "d: the value may be two days; the mapping says which with d/m/y or m/d/y",
        "k: the value is no count",
    ]
    assert "d: the value is not a date such as 2025, 2025-03 or 2025-03-07" in found.flagged


def test_a_country_that_has_no_code_stays_as_it_came(folder: Path) -> None:
    """A name, a code in any letters and a number are known; what is not is kept."""
    names = ["Syrian Arab Republic", "sy", "760", "Rojava"]
    found = read(folder, "title,country\n" + "".join(f"Raid {one},{one}\n" for one in names))
    assert {one.country for one in found.records(Location)} == {"SY", "Rojava"}


def test_the_same_place_is_one_record(folder: Path) -> None:
    """By all that is said of it; another point is another place."""
    found = read(
        folder,
        "title,place,lat,lon\nOne,Baniyas,35.18,35.95\nTwo,Baniyas,35.18,35.95\nThree,Baniyas,36,36\n",
    )
    first, second, third = (event.locations[0].location for event in found.records(Event))
    assert first == second != third


def test_reports_keep_their_words_and_who_published_them(folder: Path) -> None:
    """Text to the sign, with its leading blanks and line ends; publisher, date and language."""
    text = '  "Nine" were killed,\r\nthe agency said.\t\n'
    rows = f'headline,text,publisher,published_at,lang,url\nNine,"{text.replace(chr(34), chr(34) * 2)}",SANA,2025-03-07T10:00:00Z,ar,https://x.example/1\n'
    (report,) = (found := read(folder, rows)).records(Report)
    assert (report.title, report.text, report.language) == ("Nine", text, "ar")
    assert (report.published_at, report.url) == ("2025-03-07T10:00:00Z", "https://x.example/1")
    assert found.name(report.publisher) == "SANA"


def test_objects_keep_what_they_say(folder: Path) -> None:
    """Of JSON lines, too: numbers, objects in objects, lists, and what comes late."""
    lines = [
        {"title": "One", "text": "  Words.\n", "source": {"name": "SANA"}, "tags": ["a", "b"]},
        {"title": "Two", "text": "", "n": 1.5, "ok": True, "late": {"a": {"b": {"c": 1}}}},
    ]
    content = "".join(json.dumps(line) + "\n" for line in lines)
    columns = {"title": "title", "text": "text", "source.name": "source", "tags": "tags"}
    found = read(folder, content, Mapping(REPORTS, columns), "set.jsonl")
    one, two = found.records(Report)
    assert (one.text, one.tags, found.name(one.publisher)) == ("  Words.\n", ("a", "b"), "SANA")
    assert two.extra == {"jsonl": {"n": "1.5", "ok": "true", "late.a.b": '{"c":1}'}}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "it is no JSON"),
        ("[1]", "it is no JSON object"),
        ('{"title": "\\ud800"}', "it is no JSON"),
        ("[" * 100_000, "it has lists within lists without end"),
        ('{"title": "' + "x" * 16_000_000 + '"}', "the line has more than 16,000,000 bytes"),
        ("{}", "it has no title"),
    ],
    ids=["half", "list", "surrogate", "deep", "long", "empty"],
)
def test_a_line_that_is_no_object_is_told_of(folder: Path, line: str, reason: str) -> None:
    """By its number and the reason; the next line comes in."""
    found = read(folder, f'{line}\n{{"title": "One"}}\n', name="set.jsonl")
    (rejected,) = found.rejected
    assert rejected.line == 1
    assert rejected.reason.startswith(reason)
    assert found.event.title == "One"


def test_what_the_mapping_does_not_know_is_kept(folder: Path) -> None:
    """A column that a later file has more is kept with its record; one it lacks is told."""
    mapping = Mapping(EVENTS, {"title": "title", "gone": "-"})
    assert read(folder, "title,new\nOne,x\n", mapping).event.extra == {"csv": {"new": "x"}}
    with pytest.raises(UnreadableSet, match="has no column 'place', which its mapping names"):
        read(folder, "title,new\nOne,x\n", Mapping(EVENTS, {"title": "title", "place": "place"}))


def ids(found: Read) -> list[str]:
    """What the events' rows are known by."""
    return [one.origin.id or "" for one in found.records(Event) if one.origin]


def test_rows_without_an_id_are_known_by_their_words(folder: Path) -> None:
    """Two equal rows are two records; neither order nor other columns that are empty matter."""
    first = ids(read(folder, "title,place\nOne,X\nTwo,Y\nOne,X\n"))
    assert len(set(first)) == 3
    again = ids(read(folder, "place,title,new\nX,One,\nX,One,\nY,Two,\n"))
    assert sorted(first) == sorted(again)


def test_an_id_that_comes_again_is_no_second_record(folder: Path) -> None:
    """The second row is rejected by name, with its words; the first one stands."""
    mapping = Mapping(EVENTS, {"id": "id", "title": "title"})
    found = read(folder, "id,title\nA1,One\nA1,Two\n,Three\n", mapping)
    assert [one.title for one in found.records(Event)] == ["One", "Three"]
    assert found.rejected == [Rejected(3, "id", "the id 'A1' stands in a row before", "A1,Two")]


def test_ids_count_within_their_set(folder: Path) -> None:
    """Two files that count from 1 are two sets, until their mappings name the same one."""
    columns = {"id": "id", "title": "title"}
    content = "id,title\n1,One\n"
    alone = [ids(read(folder, content, Mapping(EVENTS, columns), f"{n}.csv")) for n in "ab"]
    assert alone[0] != alone[1]
    named = Mapping(EVENTS, columns, "ours")
    together = [ids(read(folder, content, named, f"{n}.csv")) for n in "ab"]
    assert together[0] == together[1]


def test_long_ids_and_names_are_known_by_short_keys(folder: Path) -> None:
    """All keys of a set are held in memory: a cell of a megabyte makes none."""
    long = "x" * 900_000
    mapping = Mapping(EVENTS, {"id": "id", "actor": "actor A", "title": "title"})
    found = read(folder, f"id,actor,title\n{long}1,{long},a\n{long}2,{long},b\n", mapping)
    assert len(found.records(Event)) == 2
    assert all(len(one.origin.id or "") < 300 for one in found.records(Event) if one.origin)
    assert len(found.records(Actor)) == 1


def test_dates_in_the_wrong_order_are_told(folder: Path) -> None:
    """They come in as they are."""
    found = read(folder, "title,start date,end date\nOne,2025-03-07,2025-03-01\n")
    assert (found.event.start, found.event.end) == ("2025-03-07", "2025-03-01")
    assert found.flagged == ["end date: it ends before it starts"]


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@settings(max_examples=25)
@given(
    st.dictionaries(cells, st.sampled_from(["title", "start", "killed", "place", "id", "-"])),
    st.lists(st.dictionaries(cells, cells | st.integers() | st.floats() | st.none())),
)
def test_any_objects_by_any_mapping_are_told_of_or_come_in(
    tmp_path_factory: pytest.TempPathFactory,
    columns: dict[str, str],
    rows: list[dict[str, object]],
) -> None:
    """Every line ends up as an event or among the rejects, and as one of both."""
    unique: dict[str, str] = {}
    for name, to in columns.items():
        unique[name] = to if to not in unique.values() else "-"
    content = "".join(json.dumps(row) + "\n" for row in rows)
    folder = tmp_path_factory.mktemp("any")
    found = read(folder, content, Mapping(EVENTS, unique), "set.jsonl")
    assert len(found.records(Event)) + len(found.rejected) == len(rows)
