"""Scripts and desks at work in one store at the same time."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import apsw
import pytest
from tinydb import where
from tinydb.middlewares import CachingMiddleware
from tinydb.operations import increment
from tinydb.queries import QueryLike

from store.commands.records import WriteRecords
from store.errors import Stale, UnreadableStore, UnwritableStore
from store.repository import Repository
from store.tiny import open_tinydb
from store.tiny.database import TinyDB
from store.tiny.storage import AT_ONCE, Storage
from store.tiny.table import Table
from tests.builders import event, note
from tests.store.folders import ROOT
from tests.store.tiny.looking import newest, title


def test_a_change_is_made_to_what_lies_there_now(desk: Repository, db: TinyDB) -> None:
    """A colleague's change of another field stays, and who changed the record is told."""
    events = db.table("events")
    seen = events.get(doc_id=1)
    desk.run(WriteRecords([event(1, title="Clashes in the old town", summary="By the desk")]))
    events.update({"tags": ["checked"]}, doc_ids=[1])
    after = events.get(doc_id=1)
    assert seen
    assert after
    assert (after["title"], after["summary"]) == ("Clashes in the old town", "By the desk")
    assert after["updated"]["by"] == "ada"
    assert after["uid"]


def test_what_changed_while_a_condition_was_asked_is_asked_again(
    desk: Repository, db: TinyDB
) -> None:
    """A record that ceases to match in the meantime is left alone; one that comes to is taken."""

    def is_open(found: Any) -> bool:
        if found["title"] == "Shelling":
            # While the script looks at the last event, a colleague changes both.
            renamed = [event(1, title="Done"), event(2, title="Shelling again")]
            desk.run(WriteRecords(renamed))
        return found["title"] in {"Clashes", "Shelling again"}

    condition = cast("QueryLike", is_open)
    assert db.table("events").update({"tags": ["open"]}, condition) == [2]
    assert [one.get("tags") for one in db.table("events")] == [None, ["open"]]


def test_a_search_is_never_out_of_date(desk: Repository, db: TinyDB) -> None:
    """An answer that was kept is asked anew when anybody has written since."""
    raids = where("title") == "Raid"
    assert db.table("events").search(raids) == []
    desk.run(WriteRecords([event(7, title="Raid")]))
    assert [found.doc_id for found in db.table("events").search(raids)] == [7]


def test_a_script_may_write_while_it_goes_through_a_table(db: TinyDB) -> None:
    """It sees the documents that were there when it began, each as it was then."""
    events = db.table("events")
    seen = []
    for found in events:
        seen.append(found["title"])
        events.update({"title": "Seen"})
        events.insert({"title": "New"})
    assert seen == ["Clashes", "Shelling"]
    assert [found["title"] for found in events] == ["Seen", "Seen", "Seen", "New"]


def test_a_function_may_read_but_not_write_while_it_changes_a_document(
    desk: Repository, db: TinyDB
) -> None:
    """What it reads is the store with the change so far; a change in a change is refused whole."""
    events = db.table("events")

    def number_them(found: Any) -> None:
        found["summary"] = f"one of {len(events)}"

    def insert_more(found: Any) -> None:
        events.insert({"title": "more"})

    events.update(number_them)
    assert [found["summary"] for found in events] == ["one of 2"] * 2
    earlier = newest(desk).sequence
    with pytest.raises(UnwritableStore, match="inside another one"):
        events.update(insert_more)
    assert newest(desk).sequence == earlier


def test_a_failing_function_changes_nothing(desk: Repository, db: TinyDB) -> None:
    """When it fails on the second document, the first one is as it was."""
    db.table("events").update({"killed": 9}, doc_ids=[1])
    with pytest.raises(KeyError, match="killed"):
        db.table("events").update(increment("killed"))
    assert db.table("events").get(doc_id=1)["killed"] == 9  # type: ignore[index]


def test_a_long_write_is_one_operation_and_one_undo(desk: Repository, db: TinyDB) -> None:
    """Others get their turn in between, the history and an undo see one."""
    db.table("tags").insert_multiple({"n": n} for n in range(AT_ONCE + 1))
    db.table("tags").update(increment("n"))
    assert newest(desk).label == f"script: update {AT_ONCE + 1} documents of tags"
    with closing(Repository.open(desk.folder.path, author="ada")) as ada:
        ada.undo()
        assert [one["n"] for one in db.table("tags")] == list(range(AT_ONCE + 1))
        ada.undo()
    assert "tags" not in db.tables()


def test_a_long_write_that_fails_is_taken_back(desk: Repository, db: TinyDB) -> None:
    """What its first parts have written is gone when a later document is refused."""
    documents: list[dict[str, Any]] = [{"n": n} for n in range(20 * AT_ONCE)]
    with pytest.raises(TypeError):
        db.table("tags").insert_multiple([*documents, {"n": {1}}])
    assert db.table("tags").all() == []


def through_a_cache(place: Path) -> TinyDB:
    """The store behind TinyDB's caching middleware, with stock tables."""
    return TinyDB(place, storage=CachingMiddleware(Storage), author="ada")  # type: ignore[no-untyped-call]


