"""Mending what looks wrong: one operation, one undo, and never over what somebody else did."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from store.commands.edits import EditRecord
from store.commands.mending import MendRecords, meant_so
from store.commands.records import WriteRecords
from store.derive.lint.finding import Finding, Mend
from store.derive.lint.looking import lint
from store.errors import Stale
from store.ids import Ref
from store.model import Claim, Event
from store.reader import Asker
from store.record import Record
from store.repository import Repository
from tests.builders import a_store, claim, event, location, note, quote, report, source

TEXT = "Nine people were killed, a resident said."
RECORDS = (
    event(1, title="Clash", reports=["R1", "R8"], places=["L1", "L9"], part_of="E9"),
    location(1, name="Sanaa", country="YE", lat=44.2, lon=15.35),
    location(2, name="Aden", country="YE", lat=45.0, lon=12.8, parent="L9"),
    report(1, title="Nine dead", text=TEXT),
    source(1, name="Red Wire"),
    quote(1, report="R1", speaker="S1", words="a resident said", start=0, end=15),
    claim(1, event="E1", source="S1", report="R9", words="nine", start=3, end=7, low=9),
    note(1, target="E1", body="See [[E9]]."),
)


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Repository]:
    """A store into which odd records came from outside."""
    with a_store(tmp_path / "store") as repository:
        repository.run(WriteRecords(RECORDS, accepts_flaws=True))
        yield repository


def findings(repository: Repository, rule: str) -> list[Finding]:
    """What one rule finds."""
    with repository.read() as reader:
        return [one for one in lint(reader, Asker(date(2026, 1, 1))) if one.rule == rule]


def mends(repository: Repository, rule: str) -> list[Mend]:
    """What would mend it."""
    return [one.mend for one in findings(repository, rule) if one.mend]


def record(repository: Repository, ref: str) -> Record:
    """A record as it is now."""
    with repository.read() as reader:
        return reader.get(Ref(ref))


@pytest.mark.parametrize("rule", ["outside-country", "gone", "words-not-there"])
def test_what_is_mended_is_found_no_more_and_comes_back_with_an_undo(
    repository: Repository, rule: str
) -> None:
    """All findings of a rule in one operation."""
    before = {ref: record(repository, ref) for ref in ("E1", "L1", "L2", "Q1", "C1")}
    operation = repository.run(MendRecords(mends(repository, rule), rule))
    assert operation is not None
    assert findings(repository, rule) == []
    undoable = repository.undoable()
    assert undoable is not None
    assert undoable.sequence == operation.sequence
    repository.undo(undoable)
    for ref, known in before.items():
        assert record(repository, ref) == known


def test_references_to_what_is_gone_are_taken_out_and_nothing_else(repository: Repository) -> None:
    """Of a list only that one; of a claim whose report is gone, where its words stood too."""
    repository.run(MendRecords(mends(repository, "gone"), "gone"))
    clash, toll = record(repository, "E1"), record(repository, "C1")
    assert isinstance(clash, Event)
    assert [one.location for one in clash.locations] == ["L1"]
    assert (clash.reports, clash.part_of, clash.title) == (("R1",), None, "Clash")
    assert isinstance(toll, Claim)
    assert (toll.report, toll.start, toll.words, toll.event) == (None, None, "nine", "E1")


def test_who_changed_it_meanwhile_is_not_overruled(repository: Repository) -> None:
    """Stale: it was found in a record that is another by now."""
    (mend,) = [one for one in mends(repository, "outside-country") if one.ref == "L1"]
    place = record(repository, "L1")
    repository.run(EditRecord(place, {"lat": 15.36}))
    with pytest.raises(Stale):
        repository.run(MendRecords([mend], "outside-country"))


def test_what_is_meant_so_is_said_by_a_tag_and_taken_back(repository: Repository) -> None:
    """The finding stays, marked; an undo takes the tag away."""
    first = findings(repository, "outside-country")[0]
    repository.run(meant_so(first))
    assert [one.is_meant for one in findings(repository, "outside-country")].count(True) == 1
    repository.run(meant_so(first, is_meant=False))
    assert not any(one.is_meant for one in findings(repository, "outside-country"))
