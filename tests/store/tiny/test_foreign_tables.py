"""Tables that are not the program's own: kept, undone, and hidden from the desk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import tinydb
from hypothesis import given
from hypothesis import strategies as st
from tinydb import Query, where
from tinydb.operations import increment
from tinydb.storages import MemoryStorage
from tinydb.table import Document

from store.errors import InvalidRecord, UnwritableStore
from store.ids import Kind, new_uid
from store.repository import Repository
from store.tiny import open_tinydb
from store.tiny.database import TinyDB
from store.tiny.storage import Storage
from store.tiny.table import Table
from tests.store.folders import document
from tests.store.tiny.looking import newest


def test_another_programs_table_is_kept_and_hidden(desk: Repository, db: TinyDB) -> None:
    """It lies in incidents.json and survives a rebuild, and the desk knows nothing of it."""
    weather = db.table("weather")
    weather.insert_multiple([{"day": "2025-03-07", "sky": ["clear"]}, {"day": "2025-03-08"}])
    weather.update({"sky": ["rain"]}, where("day") == "2025-03-08")
    weather.remove(doc_ids=[1])
    desk.checkpoint()
    assert document(desk.folder.path)["weather"] == {"2": {"day": "2025-03-08", "sky": ["rain"]}}
    with desk.read() as reader:
        assert {kind: reader.count(kind) for kind in Kind if reader.count(kind)} == {
            Kind.REPORT: 1,
            Kind.EVENT: 2,
            Kind.LOCATION: 1,
        }


def test_a_table_without_documents_stays_until_it_is_dropped(desk: Repository, db: TinyDB) -> None:
    """As with stock TinyDB an emptied table is listed; a dropped one is gone, from the file too."""
    db.table("tags").insert({"name": "a"})
    db.table("tags").remove(doc_ids=[1])
    assert newest(desk).label == "script: remove 1 document of tags"
    db.table("made", persist_empty=True)
    desk.checkpoint()
    assert {"tags", "made"} <= db.tables()
    assert document(desk.folder.path)["tags"] == {}
    assert len(db.table("tags")) == 0
    db.drop_table("tags")
    desk.checkpoint()
    assert "tags" not in db.tables()
    assert "tags" not in document(desk.folder.path)


def test_making_a_table_that_is_there_empties_nothing(db: TinyDB) -> None:
    """Unlike stock TinyDB, opening a table with persist_empty removes no document."""
    db.table("tags").insert({"name": "a"})
    again = Table(db.storage, "tags", persist_empty=True)
    assert len(again) == 1


def test_the_stores_own_table_is_not_a_scripts(desk: Repository, db: TinyDB) -> None:
    """_meta is not listed, has no documents for a script, and cannot be written."""
    desk.checkpoint()
    assert "_meta" not in db.tables()
    assert db.table("_meta").all() == []
    with pytest.raises(UnwritableStore, match="its table _meta is the store's own"):
        db.table("_meta").insert({"schema": 9})


def nested(depth: int) -> list[Any]:
    """Lists within lists."""
    return [nested(depth - 1)] if depth else []


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (float("nan"), InvalidRecord),
        (1 << 64, InvalidRecord),
        ("half a \ud83d", InvalidRecord),
        (nested(100), InvalidRecord),
        ({1, 2}, TypeError),
        ({(1, 2): 3}, TypeError),
    ],
)
def test_what_no_file_can_hold_is_refused(
    desk: Repository, db: TinyDB, value: Any, error: type[Exception]
) -> None:
    """Nothing of it is written, and nothing is put in its place in silence."""
    with pytest.raises(error):
        db.table("tags").insert_multiple([{"value": 1}, {"value": value}])
    with pytest.raises(error):
        db.table("events").update({"value": [value]}, doc_ids=[1])
    assert "tags" not in db.tables()
    assert newest(desk).author != "ada"


def test_what_a_file_can_just_hold_comes_back(desk: Repository, db: TinyDB) -> None:
    """The deepest nesting, the largest numbers and odd keys survive a rebuild from the file."""
    value = {"n": [-(1 << 63), (1 << 64) - 1, 1e300], "deep": nested(97), "t": (1, None, True)}
    db.insert({"value": value, 5: "five", None: "nothing", "": "empty"})
    kept = db.all()
    assert kept == [
        {"value": {**value, "t": [1, None, True]}, "5": "five", "null": "nothing", "": "empty"}
    ]
    desk.checkpoint()
    db.close()
    desk.close()
    for file in desk.folder.path.glob("desk.sqlite*"):
        file.unlink()
    with open_tinydb(desk.folder.path) as rebuilt:
        assert rebuilt.all() == kept


def test_ids_that_are_no_numbers_can_be_read_changed_and_removed(
    desk: Repository, db: TinyDB
) -> None:
    """Another program's table with ids of its own stays a table like the others."""
    db.close()
    desk.close()
    file = desk.folder.document_file
    whole = json.loads(file.read_bytes())
    whole["odd"] = {"0": {"n": 0}, "1": {"n": 1}, "007": {"n": 7}}
    file.write_text(json.dumps(whole))
    for lying in desk.folder.path.glob("desk.sqlite*"):
        lying.unlink()
    with open_tinydb(desk.folder.path, author="ada") as database:
        odd = database.table("odd")
        assert [(one.doc_id, one["n"]) for one in odd] == [(0, 0), (1, 1), (7, 7)]
        assert odd.insert({"n": 2}) == 2
        assert odd.update(increment("n"), where("n") < 2) == [0, 1]
        assert odd.remove(where("n") == 7) == [7]
        assert odd.get(doc_id=0) == {"n": 1}
        assert len(odd) == 3
        with pytest.raises(ValueError, match="already exists"):
            odd.insert(Document({}, 1))
        odd.truncate()
        assert odd.all() == []
        assert "odd" in database.tables()


