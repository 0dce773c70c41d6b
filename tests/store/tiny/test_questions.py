"""Files that a person has to decide about: never taken nor overwritten in silence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import tinydb

from store.commands.records import WriteRecords
from store.errors import NotAStore, NothingToUndo, OutsideChange, UnwritableStore
from store.ids import HIGHEST, Kind, Ref
from store.outside import Finding
from store.repository import Repository
from tests.builders import a_store, event, evidence, quote, report
from tests.store.folders import document
from tests.store.tiny.beside import Clock, in_step


@pytest.fixture
def desk(place: Path, clock: Clock) -> Iterator[Repository]:
    """An open store with two events and a location, in step with its file."""
    with in_step(place, clock) as repository:
        yield repository


def titles(repository: Repository) -> dict[str, str]:
    """The events' titles by reference."""
    with repository.read() as reader:
        events = reader.listing(Kind.EVENT, sorted(reader.numbers(Kind.EVENT)))
        return {str(one.ref): one.label for one in events}


def test_deleting_half_is_asked_about(place: Path, clock: Clock) -> None:
    """Nothing comes in before somebody says so; then it is one operation that can be undone."""
    with a_store(place, *(event(n, title=f"Event {n}") for n in range(1, 101))) as repository:
        repository.checkpoint()
        repository.keeper.clock = clock
        with tinydb.TinyDB(place / "incidents.json", encoding="utf-8") as database:
            database.table("events").remove(doc_ids=list(range(1, 51)))
        question = repository.tend().question
        assert question
        assert (question.kind, question.deleted) == (Finding.DELETES_MANY, 50)
        assert repository.tend() == (False, None, None)
        assert repository.outside() == question
        assert len(titles(repository)) == 100
        taken = repository.take_outside()
        assert taken
        assert len(titles(repository)) == 50
        assert repository.undo(taken).restored == 50
        assert repository.checkpoint()
        assert len(document(place)["events"]) == 100


def test_an_old_copy_is_asked_about(desk: Repository, place: Path, clock: Clock) -> None:
    """A git checkout puts yesterday's file back: it can be taken as the state, and undone."""
    old = (place / "incidents.json").read_bytes()
    desk.run(WriteRecords([event(1, title="Today"), event(3, title="New")]))
    desk.checkpoint()
    (place / "incidents.json").write_bytes(old)
    question = desk.tend().question
    assert question
    assert (question.kind, question.changed, question.deleted) == (Finding.OLDER, 1, 1)
    clock.ahead += 60
    assert not desk.tend().written
    assert (place / "incidents.json").read_bytes() == old
    taken = desk.take_outside()
    assert taken
    assert titles(desk) == {"E1": "A burial", "E2": "A clash"}
    assert desk.undo(taken).restored == 2
    assert titles(desk)["E1"] == "Today"


def test_emptying_a_small_store_is_asked_about(place: Path, clock: Clock) -> None:
    """All of a table, or most of what there is, is asked about however little it is."""
    with a_store(place, *(event(n) for n in range(1, 8)), report(1, text="Told.")) as repository:
        repository.checkpoint()
        repository.keeper.clock = clock
        whole = (place / "incidents.json").read_bytes()
        with tinydb.TinyDB(place / "incidents.json", encoding="utf-8") as database:
            database.drop_table("events")
        asked = repository.tend().question
        assert asked
        assert (asked.kind, asked.deleted) == (Finding.DELETES_MANY, 7)
        (place / "incidents.json").write_bytes(whole)
        with tinydb.TinyDB(place / "incidents.json", encoding="utf-8") as database:
            database.table("events").remove(doc_ids=[1, 2, 3, 4, 5])
        asked = repository.tend().question
        assert asked
        assert asked.deleted == 5
        (place / "incidents.json").write_bytes(whole)
        with tinydb.TinyDB(place / "incidents.json", encoding="utf-8") as database:
            database.table("events").remove(doc_ids=[1, 2, 3])
        assert repository.tend().taken


def test_another_stores_file_is_set_aside(desk: Repository, place: Path, tmp_path: Path) -> None:
    """It is neither taken nor overwritten; set aside, it keeps its bytes, and ours is back."""
    ours = (place / "incidents.json").read_bytes()
    with a_store(tmp_path / "other", event(1, title="Foreign")) as other:
        other.checkpoint()
    theirs = (tmp_path / "other" / "incidents.json").read_bytes()
    for free in ("incidents.json.outside-1", "incidents.json.outside-2"):
        (place / "incidents.json").write_bytes(theirs)
        question = desk.tend().question
        assert question
        assert question.kind is Finding.FOREIGN
        assert desk.replace_outside() == place / free
        assert (place / free).read_bytes() == theirs
        assert (place / "incidents.json").read_bytes() == ours


