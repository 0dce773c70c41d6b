"""Between the working copy and incidents.json: nothing is lost on the way, in either direction."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import tinydb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store import codec
from store.commands.records import DeleteRecords, WriteRecords
from store.errors import DamagedFile, NotAStore, UnwritableStore
from store.folder import Folder
from store.ids import KIND_OF_TABLE, Kind, Ref
from store.model import Event
from store.record import Record
from store.repository import Repository
from store.sql.connection import connect
from store.tiny import checkpoint, replacement
from tests.builders import a_store, event
from tests.store.folders import document, lying_in
from tests.store.strategies import RECORDS_OF_ANY_KIND


def records_in(repository: Repository) -> dict[str, Record]:
    """Every record by reference, reports with their texts."""
    with repository.read() as reader:
        return {
            str(kind.ref(number)): reader.get(kind.ref(number))
            for kind in Kind
            for number in reader.numbers(kind)
        }


def write_document(place: Path, tables: dict[str, Any]) -> Path:
    """A folder with an incidents.json that another program wrote."""
    place.mkdir(parents=True, exist_ok=True)
    (place / "incidents.json").write_text(json.dumps(tables), "utf-8")
    return place


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(RECORDS_OF_ANY_KIND, max_size=6, unique_by=lambda record: record.ref))
def test_stock_tinydb_finds_every_record(
    tmp_path_factory: pytest.TempPathFactory, records: list[Record]
) -> None:
    """What TinyDB reads is what the desk has, report texts included, and so is a rebuilt store."""
    place = write_document(tmp_path_factory.mktemp("store"), {})
    tables: dict[str, Any] = {}
    for record in records:
        tables.setdefault(record.kind_of.table, {})[str(record.id)] = codec.encode(record)
    write_document(place, tables)
    repository = Repository.open(place)
    assert records_in(repository) == {str(record.ref): record for record in records}
    (place / "incidents.json").unlink()
    assert repository.checkpoint()
    repository.close()

    with tinydb.TinyDB(place / "incidents.json", access_mode="r", encoding="utf-8") as database:
        found = {
            KIND_OF_TABLE[table].ref(row.doc_id): dict(row)
            for table in database.tables() - {"_meta"}
            for row in database.table(table).all()
        }
    assert found == {record.ref: codec.encode(record) for record in records}

    (place / "desk.sqlite").unlink()
    rebuilt = Repository.open(place)
    assert records_in(rebuilt) == {str(record.ref): record for record in records}
    rebuilt.close()


def test_a_new_store_is_a_tinydb_database(place: Path) -> None:
    """Every table is there, empty, and the head has the store's identity."""
    with a_store(place):
        pass
    found = document(place)
    assert list(found) == ["_meta", *(kind.table for kind in Kind)]
    meta = found["_meta"]["1"]
    assert (meta["schema"], meta["operation"], meta["hash"], meta["highest"]) == (1, 0, "", {})
    assert len(meta["store"]) == 36


def test_a_checkpoint_says_what_it_covers(place: Path) -> None:
    """The head names the operation, its hash and the highest numbers, deleted ones included."""
    with a_store(place, event(1), event(9)) as repository:
        last = repository.run(DeleteRecords([Ref("E9")]))
        assert last
        assert repository.checkpoint()
        meta = document(place)["_meta"]["1"]
        assert (meta["operation"], meta["hash"]) == (last.sequence, last.hash)
        assert meta["highest"] == {"events": 9}


def test_a_checkpoint_without_changes_writes_nothing(place: Path) -> None:
    """Opening and closing a store leaves its file alone; so does a second checkpoint."""
    with a_store(place) as repository:
        before = lying_in(place)["incidents.json"]
        assert not repository.checkpoint()
        assert lying_in(place)["incidents.json"] == before
        repository.run(WriteRecords([event(1)]))
        assert repository.checkpoint()
        inode = (place / "incidents.json").stat().st_ino
        assert not repository.checkpoint()
        assert (place / "incidents.json").stat().st_ino == inode


