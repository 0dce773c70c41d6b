"""What can still be read of a store of which both files are damaged."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from store.care.recover import Recovered, recover
from store.commands.records import DeleteRecords, WriteRecords
from store.errors import StoreExists, UnreadableStore
from store.folder import Folder
from store.ids import Kind, Ref
from store.repository import Repository
from tests.builders import a_store, event, report
from tests.store.care.conftest import TEXT
from tests.store.folders import document, lying_in

MANY = 300


@pytest.fixture
def damaged(place: Path) -> Path:
    """A store with a report, an event that was deleted, and many more, of late ones in SQLite only.

    Closed; the tests damage it.
    """
    first = [event(n, title=f"Event {n}", summary="x" * 200) for n in range(1, MANY + 1)]
    with a_store(place, report(1, text="Nine people were killed."), *first) as repository:
        repository.checkpoint()
        repository.run(DeleteRecords([Ref("E1")]))
        repository.run(WriteRecords([event(MANY + 1, title="Late")]))
    (place / "reports" / "0f").write_bytes(b"original")
    return place


def saved(place: Path, to: Path) -> tuple[Recovered, dict[int, str], str]:
    """What recovering gives: what it tells, the events' titles, the report's text."""
    before = lying_in(place)
    told = recover(Folder(place), to)
    assert lying_in(place) == before
    repository = Repository.open(to)
    with repository.read() as reader:
        events = reader.listing(Kind.EVENT, reader.numbers(Kind.EVENT))
        found = reader.find(Ref("R1"))
    repository.close()
    return told, {one.id: one.label for one in events}, getattr(found, "text", "")


def test_from_a_file_that_is_cut(damaged: Path, tmp_path: Path) -> None:
    """Without a working copy: every whole document, and the place where the JSON breaks off."""
    (damaged / "desk.sqlite").write_bytes(b"broken")
    raw = (damaged / "incidents.json").read_bytes()
    (damaged / "incidents.json").write_bytes(raw[: raw.index(b'"Event 200"')])
    told, titles, text = saved(damaged, tmp_path / "saved")
    assert set(titles) == set(range(1, 200))
    assert text == "Nine people were killed."
    assert any("damaged at line" in one for one in told.damage)
    assert "desk.sqlite cannot be read at all." in told.damage
    assert (tmp_path / "saved" / "reports" / "0f").read_bytes() == b"original"


def test_from_a_file_with_a_hole(damaged: Path, tmp_path: Path) -> None:
    """The documents behind a broken one are saved too, and it is named."""
    (damaged / "desk.sqlite").unlink()
    raw = (damaged / "incidents.json").read_bytes()
    (damaged / "incidents.json").write_bytes(raw.replace(b'"Event 7"', b'"Event\xff\x00"', 1))
    told, titles, _ = saved(damaged, tmp_path / "saved")
    assert set(titles) == set(range(1, MANY + 1)) - {7}
    assert any("events/7 is no whole document" in one for one in told.lost)


@pytest.mark.parametrize("page", [3, 8, 20, 40, 60])
def test_from_a_database_with_broken_pages(damaged: Path, tmp_path: Path, page: int) -> None:
    """Records are found in the table or in the log; what was deleted stays deleted."""
    (damaged / "incidents.json").write_bytes(b"")
    raw = bytearray((damaged / "desk.sqlite").read_bytes())
    assert len(raw) > (page + 1) * 4096
    raw[page * 4096 : (page + 1) * 4096] = b"\xaa" * 4096
    (damaged / "desk.sqlite").write_bytes(raw)
    told, titles, _ = saved(damaged, tmp_path / "saved")
    assert 1 not in titles
    missing = set(range(2, MANY + 2)) - set(titles)
    assert len(missing) < 100
    assert any("incidents.json" in one for one in told.damage)


def test_a_broken_first_line_of_a_good_database(damaged: Path, tmp_path: Path) -> None:
    """The same bytes begin every database: they are written anew, in a copy."""
    (damaged / "incidents.json").write_bytes(b"")
    raw = (damaged / "desk.sqlite").read_bytes()
    (damaged / "desk.sqlite").write_bytes(b"\0" * 16 + raw[16:])
    _, titles, text = saved(damaged, tmp_path / "saved")
    assert set(titles) == set(range(2, MANY + 2))
    assert text == "Nine people were killed."


def test_where_nothing_can_be_read_nothing_is_made(damaged: Path, tmp_path: Path) -> None:
    """Both files are beyond reading: each is told of, and no empty store is made."""
    (damaged / "desk.sqlite").write_bytes(b"broken")
    (damaged / "incidents.json").write_bytes(b"broken")
    with pytest.raises(UnreadableStore, match="there is nothing to save") as told:
        recover(Folder(damaged), tmp_path / "saved")
    assert "incidents.json" in str(told.value)
    assert "desk.sqlite" in str(told.value)
    assert not (tmp_path / "saved").exists()


def test_nothing_is_saved_over_something(damaged: Path, tmp_path: Path) -> None:
    """A folder that holds a store is refused."""
    with a_store(tmp_path / "other"), pytest.raises(StoreExists):
        recover(Folder(damaged), tmp_path / "other")


def documents(place: Path) -> dict[str, dict[str, dict[str, object]]]:
    """The tables of the TinyDB file, without `_meta`."""
    return {name: rows for name, rows in document(place).items() if name != "_meta"}


def sqlite(place: Path, statement: str, *bound: object) -> tuple[object, ...]:
    """Run a statement on the working copy, whose tables may be described anew; the first row."""
    with closing(sqlite3.connect(place / "desk.sqlite")) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        row: tuple[object, ...] | None = connection.execute(statement, bound).fetchone()
    return row or ()


def flipped(path: Path, seed: int) -> None:
    """Change 60 bytes behind the first 100."""
    chance = random.Random(seed)
    raw = bytearray(path.read_bytes())
    for _ in range(60):
        raw[chance.randrange(100, len(raw))] ^= chance.randrange(1, 256)
    path.write_bytes(raw)


@pytest.mark.parametrize("broken", ["desk.sqlite", "incidents.json"])
@pytest.mark.parametrize("seed", [*range(12), 1086])
def test_what_one_file_has_whole_is_saved(
    store: Path, tmp_path: Path, broken: str, seed: int
) -> None:
    """Whatever bytes of one file are altered: what the other one has is there, and not as lost."""
    expected = documents(store)
    flipped(store / broken, seed)
    to = tmp_path / "saved"
    told = recover(Folder(store), to)
    found = documents(to)
    for table, rows in expected.items():
        for number, one in rows.items():
            assert found[table][number] == one
            assert not any(sentence.startswith(f"{table}/{number} ") for sentence in told.lost)
    assert not any("text" in sentence for sentence in told.lost)


def test_a_text_is_taken_from_the_other_file(store: Path, tmp_path: Path) -> None:
    """A text that the working copy lost is in incidents.json, and its hash is right."""
    with closing(sqlite3.connect(store / "desk.sqlite")) as connection, connection:
        connection.execute("DELETE FROM texts")
    told, _, text = saved(store, tmp_path / "saved")
    assert text == TEXT
    assert told.lost == []


def test_a_row_under_an_altered_id_is_put_aside(store: Path, tmp_path: Path) -> None:
    """It agrees with nothing else: it is told, and ids do not go on from there."""
    # The index keeps the true id, as it does where a byte of the table is altered.
    schema = "sqlite_schema WHERE name = 'records_in_order'"
    index = sqlite(store, f"SELECT type, name, tbl_name, rootpage, sql FROM {schema}")
    sqlite(store, f"DELETE FROM {schema}")
    sqlite(store, "UPDATE records SET record = record + 4278190080 WHERE kind = 6")
    sqlite(store, "INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", *index)
    told = recover(Folder(store), tmp_path / "saved")
    assert set(documents(tmp_path / "saved")["claims"]) == {"1"}
    assert any("claims/4278190081" in one for one in told.doubtful)
    assert document(tmp_path / "saved")["_meta"]["1"]["highest"]["claims"] == 1


def untrusted(place: Path, to: Path, *statements: str) -> list[str]:
    """What recovering says of the operations after the working copy was altered."""
    for statement in statements:
        sqlite(place, statement)
    told = recover(Folder(place), to)
    assert told.counts["events"] == 2
    return told.untrusted


def test_a_history_that_is_whole_is_trusted(store: Path, tmp_path: Path) -> None:
    """Every operation is what its hash says: none is told of."""
    assert untrusted(store, tmp_path / "saved") == []


#: A record altered in the log and beside it: the two agree, and not with the operation's hash.
FORGED = tuple(
    f"UPDATE {table} SET document = replace(document, 'A killing', 'No') WHERE record >> 48 = 2"
    for table in ("versions", "records")
)


def test_a_record_that_was_altered_in_the_log_is_told(store: Path, tmp_path: Path) -> None:
    """Without incidents.json it is saved as it can be read, and its operation is named with it."""
    (store / "incidents.json").unlink()
    (told,) = untrusted(store, tmp_path / "saved", *FORGED)
    assert told.startswith("The operation 2 is not what its hash says")
    assert "events/1" in told.partition("not to be trusted for that: ")[2]
    assert documents(tmp_path / "saved")["events"]["1"]["title"] == "No"


def test_of_an_altered_operation_the_file_is_believed(store: Path, tmp_path: Path) -> None:
    """Where incidents.json covers it, the record is saved as it has it there."""
    (told,) = untrusted(store, tmp_path / "saved", *FORGED)
    assert "events/1" in told
    assert documents(tmp_path / "saved")["events"]["1"]["title"] == "A killing"


def test_a_head_that_was_altered_is_told(store: Path, tmp_path: Path) -> None:
    """Who did it, when, or how: the operations after it, which are whole, are not told of."""
    (told,) = untrusted(
        store, tmp_path / "saved", "UPDATE operations SET author = 'eve' WHERE sequence = 2"
    )
    assert told.startswith("The operation 2 is not what its hash says")
    assert "(by eve at 2" in told
    (told,) = untrusted(
        store, tmp_path / "again", "UPDATE operations SET act = 'mischief' WHERE sequence = 2"
    )
    assert told.startswith("The operation 2 says of itself what no operation says")


def test_a_hash_that_alone_was_altered_leaves_its_operation_trusted(
    store: Path, tmp_path: Path
) -> None:
    """The one after it goes on from the true hash; the newest has none after it."""
    alter = "UPDATE operations SET hash = 'f00d' WHERE sequence ="
    assert untrusted(store, tmp_path / "saved", f"{alter} 2") == []
    (told,) = untrusted(
        store, tmp_path / "again", f"{alter} (SELECT max(sequence) FROM operations)"
    )
    assert told.startswith("The operation 5 is not what its hash says")


def test_operations_that_are_missing_are_told(store: Path, tmp_path: Path) -> None:
    """And the one after them, which nothing is left to check by."""
    gone, next_ = untrusted(
        store, tmp_path / "saved", "DELETE FROM operations WHERE sequence IN (1, 2)"
    )
    assert gone.startswith("The operations 1 to 2 cannot be read from the log; not to be trusted")
    assert next_.startswith("The operation 3 cannot be checked, as the hash before it is not there")


def test_a_newest_operation_that_is_missing_is_told(store: Path, tmp_path: Path) -> None:
    """The versions that it wrote name it."""
    (told,) = untrusted(store, tmp_path / "saved", "DELETE FROM operations WHERE sequence = 5")
    assert told.startswith("The operation 5 cannot be read from the log; not to be trusted")
    assert "events/2" in told
