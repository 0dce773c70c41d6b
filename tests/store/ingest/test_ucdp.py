"""UCDP GED comes in: events, places, actors, the articles behind them, and what is odd."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.commands.importing import ImportRecords
from store.ids import Kind
from store.ingest import formats, ucdp
from store.ingest.importer import DataFile, UnreadableSet
from store.memory import MemoryStore
from store.model import Actor, Claim, Event, Location, Report, Source
from store.vocabulary import Measure, Side, TriageState
from tests.store.ingest.reading import beside
from tests.store.ingest.tables import Numbered, Read, read_by, written

_OLDER = (
    "id,year,active_year,type_of_violence,conflict_new_id,conflict_name,dyad_new_id,dyad_name,"
    "side_a_new_id,side_a,side_b_new_id,gwnob,side_b,number_of_sources,source_article,"
    "source_office,source_date,source_headline,source_original,where_prec,where_coordinates,adm_1,"
    "adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,"
    "date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,low,best,high"
)
_NEWER = (
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,"
    "conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,"
    "side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,"
    "source_date,source_headline,source_original,where_prec,where_coordinates,where_description,"
    "adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,"
    "date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,"
    "gwnoa,gwnob"
)
#: The set itself, where it lies beside the checkout.
SYRIA = beside("ucdp_ged_syria_2016_2017.csv")
OLDER, NEWER = _OLDER.split(","), _NEWER.split(",")

ROW = {
    "id": "9001",
    "year": "2016",
    "type_of_violence": "1",
    "side_a_new_id": "118",
    "side_a": "Government of Ruritania",
    "side_b_new_id": "4456",
    "side_b": "Hill Front",
    "number_of_sources": "2",
    "source_article": '"Morning Post,2016-01-04,Shells, more shells";"Wire,2016-01-05,Two dead"',
    "source_original": "the regional council",
    "where_prec": "2",
    "where_coordinates": "Zenda town",
    "adm_1": "Zenda province",
    "adm_2": "<NA>",
    "latitude": "34.5",
    "longitude": "36.25",
    "country": "Syria",
    "country_id": "652",
    "event_clarity": "1",
    "date_prec": "2",
    "date_start": "2016-01-02",
    "date_end": "2016-01-04",
    "deaths_a": "1",
    "deaths_b": "2",
    "deaths_civilians": "0",
    "deaths_unknown": "",
    "low": "2",
    "best": "3",
    "high": "5",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the files are made."""
    return tmp_path


def of_row(folder: Path, **changed: str) -> Read:
    """What comes of the one row, with some of its cells changed."""
    return read_by(ucdp.IMPORTER, written(OLDER, [ROW | changed]), folder, Numbered())


def test_a_row_becomes_an_event_with_its_codes(folder: Path) -> None:
    """Type, days, precision and clarity are where an analyst looks for them."""
    event = of_row(folder).event
    assert event.title == "Government of Ruritania – Hill Front, Zenda town"
    assert (event.type_scheme, event.type) == ("UCDP", "State-based conflict")
    assert (event.start, event.end, event.date_precision) == ("2016-01-02", "2016-01-04", 2)
    assert event.clarity == 1
    assert event.origin
    assert (event.origin.format, event.origin.row, event.origin.id) == ("ucdp-ged", 2, "9001")


def test_an_event_of_one_day_has_no_last_day(folder: Path) -> None:
    """A moment at midnight, as newer files have it, is that day."""
    midnight = "2016-01-02 00:00:00.000"
    found = of_row(folder, date_start=midnight, date_end=midnight)
    assert (found.event.start, found.event.end) == ("2016-01-02", None)
    assert found.event.extra["ucdp-ged"]["date_start"] == midnight


def test_the_place_and_how_exactly_it_is_known(folder: Path) -> None:
    """The precision stands on the link to the place, which may be known well itself."""
    found = of_row(folder)
    [place] = found.records(Location)
    assert (place.name, place.lat, place.lon) == ("Zenda town", 34.5, 36.25)
    assert (place.adm1, place.adm2, place.country) == ("Zenda province", "", "SY")
    [link] = found.event.locations
    assert (link.location, link.precision) == (place.ref, 2)


def test_both_sides_are_actors_with_their_numbers(folder: Path) -> None:
    """A government is a state's forces; who the others are is not guessed."""
    found = of_row(folder)
    sides = [(found.name(one.actor), one.side) for one in found.event.actors]
    assert sides == [("Government of Ruritania", Side.A), ("Hill Front", Side.B)]
    kinds = [(one.kind, one.scheme_ids) for one in found.records(Actor)]
    assert kinds == [("state forces", {"UCDP": "118"}), ("unknown", {"UCDP": "4456"})]


def test_the_range_and_its_parts_are_estimates(folder: Path) -> None:
    """Low, best and high count people; a part that is none, or not known, is no estimate."""
    event = of_row(folder).event
    assert all(one.measure is Measure.KILLED and one.rule == "UCDP" for one in event.estimates)
    assert [(one.group, one.low, one.best, one.high) for one in event.estimates] == [
        ("people", 2, 3, 5),
        ("fighters of side A", None, 1, None),
        ("fighters of side B", None, 2, None),
    ]
    kept = event.extra["ucdp-ged"]
    assert (kept["deaths_civilians"], kept["deaths_unknown"]) == ("0", "")


