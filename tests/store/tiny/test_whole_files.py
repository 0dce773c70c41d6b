"""What never gets into incidents.json: half an operation, and what is not as the log has it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import apsw
import pytest

from store.changes import Change, Context
from store.commands.records import WriteRecords
from store.errors import UnwritableStore
from store.ids import Kind, Ref
from store.model import Event
from store.reader import Reader
from store.repository import Repository
from store.session import Session
from store.sql import commit
from store.tiny import examination
from store.tiny.examination import Examined
from store.tiny.marks import Marks
from tests.builders import a_store, event, report
from tests.store.folders import document
from tests.store.tiny.beside import Clock


@pytest.fixture
def desk(place: Path) -> Iterator[Repository]:
    """An open store with two events and a report, in step with its file, and one operation more."""
    records = [event(1, title="A burial"), event(2, title="A clash"), report(1, text="Nine died.")]
    with a_store(place, *records) as repository:
        repository.checkpoint()
        repository.run(WriteRecords([event(2, title="A raid")]))
        yield repository


def alter(place: Path, change: str) -> None:
    """Alter the working copy as a failing disk does, past the store."""
    with closing(apsw.Connection(str(place / "desk.sqlite"))) as connection:
        connection.execute(change)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE records SET document = replace(document, 'burial', 'burian')",
        "UPDATE records SET document = '{broken' WHERE kind = 2",
        "DELETE FROM records WHERE document LIKE '%burial%'",
        "UPDATE records SET text = NULL",
        "UPDATE texts SET text = 'Nine lied.'",
    ],
)
def test_a_damaged_working_copy_leaves_the_file_alone(
    desk: Repository, place: Path, change: str
) -> None:
    """A flipped letter, broken JSON, a record or a text that is gone: one sentence, no new file."""
    before = (place / "incidents.json").read_bytes()
    alter(place, change)
    with pytest.raises(UnwritableStore, match="incident-desk verify") as told:
        desk.checkpoint()
    assert "It was left as it is." in str(told.value)
    assert (place / "incidents.json").read_bytes() == before
    assert not (place / ".incidents.json.new").exists()


def test_a_broken_log_leaves_the_file_alone(desk: Repository, place: Path) -> None:
    """Also where the log itself has no JSON any more, and the record is the same."""
    before = (place / "incidents.json").read_bytes()
    for table in ("records", "versions"):
        alter(place, f"UPDATE {table} SET document = '[1]' WHERE document LIKE '%raid%'")
    with pytest.raises(UnwritableStore, match="E2 is not as the log has it"):
        desk.checkpoint()
    assert (place / "incidents.json").read_bytes() == before


@dataclass
class Slow:
    """Adds three events, and lets others in after each."""

    label: str = "slow"
    reason: str = ""
    seen: dict[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One event after the other."""
        del reader
        for at in range(3):
            ref = context.new(Kind.EVENT)
            yield Change(ref, None, Event(id=ref.number, title=f"Slow {at}"))


def titles(place: Path) -> list[str]:
    """The events' titles in the file."""
    return [one["title"] for one in document(place)["events"].values()]


def test_a_file_has_all_or_nothing_of_an_operation(
    desk: Repository, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While an import runs, the file is written as of the operation before it; then whole."""
    monkeypatch.setattr(commit, "PART", -1)
    ada = Repository.open(place, author="ada")
    found: list[tuple[bool, list[str], int]] = []

    def between(_: float) -> None:
        desk.run(WriteRecords([event(1, title=f"Ours {len(found)}")]))
        written = desk.checkpoint()
        assert desk.is_waiting
        found.append((written, titles(place), document(place)["_meta"]["1"]["operation"]))

    monkeypatch.setattr(commit, "sleep", between)
    ada.run_in_parts(Slow())
    ada.close()
    before = ["A burial", "A raid"]
    assert found == [(True, before, 3), (False, before, 3), (False, before, 3)]
    assert not desk.is_waiting
    assert desk.checkpoint()
    assert titles(place) == ["Ours 2", "A raid", "Slow 0", "Slow 1", "Slow 2"]


def test_an_unfinished_first_operation(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the first operation there is nothing, and a file that was removed has nothing."""
    monkeypatch.setattr(commit, "PART", -1)
    with a_store(place) as ada, a_store_beside(place) as sami:
        found = []

        def between(_: float) -> None:
            (place / "incidents.json").unlink()
            found.append((sami.checkpoint(), document(place)["events"]))

        monkeypatch.setattr(commit, "sleep", between)
        ada.run_in_parts(Slow())
        assert found == [(True, {})] * 3


def a_store_beside(place: Path) -> closing[Repository]:
    """The same store, opened by another one."""
    return closing(Repository.open(place, author="sami"))


def test_what_a_killed_import_left_does_not_hold_the_file_back(
    desk: Repository, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has the store open takes it back, and the file has all of theirs."""
    ada = Repository.open(place, author="ada")

    class Killed(BaseException):
        pass

    def die(_: float) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(commit, "PART", -1)
        patched.setattr(commit, "sleep", die)
        patched.setattr(Session, "settle", lambda _: [])
        with pytest.raises(Killed):
            ada.run_in_parts(Slow())
    ada.close()
    assert desk.checkpoint()
    assert titles(place) == ["A burial", "A raid"]
    assert document(place)["_meta"]["1"]["operation"] > 3


def test_what_is_written_while_a_file_is_taken(
    desk: Repository, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program writes again after its file was read: both of its changes come in."""
    desk.checkpoint()
    desk.keeper.clock = Clock()
    add(place, "3", "Theirs")
    examine = examination.examine

    def and_again(connection: apsw.Connection, known: Marks, path: Path, **_: bool) -> Examined:
        examined = examine(connection, known, path)
        monkeypatch.undo()
        add(place, "4", "Theirs too")
        return examined

    monkeypatch.setattr(examination, "examine", and_again)
    assert desk.take_outside()
    desk.run(WriteRecords([event(1, title="Ours")]))
    assert desk.tend().taken
    desk.checkpoint()
    assert titles(place) == ["Ours", "A raid", "Theirs", "Theirs too"]


def test_a_stamp_that_tells_nothing(desk: Repository, place: Path) -> None:
    """A write that left size and time as they were is found when ours is to be written."""
    file = place / "incidents.json"
    desk.checkpoint()
    desk.keeper.clock = Clock()
    file.write_bytes(file.read_bytes().replace(b"A burial", b"A belief"))
    found = file.stat()
    stamp = f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"
    alter(place, f"UPDATE meta SET value = '{stamp}' WHERE name = 'file_stamp'")
    desk.run(WriteRecords([event(2, title="Ours")]))
    assert desk.leave().taken
    assert titles(place) == ["A belief", "Ours"]


def add(place: Path, number: str, title: str) -> None:
    """Add an event as another program does."""
    found = document(place)
    found["events"][number] = {"title": title}
    (place / "incidents.json").write_text(json.dumps(found), "utf-8")