def test_a_file_that_was_removed_is_written_again(place: Path) -> None:
    """Without the file the next checkpoint makes it, changes or not."""
    with a_store(place, event(1)) as repository:
        repository.checkpoint()
        before = (place / "incidents.json").read_bytes()
        (place / "incidents.json").unlink()
        assert not repository.has_outside_change
        assert repository.checkpoint()
        assert (place / "incidents.json").read_bytes() == before


def test_the_history_goes_on_after_a_rebuild(place: Path) -> None:
    """The working copy is lost: numbers of operations and their hashes continue from the file."""
    with a_store(place, event(1), event(2)) as repository:
        repository.run(DeleteRecords([Ref("E2")]))
        repository.checkpoint()
        before = document(place)["_meta"]["1"]
    (place / "desk.sqlite").unlink()
    rebuilt = Repository.open(place)
    with rebuilt.read() as reader:
        assert reader.operation == before["operation"] + 1
    assert not rebuilt.checkpoint()
    rebuilt.run(WriteRecords([Event(title="after")]))
    assert rebuilt.checkpoint()
    after = document(place)["_meta"]["1"]
    assert after["store"] == before["store"]
    assert after["operation"] == before["operation"] + 2
    assert after["highest"] == {"events": 3}
    connection = connect(place / "desk.sqlite")
    ((digest, label),) = connection.execute(
        "SELECT hash, label FROM operations WHERE sequence = ?", (before["operation"] + 1,)
    ).fetchall()
    assert label == "built from incidents.json"
    assert digest not in {"", before["hash"], after["hash"]}
    connection.close()
    rebuilt.close()


def test_what_is_not_ours_is_kept(place: Path) -> None:
    """Tables and fields of another program come back as they came, after changes and a rebuild."""
    foreign = {
        "_default": {"1": {"a": [1, {"b": None}]}, "10": {}, "x": {"c": 2.5}},
        "empty": {},
        "تقارير": {"1": {"é": "ü"}},
    }
    write_document(place, {**foreign, "events": {"3": {"title": "Clash", "mood": {"x": 1}}}})
    for _ in range(2):
        repository = Repository.open(place)
        repository.run(WriteRecords([Event()]))
        repository.checkpoint()
        repository.close()
        found = document(place)
        assert {name: found[name] for name in foreign} == foreign
        assert found["events"]["3"] == {"title": "Clash", "mood": {"x": 1}}
        (place / "desk.sqlite").unlink()


def test_odd_values_are_kept_and_flagged(place: Path) -> None:
    """A date that cannot be read is in the file after a change of another field, as it came."""
    write_document(place, {"reports": {"1": {"published_at": "Friday", "text": "Nine."}}})
    repository = Repository.open(place)
    with repository.read() as reader:
        found = reader.get(Ref("R1"))
    assert found.flags == ("published_at",)
    repository.run(WriteRecords([replace(found, tags=("seen",))]))
    repository.checkpoint()
    repository.close()
    written = document(place)["reports"]["1"]
    assert {name: written[name] for name in ("published_at", "text", "tags")} == {
        "published_at": "Friday",
        "text": "Nine.",
        "tags": ["seen"],
    }


@pytest.mark.parametrize(
    "meta",
    [
        {},
        {"store": 5, "operation": "x", "hash": None, "highest": 7},
        {"operation": -5, "highest": {"events": "many", "planets": 4, "notes": -1}},
        {"operation": 2**60, "highest": {"events": 2**62}},
    ],
)
def test_an_odd_head_does_not_keep_a_store_from_opening(place: Path, meta: dict[str, Any]) -> None:
    """Somebody has edited `_meta` by hand: what is no number is passed over."""
    write_document(place, {"_meta": {"1": meta}, "events": {"3": {}}})
    repository = Repository.open(place)
    repository.run(WriteRecords([Event()]))
    assert set(records_in(repository)) == {"E3", "E4"}
    assert repository.checkpoint()
    repository.close()


