"""A store as a TinyDB database: what scripts read and write."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import tinydb
from tinydb import where
from tinydb.operations import delete
from tinydb.table import Document

from store.commands.records import WriteRecords
from store.errors import InvalidRecord, NotAStore, StoreReadOnly, UnreadableStore
from store.ids import HIGHEST, HIGHEST_CHOSEN, Kind, Ref
from store.repository import Repository
from store.tiny import open_tinydb
from store.tiny.database import TinyDB
from tests.builders import a_store, event
from tests.store.folders import ROOT, as_somebody_else, document
from tests.store.tiny.looking import newest, title, with_title


def test_it_is_a_tinydb_of_the_documents_in_the_file(desk: Repository, db: TinyDB) -> None:
    """A script gets what lies in incidents.json: every table that has documents, to the field."""
    desk.checkpoint()
    file = document(desk.folder.path)
    assert isinstance(db, tinydb.TinyDB)
    assert db.tables() == {"events", "locations", "reports"}
    for name in db.tables():
        assert {str(one.doc_id): dict(one) for one in db.table(name)} == file[name]
    assert db.table("reports").get(doc_id=1)["text"] == "Nine people were killed."  # type: ignore[index]


def test_a_folder_without_a_store_is_refused(tmp_path: Path) -> None:
    """A mistyped path makes no new, empty database."""
    with pytest.raises(NotAStore):
        open_tinydb(tmp_path / "stroe")
    assert not list(tmp_path.iterdir())


def test_a_new_record_is_one_of_the_stores(desk: Repository, db: TinyDB) -> None:
    """What a script inserts has a uid and says who made it; links and counts follow."""
    number = db.table("events").insert({"title": "Raid", "locations": [{"location": "L1"}]})
    with desk.read() as reader:
        found = reader.get(Ref(f"E{number}"))
        assert list(reader.linked(Ref("L1"), Kind.EVENT).numbers) == [number, 1]
        assert reader.count(Kind.EVENT) == 3
    assert found.uid
    assert found.created
    assert found.created.by == "ada"
    got = db.table("events").get(doc_id=number)
    assert got
    assert (got["uid"], got["created"]["by"]) == (found.uid, "ada")


WRITES: dict[str, Callable[[TinyDB], object]] = {
    "insert 1 event": lambda db: db.table("events").insert({"title": "Raid"}),
    "insert 2 documents of tags": lambda db: db.table("tags").insert_multiple([{}, {}]),
    "insert 1 document of _default": lambda db: db.insert({"title": "x"}),
    "update 2 events": lambda db: db.table("events").update({"urgency": 2}),
    "update 1 event": lambda db: db.table("events").upsert({"a": 1}, where("title") == "Clashes"),
    "insert 1 note": lambda db: db.table("notes").upsert({"body": "?"}, where("body") == "!"),
    "update 1 location": lambda db: db.table("locations").update_multiple(
        [({"name": "Banias"}, where("name") == "Baniyas")]
    ),
    "remove 1 event": lambda db: db.table("events").remove(doc_ids=[1, 77]),
    "remove 2 events": lambda db: db.table("events").truncate(),
    "drop the table events": lambda db: db.drop_table("events"),
    "drop all tables": lambda db: db.drop_tables(),
    "make the table tags": lambda db: db.table("tags", persist_empty=True),
}


@pytest.mark.parametrize("label", WRITES)
def test_each_write_is_one_operation_that_its_author_can_undo(
    desk: Repository, db: TinyDB, label: str
) -> None:
    """The history names it and its author, and an undo brings back what was there."""
    before = {name: db.table(name).all() for name in db.tables()}
    earlier = newest(desk).sequence
    WRITES[label](db)
    operation = newest(desk)
    assert (operation.label, operation.author) == (f"script: {label}", "ada")
    assert operation.sequence == earlier + 1
    with closing(Repository.open(desk.folder.path, author="ada")) as ada:
        ada.undo()
    assert {name: db.table(name).all() for name in db.tables()} == before


def test_what_changes_nothing_is_no_operation(desk: Repository, db: TinyDB) -> None:
    """Setting a field to what it is, or removing what is not there, leaves no trace."""
    earlier = newest(desk).sequence
    assert db.table("events").update({"title": "Clashes"}, doc_ids=[1]) == [1]
    assert db.table("events").remove(where("title") == "Raid") == []
    assert newest(desk).sequence == earlier


def test_an_odd_document_comes_in_and_is_flagged(desk: Repository, db: TinyDB) -> None:
    """A script's record is taken as it is; the desk shows which fields it cannot read."""
    written = {"title": "Raid", "start": "yesterday", "wind": {"from": "north"}}
    number = db.table("events").insert(written)
    with desk.read() as reader:
        assert reader.get(Ref(f"E{number}")).flags == ("start",)
    got = db.table("events").get(doc_id=number)
    assert got
    assert {name: got[name] for name in written} == written


