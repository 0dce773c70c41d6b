"""Stock TinyDB programs beside the desk: theirs comes in or is asked about, nothing is lost."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tinydb
from tinydb.middlewares import CachingMiddleware
from tinydb.storages import JSONStorage
from tinydb.table import Document

from store.commands.records import DeleteRecords, WriteRecords
from store.ids import HIGHEST, HIGHEST_CHOSEN, Kind, Ref
from store.model import Note
from store.outside import Finding
from store.repository import Repository
from tests.builders import a_store, event, evidence, location, note, quote, report
from tests.store.folders import document
from tests.store.tiny.beside import Clock, in_step


@pytest.fixture
def desk(place: Path, clock: Clock) -> Iterator[Repository]:
    """An open store with two events and a location, in step with its file."""
    with in_step(place, clock) as repository:
        yield repository


def stock(place: Path, **options: Any) -> tinydb.TinyDB:
    """Stock TinyDB on the store's file."""
    return tinydb.TinyDB(place / "incidents.json", encoding="utf-8", **options)


def titles(repository: Repository) -> dict[str, str]:
    """The events' titles by reference."""
    with repository.read() as reader:
        events = reader.listing(Kind.EVENT, sorted(reader.numbers(Kind.EVENT)))
        return {str(one.ref): one.label for one in events}


def notes(repository: Repository) -> list[Note]:
    """Every note."""
    with repository.read() as reader:
        found = reader.listing(Kind.NOTE, sorted(reader.numbers(Kind.NOTE)))
    return [one for one in found if isinstance(one, Note)]


def follow(repository: Repository, clock: Clock) -> None:
    """Let the quiet pass until the file is written."""
    repository.tend()
    clock.ahead += 60
    assert repository.tend().written


def test_what_a_program_writes_comes_in(desk: Repository, place: Path) -> None:
    """An insert, an update and a deletion are one operation, by nobody's name."""
    with stock(place) as database:
        events = database.table("events")
        events.insert({"title": "A raid"})
        events.update({"title": "A funeral"}, doc_ids=[1])
        database.table("locations").remove(doc_ids=[1])
    taken = desk.tend().taken
    assert taken
    assert (taken.author, taken.label, taken.records) == ("outside", "changed outside", 3)
    assert titles(desk) == {"E1": "A funeral", "E2": "A clash", "E3": "A raid"}
    assert desk.tend() == (False, None, None)
    assert desk.undoable() != taken


def test_both_sides_changed(desk: Repository, place: Path) -> None:
    """Another field comes in; the same field stays ours, and theirs is in a note on the record."""
    with stock(place) as database:
        database.table("events").update({"title": "Theirs", "summary": "New"}, doc_ids=[1])
    desk.run(WriteRecords([event(1, title="Ours"), event(2, title="Ours too")]))
    assert desk.tend().taken
    with desk.read() as reader:
        found = reader.get(Ref("E1"))
    assert (found.label, getattr(found, "summary", "")) == ("Ours", "New")
    assert titles(desk)["E2"] == "Ours too"
    (told,) = notes(desk)
    assert told.target == "E1"
    assert "- here: Ours" in told.body
    assert "- there: Theirs" in told.body


def test_a_new_id_that_is_taken_gets_another(desk: Repository, place: Path) -> None:
    """Theirs is renumbered, and what they wrote about it names the new one."""
    with stock(place) as database:
        number = database.table("events").insert({"title": "Theirs"})
        database.table("notes").insert({"target": f"E{number}", "body": "About theirs"})
        database.table("events").update({"part_of": f"E{number}"}, doc_ids=[2])
    desk.run(WriteRecords([event(3, title="Ours")]))
    assert desk.tend().taken
    assert titles(desk) == {"E1": "A burial", "E2": "A clash", "E3": "Ours", "E4": "Theirs"}
    (told,) = notes(desk)
    assert (told.target, told.body) == ("E4", "About theirs")
    with desk.read() as reader:
        assert getattr(reader.get(Ref("E2")), "part_of", None) == "E4"


