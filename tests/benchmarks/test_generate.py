"""Generated stores: the same for a seed, true to the rules, and dated 2025."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from store import rules
from store.ids import Kind, Ref
from store.memory_reader import MemoryReader
from store.model import Claim, Event, Quote, Report
from store.record import Record
from store.references import references
from store.repository import Repository
from tests.benchmarks import generate
from tests.benchmarks.invention import Year

EVENTS = 300


@pytest.fixture(scope="module")
def year() -> list[Record]:
    """All records of a small year."""
    return list(Year(EVENTS, seed=7).records())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same year as a store, with a table of its events."""
    place = tmp_path_factory.mktemp("generated") / "store"
    generate.main([str(place), str(EVENTS), "--seed", "7", "--csv", str(place) + ".csv"])
    return place


def test_a_seed_gives_the_same_records(year: list[Record]) -> None:
    """Two runs can be compared: nothing comes from the clock, or from chance."""
    assert list(Year(EVENTS, seed=7).records()) == year
    assert list(Year(EVENTS, seed=8).records()) != year


def test_every_record_keeps_the_rules(year: list[Record]) -> None:
    """Words of quotes and claims stand in their report, and every reference leads to a record."""
    records = {record.ref: record for record in year}
    assert len(records) == len(year)

    def text_of(ref: Ref) -> str | None:
        report = records[ref]
        assert isinstance(report, Report)
        return report.text

    for record in year:
        rules.check(record)
        rules.check_evidence(record, None, text_of)
        assert all(reference.to in records for reference in references(record))
        if isinstance(record, Quote | Claim):
            assert record.words
            assert record.report


def test_a_year_looks_like_one(year: list[Record]) -> None:
    """All events are in 2025; some are sums, some part of one; states and sources are spread."""
    kinds = Counter(record.kind_of for record in year)
    assert kinds[Kind.EVENT] == EVENTS
    assert kinds[Kind.LOCATION] == EVENTS // 50
    assert 1.3 * EVENTS < kinds[Kind.REPORT] < 1.7 * EVENTS
    assert 1.3 * EVENTS < kinds[Kind.CLAIM] < 1.7 * EVENTS
    assert 0.8 * EVENTS < kinds[Kind.QUOTE] < 1.2 * EVENTS
    events = [record for record in year if isinstance(record, Event)]
    assert all(event.start and event.start.startswith("2025") for event in events)
    assert any(event.part_of for event in events)
    reader = MemoryReader(year)
    assert len(reader.counts(Kind.EVENT)) == 6
    assert len(reader.counts(Kind.REPORT)) == 5
    claims = Counter(record.source for record in year if isinstance(record, Claim))
    assert claims.most_common(1)[0][1] > 0.1 * kinds[Kind.CLAIM]


def test_a_store_has_the_year_in_both_its_files(made: Path, year: list[Record]) -> None:
    """What was invented is what is listed, counted, and written for TinyDB, as one operation."""
    repository = Repository.open(made)
    with repository.read() as reader:
        assert reader.operation >= 2
        for kind, count in Counter(record.kind_of for record in year).items():
            assert reader.count(kind) == count
        assert all(reader.get(record.ref) == record for record in year)
    assert not repository.checkpoint()
    repository.close()
    written = json.loads((made / "incidents.json").read_bytes())
    assert sum(len(written[kind.table]) for kind in Kind) == len(year)


def test_a_table_has_the_events_in_the_desk_s_order(made: Path) -> None:
    """What another program shows first is what the desk shows first."""
    with Path(f"{made}.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert tuple(head) == generate.COLUMNS
    repository = Repository.open(made)
    with repository.read() as reader:
        numbers = [f"E{number}" for number in reader.numbers(Kind.EVENT)]
    repository.close()
    assert [row[0] for row in rows] == numbers
    assert all(len(row) == len(head) and all(row[:2]) for row in rows)


def test_a_store_may_be_made_without_its_file(tmp_path: Path) -> None:
    """Where only the desk is measured, the file stays that of an empty store."""
    generate.main([str(tmp_path / "store"), "5", "--no-file"])
    repository = Repository.open(tmp_path / "store")
    with repository.read() as reader:
        assert reader.count(Kind.EVENT) == 5
    repository.close()
    written = json.loads((tmp_path / "store" / "incidents.json").read_bytes())
    assert written["events"] == {}
