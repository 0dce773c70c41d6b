"""Data sets read in a process of their own: the same records, and a store that stays whole."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from store.care.verify import verify
from store.commands.importing import ImportRecords
from store.commands.records import WriteRecords
from store.ids import Kind, Ref
from store.ingest import any_table, apart
from store.ingest.importer import DataFile, UnreadableSet
from store.ingest.mapping import as_toml, guessed
from store.repository import Repository
from tests.builders import event
from tests.store.another import Another
from tests.store.rows import assert_chained, assert_consistent, lying_rows

HEADINGS = ("date", "place", "title", "killed", "source", "url")
MAPPING = as_toml(guessed(HEADINGS, []), "rows.csv")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Repository]:
    """An empty store, open, and looked over in the end."""
    Repository.create(tmp_path / "store").close()
    repository = Repository.open(tmp_path / "store", author="ada")
    yield repository
    assert_consistent(repository)
    assert_chained(repository)
    repository.close()


def sheet(folder: Path, many: int = 4, title: str = "Shelling") -> Path:
    """A table of so many rows."""
    lines = [
        f"2025-03-{number % 28 + 1:02},Town {number % 3},{title} {number},{number},"
        f"Daily {number % 2},https://example.org/{number}\n"
        for number in range(many)
    ]
    path = folder / "rows.csv"
    path.write_text(",".join(HEADINGS) + "\n" + "".join(lines), "utf-8")
    return path


def command(path: Path, format_: str = "csv", mapping: str = MAPPING) -> ImportRecords:
    """The import of a file that is read apart."""
    return ImportRecords(format_, path.name, apart.reader(str(path), format_, mapping))


def titles(repository: Repository, kind: Kind = Kind.EVENT) -> list[str]:
    """Of all records of a kind."""
    with repository.read() as reader:
        return [one.label for one in reader.listing(kind, reader.numbers(kind))]


def laid_down(repository: Repository) -> dict[str, Any]:
    """Records, links, counts and terms, without the moments."""
    rows = lying_rows(repository)
    records = []
    for row in rows["records"]:
        for cell in row:
            if isinstance(cell, str) and cell.startswith("{"):
                document = json.loads(cell)
                for stamp in ("created", "updated", "uid"):
                    document.pop(stamp, None)
                records.append(document)
    return {"records": records, "links": sorted(rows["links"]), "counts": sorted(rows["counts"])}


def test_rows_read_apart_become_the_same_records(tmp_path: Path, desk: Repository) -> None:
    """Records, links and counts are those of the same file read in this process."""
    path = sheet(tmp_path, 300)
    desk.run_in_parts(command(path))
    Repository.create(tmp_path / "other").close()
    other = Repository.open(tmp_path / "other", author="ada")
    read = any_table.reader(guessed(HEADINGS, []), "csv")
    other.run_in_parts(
        ImportRecords("csv", path.name, lambda register: read(DataFile(path), register))
    )
    assert len(titles(desk)) == 300
    assert laid_down(desk) == laid_down(other)
    other.close()


def test_a_store_is_whole_after_an_import_and_its_undo(tmp_path: Path, desk: Repository) -> None:
    """`verify` finds nothing; undo takes all away, redo brings it back."""
    desk.run_in_parts(command(sheet(tmp_path)))
    there = titles(desk)
    assert len(there) == 4
    desk.undo()
    assert titles(desk) == []
    assert titles(desk, Kind.LOCATION) == []
    desk.redo()
    assert titles(desk) == there
    desk.checkpoint()
    assert not list(verify(desk.folder.path))


def test_no_number_is_left_out(tmp_path: Path, desk: Repository) -> None:
    """The next new record has the number behind the last one that came in."""
    desk.run_in_parts(command(sheet(tmp_path, 300)))
    desk.run(WriteRecords([event(0)]))
    with desk.read() as reader:
        assert sorted(reader.numbers(Kind.EVENT)) == list(range(1, 302))


def killing(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Kills the reader's process by its id, when called."""
    started: list[int] = []
    popen = subprocess.Popen

    def noted(*given: Any, **named: Any) -> Any:
        process = popen(*given, **named)
        started.append(process.pid)
        return process

    monkeypatch.setattr(apart.subprocess, "Popen", noted)
    return lambda: os.kill(started[-1], signal.SIGKILL)