def test_an_id_near_the_highest_gets_another(desk: Repository, place: Path) -> None:
    """So others keep theirs: references follow, the history says so, and a second look too."""
    with stock(place) as database:
        database.table("events").insert(Document({"title": "Theirs"}, HIGHEST))
        database.table("notes").insert({"target": f"E{HIGHEST}", "body": "About theirs"})
        database.table("weather").insert(Document({"sky": "clear"}, HIGHEST_CHOSEN + 1))
        database.table("locations").insert(Document({"name": "Far"}, HIGHEST_CHOSEN))
    taken = desk.tend().taken
    assert taken
    assert taken.reason == (
        "from incidents.json; near the highest id, and so given another:"
        f" E{HIGHEST}, weather/{HIGHEST_CHOSEN + 1}"
    )
    assert titles(desk)["E3"] == "Theirs"
    (told,) = notes(desk)
    assert (told.target, told.body) == ("E3", "About theirs")
    with stock(place) as database:
        database.table("events").update({"summary": "More"}, doc_ids=[HIGHEST])
    assert desk.tend().taken
    desk.run(WriteRecords([event(0, title="Ours")]))
    assert list(titles(desk)) == ["E1", "E2", "E3", "E4"]
    desk.checkpoint()
    found = document(place)
    assert found["events"]["3"]["summary"] == "More"
    assert found["weather"] == {"1": {"sky": "clear"}}
    assert found["_meta"]["1"]["highest"]["locations"] == HIGHEST_CHOSEN


def test_a_highest_id_of_another_programs_uses_none_up(desk: Repository, place: Path) -> None:
    """What it writes into `_meta` is no reason to give out no id any more."""
    with stock(place) as database:
        highest = {"events": HIGHEST, "locations": 20}
        database.table("_meta").update({"highest": highest}, doc_ids=[1])
        database.table("events").update({"summary": "New"}, doc_ids=[1])
    assert desk.tend().taken
    desk.run(WriteRecords([event(0, title="Ours"), location(0, name="Next")]))
    assert titles(desk)["E3"] == "Ours"
    with desk.read() as reader:
        assert max(reader.numbers(Kind.LOCATION)) == 21


def test_an_id_is_not_used_twice(desk: Repository, place: Path) -> None:
    """Stock TinyDB gives a deleted top id again; in the store the record gets another."""
    desk.run(WriteRecords([event(3, title="Gone")]))
    desk.run(DeleteRecords([Ref("E3")]))
    desk.checkpoint()
    with stock(place) as database:
        assert database.table("events").insert({"title": "Theirs"}) == 3
    assert desk.tend().taken
    assert titles(desk)["E4"] == "Theirs"


def test_the_text_of_a_report_stays(place: Path, clock: Clock) -> None:
    """It is never edited: what they wrote is in a note, and the quote's words still stand."""
    told = report(1, text="Nine people were killed.")
    said = quote(1, **evidence(told, "Nine people"))
    with a_store(place, told, said) as repository:
        repository.checkpoint()
        repository.keeper.clock = clock
        with stock(place) as database:
            database.table("reports").update({"text": "Ten.", "title": "T"}, doc_ids=[1])
        assert repository.tend().taken
        with repository.read() as reader:
            found = reader.get(Ref("R1"))
        assert (getattr(found, "text", ""), found.label) == ("Nine people were killed.", "T")
        assert "- there: Ten." in notes(repository)[0].body


