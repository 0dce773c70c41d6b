"""What the desk shows, or what is marked, written into a file for others."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from store.repository import Repository
from tests.builders import a_store, event, location, report
from tests.tui.desk.pilot import OpenDesk, at_desk

SIZES = pytest.mark.parametrize("size", [(40, 12), (80, 24), (160, 45)])


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with four events, one of them elsewhere; files are written beside it."""
    place = tmp_path / "store"
    records = [
        location(7, name="Baniyas"),
        *(event(n, title=f"Killing {n}", places=["L7"]) for n in range(1, 4)),
        event(4, title="Protest", summary="their names", sensitivity="personal"),
        report(1, title="Nine killed"),
    ]
    with a_store(place, *records):
        pass
    monkeypatch.chdir(tmp_path)
    return place


async def _export(desk: OpenDesk, key: str, name: str) -> None:
    await desk.press("Z")
    await desk.press(key)
    await desk.press("ctrl+u", *name, "enter")
    await desk.settle()


@SIZES
async def test_what_the_list_shows_goes_into_a_file(place: Path, size: tuple[int, int]) -> None:
    """Z, a format and a name: the hits of the query are in a file of one's own."""
    async with at_desk(place, size) as desk:
        await desk.press("/", *"killing", "enter")
        await _export(desk, "3", "out.geojson")
        assert "Exported 3 events as GeoJSON" in " ".join(desk.screen.split())
        file = place.parent / "out.geojson"
        assert len(json.loads(file.read_text())["features"]) == 3
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert desk.app.link.undoable() is None
    with Repository.open(place).history() as log:
        newest = log.entries(limit=1)[0].operation
    assert (newest.author, newest.label) == ("ada", "exported 3 events as GeoJSON")
    assert newest.reason == "to out.geojson; killing"


async def test_what_is_marked_goes_alone(place: Path) -> None:
    """With marks only the marked records are written, and covered words stay here."""
    async with at_desk(place) as desk:
        await desk.press("g", "space")
        await desk.press("Z")
        assert "Export E4 as:" in desk.screen
        await desk.press("1", "ctrl+u", *"one.jsonl", "enter")
        await desk.settle()
        (line,) = (place.parent / "one.jsonl").read_text().splitlines()
        assert json.loads(line)["ref"] == "E4"
        assert "their names" not in line
        assert "1 record is covered." in " ".join(desk.screen.split())


async def test_a_file_that_is_there_stays(place: Path) -> None:
    """A taken name is told of before anything is written, and another can be typed."""
    taken = place.parent / "taken.csv"
    taken.write_text("mine")
    async with at_desk(place) as desk:
        await _export(desk, "2", "taken.csv")
        assert "taken.csv is there already." in desk.screen
        await desk.press("ctrl+u", *"nowhere/a.csv", "enter")
        assert "There is no folder nowhere." in desk.screen
        await desk.press("escape")
    assert taken.read_text() == "mine"
    assert sorted(one.name for one in place.parent.iterdir()) == ["store", "taken.csv"]


async def test_only_formats_that_hold_the_records_are_offered(place: Path) -> None:
    """From a list of reports there is no map to be made."""
    async with at_desk(place) as desk:
        await desk.press("5", "b", "Z")
        assert "Export these reports as:" in desk.screen
        assert "jsonl" in desk.screen
        assert "geojson" not in desk.screen


async def test_an_empty_list_is_not_exported(place: Path) -> None:
    """Where the query finds nothing no format is asked for, and no empty file is written."""
    async with at_desk(place) as desk:
        await desk.press("/", *"nowhere", "enter", "Z")
        assert "Nothing is listed here that could be exported. b lists all." in desk.screen
    assert [one.name for one in place.parent.iterdir()] == ["store"]
