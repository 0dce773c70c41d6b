"""Our own JSON lines and CSV: out, in again, and into another store."""

from __future__ import annotations

import csv
import io
import json
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from store.commands.importing import ImportRecords
from store.commands.records import SetFields, WriteRecords
from store.exports import formats as exports
from store.exports.covering import Covering, Shown
from store.exports.desk_lines import document
from store.exports.exporter import Written
from store.exports.found import Found
from store.ids import Kind, Ref
from store.ingest import desk_lines, desk_table, formats
from store.ingest.importer import DataFile, Head
from store.memory import MemoryStore
from store.model import Event, Quote, Report
from store.record import Record
from store.repository import Repository
from tests import builders
from tests.store.exports.shelf import SEEDS, a_new_store, a_seed, exported, imported, records
from tests.store.strategies import stores

BOTH = pytest.mark.parametrize("to", ["jsonl", "csv"])
ENDING = {"jsonl": "records.jsonl", "csv": "records.csv"}


@BOTH
def test_a_store_comes_whole_into_another(to: str, tmp_path: Path) -> None:
    """All records with their uids, stamps and origins; written again, the same bytes."""
    with a_seed("demo", tmp_path / "one") as one, a_new_store(tmp_path / "two") as two:
        text = exported(one, to)
        tally = imported(two, text, ENDING[to])
        assert (tally.rejects, tally.flagged) == ({}, {})
        assert records(two) == records(one)
        assert exported(two, to) == text


@BOTH
def test_odd_records_come_whole_into_another(to: str, tmp_path: Path) -> None:
    """Odd letters, values that cannot be read and foreign fields come along unharmed.

    References that led nowhere lead nowhere again, and the third store is as the second.
    """
    with (
        a_seed("hard_cases", tmp_path / "one") as one,
        a_new_store(tmp_path / "two") as two,
        a_new_store(tmp_path / "three") as three,
    ):
        imported(two, exported(one, to), ENDING[to])
        text = exported(two, to)
        tally = imported(three, text, ENDING[to])
        assert not tally.rejects
        assert records(three) == records(two)
        assert exported(three, to) == text
        kept = {one.uid: one.extra.keys() for one in records(two).values()}
        # A spreadsheet's cell has an end: one report is longer, and is named.
        lost = [one for one in records(one).values() if one.uid not in kept]
        assert [len(getattr(r, "text", "")) > 1_000_000 for r in lost] == [True] * len(lost)
        assert len(lost) == (1 if to == "csv" else 0)


@BOTH
def test_a_file_changes_nothing_in_its_own_store(to: str, tmp_path: Path) -> None:
    """What was exported comes in again as what it is: no new record, no change, no operation."""
    with a_seed("hard_cases", tmp_path / "one") as one:
        before = records(one)
        tally = imported(one, exported(one, to), ENDING[to])
        assert (tally.new.total(), tally.updated.total()) == (0, 0)
        assert records(one) == before


def test_the_file_of_a_store_brings_its_records_and_no_second_ones(tmp_path: Path) -> None:
    """`incidents.json` is known by its uids: nothing new in its own store, all of it in another."""
    text = (SEEDS / "demo" / "incidents.json").read_text("utf-8")
    with a_seed("demo", tmp_path / "one") as one, a_new_store(tmp_path / "two") as two:
        before = records(one)
        tally = imported(one, text, "incidents.json")
        assert (tally.new, tally.updated, tally.rejects) == ({}, {}, {})
        assert records(one) == before
        imported(two, text, "incidents.json")
        assert records(two) == before
        # In one line, as another program writes it.
        tally = imported(two, json.dumps(json.loads(text)), "rewritten.json")
        assert (tally.new, tally.updated, tally.rejects) == ({}, {}, {})


