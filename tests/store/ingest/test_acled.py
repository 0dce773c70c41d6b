"""ACLED comes in: events, places, actors and the sources behind them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.commands.importing import ImportRecords
from store.ids import Kind
from store.ingest import acled, formats
from store.ingest.importer import DataFile, UnreadableSet
from store.memory import MemoryStore
from store.model import Actor, Claim, Event, Location, Source
from store.vocabulary import About, ActorKind, Measure, Side
from tests.store.ingest.tables import Numbered, Read, read_by, written

_HEADINGS = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,"
    "country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,"
    "notes,fatalities,tags,timestamp"
)
_OLDER = (
    "data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,"
    "sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,region,"
    "country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,"
    "notes,fatalities,timestamp,iso3"
)
HEADINGS, OLDER = _HEADINGS.split(","), _OLDER.split(",")

ROW = {
    "event_id_cnty": "RUR101",
    "event_date": "07 March 2025",
    "year": "2025",
    "time_precision": "2",
    "disorder_type": "Political violence",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Ruritania (2020-)",
    "assoc_actor_1": "Hill Guard; Border Guard",
    "inter1": "State forces",
    "actor2": "Hill Front",
    "inter2": "Rebel group",
    "interaction": "State forces-Rebel group",
    "iso": "760",
    "region": "Middle East",
    "country": "Syria",
    "admin1": "Zenda",
    "admin2": "Upper Zenda",
    "location": "Old Bridge",
    "latitude": "34.5",
    "longitude": "36.25",
    "geo_precision": "3",
    "source": "Morning Post; Hill Observatory",
    "source_scale": "Local partner-National",
    "notes": "On 7 March 2025, both sides\nclashed at the bridge.",
    "fatalities": "3",
    "tags": "crowd size=no report; local administrators",
    "timestamp": "1741800000",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the files are made."""
    return tmp_path


def of_row(folder: Path, **changed: str) -> Read:
    """What comes of the one row, with some of its cells changed."""
    return read_by(acled.IMPORTER, written(HEADINGS, [ROW | changed]), folder, Numbered())


def test_a_row_becomes_an_event(folder: Path) -> None:
    """Type, day, words and tags are where an analyst looks for them."""
    event = of_row(folder).event
    assert event.title == "Armed clash, Old Bridge"
    assert (event.type_scheme, event.type) == ("ACLED", "Battles")
    assert event.start == "2025-03-07"
    assert event.summary == ROW["notes"]
    assert event.tags == ("crowd size=no report", "local administrators")
    assert event.extra["acled"]["sub_event_type"] == "Armed clash"


@pytest.mark.parametrize("cell", ["07 March 2025", "7-Mar-2025", "07-March-2025", "2025-03-07"])
def test_days_are_read_as_any_export_writes_them(folder: Path, cell: str) -> None:
    """The day is the same, and the cell is kept where it is written in another way."""
    event = of_row(folder, event_date=cell).event
    assert event.start == "2025-03-07"
    assert event.extra["acled"].get("event_date", event.start) == cell


@pytest.mark.parametrize(("theirs", "days", "places"), [("1", 1, 1), ("2", 3, 2), ("3", 4, 4)])
def test_three_steps_become_those_that_say_the_same(
    folder: Path, theirs: str, days: int, places: int
) -> None:
    """Day, week, month; the place, near it, the region around it."""
    event = of_row(folder, time_precision=theirs, geo_precision=theirs).event
    assert event.date_precision == days
    assert event.locations[0].precision == places


def test_the_place_has_the_country_of_the_number(folder: Path) -> None:
    """ISO's number tells the country; without one the name does."""
    for iso in ("760", ""):
        [place] = of_row(folder, iso=iso).records(Location)
        assert (place.name, place.lat, place.lon) == ("Old Bridge", 34.5, 36.25)
        assert (place.adm1, place.adm2, place.country) == ("Zenda", "Upper Zenda", "SY")


def test_actors_stand_on_their_sides_with_those_beside_them(folder: Path) -> None:
    """The actor comes first on its side, and its code tells what it is."""
    found = of_row(folder)
    assert [(found.name(one.actor), one.side) for one in found.event.actors] == [
        ("Military Forces of Ruritania (2020-)", Side.A),
        ("Hill Guard", Side.A),
        ("Border Guard", Side.A),
        ("Hill Front", Side.B),
    ]
    kinds = {one.name: one.kind for one in found.records(Actor)}
    assert kinds["Military Forces of Ruritania (2020-)"] is ActorKind.STATE_FORCES
    assert kinds["Hill Front"] is ActorKind.ARMED_GROUP
    assert kinds["Hill Guard"] is ActorKind.UNKNOWN


def test_older_exports_have_numbers_for_words(folder: Path) -> None:
    """A number says of an actor what the word says, and the number of the row is its id."""
    row = {name: cell for name, cell in ROW.items() if name != "event_id_cnty"}
    row |= {"data_id": "77", "inter1": "1", "inter2": "7", "actor2": "Civilians (Ruritania)"}
    found = read_by(
        acled.IMPORTER,
        written([one for one in OLDER if one != "event_id_cnty"], [row]),
        folder,
        Numbered(),
    )
    kinds = {one.name: one.kind for one in found.records(Actor)}
    assert kinds["Military Forces of Ruritania (2020-)"] is ActorKind.STATE_FORCES
    assert kinds["Civilians (Ruritania)"] is ActorKind.COMMUNITY
    assert found.event.origin
    assert found.event.origin.id == "77"


