"""The history screen, and the desk as of an operation."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from textual.events import Key, MouseScrollDown

from store.commands.work import SetSensitivity
from store.errors import Interrupted
from store.ids import Ref
from store.repository import Repository
from store.sql.asof import Progress
from store.vocabulary import Sensitivity
from tests import builders
from tests.builders import a_store, event
from tests.tui.desk.changes import is_shown, rename, write
from tests.tui.desk.pilot import SIZES, OpenDesk, at_desk
from tests.tui.desk.test_the_desk_and_its_store import edit_outside
from tui.desk.workspace import Workspace
from tui.state import Pane


@SIZES
async def test_the_history_of_a_record(demo: Path, noor: Repository, size: tuple[int, int]) -> None:
    """H lists who changed the record in focus; the changes stand beside; q comes back."""
    rename(noor, "E15", "Renamed by noor", label="renamed E15")
    write(noor, builders.event(99, title="later"), label="wrote E99")
    async with at_desk(demo, size) as desk:
        before = desk.screen
        await desk.press("H")
        assert "HISTORY of E15" in desk.screen
        assert "wrote E99" not in desk.screen
        await desk.until(lambda: "The dead of Baniyas" in desk.screen)
        assert "Renamed by noor" in desk.screen
        await desk.press("tab")
        assert "HISTORY of the store" in desk.screen
        await is_shown(desk, "wrote E99")
        await desk.press("f")
        assert "f does nothing here" in desk.screen
        await desk.press("q")
        await desk.until(lambda: desk.screen == before)


@SIZES
async def test_the_history_counts_what_is_written_meanwhile(
    demo: Path, noor: Repository, size: tuple[int, int]
) -> None:
    """Nothing moves under the eyes; r lists it. A record's own history counts only its own."""
    rename(noor, "E15", "first name", label="renamed E15")
    async with at_desk(demo, size) as desk:
        await desk.press("H")
        await is_shown(desk, "first name")
        write(noor, builders.event(99, title="later"), label="wrote E99")
        rename(noor, "E15", "second name", label="renamed E15 again")
        await is_shown(desk, "+1 new, r · 2")
        assert "again" not in desk.screen
        await desk.press("r")
        await is_shown(desk, "renamed E15 again")
        assert "new, r" not in desk.screen
        await desk.press("tab")
        await is_shown(desk, "wrote E99")
        rename(noor, "E14", "third name", label="renamed E14")
        await is_shown(desk, "+1 new, r · 4")


@SIZES
@pytest.mark.parametrize("key", ["q", "h"])
async def test_the_desk_as_of_an_operation_and_back(
    demo: Path, noor: Repository, size: tuple[int, int], key: str
) -> None:
    """Enter opens the desk as it was then; q and h come back to the history, then to the desk."""
    rename(noor, "E15", "first name")
    rename(noor, "E15", "second name")
    async with at_desk(demo, size) as desk:
        before = desk.screen
        await desk.press("H", "j")
        await is_shown(desk, "first name")
        history = desk.screen
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, Workspace) and desk.has_dialog)
        await is_shown(desk, "AS OF")
        assert "first name" in desk.screen
        assert "second name" not in desk.screen
        footer = desk.screen.split("\n")[-1]
        assert "follow" in footer
        assert "undo" not in footer
        assert "history" not in footer
        await desk.press("u")
        assert "Nothing can be changed here: this is how it was at operation" in desk.screen
        await desk.press("H", "3", "1")
        await desk.press(key)
        await desk.until(lambda: desk.screen == history)
        await desk.press(key)
        await desk.until(lambda: not desk.has_dialog)
        await desk.until(lambda: desk.screen == before)


async def test_the_past_of_what_is_covered_by_now_is_covered(tmp_path: Path) -> None:
    """In the history, and on the desk as it was when nobody had marked it yet."""
    place = tmp_path / "store"
    with a_store(place, event(1, title="Clash", summary="Horrid words")) as repository:
        repository.run(SetSensitivity([Ref("E1")], Sensitivity.GRAPHIC))
    async with at_desk(place) as desk:
        await desk.press("H", "j")
        await is_shown(desk, "wrote")
        assert "Horrid" not in desk.screen
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, Workspace) and desk.has_dialog)
        await is_shown(desk, "▒▒ graphic, R shows it")
        assert "Horrid" not in desk.screen
        await desk.press("R")
        assert "Horrid words" in desk.screen


async def test_help_in_the_history_is_about_the_history(demo: Path) -> None:
    """It opens over the history, and closes onto it."""
    async with at_desk(demo) as desk:
        await desk.press("H", "?")
        assert "Open the desk as it was" in desk.screen
        await desk.press("q")
        assert "HISTORY of E15" in desk.screen
        await desk.press("Q")
        assert not desk.app.is_running


