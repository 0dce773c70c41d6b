"""Somebody opens a TinyDB file that lies in no store, looks at it, and makes a store of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from store.commands.records import WriteRecords
from store.repository import Repository
from tests import builders
from tests.cli.outside import everything_in, run
from tests.tui.stories.desk_terminal import DeskTerminal
from tui.state import Pane


@pytest.fixture
def file(demo: Path, tmp_path: Path) -> Path:
    """The demonstration as a bare file that nobody may write, in a folder of its own."""
    place = tmp_path / "files" / "coast.json"
    place.parent.mkdir()
    shutil.copyfile(demo / "incidents.json", place)
    place.chmod(0o444)
    return place


def scratch(home: Path) -> list[Path]:
    """What lies in the user's cache."""
    return list((home / ".cache").glob("incident-desk/scratch/*"))


def test_a_bare_file_is_looked_at_and_left(file: Path, home: Path) -> None:
    """It is read as a store is; a change is refused with the way out; nothing is left behind."""
    before = everything_in(file.parent)
    with DeskTerminal(file) as desk:
        desk.wait_for("Open for reading only: it is a bare TinyDB file. M makes a store of it.")
        assert len(scratch(home)) == 1
        desk.do("j", "enter", "5")
        assert desk.title_of(Pane.REPORTS) == "5 REPORTS 2 of E14"
        assert "BARE FILE, READING ONLY" in desk.lines[0]
        desk.press("u")
        desk.wait_for("Make a store of this file")
        desk.press("n")
        desk.wait_for("Only looked at, as before.")
        desk.press("Q")
        assert desk.wait_for_end() == 0
    assert everything_in(file.parent) == before
    assert scratch(home) == []


def test_a_store_is_made_of_a_bare_file(file: Path, home: Path) -> None:
    """With a yes: the desk goes on where it stood, hears of others, and its changes last."""
    before, store = file.read_bytes(), file.with_name("coast")
    with DeskTerminal(file, columns=120, rows=40) as desk:
        desk.wait_for("M makes a store of it")
        desk.do("j", "3")
        assert "all events > E14" in desk.lines[0]
        title = desk.title_of(Pane.QUOTES)
        desk.press("M")
        desk.wait_for("A store is made in the new folder")
        desk.press("y")
        desk.wait_for("This is a store now, made of a copy of coast.json")
        assert desk.trail == "all events > E14"
        assert desk.title_of(Pane.QUOTES) == title
        other = Repository.open(store, author="vera")
        other.run(WriteRecords([builders.event(15, title="Renamed by vera")]))
        desk.wait_for("Renamed by vera")
        other.close()
        desk.press("Q")
        assert desk.wait_for_end() == 0
        assert f"`incident-desk {store}` opens it.".encode() in desk.output
    assert file.read_bytes() == before
    assert b"Renamed by vera" in (store / "incidents.json").read_bytes()
    assert run("verify", "--store", store).code == 0
    assert scratch(home) == []


def test_a_store_is_named_by_its_file(demo: Path) -> None:
    """The path of a store's incidents.json opens the store, to be written."""
    with DeskTerminal(demo / "incidents.json") as desk:
        desk.wait_until_open()
        assert "BARE" not in desk.lines[0]
        assert "demo · 8 undecided" in desk.lines[0]
        desk.press("u")
        desk.wait_for("There is nothing of yours to undo.")
        desk.press("Q")
        assert desk.wait_for_end() == 0