def test_a_scripts_own_uid_and_stamps_are_not_lost(desk: Repository, db: TinyDB) -> None:
    """What they cannot be read as stays beside what the store fills in, and the desk flags it."""
    events = db.table("events")
    number = events.insert({"title": "Raid", "uid": 7, "created": 5})
    events.update({"uid": 9, "created": "long ago"}, doc_ids=[1])
    events.update({"urgency": 2})
    desk.run(WriteRecords([with_title(desk, "E1", "Fire")]))
    with desk.read() as reader:
        flags = [reader.get(Ref(ref)).flags for ref in (f"E{number}", "E1")]
    assert [set(one) for one in flags] == [{"uid", "created"}, {"uid", "created"}]
    kept: list[Any] = [events.get(doc_id=at) for at in (number, 1)]
    assert [(one["uid"], one["created"]) for one in kept] == [(7, 5), (9, "long ago")]
    assert [one["updated"]["by"] for one in kept] == ["ada", desk.author]


@pytest.mark.parametrize("table", ["events", "tags"])
def test_an_id_after_which_none_comes_is_refused(db: TinyDB, table: str) -> None:
    """One script cannot use up the ids of everybody; the next document gets a small one."""
    documents = db.table(table)
    for number in (HIGHEST + 1, HIGHEST, HIGHEST_CHOSEN + 1):
        with pytest.raises(InvalidRecord, match=f"from 1 to {HIGHEST_CHOSEN}; what is above"):
            documents.insert(Document({"title": "last"}, number))
    assert documents.insert({"title": "next"}) < 10
    assert documents.insert(Document({"title": "by time"}, 20250309123456)) == 20250309123456
    assert documents.insert({"title": "after it"}) == 20250309123457


@pytest.mark.parametrize("name", [None, 5, b"tags", ("a", "b"), "half a \ud83d"])
def test_a_table_needs_a_name_that_a_file_can_hold(db: TinyDB, name: Any) -> None:
    """Opened, dropped or written as a whole: refused with a sentence, and nothing is there."""
    before = db.tables()
    for act in (
        lambda: db.table(name),
        lambda: db.drop_table(name),
        lambda: db.storage.write({**(db.storage.read() or {}), name: {}}),
    ):
        with pytest.raises(InvalidRecord, match="the field table is not valid"):
            act()
    assert db.tables() == before


@pytest.mark.parametrize("change", [{"text": "Ten people."}, delete("text")])
def test_a_reports_text_is_never_edited(desk: Repository, db: TinyDB, change: Any) -> None:
    """Neither another text nor none is taken, and the report stays as it was."""
    before = db.table("reports").all()
    with pytest.raises(InvalidRecord, match="a report's text is never edited"):
        db.table("reports").update(change, doc_ids=[1])
    assert db.table("reports").all() == before
    assert db.table("reports").update({"title": "Toll"}, doc_ids=[1]) == [1]


def test_ids_are_never_used_twice(desk: Repository, db: TinyDB) -> None:
    """Not by another program, not after a removal, not even when the script asks for it."""
    with open_tinydb(desk.folder.path) as other:
        given = [db.table("events").insert({}), other.table("events").insert({})]
        db.table("events").remove(doc_ids=given)
        assert other.table("events").insert({}) == max(given) + 1
        tags = [other.table("tags").insert({}), db.table("tags").insert({})]
        assert tags == [1, 2]
        other.drop_table("tags")
        assert db.table("tags").insert({}) == 3
    with pytest.raises(InvalidRecord, match="no id is used twice"):
        db.table("events").insert(Document({}, given[0]))
    with pytest.raises(ValueError, match="Document with ID 1 already exists"):
        db.table("events").insert(Document({}, 1))
    with pytest.raises(InvalidRecord, match="expected a number from 1"):
        db.table("tags").insert(Document({}, 0))
    assert db.table("events").insert(Document({"title": "Raid"}, 500)) == 500
    assert db.table("events").insert({}) == 501