def test_a_newer_versions_file_is_not_taken(desk: Repository, place: Path) -> None:
    """Its fields are not known here: it is refused with the reason, and only set aside."""
    ours = (place / "incidents.json").read_bytes()
    theirs = ours.replace(b'"schema":1', b'"schema":99')
    (place / "incidents.json").write_bytes(theirs)
    question = desk.tend().question
    assert question
    assert question.kind is Finding.FOREIGN
    with pytest.raises(NotAStore, match="schema 99"):
        desk.take_outside()
    assert (place / "incidents.json").read_bytes() == theirs
    assert desk.replace_outside() == place / "incidents.json.outside-1"
    assert (place / "incidents.json.outside-1").read_bytes() == theirs
    assert (place / "incidents.json").read_bytes() == ours


def test_another_stores_reports_keep_their_texts(place: Path, tmp_path: Path, clock: Clock) -> None:
    """Taken as the state, a report with our id and another text gets an id of its own."""
    theirs = report(1, text="Five died.")
    said = quote(1, **evidence(theirs, "Five"))
    with a_store(tmp_path / "other", theirs, said) as other:
        other.checkpoint()
    with a_store(place, report(1, text="Nine people were killed.")) as repository:
        repository.checkpoint()
        repository.keeper.clock = clock
        (tmp_path / "other" / "incidents.json").replace(place / "incidents.json")
        assert repository.tend().question
        assert repository.take_outside()
        with repository.read() as reader:
            assert list(reader.numbers(Kind.REPORT)) == [2]
            assert getattr(reader.get(Ref("R2")), "text", "") == "Five died."
            assert getattr(reader.get(Ref("Q1")), "report", "") == "R2"
        assert repository.undo().restored == 3


def test_what_came_in_can_be_taken_back(desk: Repository, place: Path) -> None:
    """By whom it disturbs, in their name, once; and it can be redone."""
    with tinydb.TinyDB(place / "incidents.json", encoding="utf-8") as database:
        database.table("events").update({"title": "Theirs"})
    taken = desk.tend().taken
    assert taken
    undone = desk.undo_outside(taken)
    assert (undone.restored, undone.operation.author) == (2, desk.author)
    assert titles(desk) == {"E1": "A burial", "E2": "A clash"}
    with pytest.raises(NothingToUndo):
        desk.undo_outside(taken)
    assert desk.redo().restored == 2
    assert titles(desk) == {"E1": "Theirs", "E2": "Theirs"}


def test_a_file_taken_as_the_state_uses_no_ids_up(desk: Repository, place: Path) -> None:
    """A document of it whose id is near the highest gets another, and so do its references."""
    theirs = {"title": "Theirs", "part_of": f"E{HIGHEST - 1}"}
    events = {str(HIGHEST): theirs, "1": {"part_of": f"E{HIGHEST}"}}
    (place / "incidents.json").write_text(json.dumps({"events": events}), "utf-8")
    assert desk.outside()
    taken = desk.take_outside()
    assert taken
    assert taken.reason.endswith(f"given another: E{HIGHEST}")
    with desk.read() as reader:
        assert sorted(reader.numbers(Kind.EVENT)) == [1, 3]
        assert getattr(reader.get(Ref("E1")), "part_of", None) == "E3"
    desk.run(WriteRecords([event(0, title="Ours")]))
    assert titles(desk)["E4"] == "Ours"


def test_an_answer_is_for_the_file_that_was_asked_about(place: Path) -> None:
    """Another file was put in its place meanwhile: nothing is taken, and it is asked anew."""
    with a_store(place, event(1), event(2)) as desk:
        desk.checkpoint()
        asked, other = ({"events": {"1": {"title": title}}} for title in ("seen", "never seen"))
        (place / "incidents.json").write_text(json.dumps(asked), "utf-8")
        question = desk.outside()
        assert question
        (place / "incidents.json").write_text(json.dumps(other), "utf-8")
        for answer in (desk.take_outside, desk.replace_outside):
            with pytest.raises(OutsideChange, match=r"has changed since it was asked about\."):
                answer(question)
        assert desk.outside() != question
        assert json.loads((place / "incidents.json").read_bytes()) == other
        with desk.read() as reader:
            assert reader.count(Kind.EVENT) == 2


def test_a_link_in_a_team_s_folder_is_not_written_through(place: Path, tmp_path: Path) -> None:
    """A colleague may have put it there: what it leads to stays as it is."""
    victim = tmp_path / "victim"
    victim.write_text("mine", "utf-8")
    with a_store(place, event(1), team=True) as desk:
        (place / "incidents.json").unlink()
        (place / "incidents.json").symlink_to(victim)
        for act in (desk.tend, desk.checkpoint, desk.outside, desk.replace_outside):
            with pytest.raises(UnwritableStore, match="it is a link"):
                act()
    assert victim.read_text("utf-8") == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["store", "victim"]