FIELDS = st.dictionaries(st.sampled_from("ab"), st.integers(0, 2), max_size=2)
ACTS = st.one_of(
    st.tuples(st.just("insert_multiple"), st.lists(FIELDS, max_size=3)),
    st.tuples(st.just("update"), FIELDS, st.integers(0, 2)),
    st.tuples(st.just("upsert"), FIELDS, st.integers(0, 2)),
    st.tuples(st.just("remove"), st.integers(0, 2)),
    st.tuples(st.just("update_multiple"), st.lists(st.tuples(FIELDS, st.integers(0, 2)))),
    st.tuples(st.just("truncate")),
)


def act(table: tinydb.table.Table, name: str, *given: Any) -> int:
    """Do it to a table; how many documents it says it concerned."""
    if name == "update_multiple":
        updates = [(fields, where("a") == n) for fields, n in given[0]]
        return len(table.update_multiple(updates))
    if name in {"update", "upsert", "remove"}:
        *first, number = given
        return len(getattr(table, name)(*first, where("a") == number))
    return len(getattr(table, name)(*given) or ())


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TinyDB]:
    """A store that all examples write in, each in a table of its own."""
    place = tmp_path_factory.mktemp("stores") / "store"
    Repository.create(place).close()
    with open_tinydb(place) as database:
        yield database


@given(acts=st.lists(ACTS, max_size=12))
def test_it_does_what_stock_tinydb_does(lasting: TinyDB, acts: list[tuple[Any, ...]]) -> None:
    """After any acts both hold the same documents in the same order, and counted the same."""
    stock = tinydb.TinyDB(storage=MemoryStorage).table("t")
    ours, storage = lasting.table(new_uid()), lasting.storage
    assert isinstance(storage, Storage)
    for name, *rest in acts:
        assert act(ours, name, *rest) == act(stock, name, *rest)
        assert ours.all() == stock.all()
        # Stock TinyDB makes a table of a write that has nothing to write, too.
        assert storage.documents.has(ours.name) or len(stock) == 0
    asked = Query().fragment({"a": 1}) | where("b").exists()
    assert ours.search(asked) == stock.search(asked)
    assert ours.get(asked) == stock.get(asked)
    assert ours.contains(asked) == stock.contains(asked)


def test_ids_of_another_programs_table_survive_a_rebuild(desk: Repository, db: TinyDB) -> None:
    """incidents.json names the highest id of each table, also of one that was dropped since."""
    db.table("tags").insert_multiple([{}, {}, {}])
    db.table("tags").remove(doc_ids=[3])
    db.table("gone").insert_multiple([{}, {}])
    db.drop_table("gone")
    db.close()
    desk.close()
    for lying in desk.folder.path.glob("desk.sqlite*"):
        lying.unlink()
    with open_tinydb(desk.folder.path) as rebuilt:
        assert rebuilt.table("tags").insert({}) == 4
        assert "gone" not in rebuilt.tables()
        assert rebuilt.table("gone").insert({}) == 3