@pytest.mark.parametrize("schema", ["9", 2.5, 0, -5, None])
def test_a_schema_that_is_no_number_is_refused(place: Path, schema: object) -> None:
    """Who cannot say which version wrote the file may not guess."""
    write_document(place, {"_meta": {"1": {"schema": schema}}, "events": {}})
    with pytest.raises(NotAStore, match="names no schema"):
        Repository.open(place)


def test_a_build_that_fails_leaves_nothing(place: Path) -> None:
    """A damaged file stays as it is, without a half-built working copy beside it."""
    place.mkdir()
    (place / "incidents.json").write_text('{"events": {"1": {"title": "x"}')
    before = lying_in(place)
    with pytest.raises(DamagedFile, match="line 1, column 32: the JSON breaks off there"):
        Repository.open(place)
    assert lying_in(place) == before


def test_a_build_tells_how_far_it_is(place: Path) -> None:
    """A person who waits sees documents done of documents in all."""
    write_document(place, {"events": {str(n): {} for n in range(1, 1201)}})
    told: list[tuple[int, int]] = []
    Repository.open(place, progress=lambda done, total: told.append((done, total))).close()
    assert told == [(500, 1200), (1000, 1200)]


def test_a_built_working_copy_is_ready_for_several_desks(place: Path) -> None:
    """It is one file, in the mode in which it is used: no desk has to change the mode first."""
    write_document(place, {"events": {"1": {}}})
    checkpoint.build(Folder(place))
    assert sorted(lying_in(place)) == ["desk.sqlite", "incidents.json"]
    # https://sqlite.org/fileformat2.html: write and read version, 2 for a write-ahead log.
    assert (place / "desk.sqlite").read_bytes()[18:20] == b"\x02\x02"


def test_what_a_killed_build_left_is_cleared_away(place: Path) -> None:
    """Half a database from yesterday does not keep today's from being built."""
    write_document(place, {"events": {"1": {}}})
    for name in (".desk.sqlite.new", ".desk.sqlite.new-wal", ".desk.sqlite.new-journal"):
        (place / name).write_bytes(b"half")
    Repository.open(place).close()
    assert sorted(lying_in(place)) == [".gitignore", "desk.sqlite", "incidents.json", "reports"]


def test_a_checkpoint_that_fails_half_way_changes_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the disk full the old file stays byte for byte, alone in its folder."""
    with a_store(place, event(1)) as repository:
        repository.checkpoint()
        repository.run(WriteRecords([event(2)]))
        before = lying_in(place)

        def full(*_: object) -> Iterator[bytes]:
            yield b"{ half"
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(replacement, "written", full)
            with pytest.raises(UnwritableStore) as caught:
                repository.checkpoint()
        assert str(caught.value) == (
            f"{place / 'incidents.json'} cannot be written: no space left on device. "
            "Nothing that was acknowledged is lost."
        )
        assert lying_in(place) == before
        assert repository.checkpoint()
        assert set(document(place)["events"]) == {"1", "2"}


def test_checkpoints_at_the_same_time_do_not_disturb_each_other(place: Path) -> None:
    """Several desks write and checkpoint; the file is whole, and every desk's own."""
    with a_store(place) as repository:
        start = threading.Barrier(4)

        def work(writer: int) -> None:
            mine = Repository.open(place)
            start.wait()
            for number in range(5):
                mine.run(WriteRecords([Event(title=f"{writer}/{number}")]))
                mine.checkpoint()
            mine.close()

        with ThreadPoolExecutor(4) as threads:
            list(threads.map(work, range(4)))
        repository.checkpoint()
        assert len(document(place)["events"]) == 20
        assert not repository.has_outside_change
    left = [".incidents.json.before", "changed", "desk.sqlite", "incidents.json", "reports"]
    assert sorted(lying_in(place)) == left