def test_odd_documents_and_other_tables_come_in(desk: Repository, place: Path) -> None:
    """What cannot be read is flagged; tables that are not ours are kept, whatever their ids."""
    found = document(place)
    found["events"]["9"] = {"title": 5, "start": "Friday"}
    found["mine"] = {"1": {"a": [1, None]}}
    found["names"] = {"x": {"b": 2.5}}
    (place / "incidents.json").write_text(json.dumps(found), "utf-8")
    assert desk.tend().taken
    with desk.read() as reader:
        assert set(reader.get(Ref("E9")).flags) == {"title", "start"}
    found["names"]["y"] = {}
    found["mine"] = {"z": {"c": 1}, "1": {"a": 2}}
    (place / "incidents.json").write_text(json.dumps(found), "utf-8")
    assert desk.tend().taken
    desk.checkpoint()
    after = document(place)
    assert {name: after[name] for name in ("mine", "names")} == {
        name: found[name] for name in ("mine", "names")
    }
    assert after["events"]["9"] == {"title": 5, "start": "Friday"}


def test_a_program_goes_on_writing_across_checkpoints(
    desk: Repository, place: Path, clock: Clock
) -> None:
    """Its file was replaced under it, again and again: each of its records comes in once."""
    with stock(place) as database:
        events = database.table("events")
        for turn in range(3):
            events.insert({"title": f"Theirs {turn}"})
            desk.run(WriteRecords([event(0, title=f"Ours {turn}")]))
            assert desk.tend().taken
            follow(desk, clock)
        events.update({"title": "Mended"}, doc_ids=[3])
        assert desk.tend().taken
    found = sorted(titles(desk).values())
    ours = [f"Ours {turn}" for turn in range(3)]
    assert found == sorted(["A burial", "A clash", "Mended", "Theirs 1", "Theirs 2", *ours])
    assert notes(desk) == []
    follow(desk, clock)
    assert desk.tend() == (False, None, None)
    follow_up = [path.name for path in place.iterdir() if "before" in path.name]
    assert follow_up == [".incidents.json.before"]


def test_a_program_that_writes_only_in_the_end(desk: Repository, place: Path, clock: Clock) -> None:
    """CachingMiddleware keeps all in memory and writes it over two checkpoints of ours."""
    database = stock(place, storage=CachingMiddleware(JSONStorage))  # type: ignore[no-untyped-call]
    database.table("events").insert({"title": "Theirs"})
    for title in ("Ours", "Ours too"):
        desk.run(WriteRecords([event(0, title=title)]))
        follow(desk, clock)
    database.close()
    assert desk.tend().taken
    assert sorted(titles(desk).values()) == ["A burial", "A clash", "Ours", "Ours too", "Theirs"]


def test_memory_written_over_a_newer_file(desk: Repository, place: Path) -> None:
    """A file that names an older operation and has changes is compared with that operation."""
    old = document(place)
    desk.run(WriteRecords([event(1, title="Ours"), event(3, title="New")]))
    desk.checkpoint()
    old["events"]["2"]["title"] = "Theirs"
    (place / "incidents.json").write_text(json.dumps(old), "utf-8")
    assert desk.tend().taken
    assert titles(desk) == {"E1": "Ours", "E2": "Theirs", "E3": "New"}
    assert desk.checkpoint()
    assert document(place)["events"]["3"]["title"] == "New"