async def test_what_another_program_wrote_is_undone_in_the_history(demo: Path) -> None:
    """u on such an entry asks, says what it is about, and takes it back; U cannot be lost by it."""
    async with at_desk(demo) as desk:
        edit_outside(demo, "changed elsewhere")
        await desk.until(lambda: "changed elsewhere" in desk.row(Pane.EVENTS))
        await desk.press("u")
        assert "There is nothing of yours to undo" in desk.screen
        await desk.press("H", "u")
        await is_shown(desk, "Undo another program's changes")
        await desk.press("y")
        await is_shown(desk, "Undone: ")
        await desk.until(lambda: "HISTORY of E15" in desk.screen and ": changed out" in desk.screen)
        await desk.press("j", "u")
        await is_shown(desk, "It is undone already")
        await desk.press("q")
        await desk.until(lambda: "The dead of Baniyas" in desk.row(Pane.EVENTS))


async def test_one_s_own_newest_is_undone_in_the_history(demo: Path, noor: Repository) -> None:
    """u there is the u of the desk; what is a colleague's, or older, says why it stays."""
    async with at_desk(demo) as desk:
        rename(noor, "E15", "theirs")
        rename(desk.workspace.link._repository, "E15", "ours")
        await desk.press("H")
        await is_shown(desk, "ours")
        await desk.press("j", "u")
        await is_shown(desk, "Only your newest change can be undone")
        await desk.press("k", "u")
        await is_shown(desk, "Undone: renamed")
        await desk.press("q")
        await desk.until(lambda: "theirs" in desk.row(Pane.EVENTS))


async def test_earlier_work_that_was_done_again_is_undone_without_a_question(demo: Path) -> None:
    """Once the person has undone and redone it here, it is work of this session."""
    ada = Repository.open(demo, author="ada")
    rename(ada, "E15", "one", label="renamed E15")
    ada.close()
    async with at_desk(demo) as desk:
        await desk.press("u", "y")
        await is_shown(desk, "Undone: renamed E15")
        await desk.press("U")
        await is_shown(desk, "Done again: renamed E15")
        await desk.press("u")
        await is_shown(desk, "Undone: renamed E15")
        assert not desk.has_dialog


async def click(desk: OpenDesk, line: int) -> None:
    """Point at a line of the screen."""
    await desk.pilot.click(offset=(5, line))
    await desk.settle()


def marked(desk: OpenDesk) -> int:
    """The line of the history's list that has the cursor."""
    return next(at for at, line in enumerate(desk.screen.split("\n")) if line.startswith(">"))


async def test_the_mouse_in_the_history(demo: Path, noor: Repository) -> None:
    """An operation is pointed at, or come to by the wheel; over the changes the wheel scrolls."""
    for number in range(9):
        rename(noor, "E15", f"name {number}")
    async with at_desk(demo, (160, 45)) as desk:
        await desk.press("H")
        await is_shown(desk, "name 8")
        await click(desk, 3)
        assert marked(desk) == 3
        await is_shown(desk, "name 6")
        await desk.pilot._post_mouse_events([MouseScrollDown], offset=(5, 20))
        await desk.until(lambda: marked(desk) == 6)
        await is_shown(desk, "name 3")
        await click(desk, 40)
        assert marked(desk) == 6


async def test_the_past_that_takes_long_can_be_stopped(
    demo: Path, noor: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How far it is stands below; q or Esc stops it, and the history is as before."""
    rename(noor, "E15", "first name")
    begun, told = threading.Event(), []
    as_of = Repository.as_of

    def slow(repository: Repository, operation: int, progress: Progress | None = None) -> object:
        assert progress is not None
        begun.set()
        for done in range(100_000):
            try:
                progress(done % 100, 100)
            except Interrupted:
                told.append(done)
                raise
            time.sleep(0.001)
        return as_of(repository, operation, progress)

    monkeypatch.setattr(Repository, "as_of", slow)
    async with at_desk(demo) as desk:
        before = desk.screen
        await desk.press("H")
        await is_shown(desk, "first name")
        history = desk.screen
        for key in ("q", "escape"):
            await desk.pilot.press("enter")
            await is_shown(desk, " %  q stops it.")
            await desk.pilot.press(key)
            await is_shown(desk, " Stopped.")
        await desk.until(lambda: len(told) == 2)
        await desk.press("j", "k")
        await desk.until(lambda: desk.screen == history)
        await desk.press("q")
        await desk.until(lambda: desk.screen == before)


async def test_a_q_while_the_history_gives_way_to_the_past_is_heard(
    demo: Path, noor: Repository
) -> None:
    """Enter and Q in one burst leave the desk, whichever screen the Q comes to."""
    rename(noor, "E15", "first name")
    async with at_desk(demo) as desk:
        await desk.press("H")
        await is_shown(desk, "first name")
        history = desk.app.screen
        await desk.press("enter")
        await is_shown(desk, "AS OF")
        history.post_message(Key("Q", "Q"))
        desk.workspace.post_message(Key("Q", "Q"))
        await desk.until(lambda: not desk.app.is_running)