def test_a_middleware_writes_only_what_its_script_changed(desk: Repository) -> None:
    """What others write while it holds its changes back stays; its records keep their stamps."""
    with through_a_cache(desk.folder.path) as database:
        events = database.table("events")
        assert not isinstance(events, Table)
        events.update({"title": "Raid"}, doc_ids=[2])
        number = events.insert({"title": "New"})
        desk.run(WriteRecords([event(1, title="By the desk", places=["L1"])]))
        assert isinstance(database.storage, CachingMiddleware)
        database.storage.flush()  # type: ignore[no-untyped-call]
        earlier = newest(desk).sequence
        events.update({"summary": "later"}, doc_ids=[number])
        database.storage.flush()  # type: ignore[no-untyped-call]
    with desk.history() as log:
        written = [version.name for version in log.versions(earlier + 1)]
    assert written == [f"E{number}"]
    assert [title(desk, f"E{at}") for at in (1, 2, number)] == ["By the desk", "Raid", "New"]


def test_a_middleware_that_changed_what_others_changed_is_told(desk: Repository) -> None:
    """Its write is refused, naming the record and who changed it; nothing is overwritten."""
    database = through_a_cache(desk.folder.path)
    database.table("events").update({"title": "Raid"}, doc_ids=[1])
    desk.run(WriteRecords([event(1, title="By the desk")]))
    with pytest.raises(Stale, match=f"E1 by {desk.author}"):
        database.close()
    assert title(desk, "E1") == "By the desk"


def test_a_middleware_drops_the_tables_that_it_knew(desk: Repository) -> None:
    """A table and a record that came since stay; all that it had read or written is gone."""
    with through_a_cache(desk.folder.path) as database:
        database.table("tags").insert({"name": "a"})
        database.drop_table("locations")
        database.storage.flush()
        desk.run(WriteRecords([event(9, title="New"), note(1, body="?")]))
        database.drop_tables()
    with open_tinydb(desk.folder.path) as database:
        assert database.tables() == {"events", "notes"}
        assert [one.doc_id for one in database.table("events")] == [9]


def test_a_storage_by_itself_writes_a_whole_database(desk: Repository) -> None:
    """Without a read before, what is given is all there is to be; but not the store's own table."""
    storage = Storage(desk.folder.path)
    with pytest.raises(UnwritableStore, match="its table _meta is the store's own"):
        storage.write({"_meta": {"1": {}}})
    storage.write({"tags": {"1": {"name": "a"}}})
    assert storage.read() == {"tags": {"1": {"name": "a"}}}
    storage.close()


def test_what_cannot_be_read_is_told_in_a_sentence(desk: Repository, db: TinyDB) -> None:
    """When the working copy is not what it was, a script gets the store's error."""
    with closing(apsw.Connection(str(desk.folder.working_copy))) as other:
        other.execute("ALTER TABLE texts RENAME TO texts_no_more")
        with pytest.raises(UnreadableStore, match="no such table: texts"):
            db.table("events").get(doc_id=1)
        with pytest.raises(UnreadableStore, match="no such table: texts"):
            db.table("events").search(where("title") == "Clashes")
        other.execute("ALTER TABLE texts_no_more RENAME TO texts")


DESK = """
import sys
from pathlib import Path
from store.commands.records import WriteRecords
from store.model import Event
from store.repository import Repository

repository = Repository.open(Path(sys.argv[1]), author=sys.argv[2])
for n in range(int(sys.argv[3])):
    repository.run(WriteRecords([Event(title=f"{sys.argv[2]} {n}")]))
repository.close()
"""
SCRIPT = """
import sys
from tinydb import where
from tinydb.operations import increment
from store.tiny import open_tinydb

db = open_tinydb(sys.argv[1], author=sys.argv[2])
for n in range(int(sys.argv[3])):
    db.table("events").insert({"title": f"{sys.argv[2]} {n}"})
    db.table("tally").update(increment("n"), doc_ids=[1])
    db.table("tally").update(increment("asked"), where("asked").exists())
db.storage._repository.close()
"""


def test_nothing_is_lost_between_desks_and_scripts(desk: Repository, db: TinyDB) -> None:
    """Four desks and two scripts write at once: each change is there, under an id of its own."""
    db.table("tally").insert({"n": 0, "asked": 0})
    each = 40
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(desk.folder.path), name, str(each)], cwd=ROOT
        )
        for name, program in [
            *((f"desk {n}", DESK) for n in range(4)),
            *((f"script {n}", SCRIPT) for n in range(2)),
        ]
    ]
    assert [writer.wait(timeout=60) for writer in writers] == [0] * 6
    written = [one["title"] for one in db.table("events")]
    for name in [*(f"desk {n}" for n in range(4)), *(f"script {n}" for n in range(2))]:
        assert [one for one in written if one.startswith(name)] == [
            f"{name} {n}" for n in range(each)
        ]
    assert db.table("tally").get(doc_id=1) == {"n": 2 * each, "asked": 2 * each}
