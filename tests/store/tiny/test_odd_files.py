"""Files of programs with habits of their own: what is good comes in, the rest is kept beside."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, cast

import pytest

from store.commands.records import WriteRecords
from store.errors import DamagedFile, OutsideChange
from store.ids import Kind, Ref
from store.outside import Finding
from store.repository import Repository
from store.tiny import keeping, open_tinydb
from store.tiny.storage import Storage
from tests.builders import a_store, event, location
from tests.store.folders import document
from tests.store.tiny.beside import Clock, in_step


@pytest.fixture
def desk(place: Path) -> Iterator[Repository]:
    """An open store with two events and a location, in step with its file."""
    with in_step(place, Clock()) as repository:
        yield repository


def titles(repository: Repository) -> dict[str, str]:
    """The events' titles by reference."""
    with repository.read() as reader:
        events = reader.listing(Kind.EVENT, sorted(reader.numbers(Kind.EVENT)))
        return {str(one.ref): one.label for one in events}


def write(place: Path, tables: Any) -> bytes:
    """Write the file as another program does; its bytes."""
    (place / "incidents.json").write_text(json.dumps(tables), "utf-8")
    return (place / "incidents.json").read_bytes()


@pytest.mark.parametrize("number", ["abc", "0", "01", "-1", "100000000000000"])
def test_a_document_with_an_odd_id(desk: Repository, place: Path, number: str) -> None:
    """The good changes beside it come in, it is named, and the file is kept."""
    found = document(place)
    found["events"] |= {number: {"title": "Odd"}, "3": {"title": "Theirs"}}
    raw = write(place, found)
    done = desk.tend()
    assert done.taken
    assert done.written
    assert done.question
    assert done.question.kind is Finding.DAMAGED
    assert f"events/{number}: its id is not a number from 1 on" in done.question.sentence
    assert "1 added" in done.question.sentence
    assert titles(desk) == {"E1": "A burial", "E2": "A clash", "E3": "Theirs"}
    assert (place / "incidents.json.damaged-1").read_bytes() == raw
    assert list(document(place)["events"]) == ["1", "2", "3"]
    assert desk.tend() == (False, None, None)


def test_what_is_no_document_is_not_deleted(desk: Repository, place: Path) -> None:
    """A list where a record was, and a null where a table was: the store keeps its own."""
    found = document(place)
    found["events"] |= {"1": ["no", "record"], "2": {"title": "Theirs"}}
    found["locations"] = None
    write(place, found)
    done = desk.tend()
    assert done.question
    assert "locations: it is not a table" in done.question.sentence
    assert "events/1: it is not an object" in done.question.sentence
    assert titles(desk) == {"E1": "A burial", "E2": "Theirs"}
    with desk.read() as reader:
        assert reader.get(Ref("L1")).label == "Baniyas"


def test_only_odd_documents(desk: Repository, place: Path) -> None:
    """Nothing comes in; the file is kept, and not taken for an older copy."""
    found = document(place)
    found["notes"] = {"x": {}, "y": {}}
    raw = write(place, found)
    done = desk.tend()
    assert done.taken is None
    assert done.question
    assert done.question.kind is Finding.DAMAGED
    assert (place / "incidents.json.damaged-1").read_bytes() == raw


def test_what_is_not_a_number_is_null(desk: Repository, place: Path) -> None:
    """As pandas writes what is missing; the same letters in a text stay."""
    found = document(place)
    found["events"]["1"] |= {"title": "NaN", "weight": float("nan"), "least": -float("inf")}
    write(place, found)
    assert desk.tend().taken
    assert desk.checkpoint()
    after = document(place)["events"]["1"]
    assert (after["title"], after["weight"], after["least"]) == ("NaN", None, None)


def test_a_program_writes_on_into_a_file_that_was_kept(desk: Repository, place: Path) -> None:
    """Who had the odd file open goes on: what it writes later comes in too."""
    file = place / "incidents.json"
    with file.open("r+", encoding="utf-8") as theirs:
        found = document(place)
        found["events"]["abc"] = {}
        theirs.write(json.dumps(found))
        theirs.truncate()
        theirs.flush()
        assert desk.tend().question
        found["events"]["3"] = {"title": "Later"}
        theirs.seek(0)
        theirs.write(json.dumps(found))
        theirs.truncate()
    assert desk.tend().taken
    assert titles(desk)["E3"] == "Later"


def test_taking_a_damaged_file_tells_where(desk: Repository, place: Path) -> None:
    """The line and column are those of the damage."""
    file = place / "incidents.json"
    file.write_bytes(file.read_bytes().replace(b'"A clash"', b'"A clash'))
    with pytest.raises(DamagedFile) as told:
        desk.take_outside()
    assert told.value.line > 1


def test_a_table_that_another_program_dropped(desk: Repository, place: Path) -> None:
    """It is gone, also where its ids were no numbers; one that was emptied stays, empty."""
    turns: list[dict[str, Any]] = [{"names": {"x": {"a": 1}}, "tags": {"y": {}}}, {"tags": {}}]
    for kept in turns:
        found = document(place)
        found = {name: found[name] for name in found if name not in ("names", "tags")} | kept
        write(place, found)
        assert desk.tend().taken
        desk.run(WriteRecords([event(1, title=f"With {len(kept)}")]))
        desk.checkpoint()
        after = document(place)
        assert {name: after[name] for name in ("names", "tags") if name in after} == kept


def test_a_file_that_never_rests(
    desk: Repository, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program writes all the time: the file is not said to be up to date, and is left alone."""
    monkeypatch.setattr(keeping, "PATIENCE", 0.5)
    monkeypatch.setattr(keeping, "GAP", 0)
    desk.keeper.clock = time.time
    found = document(place)
    turn = count(3)

    def write_again(_: float) -> None:
        found["events"]["3"] = {"title": f"Theirs {next(turn)}"}
        write(place, found)

    write_again(0)
    monkeypatch.setattr("store.tiny.keeping.time.sleep", write_again)
    with pytest.raises(OutsideChange, match="is being written by another program again and again"):
        desk.checkpoint()
    assert document(place) == found


def test_closing_a_script_tells_of_a_question(place: Path, tmp_path: Path) -> None:
    """Another store's file lies there: a warning, for a script has nobody to ask."""
    with a_store(tmp_path / "other", location(1)) as other:
        other.checkpoint()
    with a_store(place, event(1)) as mine:
        mine.checkpoint()
    theirs = (tmp_path / "other" / "incidents.json").read_bytes()
    (place / "incidents.json").write_bytes(theirs)
    database = open_tinydb(place)
    cast(Storage, database.storage)._repository.keeper.clock = Clock()
    database.table("events").insert({"title": "Mine"})
    with pytest.warns(UserWarning, match="belongs to another store"):
        database.close()
    assert (place / "incidents.json").read_bytes() == theirs