@BOTH
def test_covered_words_stay_in_the_store_that_has_them(to: str, tmp_path: Path) -> None:
    """A file without covered words takes none away where they are, and brings none elsewhere."""
    report = builders.report(1, title="A list", text="their names were read out")
    quote = builders.quote(
        1, report="R1", words="their names", start=0, end=11, sensitivity="personal"
    )
    with (
        builders.a_store(tmp_path / "one", report, quote) as one,
        a_new_store(tmp_path / "two") as two,
    ):
        before = records(one)
        written = Written()
        text = exported(one, to, covered=False, written=written)
        assert "their names" not in text
        assert written.covered == {Ref("Q1"), Ref("R1")}
        imported(one, text, ENDING[to])
        assert records(one) == before
        imported(two, text, ENDING[to])
        found = records(two)
        assert isinstance(found["Q1"], Quote)
        assert found["Q1"].words == ""
        assert isinstance(found["R1"], Report)
        assert found["R1"].text.endswith("were read out")


@BOTH
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(stores().filter(bool))
def test_any_records_come_whole_through_a_file(to: str, made: list[Record]) -> None:
    """Whatever the records hold, a store that is made of a file has what another made of it has."""
    first = MemoryStore()
    first.run(WriteRecords(made, accepts_flaws=True), "ada")
    second, third = _through(first, to), MemoryStore()
    assert len(second.reader.records) == len(first.reader.records)
    third = _through(second, to)
    assert third.reader.records == second.reader.records
    assert _written(third, to) == _written(second, to)


def _written(store: MemoryStore, to: str) -> str:
    exporter = exports.of_name(to)
    assert exporter is not None
    numbers = {kind: sorted(store.reader.numbers(kind)) for kind in Kind}
    found = Found(lambda: nullcontext(store.reader), numbers, Covering({}), Written())
    return "".join(exporter.write(found))


def _through(store: MemoryStore, to: str) -> MemoryStore:
    """A new store made of what another one exports."""
    with TemporaryDirectory() as folder:
        place = Path(folder) / ENDING[to]
        place.write_text(_written(store, to), encoding="utf-8", newline="")
        file = DataFile(place)
        importer = formats.of_name({"jsonl": "incident-desk", "csv": "incident-desk-csv"}[to])
        assert importer is not None
        made = MemoryStore()
        read = importer.read
        made.run(ImportRecords(importer.format, "a", lambda register: read(file, register)), "ben")
    return made


def test_what_a_spreadsheet_changed_comes_back(tmp_path: Path) -> None:
    """An edited cell changes the record, also one that was edited at the desk before."""
    with builders.a_store(tmp_path / "one", builders.event(1, title="First")) as one:
        one.run(SetFields([Ref("E1")], {"title": "Second"}))
        text = exported(one, "csv", Kind.EVENT).replace("Second", "Third")
        assert imported(one, text, "events.csv").updated == {Kind.EVENT: 1}
        assert records(one)["E1"].label == "Third"
        noor = Repository.open(tmp_path / "one", author="noor")
        noor.run(SetFields([Ref("E1")], {"title": "Fourth"}))
        noor.close()
        assert imported(one, text, "events.csv").updated == {}
        assert records(one)["E1"].label == "Fourth"