def test_unknown_is_not_zero(folder: Path) -> None:
    """An empty figure is none, and a reported zero is one."""
    [estimate, *_] = of_row(folder, low="0", best="", high="").event.estimates
    assert (estimate.low, estimate.best, estimate.high) == (0, None, None)


def test_each_article_is_a_report_and_a_claim(folder: Path) -> None:
    """Who said it, who passed it on, and where it stands is told for each article."""
    found = of_row(folder)
    reports = found.records(Report)
    assert [(one.title, one.published_at) for one in reports] == [
        ("Shells, more shells", "2016-01-04"),
        ("Two dead", "2016-01-05"),
    ]
    assert [found.name(one.publisher) for one in reports] == ["Morning Post", "Wire"]
    assert {one.triage.state for one in reports} == {TriageState.RELEVANT}
    assert found.event.reports == tuple(one.ref for one in reports)
    claims = found.records(Claim)
    assert [one.report for one in claims] == [one.ref for one in reports]
    assert [found.name(one.source) for one in claims] == ["the regional council"] * 2
    assert [found.name(one.via[0]) for one in claims] == ["Morning Post", "Wire"]
    assert {one.event for one in claims} == {found.event.ref}


def test_who_publishes_what_it_says_itself_passes_nothing_on(folder: Path) -> None:
    """Where the voice behind is one of the publishers, each speaks for itself."""
    found = of_row(folder, source_original="wire, the council")
    assert [found.name(one.source) for one in found.records(Claim)] == ["Morning Post", "Wire"]
    assert not any(one.via for one in found.records(Claim))


def test_a_voice_without_an_article_claims_by_itself(folder: Path) -> None:
    """Where a row names no article, who is behind it is the source all the same."""
    found = of_row(folder, source_article="<NA>", number_of_sources="-1")
    [claim] = found.records(Claim)
    assert (found.name(claim.source), claim.via, claim.report) == ("the regional council", (), None)
    assert found.event.reports == ()


def test_an_article_without_a_day_comes_in_flagged(folder: Path) -> None:
    """What cannot be taken apart is a title, and no publisher or day is made up."""
    found = of_row(folder, source_article='"Wire, ,Two dead";"Some old cutting"')
    assert [(one.title, one.published_at) for one in found.records(Report)] == [
        ("Two dead", None),
        ("Some old cutting", None),
    ]
    assert found.flagged == ["source_article: an article has no day"]


def test_a_publisher_with_a_comma_and_a_title_with_quotes(folder: Path) -> None:
    """The day tells where a publisher's name ends; quotes of a title stay."""
    found = of_row(
        folder,
        number_of_sources="1",
        source_article='"Post, The,2016-01-04,The "hill" front; again"',
    )
    [report] = found.records(Report)
    assert (found.name(report.publisher), report.title) == ("Post, The", 'The "hill" front; again')


def test_articles_told_in_three_columns(folder: Path) -> None:
    """Where the articles are not in one cell, the columns for office, day and title have them."""
    found = of_row(
        folder,
        source_article="",
        source_office="Post;Wire",
        source_date="2016-01-04;2016-01-05",
        source_headline="One;Two",
    )
    assert [(one.title, one.published_at) for one in found.records(Report)] == [
        ("One", "2016-01-04"),
        ("Two", "2016-01-05"),
    ]


def test_rows_share_what_they_name(folder: Path) -> None:
    """A place, an actor, a source and an article are there once, however many rows name them."""
    rows = [ROW, ROW | {"id": "9002", "where_coordinates": " Zenda  town", "best": "4"}]
    found = read_by(ucdp.IMPORTER, written(OLDER, rows), folder, Numbered())
    counts = Counter(type(one) for one in found.proposals)
    assert (counts[Event], counts[Location], counts[Actor]) == (2, 1, 2)
    assert (counts[Source], counts[Report], counts[Claim]) == (3, 2, 4)


def test_odd_rows_come_in_flagged(folder: Path) -> None:
    """Values that contradict each other are told and stay as they are."""
    found = of_row(folder, best="9", low="10", high="8", date_end="2016-01-01")
    whole = found.event.estimates[0]
    assert (whole.low, whole.best, whole.high) == (10, 9, 8)
    assert found.event.end == "2016-01-01"
    assert found.flagged == [
        "date_end: is before date_start",
        "best: is above high",
        "low: is above best",
    ]


def test_best_above_high_is_right_in_a_sum(folder: Path) -> None:
    """UCDP allows it where several events were told in one figure."""
    assert of_row(folder, best="9", event_clarity="2").flagged == []


