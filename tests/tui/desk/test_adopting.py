"""The desk over a bare file, and the store that is made of it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from threading import Event

import pytest

from store.commands.records import WriteRecords
from store.repository import Repository
from tests import builders
from tests.tui.desk.pilot import SIZES, OpenDesk, at_desk
from tui.bindings import USUAL
from tui.desk.adopting import BareDesk
from tui.desk.dialogs.question import Question
from tui.render.bare import ALREADY, FROM_THE_PAST, OUTDATED, REFUSED, WAY_OUT
from tui.state import Pane


@pytest.fixture
def file(demo: Path, tmp_path: Path) -> Path:
    """The demonstration as a bare file in a folder of its own."""
    place = tmp_path / "files" / "coast.json"
    place.parent.mkdir()
    shutil.copyfile(demo / "incidents.json", place)
    return place


def said(desk: OpenDesk) -> str:
    """The message in the footer's place."""
    return " ".join(" ".join(desk.lines("footer")).split())


def asked(desk: OpenDesk) -> str:
    """The words of the question, as one line."""
    assert isinstance(desk.app.screen, Question)
    (lines,) = desk.app.screen._canvas.pictures.values()
    return " ".join(" ".join(line.text for line in lines).split())


def bytes_of(file: Path) -> bytes:
    """What the file holds."""
    return file.read_bytes()


def rename_event(file: Path, title: str) -> None:
    """Another program gives the newest event another title."""
    tables = json.loads(file.read_bytes())
    tables["events"]["15"]["title"] = title
    file.write_text(json.dumps(tables))


async def make_store(desk: OpenDesk) -> None:
    """Ask for a store, and say yes."""
    await desk.press("M")
    await desk.press("y")
    await desk.until(lambda: not isinstance(desk.workspace, BareDesk))
    await desk.settle()


@SIZES
async def test_a_bare_file_says_what_it_is(file: Path, size: tuple[int, int]) -> None:
    """The message names the key, the header stays; the footer offers no undo."""
    async with at_desk(file, size) as desk:
        assert "it is a bare TinyDB file. M makes a store of it." in said(desk)
        await desk.press("j")
        assert desk.lines("header")[0].startswith(" BARE FILE, ")
        assert "coast.json" in desk.lines("header")[0]
        assert said(desk).startswith("M make a store")
        assert " u undo" not in said(desk)


@pytest.mark.parametrize("key", ["u", "U"])
async def test_a_change_is_refused_and_a_store_offered(file: Path, key: str) -> None:
    """The reason and the folder that would be made are in the question; no leaves all as it was."""
    async with at_desk(file) as desk:
        await desk.press(key)
        assert REFUSED in asked(desk)
        assert "A store is made in the new folder" in asked(desk)
        await desk.press("n")
        assert said(desk) == "Only looked at, as before."
        assert not desk.has_dialog
    assert [path.name for path in file.parent.iterdir()] == ["coast.json"]


@SIZES
async def test_the_desk_goes_on_in_the_store(file: Path, size: tuple[int, int]) -> None:
    """The same view, lists, cursors and trail; what was refused can be done; the file stays."""
    before = bytes_of(file)
    async with at_desk(file, size) as desk:
        await desk.press("j", "enter", "5", "j", "0", "J")
        view = desk.view
        lines = {name: desk.lines(name) for name in ("events", "detail") if name in desk.boxes}
        await make_store(desk)
        assert desk.view == view
        assert "This is a store now" in said(desk)
        await desk.press("K", "J")
        assert lines == {name: desk.lines(name) for name in lines}
        assert desk.lines("header")[0].endswith("coast · 8 undecided")
        desk.workspace.link.repository.run(WriteRecords([builders.event(99)], label="mine"))
        await desk.press("u")
        await desk.until(lambda: "Undone: mine" in said(desk))
        await desk.press("h", "h")
        assert desk.title(Pane.EVENTS) == "1 EVENTS all 15 leads"
    assert bytes_of(file) == before


async def test_what_others_do_in_the_store_is_seen(file: Path) -> None:
    """The desk that went on watches the store, and keeps its file in step."""
    async with at_desk(file) as desk:
        await make_store(desk)
        other = Repository.open(file.with_name("coast"), author="vera")
        other.run(WriteRecords([builders.event(15, title="Renamed")]))
        other.close()
        await desk.until(lambda: "Renamed" in desk.screen)