def test_a_column_that_was_taken_out_empties_no_field(tmp_path: Path) -> None:
    """A spreadsheet with the titles alone changes these, and leaves all else as it is."""
    with a_seed("demo", tmp_path / "one") as one:
        before = records(one)
        rows = list(csv.DictReader(io.StringIO(exported(one, "csv", Kind.EVENT))))
        out = io.StringIO()
        writer = csv.DictWriter(out, ["record", "ref", "uid", "title"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
        imported(one, out.getvalue(), "titles.csv")
        assert records(one) == before


def test_a_reports_text_is_not_changed_by_a_file(tmp_path: Path) -> None:
    """Another text of a report that is here is told of, and the rest of its row is taken."""
    with builders.a_store(tmp_path / "one", builders.report(1, title="A", text="As it was")) as one:
        text = exported(one, "csv", Kind.REPORT).replace("As it was", "As it is")
        tally = imported(one, text.replace(",A,", ",B,"), "reports.csv")
        assert tally.kept == [(Ref("R1"), "text")]
        report = records(one)["R1"]
        assert isinstance(report, Report)
        assert (report.title, report.text) == ("B", "As it was")


def test_what_is_found_brings_along_what_it_names(tmp_path: Path) -> None:
    """An event's places, actors and reports, their publishers too: nothing dangles."""
    with a_seed("demo", tmp_path / "one") as one, a_new_store(tmp_path / "two") as two:
        written = Written()
        text = exported(one, "jsonl", Kind.EVENT, written=written)
        assert set(written.records) == {Kind.EVENT}
        assert {Kind.LOCATION, Kind.ACTOR, Kind.REPORT, Kind.SOURCE} <= set(written.named)
        assert not imported(two, text, "events.jsonl").flagged
        with two.read() as reader:
            assert reader.count(Kind.CLAIM) == 0


def test_a_spreadsheet_of_one_kind_finds_its_places_by_uid(tmp_path: Path) -> None:
    """In a store that has the place under another reference, the event is there."""
    place = builders.location(7, name="Baniyas", uid="01900000-0000-7000-8000-000000000007")
    other = builders.location(1, name="Homs", uid="01900000-0000-7000-8000-000000000001")
    builders.location(2, name="", uid=place.uid)
    event = builders.event(1, title="Killing", places=["L7"])
    with (
        builders.a_store(tmp_path / "one", place, event) as one,
        builders.a_store(
            tmp_path / "two", other, builders.location(2, name="", uid=place.uid)
        ) as two,
        a_new_store(tmp_path / "three") as three,
    ):
        text = exported(one, "csv", Kind.EVENT)
        imported(two, text, "events.csv")
        found = records(two)["E1"]
        assert isinstance(found, Event)
        assert found.locations[0].location == "L2"
        tally = imported(three, text, "events.csv")
        assert list(tally.flagged) == [
            "locations: it names a record that is neither in the file nor here"
        ]


def test_formulas_stay_words(tmp_path: Path) -> None:
    """A title that a spreadsheet would work out is marked in the file, and itself again here."""
    titles = ["=HYPERLINK(A1)", "+1", "-cmd", "@SUM(A)", "'quoted", "\ttab"]
    made = [builders.event(n, title=title) for n, title in enumerate(titles, start=1)]
    with (
        builders.a_store(tmp_path / "one", *made) as one,
        a_new_store(tmp_path / "two") as two,
    ):
        text = exported(one, "csv", Kind.EVENT)
        rows = list(csv.DictReader(io.StringIO(text)))
        assert not any(row["title"][0] in "=@\t\r" for row in rows)
        imported(two, text, "events.csv")
        assert {one.label for one in records(two).values()} == set(titles)


def test_lines_that_are_none_are_named(tmp_path: Path) -> None:
    """A line that is no record is rejected with its number and reason; the others come in."""
    good = '{"record":"event","ref":"E1","uid":"01900000-0000-7000-8000-000000000001","title":"A"}'
    lines = [good, "{", "[1]", '{"record":"thing"}', '{"record":"event","ref":"R1"}', good, ""]
    with a_new_store(tmp_path / "one") as one:
        tally = imported(one, "\n".join(lines), "odd.jsonl")
        assert tally.new == {Kind.EVENT: 1}
        assert sorted(tally.rejects) == [
            "it is no object",
            "it is not JSON: Input data was truncated",
            "record: it names no kind of record",
            "ref: R1 is no event",
            "uid: line 1 has the record 01900000-0000-7000-8000-000000000001 already",
        ]


def test_files_of_ours_are_known() -> None:
    """By its first line, also where a spreadsheet has saved it with semicolons."""
    lines = Head("a.txt", '{"record":"event","ref":"E1","uid":""}\n')
    table = Head("a.txt", '\ufeff"record";"ref";"uid";title\n')
    assert desk_lines.suits(lines)
    assert not desk_table.suits(lines)
    assert desk_table.suits(table)
    assert not desk_lines.suits(table)
    assert formats.of_name("incident-desk-csv") is desk_table.IMPORTER


def test_a_field_of_another_program_keeps_its_name() -> None:
    """One that is called as a part of the line is written apart."""
    event = Event(id=4, uid="01900000-0000-7000-8000-000000000001", extra={"ref": 7, "x": 1})
    told = document(Shown(event))
    assert (told["ref"], told["x"], told["extra"]) == ("E4", 1, {"ref": 7})
    assert json.dumps(told)