def test_what_cannot_be_read_stays_as_it_was(folder: Path) -> None:
    """A day that is in no calendar, a code out of range and words for a number are kept."""
    odd = {
        "date_start": "2016-02-30",
        "where_prec": "9",
        "best": "some",
        "latitude": "134.5",
        "type_of_violence": "4",
        "country_id": "12345",
        "country": "Ruritania",
    }
    found = of_row(folder, **odd)
    assert found.event.start is None
    assert found.event.locations[0].precision is None
    assert found.event.estimates[0].best is None
    assert found.event.extra["ucdp-ged"].items() >= odd.items()
    assert {one.partition(":")[0] for one in found.flagged} == set(odd) - {"country_id"}


def test_a_row_without_an_id_and_one_that_comes_again_stay_out(folder: Path) -> None:
    """They are named with the line and the row itself; the others come in."""
    rows = [ROW, ROW | {"id": " "}, ROW, ROW | {"id": "9002"}]
    found = read_by(ucdp.IMPORTER, written(OLDER, rows), folder, Numbered())
    assert [(one.line, one.column, one.reason) for one in found.rejected] == [
        (3, "id", "it has no id"),
        (4, "id", "an earlier row has this id"),
    ]
    assert found.rejected[1].raw.startswith("9001,2016,")
    assert len(found.records(Event)) == 2


def test_newer_releases_are_read_alike(folder: Path) -> None:
    """Other columns in another order make the same event; their own words are kept."""
    row = ROW | {"where_description": "on the hills", "relid": "RUR-2016-1", "gwnoa": "652"}
    new = read_by(ucdp.IMPORTER, written(NEWER, [row]), folder, Numbered()).event
    old = of_row(folder).event
    assert new.locations[0].words == "on the hills"
    assert new.estimates == old.estimates
    assert new.extra["ucdp-ged"]["relid"] == "RUR-2016-1"


def test_every_cell_is_in_a_field_or_kept(folder: Path) -> None:
    """Nothing of a row is lost: what the event keeps and what its fields say is all of it."""
    in_fields = {
        *("id", "year", "type_of_violence", "side_a", "side_b", "where_prec", "where_coordinates"),
        *("adm_1", "latitude", "longitude", "event_clarity", "date_prec", "date_start"),
        *("date_end", "deaths_a", "deaths_b", "low", "best", "high"),
    }
    kept = of_row(folder).event.extra["ucdp-ged"]
    assert set(OLDER) - set(kept) == in_fields
    assert all(kept[name] == ROW.get(name, "") for name in kept)


def test_the_same_file_again_changes_nothing(folder: Path) -> None:
    """Every record has a key of its own in the file."""
    path = folder / "set.csv"
    path.write_bytes(written(OLDER, [ROW, ROW | {"id": "9002", "source_original": "WIRE"}]))
    store = MemoryStore()

    def command() -> ImportRecords:
        read = ucdp.IMPORTER.read
        return ImportRecords("ucdp-ged", "set.csv", lambda ours: read(DataFile(path), ours))

    assert store.run(command(), "ada")
    assert store.run(command(), "ada") is None
    assert len(store.reader.numbers(Kind.EVENT)) == 2


def test_the_format_is_known_by_its_headings(folder: Path) -> None:
    """Whichever release, and whatever stands between the cells."""
    path = folder / "set.csv"
    for headings in (OLDER, NEWER):
        content = written(headings, [ROW])
        for bytes_ in (content, b"\xef\xbb\xbf" + content.replace(b",", b";")):
            path.write_bytes(bytes_)
            assert formats.of_file(DataFile(path)) is ucdp.IMPORTER


def test_a_table_without_ids_is_no_set(folder: Path) -> None:
    """Nothing could ever be found again: it is said once, and not for each row."""
    with pytest.raises(UnreadableSet, match="has no column called id"):
        read_by(ucdp.IMPORTER, written(["best"], [{"best": "3"}]), folder, Numbered())


CELLS = st.one_of(
    st.sampled_from(["", "0", "3", "-1", "4.0", "<NA>", "2016-01-02", "2016-02-30", "nan"]),
    st.sampled_from(['"a,2016-01-02,b";"c"', '"', '";"', "x,2016-01-02,y", ",,", "a;b"]),
    st.text(max_size=30),
)


@given(rows=st.lists(st.dictionaries(st.sampled_from(NEWER), CELLS), max_size=4))
def test_no_cell_stops_an_import(
    rows: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever stands under the headings, records come out that can be written."""
    folder = tmp_path_factory.mktemp("set")
    rows = [{"id": str(at)} | row for at, row in enumerate(rows)]
    read_by(ucdp.IMPORTER, written(NEWER, rows), folder, Numbered())


if SYRIA is not None:

    def test_the_set_of_syria_comes_in_whole() -> None:
        """All rows of 2016 and 2017 come in, and the odd ones are told."""
        assert SYRIA is not None
        found = Read(list(ucdp.read(DataFile(SYRIA), Numbered())))
        assert not found.rejected
        counts = Counter(type(one) for one in found.proposals)
        assert (counts[Event], counts[Location], counts[Actor]) == (11_757, 1_578, 63)
        events = found.records(Event)
        assert sum(one.estimates[0].low != one.estimates[0].high for one in events) == 1_218
        flagged = Counter(found.flagged)
        assert (flagged["best: is above high"], flagged["low: is above best"]) == (37, 20)