async def test_a_file_that_was_changed_since(file: Path) -> None:
    """r says so and does not pretend; the store has the file as it is by then."""
    async with at_desk(file) as desk:
        rename_event(file, "Written since")
        await desk.press("r")
        assert said(desk) == USUAL.said(OUTDATED)
        await make_store(desk)
        assert "made of coast.json as it is by now" in said(desk)
        assert "Written since" in desk.row(Pane.EVENTS)


async def test_a_file_that_was_not_changed_is_read_again(file: Path) -> None:
    """r reads the copy again."""
    async with at_desk(file) as desk:
        await desk.press("r")
        assert said(desk) == "Read again."


async def test_a_store_needs_not_be_made_of(demo: Path) -> None:
    """M says what it is for."""
    async with at_desk(demo) as desk:
        await desk.press("M")
        assert said(desk) == USUAL.said(ALREADY)


async def test_the_past_of_a_bare_file(file: Path) -> None:
    """The history has one operation and says the way out; its past does, too."""
    async with at_desk(file, (160, 45)) as desk:
        await desk.press("H")
        await desk.until(lambda: "built from coast.json" in desk.screen)
        await desk.press("u")
        assert USUAL.said(WAY_OUT) in " ".join(desk.screen.split())
        await desk.press("enter")
        await desk.until(lambda: "AS OF operation 1" in desk.screen)
        assert "coast.json · 8 undecided" in desk.screen
        await desk.press("M")
        assert USUAL.said(FROM_THE_PAST) in " ".join(desk.screen.split())
        await desk.press("h", "h")
        assert not desk.has_dialog


async def test_what_is_open_over_the_desk_stays_open(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store is made behind the help; the desk goes on when that is closed."""
    go_on, make = Event(), Repository.adopt_there

    def slow(repository: Repository, *arguments: object) -> Repository:
        go_on.wait()
        return make(repository, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Repository, "adopt_there", slow)
    async with at_desk(file) as desk:
        await desk.press("M")
        await desk.pilot.press("y")
        await desk.until(lambda: not desk.has_dialog)
        await desk.pilot.press("M")
        assert said(desk) == "The store is being made. Wait until it is done."
        await desk.pilot.press("?")
        await desk.until(lambda: desk.has_dialog)
        go_on.set()
        await desk.settle()
        assert desk.has_dialog
        assert isinstance(desk.workspace, BareDesk)
        await desk.press("q")
        await desk.until(lambda: not isinstance(desk.workspace, BareDesk))
        assert "This is a store now" in said(desk)


async def test_what_comes_to_lie_there_is_not_written_over(file: Path) -> None:
    """Between question and yes somebody makes the folder: a sentence, and the desk stays."""
    async with at_desk(file) as desk:
        await desk.press("M")
        file.with_name("coast").mkdir()
        await desk.press("y")
        await desk.until(lambda: "already holds something; nothing was changed" in said(desk))
        assert isinstance(desk.workspace, BareDesk)
        await desk.press("M")
        assert "coast-2" in asked(desk)
    assert list(file.with_name("coast").iterdir()) == []


async def test_nothing_is_asked_where_no_store_can_be_made(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside a file in a folder that may not be written, the reason and the command."""
    async with at_desk(file) as desk:
        monkeypatch.setattr(os, "access", lambda *_: False)
        await desk.press("M")
        await desk.until(lambda: "no permission to write there" in said(desk))
        assert not desk.has_dialog
        assert "`incident-desk new FOLDER --from FILE`" in said(desk)


@SIZES
async def test_a_file_of_somebody_else_says_what_is_in_it(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """An empty desk tells in words what the file has, also behind the first key."""
    file = tmp_path / "other.json"
    file.write_text(json.dumps({"_default": {"1": {"a": 1}}, "b": {"1": {}, "2": {}}}))
    told = "It has 3 documents in the tables _default and b: none of this desk's."
    async with at_desk(file, size) as desk:
        assert told in said(desk)
        await desk.press("j")
        assert "No events in this file." in " ".join(desk.lines("events"))
        words = (line.partition("│")[0] for line in desk.lines("events")[2:5])
        assert told in " ".join(" ".join(words).split())