def test_the_figure_is_the_coders_and_no_sources(folder: Path) -> None:
    """ACLED's figure is an estimate; each source claims that it happened, and no number."""
    found = of_row(folder)
    [estimate] = found.event.estimates
    assert (estimate.measure, estimate.group, estimate.best) == (Measure.KILLED, "people", 3)
    assert estimate.rule == "ACLED"
    claims = found.records(Claim)
    assert [found.name(one.source) for one in claims] == ["Morning Post", "Hill Observatory"]
    assert {(one.about, one.value, one.low) for one in claims} == {
        (About.HAPPENED, "Armed clash", None)
    }


def test_a_reported_zero_is_zero_and_an_empty_cell_nothing(folder: Path) -> None:
    """Nobody killed and nobody knows are told apart."""
    assert [one.best for one in of_row(folder, fatalities="0").event.estimates] == [0]
    assert of_row(folder, fatalities="").event.estimates == ()


def test_rows_share_what_they_name(folder: Path) -> None:
    """A source in other letters is the same one."""
    rows = [ROW, ROW | {"event_id_cnty": "RUR102", "source": "MORNING POST;Morning Post"}]
    found = read_by(acled.IMPORTER, written(HEADINGS, rows), folder, Numbered())
    assert [one.name for one in found.records(Source)] == ["Morning Post", "Hill Observatory"]
    assert len(found.records(Claim)) == 3
    assert len(found.records(Location)) == 1
    assert found.records(Event)[1].extra["acled"]["source"] == "MORNING POST;Morning Post"


def test_odd_cells_are_told_and_kept(folder: Path) -> None:
    """What cannot be read stays as it was, and the row comes in."""
    odd = {
        "event_date": "30 February 2025",
        "event_type": "Battle-No change of territory",
        "time_precision": "4",
        "fatalities": "-3",
        "latitude": "north",
        "country": "Ruritania",
        "iso": "9999",
    }
    found = of_row(folder, **odd)
    assert found.event.start is None
    assert found.event.type == "Battle-No change of territory"
    assert {one.partition(":")[0] for one in found.flagged} == set(odd) - {"iso"}
    kept = found.event.extra["acled"]
    assert kept.items() >= {name: odd[name] for name in odd if name != "event_type"}.items()


def test_a_row_that_comes_again_stays_out(folder: Path) -> None:
    """It is named, and the others come in."""
    rows = [ROW, ROW, ROW | {"event_id_cnty": "RUR102"}, ROW | {"event_id_cnty": ""}]
    found = read_by(acled.IMPORTER, written(HEADINGS, rows), folder, Numbered())
    reasons = [(one.column, one.reason) for one in found.rejected]
    assert reasons == [
        ("event_id_cnty", "an earlier row has this id"),
        ("event_id_cnty", "it has no id"),
    ]
    assert len(found.records(Event)) == 2


def test_every_cell_is_in_a_field_or_kept(folder: Path) -> None:
    """Nothing of a row is lost: what the event keeps and what its fields say is all of it."""
    kept = of_row(folder, event_date="2025-03-07").event.extra["acled"]
    assert set(HEADINGS) - set(kept) == {
        *("event_id_cnty", "event_date", "year", "time_precision", "event_type", "actor1"),
        *("assoc_actor_1", "actor2", "assoc_actor_2", "admin1", "admin2", "location"),
        *("latitude", "longitude", "geo_precision", "notes", "fatalities", "tags"),
    }
    assert all(kept[name] == ROW.get(name, "") for name in kept)


def test_the_same_file_again_changes_nothing(folder: Path) -> None:
    """Every record has a key of its own in the file."""
    path = folder / "set.csv"
    path.write_bytes(written(HEADINGS, [ROW, ROW | {"event_id_cnty": "RUR102"}]))
    store = MemoryStore()

    def command() -> ImportRecords:
        read = acled.IMPORTER.read
        return ImportRecords("acled", "set.csv", lambda ours: read(DataFile(path), ours))

    assert store.run(command(), "ada")
    assert store.run(command(), "ada") is None
    assert len(store.reader.numbers(Kind.EVENT)) == 2


def test_the_format_is_known_by_its_headings(folder: Path) -> None:
    """Of today's exports and of older ones."""
    path = folder / "set.csv"
    for headings in (HEADINGS, OLDER):
        content = written(headings, [])
        path.write_bytes(content.replace(b",", b";"))
        assert formats.of_file(DataFile(path)) is acled.IMPORTER


def test_a_table_without_ids_is_no_set(folder: Path) -> None:
    """Nothing could ever be found again: it is said once, and not for each row."""
    with pytest.raises(UnreadableSet, match="has no column called event_id_cnty"):
        read_by(acled.IMPORTER, written(["notes"], [{"notes": "a"}]), folder, Numbered())


CELLS = st.one_of(
    st.sampled_from(["", "0", "3", "-1", "4.0", "NA", "07 March 2025", "1-Foo-2", "nan", "٣"]),
    st.sampled_from(["a; b; a", ";", "A;a", "State forces", "Riots", "0000-00-00"]),
    st.text(max_size=30),
)


@given(rows=st.lists(st.dictionaries(st.sampled_from(HEADINGS), CELLS), max_size=4))
def test_no_cell_stops_an_import(
    rows: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever stands under the headings, records come out that can be written."""
    folder = tmp_path_factory.mktemp("set")
    rows = [{"event_id_cnty": str(at)} | row for at, row in enumerate(rows)]
    read_by(acled.IMPORTER, written(HEADINGS, rows), folder, Numbered())
