"""Formats that others have made: in, out, and in again, which is the same."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from store.commands.records import SetFields
from store.exports import acled, ucdp
from store.exports.exporter import Written, remarks
from store.exports.formats import EXPORTERS, of_name
from store.ids import Kind, Ref
from store.model import Event
from store.record import Record
from store.repository import Repository
from store.text import escaped
from tests import builders
from tests.store.exports.shelf import a_new_store, a_seed, exported, imported, records

UCDP_ROWS = (
    {
        "id": "214797",
        "year": "2016",
        "active_year": "1",
        "type_of_violence": "1",
        "conflict_name": "Testland: Government",
        "side_a_new_id": "118",
        "side_a": "Government of Testland",
        "side_b": "Test insurgents",
        "number_of_sources": "2",
        "source_article": '"First Wire,2016-01-02,Shells hit, again";"Second Wire,2016-01-03,Two"',
        "source_office": "First Wire;Second Wire",
        "where_prec": "1",
        "where_coordinates": "Test village",
        "adm_1": "Test Governorate",
        "latitude": "34.80",
        "longitude": "36.707602",
        "geom_wkt": "POINT (36.707602 34.80)",
        "country": "Syria",
        "country_id": "652",
        "region": "Middle East",
        "event_clarity": "1",
        "date_prec": "1",
        "date_start": "2016-01-01",
        "date_end": "2016-01-01",
        "deaths_a": "2",
        "deaths_b": "0",
        "deaths_civilians": "0",
        "deaths_unknown": "0",
        "low": "2",
        "best": "2",
        "high": "4",
    },
    {
        "id": "214798",
        "year": "2016",
        "type_of_violence": "nine",
        "side_a": "Government  of Testland",
        "where_prec": "8",
        "date_start": "2016-02-30",
        "date_end": "2016-01-09 00:00:00",
        "latitude": "north",
        "longitude": "36",
        "best": "many",
        "high": "4.0",
        "country": "Nowhere",
    },
)
ACLED_ROWS = (
    {
        "event_id_cnty": "TST1",
        "event_date": "07 March 2025",
        "year": "2025",
        "time_precision": "2",
        "disorder_type": "Political violence",
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "actor1": "Test forces",
        "assoc_actor_1": "Test police; Test guards",
        "inter1": "State forces",
        "actor2": "Test group",
        "interaction": "State forces-Rebel group",
        "iso": "760",
        "region": "Middle East",
        "country": "Syria",
        "admin1": "Tartous",
        "location": "Test village",
        "latitude": "35.1820",
        "longitude": "35.9490",
        "geo_precision": "3",
        "source": "First Wire; Second Wire",
        "source_scale": "National",
        "notes": 'On 7 March, "clashes", they said.\nNine dead.',
        "fatalities": "9",
        "tags": "crowd size=no report",
        "timestamp": "1741600000",
    },
    {"event_id_cnty": "TST2", "event_date": "soon", "event_type": "Battles", "fatalities": "0"},
)
TIMEMAP = [
    {
        "id": "CIV0001",
        "date": "03/07/2025",
        "time": "10:30",
        "latitude": "35.182",
        "longitude": "35.949",
        "location": "Test village",
        "description": "A test house is hit.",
        "sources": [
            {
                "id": "S1",
                "path": "https://example.org/post/1",
                "description": "A test video",
            },
            {"id": "S2", "paths": ["https://example.org/post/2"], "title": "T", "description": ""},
        ],
        "filters": [{"key": "Type of area", "value": "Residential"}],
        "graphic": "FALSE",
    },
    {"id": "CIV0002", "date": "some day", "latitude": "", "longitude": "", "description": "Two"},
]
GEOJSON = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": "a/1",
            "geometry": {"type": "Point", "coordinates": [35.949, 35.182]},
            "properties": {"name": "Clash", "date": "2025-03-07", "killed": 9, "colour": "#f00"},
        },
        {
            "type": "Feature",
            "id": "a/2",
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[35, 35], [36, 35], [36, 36], [35, 35]]],
            },
            "properties": {"name": "Flood", "date": "2025-03", "place": "Test valley"},
            "bbox": [35, 35, 36, 36],
        },
        {"type": "Feature", "id": "a/3", "geometry": None, "properties": {"name": "Nowhere"}},
    ],
}


def table(columns: tuple[str, ...], rows: tuple[dict[str, str], ...], *more: str) -> str:
    """A CSV file with these cells, as data sets write theirs."""
    out = io.StringIO()
    writer = csv.DictWriter(out, (*columns, *more), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


FILES = {
    "ucdp": ("ged.csv", table(ucdp.COLUMNS, UCDP_ROWS)),
    "acled": ("acled.csv", table(acled.COLUMNS, ACLED_ROWS)),
    "timemap": ("timemap.json", json.dumps(TIMEMAP)),
    "geojson": ("events.geojson", json.dumps(GEOJSON)),
}


def told(repository: Repository) -> list[Record]:
    """The records that a file tells of, by what they are, not by where in which file they stood."""
    return [_bare(one) for one in records(repository).values()]


def _bare(record: Record) -> Record:

    origin = record.origin and replace(record.origin, row=None, file="")
    return replace(record, uid="", created=None, updated=None, origin=origin)


@pytest.mark.parametrize("to", FILES)
def test_in_and_out_and_in_is_the_same(to: str, tmp_path: Path) -> None:
    """A store that is made of what another exports has the same events, and exports the same."""
    name, text = FILES[to]
    with a_new_store(tmp_path / "one") as one, a_new_store(tmp_path / "two") as two:
        tally = imported(one, text, name)
        assert tally.new[Kind.EVENT]
        out = exported(one, to, Kind.EVENT)
        again = imported(two, out, name)
        assert again.rejects == tally.rejects
        assert exported(two, to, Kind.EVENT) == out
        assert [r for r in told(two) if isinstance(r, Event)] == [
            r for r in told(one) if isinstance(r, Event)
        ]


@pytest.mark.parametrize("to", FILES)
def test_a_set_that_was_exported_brings_nothing_new(to: str, tmp_path: Path) -> None:
    """What came in from a data set and goes out again is known when it comes back."""
    name, text = FILES[to]
    with a_new_store(tmp_path / "one") as one:
        imported(one, text, name)
        before = {ref: _bare(record) for ref, record in records(one).items()}
        tally = imported(one, exported(one, to, Kind.EVENT), name)
        assert tally.new[Kind.EVENT] == 0
        after = {ref: _bare(record) for ref, record in records(one).items()}
        assert {ref: one for ref, one in after.items() if ref[0] == "E"} == {
            ref: one for ref, one in before.items() if ref[0] == "E"
        }


@pytest.mark.parametrize("to", ["geojson", "timemap", "acled"])
def test_events_of_the_desk_keep_their_ids_on_the_way(to: str, tmp_path: Path) -> None:
    """What nobody has imported goes out by its uid, and out of another store as the same."""
    with a_seed("demo", tmp_path / "one") as one, a_new_store(tmp_path / "two") as two:
        out = exported(one, to, Kind.EVENT)
        imported(two, out, "events", to)
        assert exported(two, to, Kind.EVENT) == out


def test_what_a_feature_said_of_claims_and_divisions_goes_out_again(tmp_path: Path) -> None:
    """Who counted how many, the province, the actors: as they came, until the desk says else."""
    said = {"name": "Clash", "killed": 9, "injured": "3-5", "source": "Test Wire"}
    said |= {"province": "Test province", "perpetrator": "Test group", "town": "Test village"}
    said |= {"url": "https://example.org/1"}
    point = {"type": "Point", "coordinates": [36.0, 35.0]}
    feature = {"type": "Feature", "id": "a/1", "geometry": point, "properties": said}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    with a_new_store(tmp_path / "one") as one, a_new_store(tmp_path / "two") as two:
        imported(one, text, "a.geojson")
        out = exported(one, "geojson", Kind.EVENT)
        properties = json.loads(out)["features"][0]["properties"]
        assert {
            n: properties.get(n) for n in said if n not in ("name", "town")
        }.items() <= said.items()
        assert imported(one, out, "a.geojson").updated == {}
        imported(two, out, "a.geojson")
        assert told(two) == told(one)
        assert exported(two, "geojson", Kind.EVENT) == out
        toll = next(ref for ref, r in records(one).items() if getattr(r, "low", None) == 9)
        one.run(SetFields([Ref(toll)], {"low": "12", "high": "12"}))
        changed = json.loads(exported(one, "geojson", Kind.EVENT))["features"][0]["properties"]
        assert "killed" not in changed
        assert changed["injured"] == "3-5"


def test_a_source_stays_as_it_is_spelt_whichever_row_comes_first(tmp_path: Path) -> None:
    """Rows write it in many ways: the same rows in another order change no record."""
    rows = tuple(
        {**UCDP_ROWS[0], "id": str(number), "source_article": f'"{name},2016-01-02,Shells"'}
        for number, name in enumerate(("Wire", "WIRE"), start=1)
    )
    with a_new_store(tmp_path / "one") as one:
        imported(one, table(ucdp.COLUMNS, rows), "ged.csv")
        tally = imported(one, table(ucdp.COLUMNS, rows[::-1]), "ged.csv")
        assert tally.updated == tally.new == {}


@pytest.mark.parametrize("to", ["ucdp", "acled"])
def test_every_cell_of_a_table_comes_out_as_it_went_in(to: str, tmp_path: Path) -> None:
    """Odd cells, and columns of another release, are in the export as they were in the file."""
    columns, rows = {
        "ucdp": (ucdp.COLUMNS, UCDP_ROWS),
        "acled": (acled.COLUMNS, ACLED_ROWS),
    }[to]
    text = table(columns, tuple(row | {"new_column": "x"} for row in rows), "new_column")
    with a_new_store(tmp_path / "one") as one:
        imported(one, text, FILES[to][0])
        out = list(csv.DictReader(io.StringIO(exported(one, to, Kind.EVENT))))
        key = columns[0]
        expected = list(csv.DictReader(io.StringIO(text)))
        assert sorted(out, key=lambda row: row[key]) == expected


def test_a_cell_gives_way_to_what_the_desk_has_made_of_it(tmp_path: Path) -> None:
    """After an edit the export says what the record says, and the rest as it came in."""
    with a_new_store(tmp_path / "one") as one:
        imported(one, *reversed(FILES["acled"]))
        ref = next(r.ref for r in records(one).values() if r.origin and r.origin.id == "TST1")
        one.run(SetFields([ref], {"start": "2025-03-08", "tags": "edited"}))
        rows = csv.DictReader(io.StringIO(exported(one, "acled", Kind.EVENT)))
        row = next(row for row in rows if row["event_id_cnty"] == "TST1")
        assert (row["event_date"], row["tags"]) == ("2025-03-08", "edited")
        assert (row["latitude"], row["inter1"]) == ("35.1820", "State forces")


def test_what_is_not_known_is_empty_and_not_zero(tmp_path: Path) -> None:
    """An event without a toll has no figure in any format, and one without a point no point."""
    with builders.a_store(tmp_path / "one", builders.event(1, title="Unclear")) as one:
        (row,) = csv.DictReader(io.StringIO(exported(one, "ucdp", Kind.EVENT)))
        assert {row[name] for name in ("low", "best", "high", "latitude", "geom_wkt")} == {""}
        (row,) = csv.DictReader(io.StringIO(exported(one, "acled", Kind.EVENT)))
        assert (row["fatalities"], row["event_date"]) == ("", "")
        (feature,) = json.loads(exported(one, "geojson", Kind.EVENT))["features"]
        assert feature["geometry"] is None
        assert not any("killed" in name for name in feature["properties"])


def test_points_are_longitude_first(tmp_path: Path) -> None:
    """As RFC 7946 has it; an event of another format is known by its uid."""
    place = builders.location(1, name="Test village", lat=35.2, lon=-36)
    event = builders.event(1, title="Clash", places=["L1"])
    with builders.a_store(tmp_path / "one", place, event) as one:
        collection = json.loads(exported(one, "geojson", Kind.EVENT))
        uid = records(one)["E1"].uid
    (feature,) = collection["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [-36.0, 35.2]}
    assert (collection["type"], feature["id"]) == ("FeatureCollection", uid)


@pytest.mark.parametrize("to", ["geojson", "ucdp", "acled", "timemap", "brief"])
def test_what_a_format_does_not_hold_is_told(to: str, tmp_path: Path) -> None:
    """Reports that were found and are not in the file are counted, and not left out in silence."""
    with builders.a_store(tmp_path / "one", builders.report(1), builders.report(2)) as one:
        written, exporter = Written(), of_name(to)
        assert exporter is not None
        written.left_out[Kind.REPORT] = 2
        exported(one, to, Kind.REPORT, written=written)
        assert list(remarks(exporter, written)) == [
            f"The format {to} holds events only; 2 reports were left out."
        ]


@pytest.mark.parametrize("to", [one.format for one in EXPORTERS])
def test_covered_words_are_in_no_format(to: str, tmp_path: Path) -> None:
    """Neither the words of a graphic event, quote or report nor what leads to them goes out."""
    secret = "harrowing"
    covered = {"sensitivity": "graphic"}
    made = [
        builders.report(
            1,
            kind="post",
            title=f"{secret} post",
            text=f"A {secret} scene",
            url=f"https://example.org/{secret}",
            **covered,
        ),
        builders.report(2, title="Open", text=f"It was {secret} there."),
        builders.event(
            1,
            title="Clash",
            summary=f"A {secret} account",
            reports=["R1", "R2"],
            origin={"format": "acled", "id": secret},
            **covered,
        ),
        builders.quote(1, report="R2", start=7, end=16, words=secret, events=["E1"], **covered),
        builders.note(1, target="E1", body=f"So {secret}"),
        builders.claim(1, event="E1", about="happened", value=secret, **covered),
    ]
    with builders.a_store(tmp_path / "one", *made) as one:
        assert secret not in exported(one, to, covered=False)
        assert secret in exported(one, to)


def test_an_open_event_does_not_tell_what_its_covered_report_says(tmp_path: Path) -> None:
    """The cells that came in with an event may quote the report: they stay in the store."""
    with a_new_store(tmp_path / "one") as one:
        imported(one, *reversed(FILES["ucdp"]))
        assert "Shells hit" in exported(one, "ucdp", Kind.EVENT, covered=False)
        report = next(r.ref for r in records(one).values() if r.label.startswith("Shells"))
        one.run(SetFields([report], {"sensitivity": "personal"}))
        assert "Shells hit" not in exported(one, "ucdp", Kind.EVENT, covered=False)


@pytest.mark.parametrize("to", [one.format for one in EXPORTERS])
def test_what_rests_on_a_covered_report_does_not_tell_of_it(to: str, tmp_path: Path) -> None:
    """Open quotes, claims and pictures keep its words, id and address back, and so does custody."""
    secret = "hidden-house"
    kept = {"at": "2025-01-01T00:00:00Z", "by": "ada", "act": "downloaded"}
    made = [
        builders.report(
            1,
            title=f"At {secret}",
            text=f"Near {secret}.",
            custody=[{**kept, "method": f"https://{secret}.example"}],
            origin={"format": "acled", "id": secret},
            sensitivity="personal",
        ),
        builders.event(1, title="Clash", reports=["R1"]),
        builders.quote(1, report="R1", start=5, end=17, words=secret, events=["E1"]),
        builders.claim(
            1,
            event="E1",
            report="R1",
            about="happened",
            value=f"At {secret}",
            origin={"format": "acled", "id": f"7/{secret}"},
        ),
        builders.attachment(1, report="R1", shows=f"The door of {secret}"),
        builders.event(
            2,
            title="Raid",
            sensitivity="graphic",
            estimates=[{"measure": "killed", "best": 3, "rationale": f"Seen at {secret}"}],
        ),
    ]
    with builders.a_store(tmp_path / "one", *made) as one:
        assert secret not in exported(one, to, covered=False)


def test_a_brief_says_who_said_what_when_and_where_it_stands(tmp_path: Path) -> None:
    """Claims and quotes with their source, and numbered evidence with publisher, date and hash."""
    with a_seed("demo", tmp_path / "one") as one:
        text = exported(one, "brief", Kind.EVENT, covered=False)
    for heading in ("# ", "## What happened", "## Toll by source", "## In their words"):
        assert f"\n{heading}" in f"\n{text}"
    assert "Syrian Observatory for Human Rights: " in text
    assert ", as of 2025-03-" in text
    assert "\n1. " in text.partition("## Evidence")[2]
    assert "SHA-256 `" in text
    assert "covered" in text


def test_markup_of_a_record_is_text_in_a_brief(tmp_path: Path) -> None:
    """No link, HTML, heading or address of a record's words acts in what is made of the brief."""
    words = '<b onclick="x">[go](https://x.example) ![p](p.png) `c` www.x.example a@x.example'
    event = builders.event(1, title=words, summary=f"# {words}\n- {words}\n1. {words}\n> q")
    with builders.a_store(tmp_path / "one", event) as one:
        text = exported(one, "brief", Kind.EVENT)
    assert not any(acting in text for acting in ("<", "://", "www.", "@", "\n> "))
    assert "](" not in text.replace("\\](", "")
    assert "\n\\# &lt;b" in text
    assert "\n1\\. " in text
    assert "\n\\- " in text


def test_odd_letters_do_not_act_in_any_format(tmp_path: Path) -> None:
    """Of the hard cases nothing that a terminal acts on stands in a CSV file or a brief."""
    with a_seed("hard_cases", tmp_path / "one") as one:
        for to in ("csv", "ucdp", "acled", "brief"):
            text = exported(one, to).replace("\r\n", "\n")
            assert not [hex(ord(c)) for c in text if ord(c) < 32 and c not in "\t\n"], to
            assert not [hex(ord(c)) for c in text if 0x7F <= ord(c) < 0xA0], to
            assert not [c for c in text if "\u202a" <= c <= "\u202e"], to
        for to in ("geojson", "timemap", "jsonl"):
            text = exported(one, to)
            assert escaped(text.replace("\n", "")) == text.replace("\n", ""), to
            for one_value in text.splitlines() if to == "jsonl" else [text]:
                json.loads(one_value)
