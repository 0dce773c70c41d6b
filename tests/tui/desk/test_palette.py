"""The palette finds records and saved views beside commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from tests.builders import a_store, event, view
from tests.tui.desk.pilot import OpenDesk, at_desk
from tests.tui.test_render_line import ACTING
from tui.state import Pane


async def _typed(desk: OpenDesk, words: str, offered: str) -> None:
    """Open the palette, type, and wait until something is offered first."""
    await desk.press(":")
    await desk.press(*("space" if letter == " " else letter for letter in words))
    await desk.until(lambda: offered in _first(desk))
    await desk.settle()


def _first(desk: OpenDesk) -> str:
    found = desk.app.screen.query("CommandList")
    if not found or not found.first().option_count:  # type: ignore[attr-defined]  # an OptionList of Textual's
        return ""
    return str(found.first().get_option_at_index(0).prompt)  # type: ignore[attr-defined]  # as above


@pytest.mark.parametrize(
    ("words", "offered", "pane"),
    [("s5", "S5  ", Pane.SOURCES), ("al-qus", "E6  ", Pane.EVENTS)],
)
async def test_a_record_is_followed(demo: Path, words: str, offered: str, pane: Pane) -> None:
    """A reference or a name and Enter: the record is the focus; back is where one was."""
    async with at_desk(demo) as desk:
        before = desk.view
        await _typed(desk, words, offered)
        await desk.press("enter")
        await desk.until(lambda: not desk.has_dialog)
        await desk.settle()
        assert desk.view.leading is pane
        assert str(desk.view.focus).startswith(offered.strip())
        await desk.press("h")
        assert desk.view == before


async def test_a_command_comes_before_records(demo: Path) -> None:
    """Where a command has the very words that were typed, it is offered first."""
    async with at_desk(demo) as desk:
        await _typed(desk, "pin", "pin: ")
        assert "Pin the list" in _first(desk)


async def test_hostile_names_do_nothing(tmp_path: Path) -> None:
    """Markup and control characters of records and views are shown, and act on nothing."""
    bad = "[@click=app.quit]zzz[/] [/nothing] \x1b]52;c;eHh4\x07"
    place = tmp_path / "store"
    with a_store(place, event(7, title=bad), view(1, name=f"zzzview {bad}", query="zzz")):
        pass
    async with at_desk(place) as desk:
        for words, offered in (("e7", "E7  [@click"), ("zzzview", "view: zzzview")):
            await _typed(desk, words, offered)
            assert "[@click=app.quit]" in desk.screen
            assert not ACTING.search(desk.screen.replace("\n", ""))
            await desk.press("enter")
            await desk.until(lambda: not desk.has_dialog)
            await desk.settle()
        assert desk.app.is_running


async def test_an_open_palette_sends_nothing_while_nobody_types(demo: Path) -> None:
    """Its cursor does not blink: who drew each half second could not tell that a line is gone."""
    async with at_desk(demo) as desk:
        await desk.press(":")
        await desk.until(lambda: bool(desk.app.screen.query(Input)))
        assert not any(field.cursor_blink for field in desk.app.screen.query(Input))