def test_a_killed_reader_leaves_nothing(
    tmp_path: Path, desk: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that came in before is taken back, in one sentence; the same command works again."""
    path, kill = sheet(tmp_path, 5_000), killing(monkeypatch)

    def seen(_: int) -> None:
        kill()

    read = apart.reader(str(path), "csv", MAPPING, seen)
    with pytest.raises(UnreadableSet, match="could not be read to its end"):
        desk.run_in_parts(ImportRecords("csv", path.name, read))
    assert titles(desk) == []
    desk.run_in_parts(command(sheet(tmp_path)))
    assert len(titles(desk)) == 4


def test_a_file_that_cannot_be_read_says_so_at_once(tmp_path: Path, desk: Repository) -> None:
    """A file that has gone, one without the columns of its mapping, a format nobody knows."""
    with pytest.raises(UnreadableSet, match="cannot be read: "):
        desk.run_in_parts(command(tmp_path / "gone.csv"))
    path = tmp_path / "rows.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(UnreadableSet, match="has no column 'date', which its mapping names"):
        desk.run_in_parts(command(path))
    with pytest.raises(UnreadableSet, match="is of no format that is known"):
        desk.run_in_parts(command(path, "runes", ""))
    assert titles(desk) == []


def test_a_reports_text_comes_in_as_it_stands(tmp_path: Path, desk: Repository) -> None:
    """Blanks and line ends, too: quotes rest on it."""
    text = " Shelling hit\r\n\tthe market.\n\n\u202eعربي  "
    path = tmp_path / "reports.jsonl"
    path.write_text(json.dumps({"text": text, "url": "https://example.org/1"}) + "\n", "utf-8")
    mapping = as_toml(guessed(("text", "url"), []), path.name)
    desk.run_in_parts(command(path, "jsonl", mapping))
    with desk.read() as reader:
        assert getattr(reader.find(Ref("R1")), "text", None) == text


def test_half_a_character_is_rejected(tmp_path: Path, desk: Repository) -> None:
    """A row with half of a surrogate pair is named, and the others come in."""
    path = tmp_path / "rows.jsonl"
    path.write_text('{"date": "2025", "title": "a\\ud800"}\n{"date": "2025", "title": "b"}\n')
    mapping = as_toml(guessed(("date", "title"), []), path.name)
    coming = command(path, "jsonl", mapping)
    desk.run_in_parts(coming)
    assert titles(desk) == ["b"]
    assert sum(coming.tally.rejects.values()) == 1


KILLED = """
import os, signal
from store.commands.importing import ImportRecords
from store.ingest import apart
from store.sql import commit
commit.PART = -1
repository = Repository.open(place, author="ada")
parts = [0]
def read(register):
    for coming in apart.reader(sys.argv[4], "csv", sys.argv[5])(register):
        parts[0] += 1
        if parts[0] == 40:
            say("written")
            os.kill(os.getpid(), signal.SIGKILL)
        yield coming
repository.run_in_parts(ImportRecords("csv", "rows.csv", read))
"""


def test_an_import_that_is_killed_is_taken_back_at_the_next_opening(tmp_path: Path) -> None:
    """The parts that it had written are gone when the store is opened again."""
    Repository.create(tmp_path / "store").close()
    path = sheet(tmp_path, 100)
    with Another(KILLED, tmp_path / "store", str(path), MAPPING) as other:
        assert other.hear() == "written"
    repository = Repository.open(tmp_path / "store", author="ada")
    repository.run(WriteRecords([event(0, title="Mine")]))
    assert titles(repository) == ["Mine"]
    assert_consistent(repository)
    assert_chained(repository)
    repository.close()
