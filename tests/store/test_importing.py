"""Importing a data set: what comes in, what comes in again, and what others made of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.commands.importing import ImportRecords, Tally
from store.commands.records import DeleteRecords, SetFields
from store.ids import Kind, Ref
from store.memory import MemoryStore
from store.model import Event, Location
from store.proposals import Flagged, Proposal, Register, Rejected
from store.repository import Repository
from store.values import EventLocation, Origin


def rows(*named: tuple[str, str]) -> ImportRecords:
    """A data set of events, each a key and a title, all in Baniyas."""

    def read(register: Register) -> Iterator[Proposal]:
        place = register.ref(Kind.LOCATION, "baniyas")
        origin = Origin(format="rows", file="rows.csv", id="baniyas")
        yield Location(id=place.number, name="Baniyas", origin=origin)
        for line, (key, title) in enumerate(named, start=2):
            if title == "odd":
                yield Flagged(line, "title", "the title is odd")
            if not title:
                yield Rejected(line, "title", "it has no title", key)
                continue
            ref = register.ref(Kind.EVENT, key)
            yield Event(
                id=ref.number,
                title=title,
                locations=(EventLocation(location=place),),
                origin=Origin(format="rows", file="rows.csv", row=line, id=key),
            )

    return ImportRecords("rows", "rows.csv", read)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Repository]:
    """An empty store, open."""
    repository = Repository.create(tmp_path / "store")
    repository.close()
    repository = Repository.open(tmp_path / "store", author="ada")
    yield repository
    repository.close()


def events(repository: Repository) -> dict[str, str]:
    """Titles by the key in the data set."""
    with repository.read() as reader:
        found = reader.listing(Kind.EVENT, reader.numbers(Kind.EVENT))
    return {one.origin.id: one.title for one in found if isinstance(one, Event) and one.origin}


def test_the_same_data_set_again_changes_nothing(desk: Repository) -> None:
    """A second import of the same rows writes no operation and makes no record."""
    desk.run_in_parts(rows(("a", "First"), ("b", "Second")))
    again = rows(("a", "First"), ("b", "Second"))
    assert desk.run_in_parts(again) is None
    assert events(desk) == {"a": "First", "b": "Second"}
    assert again.tally.same == {Kind.EVENT: 2, Kind.LOCATION: 1}


def test_a_newer_data_set_updates_its_records(desk: Repository) -> None:
    """What has changed in the rows changes in the store, and keeps its reference."""
    desk.run_in_parts(rows(("a", "First")))
    newer = rows(("a", "First, corrected"), ("b", "Second"))
    desk.run_in_parts(newer)
    assert events(desk) == {"a": "First, corrected", "b": "Second"}
    assert (newer.tally.updated, newer.tally.new) == ({Kind.EVENT: 1}, {Kind.EVENT: 1})


def test_what_somebody_changed_stays(desk: Repository) -> None:
    """A field that was edited since stays; it is told where the data set has changed it, too."""
    desk.run_in_parts(rows(("a", "First"), ("b", "Second")))
    edited = [Ref("E1"), Ref("E2")]
    desk.run(SetFields(edited, {"title": "Edited", "status": "completed"}))
    newer = rows(("a", "First, corrected"), ("b", "Second"))
    assert desk.run_in_parts(newer) is None
    assert events(desk) == {"a": "Edited", "b": "Edited"}
    assert newer.tally.kept == [(Ref("E1"), "title")]


def test_an_undone_import_can_come_in_again(desk: Repository) -> None:
    """After an undo the same rows come in as new records."""
    desk.run_in_parts(rows(("a", "First")))
    desk.undo()
    assert events(desk) == {}
    desk.run_in_parts(rows(("a", "First")))
    assert events(desk) == {"a": "First"}


def test_an_undone_update_comes_in_again(desk: Repository) -> None:
    """An update that was taken back is no version that anybody has edited."""
    desk.run_in_parts(rows(("a", "First")))
    desk.run_in_parts(rows(("a", "Other")))
    desk.undo()
    assert events(desk) == {"a": "First"}
    desk.run_in_parts(rows(("a", "Other")))
    assert events(desk) == {"a": "Other"}


def test_a_deleted_record_comes_in_as_a_new_one(desk: Repository) -> None:
    """What was deleted since is made anew, under an id that was never used."""
    desk.run_in_parts(rows(("a", "First")))
    desk.run(DeleteRecords([Ref("E1")]))
    desk.run_in_parts(rows(("a", "First")))
    with desk.read() as reader:
        assert list(reader.numbers(Kind.EVENT)) == [2]


def test_rejected_rows_are_handed_on_and_the_rest_comes_in(desk: Repository) -> None:
    """A row that cannot come in is told with line, column and reason; the others are written."""
    told: list[Rejected] = []
    command = rows(("a", "First"), ("b", ""), ("c", "odd"))
    command.tally.rejected = told.append
    desk.run_in_parts(command)
    assert told == [Rejected(3, "title", "it has no title", "b")]
    assert command.tally.flagged == {"title: the title is odd": 1}
    assert events(desk) == {"a": "First", "c": "odd"}


def test_the_store_in_memory_imports_alike() -> None:
    """The model that the others are held against tells an update from an edit, too."""
    store = MemoryStore()
    store.run(rows(("a", "First")), "ada")
    assert store.run(rows(("a", "First")), "ada") is None
    store.run(rows(("a", "Second")), "ada")
    store.run(SetFields([Ref("E1")], {"title": "Edited"}), "ben")
    store.run(rows(("a", "Third")), "ada")
    assert [r.label for r in store.reader.listing(Kind.EVENT, [1])] == ["Edited"]


def test_a_tally_counts_each_kind_of_oddity_once() -> None:
    """The same words are counted together, also beyond the reasons that are kept apart."""
    tally = Tally()
    for line in range(3):
        tally.take(Flagged(line, "best", "best is above high"))
    assert tally.flagged == {"best: best is above high": 3}
