"""Several processes that write one store at the same time."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from store.care.findings import Grade
from store.care.verify import verify
from store.commands.records import WriteRecords
from store.errors import UnwritableStore
from store.ids import Kind, new_uid
from store.repository import Repository
from tests.builders import a_store, event
from tests.store.another import Another

PROCESSES = 8
#: They, and a script that uses TinyDB beside them.
WRITERS = PROCESSES + 1
CHANGES = 5000 if os.environ.get("SOAK") else 250
#: So many seconds their end is waited for; only a test that fails waits so long.
PATIENCE = CHANGES

WRITES = """
name, changes, told = sys.argv[4], int(sys.argv[5]), os.open(sys.argv[6], os.O_WRONLY)
repository = Repository.open(place, author=name, patience=600)
for number in range(changes):
    operation = repository.run(WriteRecords([Event(title=f"{name}/{number}")]))
    # Acknowledged: from now on every read must see it.
    os.write(told, f"{operation.sequence}\\n".encode())
repository.close()
"""

SCRIPT = """
from store.tiny import open_tinydb
changes, told = int(sys.argv[5]), os.open(sys.argv[6], os.O_WRONLY)
with open_tinydb(place, author="script") as database:
    events = database.table("events")
    for number in range(changes):
        events.insert({"title": f"script/{number}"})
"""

READS = """
repository = Repository.open(place)
told = os.open(sys.argv[4], os.O_RDONLY)
say("ready")
checked, missed, rest = 0, 0, b""
while not rest.endswith(b"end"):
    got = os.read(told, 1 << 16)
    *lines, rest = (rest + got).split(b"\\n")
    acknowledged = max(map(int, lines), default=0)
    with repository.read() as reader:
        missed += reader.operation < acknowledged
        checked += 1
say(json.dumps([checked, missed]))
repository.close()
"""


@contextmanager
def pipe(path: Path) -> Iterator[Path]:
    """A pipe with a name; held open, so that who writes need not wait for who reads."""
    os.mkfifo(path)
    held = os.open(path, os.O_RDWR)
    try:
        yield path
    finally:
        os.close(held)


@pytest.mark.parametrize("begun", ["with records", "without a working copy"])
def test_no_change_of_any_process_is_lost(place: Path, tmp_path: Path, begun: str) -> None:
    """All write as fast as they can: each change is there, once, and was seen once told of.

    Without a working copy all of them find none, and one of them builds it.
    """
    changes = CHANGES if begun == "with records" else CHANGES // 5
    with a_store(place, event(1, title="ours")) as repository:
        repository.checkpoint()
    if begun == "without a working copy":
        (place / "desk.sqlite").unlink()
    with pipe(tmp_path / "told") as told, ExitStack() as ended:
        writers = [
            ended.enter_context(Another(WRITES, place, f"w{number}", changes, str(told)))
            for number in range(PROCESSES)
        ]
        writers.append(ended.enter_context(Another(SCRIPT, place, "script", changes, str(told))))
        reader = ended.enter_context(Another(READS, place, str(told)))
        assert reader.hear() == "ready"
        for writer in writers:
            writer.end(PATIENCE)
        told.write_bytes(b"end")
        checked, missed = json.loads(reader.hear())
        assert missed == 0
        assert checked > changes / 10
    repository = Repository.open(place)
    with repository.read() as now_there:
        numbers = now_there.numbers(Kind.EVENT)
        titles = [one.title for one in now_there.listing(Kind.EVENT, numbers)]  # type: ignore[attr-defined]
        assert now_there.operation > WRITERS * changes
    repository.close()
    names = [f"w{number}" for number in range(PROCESSES)] + ["script"]
    written = [f"{name}/{number}" for name in names for number in range(changes)]
    assert sorted(titles) == sorted([*written, "ours"])
    assert len(numbers) == len(set(numbers))
    # The hash chain is whole, and every record is its newest version.
    assert [found.what for found in verify(place) if found.grade is Grade.DAMAGE] == []


def test_a_change_is_not_kept_waiting_by_one_in_parts(place: Path) -> None:
    """Somebody imports at length; between two parts a colleague's changes are written."""
    with a_store(place, event(1)) as repository, Another(IMPORTS, place) as other:
        assert other.hear() == "importing"
        changes = 0
        with repository.history() as log:
            begun = log.entries()[0].is_unfinished
        while begun:
            repository.run(WriteRecords([event(1, title=new_uid())]))
            changes += 1
            with repository.history() as log:
                begun = any(entry.is_unfinished for entry in log.entries(limit=500))
        assert changes > 1
        other.end()
        with repository.read() as reader:
            assert reader.count(Kind.EVENT) == 5001


OPENS = """
Repository.open(place).close()
say("opened")
"""


def test_work_that_others_took_for_left_is_not_written_on(place: Path) -> None:
    """A clean-up removes the file that shows who is at work; a colleague then takes it back.

    Half of an import would be there, and be called whole.
    """
    opened: list[str] = []

    def progress(_: int) -> None:
        if not opened:
            for path in (place / "presence").iterdir():
                path.unlink()
            with Another(OPENS, place) as other:
                opened.append(other.hear())

    with a_store(place, event(1)) as repository:
        titles = [event(number, title=f"{number}" * 20) for number in range(2, 5000)]
        with pytest.raises(UnwritableStore, match="another session took this work for a killed"):
            repository.run_in_parts(WriteRecords(titles), progress)
        with repository.read() as reader:
            assert list(reader.numbers(Kind.EVENT)) == [1]
    assert [found.what for found in verify(place) if found.grade is Grade.DAMAGE] == []


IMPORTS = """
repository = Repository.open(place)
told = []
def progress(written):
    if not told:
        told.append(written)
        say("importing")
repository.run_in_parts(WriteRecords([Event(title=f"{n}" * 20) for n in range(5000)]), progress)
repository.close()
"""
