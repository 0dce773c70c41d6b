"""What can still be read of a store of which both files are damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.care.recover import Recovered, recover
from store.commands.records import DeleteRecords, WriteRecords
from store.errors import StoreExists
from store.folder import Folder
from store.ids import Kind, Ref
from store.repository import Repository
from tests.builders import a_store, event, report
from tests.store.folders import lying_in

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
    assert any("damaged at line" in one for one in told.lost)
    assert "desk.sqlite cannot be read at all." in told.lost
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
    assert any("incidents.json" in one for one in told.lost)


def test_a_broken_first_line_of_a_good_database(damaged: Path, tmp_path: Path) -> None:
    """The same bytes begin every database: they are written anew, in a copy."""
    (damaged / "incidents.json").write_bytes(b"")
    raw = (damaged / "desk.sqlite").read_bytes()
    (damaged / "desk.sqlite").write_bytes(b"\0" * 16 + raw[16:])
    _, titles, text = saved(damaged, tmp_path / "saved")
    assert set(titles) == set(range(2, MANY + 2))
    assert text == "Nine people were killed."


def test_nothing_is_saved_over_something(damaged: Path, tmp_path: Path) -> None:
    """A folder that holds a store is refused."""
    with a_store(tmp_path / "other"), pytest.raises(StoreExists):
        recover(Folder(damaged), tmp_path / "other")