def test_what_is_handed_out_is_the_scripts_own(db: TinyDB) -> None:
    """Changing a result changes neither the store nor what the same question answers next."""
    clashes = where("title") == "Clashes"
    for _ in range(2):
        (found,) = db.table("events").search(clashes)
        assert found["locations"] == [{"location": "L1"}]
        found["locations"].clear()


def test_upsert_by_id_inserts_under_that_id(desk: Repository, db: TinyDB) -> None:
    """A document with an id updates that record, or becomes it."""
    events = db.table("events")
    assert events.upsert(Document({"summary": "Two sides"}, 1)) == [1]
    assert events.upsert(Document({"title": "Raid"}, 9)) == [9]
    assert (title(desk, "E1"), title(desk, "E9")) == ("Clashes", "Raid")


def test_a_subclass_goes_by_the_whole_table(desk: Repository, db: TinyDB) -> None:
    """TinyDB's own ways for subclasses work: the whole table in, what differs written."""
    events = db.table("events")
    number = events._get_next_id()  # type: ignore[no-untyped-call]

    def change(table: dict[int, Any]) -> None:
        table[1]["title"] = "Raid"
        del table[2]
        table[number] = {"title": "New"}

    events._update_table(change)
    assert {at: one["title"] for at, one in events._read_table().items()} == {
        "1": "Raid",
        str(number): "New",
    }
    assert newest(desk).label == "script: change 3 events"
    assert events.insert({}) == number + 1


def test_a_closed_database_says_so(desk: Repository) -> None:
    """After its end it answers nothing, and the file has what the script wrote."""
    with open_tinydb(desk.folder.path) as database:
        database.table("tags").insert({"name": "a"})
    assert document(desk.folder.path)["tags"] == {"1": {"name": "a"}}
    database.close()
    with pytest.raises(UnreadableStore, match="it has been closed"):
        database.table("tags").all()


def test_where_nothing_may_be_written_a_script_can_read() -> None:
    """Another user's store is opened for reading, and a change is refused with the reason."""
    body = """
from store.tiny import open_tinydb
with open_tinydb(place) as db:
    titles = [one["title"] for one in db.table("events")]
    try:
        db.table("events").insert({})
    except DeskError as error:
        print(json.dumps([titles, type(error).__name__]))
"""
    with tempfile.TemporaryDirectory(prefix="looked-at-") as name:
        place = Path(name) / "store"
        with a_store(place, event(1, title="Clashes")) as repository:
            repository.checkpoint()
        for path in (place.parent, place, *place.iterdir()):
            path.chmod(0o555 if path.is_dir() else 0o444)
        try:
            assert as_somebody_else(body, place) == [["Clashes"], StoreReadOnly.__name__]
        finally:
            for path in (place.parent, place):
                path.chmod(0o700)


def test_the_desk_loads_no_tinydb() -> None:
    """Importing the package leaves TinyDB and the repository for those who open a database."""
    program = "import store.tiny, sys; print({'store.repository', 'tinydb'} & sys.modules.keys())"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"


def test_the_example_in_the_documents_runs(
    desk: Repository, db: TinyDB, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What docs/file-format.md shows does what it says there."""
    text = (ROOT / "docs" / "file-format.md").read_text("utf-8")
    example = text.partition("## TinyDB for scripts")[2].partition("```python\n")[2]
    db.table("events").update({"title": "Shelling of the market"}, doc_ids=[2])
    desk.folder.path.with_name("incidents").symlink_to(desk.folder.path)
    monkeypatch.chdir(desk.folder.path.parent)
    exec(example.partition("```")[0], {})
    assert [one.get("tags") for one in db.table("events")] == [None, ["market"]]
    assert db.table("weather").all() == [{"day": "2025-03-07", "sky": "clear"}]
