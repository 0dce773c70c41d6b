"""The history: who did what when, what it changed, and where it is found in a long log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.changes import Act
from store.commands.records import DeleteRecords, WriteRecords
from store.commands.tags import TagRecords
from store.commands.triage import Decide
from store.dates import Instant
from store.errors import UnknownOperation
from store.history import FieldChange, Version, field_changes
from store.ids import Ref
from store.repository import Repository
from store.sql import commit
from store.vocabulary import TriageState
from tests.builders import event, report
from tests.store.rows import connection_of, others_do, steps_of
from tests.store.test_stateful import Put


@pytest.fixture
def ada(place: Path) -> Iterator[Repository]:
    """Ada's desk in a new store."""
    Repository.create(place).close()
    repository = Repository.open(place, author="ada")
    yield repository
    repository.close()


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every change of a long command a part of its own."""
    monkeypatch.setattr(commit, "PART", -1)


def test_the_history_tells_how_fast_reports_come_and_are_decided_on(ada: Repository) -> None:
    """An undo takes its decisions off; what is no report, and no decision, does not count."""
    ada.run(WriteRecords([event(1), *(report(number) for number in range(1, 6))]))
    ada.run(TagRecords([Ref("R1")], add=["x"]))
    decided = ada.run(Decide([Ref("R1"), Ref("R2")], TriageState.RELEVANT))
    ada.run(Decide([Ref("R1")], TriageState.NOT_RELEVANT))
    ada.run(DeleteRecords([Ref("R5")]))
    ada.undo()
    assert decided is not None
    with ada.history() as log:
        assert [flow[2:] for flow in log.flows(0)] == [(5, 0), (0, 2), (0, 1), (0, -1)]
        assert [flow[2:] for flow in log.flows(decided.sequence)] == [(0, 1), (0, -1)]


def test_the_history_tells_who_did_what(ada: Repository) -> None:
    """Newest first, with label and reason; a page ends where the next one begins."""
    for number in range(1, 6):
        ada.run(Put([event(number)], label=f"wrote E{number}", reason="told to"))
    with ada.history() as log:
        page = log.entries(limit=2)
        told = [(e.operation.author, e.operation.label, e.operation.reason) for e in page]
        assert told == [("ada", "wrote E5", "told to"), ("ada", "wrote E4", "told to")]
        older = log.entries(before=page[-1].operation.sequence, limit=2)
        assert [entry.operation.label for entry in older] == ["wrote E3", "wrote E2"]
        assert log.entries()[-1].operation.act is Act.BUILD
        assert log.head() == (page[0].operation.sequence, page[0].operation.hash)


def test_a_reports_text_is_told_where_it_comes_and_goes(ada: Repository) -> None:
    """With the report or later, and when it is deleted; a change beside it does not repeat it."""
    ada.run(Put([report(1)]))
    ada.run(Put([report(1, text="Nine people died.")]))
    ada.run(Put([report(1, text="Nine people died.", title="Nine")]))
    ada.run(DeleteRecords([Ref("R1")]))
    with ada.history() as log:
        told = []
        for entry in log.entries()[:4]:
            (version,) = log.versions(entry.operation.sequence)
            changes = {change.field: change for change in field_changes(version)}
            told.append(changes.get("text"))
    came, went = (None, "Nine people died."), ("Nine people died.", None)
    assert told == [FieldChange("text", *went), None, FieldChange("text", *came), None]


def test_a_records_history_is_its_own(ada: Repository) -> None:
    """The operations that wrote it, each once, whatever else they wrote."""
    ada.run(Put([event(1), event(2)], label="both"))
    ada.run(Put([event(2, title="b")], label="other"))
    ada.run(Put([event(1, title="a"), event(1, title="c")], label="twice"))
    ada.run(DeleteRecords([Ref("E1")], label="deleted"))
    with ada.history() as log:
        found = log.entries_of(Ref("E1"))
        assert [entry.operation.label for entry in found] == ["deleted", "twice", "both"]
        older = log.entries_of(Ref("E1"), before=found[0].operation.sequence, limit=1)
        assert [entry.operation.label for entry in older] == ["twice"]
        assert log.entries_of(Ref("E3")) == []


def test_a_version_is_shown_before_and_after(ada: Repository) -> None:
    """What was not there before, or is not after, has no document."""
    ada.run(Put([event(1, title="a", start="2025-03")]))
    changed = ada.run(Put([event(2), event(1, title="b", tags=["new"])], [Ref("E2")]))
    assert changed
    with ada.history() as log:
        versions = list(log.versions(changed.sequence))
        assert versions == [
            Version("E2", None, {}),
            Version("E1", {"title": "a", "start": "2025-03"}, {"title": "b", "tags": ["new"]}),
            Version("E2", {}, None),
        ]
        assert list(log.versions(changed.sequence, Ref("E1"))) == versions[1:2]
    assert list(field_changes(versions[1])) == [
        FieldChange("title", "a", "b"),
        FieldChange("tags", None, ["new"]),
        FieldChange("start", "2025-03", None),
    ]


def test_stamps_are_not_changes() -> None:
    """Who changed a record, and when, is said by the operation."""
    stamped = {"uid": "u", "updated": {"at": "2025-03-09T10:30:00Z", "by": "ada"}}
    assert list(field_changes(Version("E1", {"title": "a"}, {"title": "a", **stamped}))) == []


@pytest.mark.usefixtures("in_parts")
def test_what_was_written_in_parts_is_one_operation(ada: Repository) -> None:
    """One entry with all its records, found by any of its parts."""
    whole = ada.run_in_parts(Put([event(n) for n in range(1, 6)], label="imported"))
    assert whole
    assert whole.records == 5
    with ada.history() as log:
        assert [entry.operation for entry in log.entries(limit=1)] == [whole]
        newest, _ = log.head()
        assert newest > whole.sequence
        for part in range(whole.sequence, newest + 1):
            assert log.entry(part).operation == whole
            names = [version.name for version in log.versions(part)]
            assert names == ["E1", "E2", "E3", "E4", "E5"]
        assert [entry.operation for entry in log.entries_of(Ref("E4"))] == [whole]
    assert ada.undoable() == whole


def test_what_never_was_is_unknown(ada: Repository) -> None:
    """The sentence has the number that was asked for."""
    with ada.history() as log, pytest.raises(UnknownOperation, match="no operation 404"):
        log.entry(404)


def test_a_moment_is_found(ada: Repository) -> None:
    """The newest operation that had been done by then, also between two and at the same second."""
    for number in range(1, 6):
        ada.run(Put([event(number)]))
    connection = connection_of(ada)
    times = [f"2025-03-09T10:{minute}:00Z" for minute in ("10", "20", "20", "30", "40", "50")]
    for sequence, at in enumerate(times, start=1):
        connection.execute("UPDATE operations SET at = ? WHERE sequence = ?", (at, sequence))
    with ada.history() as log:
        asked = ["09:59", "10:10", "10:15", "10:20", "10:29", "10:40", "11:00"]
        found = [log.at(Instant(f"2025-03-09T{time}:00Z")) for time in asked]
    assert found == [0, 1, 1, 3, 3, 5, 6]


def test_a_moment_is_found_where_a_clock_went_back(ada: Repository) -> None:
    """One of the operations after which the clock first passed the moment, never none."""
    for number in range(1, 6):
        ada.run(Put([event(number)]))
    connection = connection_of(ada)
    times = ["10:10", "10:50", "10:20", "10:30", "10:40", "11:00"]
    for sequence, time in enumerate(times, start=1):
        connection.execute(
            "UPDATE operations SET at = ? WHERE sequence = ?",
            (f"2025-03-09T{time}:00Z", sequence),
        )
    with ada.history() as log:
        assert log.at(Instant("2025-03-09T10:25:00Z")) in {1, 3}
        assert log.at(Instant("2025-03-09T12:00:00Z")) == 6


def test_a_long_log_is_read_where_it_is_asked_about(ada: Repository) -> None:
    """A page, a record's history and a moment cost what they show, not what lies around them."""
    ada.run(WriteRecords([report(1)]))
    ada.run(Put([report(1, title="seen")]))
    moment = Instant("2026-06-01T00:00:00Z")

    def ask() -> None:
        with ada.history() as log:
            assert log.entries_of(Ref("R1"))
            assert log.entries(before=4)
            assert log.entries(limit=3)
            assert log.at(moment) >= 0

    before = steps_of(ada, ask)
    others_do(ada, 20_000)
    # A moment is sought by halves: each doubling of the log is a step more.
    assert steps_of(ada, ask) <= 2 * before + 60
