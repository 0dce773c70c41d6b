"""Both seed stores are fresh, and any program that knows TinyDB reads them."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from seeds import build
from seeds.coast import shelf
from store.ids import Kind
from tests.seeds.conftest import tables

STORES = ("demo", "hard_cases")


def file_of(name: str) -> Path:
    """The path of a store's file."""
    return build.FOLDER / name / "incidents.json"


def test_the_files_are_what_the_modules_make(capsys: pytest.CaptureFixture[str]) -> None:
    """Both files are fresh, and the check says nothing."""
    assert build.stale() == []
    assert build.main(["--check"]) == 0
    assert capsys.readouterr() == ("", "")


def test_a_stale_file_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing or changed file is named and the exit code is 1; building mends it."""
    path = tmp_path / "demo" / "incidents.json"
    monkeypatch.setattr(build, "FILES", {path: shelf})
    monkeypatch.setattr(build, "FOLDER", tmp_path / "seeds")
    assert build.main(["--check"]) == 1
    assert "demo/incidents.json is stale" in capsys.readouterr().err
    assert build.main([]) == 0
    assert build.main(["--check"]) == 0
    path.write_text(path.read_text("utf-8").replace("Baniyas", "baniyas", 1), "utf-8")
    assert build.main(["--check"]) == 1


@pytest.mark.parametrize("name", STORES)
def test_stock_tinydb_reads_the_file(name: str) -> None:
    """Stock TinyDB opens the file and counts the same documents in each table."""
    with TinyDB(file_of(name), access_mode="r", encoding="utf-8") as database:
        counted = {table: len(database.table(table)) for table in database.tables()}
    assert counted == {table: len(documents) for table, documents in tables(name).items()}


@pytest.mark.parametrize("name", STORES)
def test_every_document_has_a_line_of_its_own(name: str) -> None:
    """Between the lines of braces, each line is one id with one whole document."""
    lines = file_of(name).read_bytes().decode().removesuffix("\n").split("\n")
    found: dict[str, list[Any]] = {}
    table = ""
    for line in lines[1:-1]:
        if line.endswith((": {", ": {}", ": {},")):
            table = json.loads(line.partition(":")[0])
            found[table] = []
        elif line not in ("}", "},"):
            found[table].append(json.loads("{" + line.removesuffix(",") + "}"))
    assert (lines[0], lines[-1]) == ("{", "}")
    assert {table: [list(each) for each in entries] for table, entries in found.items()} == {
        table: [[number] for number in documents] for table, documents in tables(name).items()
    }


@pytest.mark.parametrize("name", STORES)
def test_the_tables_stand_in_order(name: str) -> None:
    """`_meta` comes first, then the ten tables; each table's documents are in order of id."""
    read = tables(name)
    assert list(read)[:11] == ["_meta", *(kind.table for kind in Kind)]
    for documents in read.values():
        assert list(documents) == sorted(documents, key=int)


@pytest.mark.parametrize("name", STORES)
def test_meta_knows_the_highest_ids(name: str) -> None:
    """`_meta` names the schema, a store of its own, and the highest id of each table."""
    read = tables(name)
    meta = read["_meta"]["1"]
    assert (meta["schema"], meta["operation"], meta["hash"]) == (1, 0, "")
    assert meta["highest"] == {kind.table: max(map(int, read[kind.table])) for kind in Kind}
    assert uuid.UUID(meta["store"]).version == 7


@pytest.mark.parametrize("name", STORES)
def test_uids_are_uuid7_and_never_twice(name: str) -> None:
    """Every record has a UUIDv7 of its own and says when it was written, and by whom."""
    read = tables(name)
    records = [document for kind in Kind for document in read[kind.table].values()]
    uids = [uuid.UUID(record["uid"]) for record in records]
    assert {uid.version for uid in uids} == {7}
    assert {uid.variant for uid in uids} == {uuid.RFC_4122}
    assert len(set(uids)) == len(uids)
    assert all(record["created"]["at"] and record["created"]["by"] for record in records)


def test_the_two_stores_share_no_identity() -> None:
    """The stores and their records have different uids: they can be merged."""
    seen = [
        {document["uid"] for kind in Kind for document in tables(name)[kind.table].values()}
        | {tables(name)["_meta"]["1"]["store"]}
        for name in STORES
    ]
    assert not seen[0] & seen[1]