def test_a_half_written_file_is_waited_for(desk: Repository, place: Path, clock: Clock) -> None:
    """While it changes nothing is done; what it has become in the end comes in."""
    raw = json.dumps(document(place)).replace("A burial", "A funeral").encode()
    file = place / "incidents.json"
    file.write_bytes(raw[: len(raw) // 2])
    clock.ahead = 2
    assert desk.tend() == (False, None, None)
    file.write_bytes(raw)
    clock.ahead = 0
    assert desk.tend() == (False, None, None)
    clock.ahead = 30
    assert desk.tend().taken
    assert titles(desk)["E1"] == "A funeral"


def test_a_damaged_file_is_set_aside(desk: Repository, place: Path) -> None:
    """It is told with line and column, lies beside, and ours is written anew."""
    file = place / "incidents.json"
    good = file.read_bytes()
    file.write_bytes(good[:-40])
    told = desk.tend()
    assert told.written
    assert told.question
    assert told.question.kind is Finding.DAMAGED
    assert "line" in told.question.sentence
    assert "incidents.json.damaged-1" in told.question.sentence
    assert (place / "incidents.json.damaged-1").read_bytes() == good[:-40]
    assert file.read_bytes() == good


def test_two_documents_with_one_id_are_not_taken_for_one(desk: Repository, place: Path) -> None:
    """A merge by hand left both: a parser would drop one of them in silence."""
    file = place / "incidents.json"
    line = b'"1": {"title":"Theirs"},\n'
    file.write_bytes(file.read_bytes().replace(b'"events": {\n', b'"events": {\n' + line))
    told = desk.tend().question
    assert told
    assert "two documents '1' in the table 'events'" in told.sentence


def test_a_file_written_again_without_a_change(desk: Repository, place: Path) -> None:
    """Another layout of the same records is no operation."""
    (place / "incidents.json").write_text(json.dumps(document(place), indent=4), "utf-8")
    assert desk.tend() == (False, None, None)
    assert not desk.has_outside_change


def test_a_crash_between_taking_and_writing(
    desk: Repository, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same file is not taken twice: no second record, no second note."""
    with stock(place) as database:
        database.table("events").insert({"title": "Theirs"})
        database.table("events").update({"title": "Theirs too"}, doc_ids=[1])
    desk.run(WriteRecords([event(1, title="Ours"), event(3, title="New")]))
    assert desk.tend().taken
    before = titles(desk), notes(desk)
    again = Repository.open(place)
    again.keeper.clock = lambda: time.time() + 30
    assert again.tend().taken is None
    assert (titles(again), notes(again)) == before
    again.close()


def test_the_file_follows_after_a_quiet(desk: Repository, place: Path, clock: Clock) -> None:
    """Not while somebody is at work, and not for ever later: after 15 minutes it is written."""
    desk.run(WriteRecords([event(1, title="Now")]))
    assert not desk.tend().written
    clock.ahead += 1.5
    assert not desk.tend().written
    clock.ahead += 60
    assert desk.tend().written
    assert not desk.tend().written
    # A minute less: the clock goes on by itself, too.
    for second in range(14 * 60):
        desk.run(WriteRecords([event(1, title=f"At {second}")])) if second % 90 == 0 else None
        desk.keeper._newest_since = clock()
        assert not desk.tend().written
        clock.ahead += 1
    clock.ahead += 60
    desk.keeper._newest_since = clock()
    assert desk.tend().written


def test_one_process_tends_at_a_time(desk: Repository, place: Path, clock: Clock) -> None:
    """While another one has its turn nothing is done, and nobody waits."""
    desk.run(WriteRecords([event(1, title="Now")]))
    desk.tend()
    clock.ahead += 60
    with desk.folder.alone():
        assert desk.tend() == (False, None, None)
    assert desk.tend().written


def test_what_is_ours_in_meta_goes_on_and_theirs_is_kept(desk: Repository, place: Path) -> None:
    """A field of `_meta` that is not ours comes back."""
    found = document(place)
    found["_meta"]["1"]["licence"] = "CC0"
    found["events"]["1"]["title"] = "Theirs"
    (place / "incidents.json").write_text(json.dumps(found), "utf-8")
    assert desk.tend().taken
    assert desk.checkpoint()
    meta = document(place)["_meta"]["1"]
    assert (meta["licence"], meta["store"]) == ("CC0", found["_meta"]["1"]["store"])


def test_on_leaving_the_file_is_up_to_date(place: Path, clock: Clock) -> None:
    """Theirs is looked at first, then all of it is written."""
    with a_store(place, event(1, title="Ours")) as repository:
        repository.checkpoint()
        with stock(place) as database:
            database.table("events").insert({"title": "Theirs"})
        repository.run(WriteRecords([note(1, body="A note")]))
        repository.keeper.clock = clock
        left = repository.leave()
    assert left.written
    assert left.taken
    found = document(place)
    assert [one["title"] for one in found["events"].values()] == ["Ours", "Theirs"]
    assert found["notes"]["1"]["body"] == "A note"
