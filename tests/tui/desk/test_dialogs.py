"""Help and palette over the desk."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.color import ColorSystem
from textual import constants
from textual.color import Color
from textual.events import Key

from tests.tui.desk.pilot import SIZES, OpenDesk, at_desk
from tui.fixed_colours import number_of
from tui.keys import GROUPS, KEYS
from tui.looks import PALETTES
from tui.state import Pane


@SIZES
async def test_help_shows_every_key(demo: Path, size: tuple[int, int]) -> None:
    """? opens it; j, Space and G go through it to its end; every key stands in it."""
    async with at_desk(demo, size) as desk:
        before = desk.screen
        await desk.press("?")
        seen = desk.screen
        while "MARKS IN TEXT" not in desk.screen:
            await desk.press("space")
            seen += desk.screen
        for key in KEYS:
            assert f" {key.shown} " in seen
        assert all(group.upper() in seen for group in GROUPS)
        await desk.press("q")
        assert desk.screen == before


@pytest.mark.parametrize("key", ["q", "escape", "?", "enter"])
async def test_help_closes(demo: Path, key: str) -> None:
    """Each of these closes it, and does nothing else."""
    async with at_desk(demo) as desk:
        before = desk.screen
        await desk.press("j", "k", "?")
        assert desk.screen != before
        await desk.press(key)
        assert desk.screen == before


async def test_keys_under_the_help_do_nothing(demo: Path) -> None:
    """While help is open no key reaches the desk."""
    async with at_desk(demo) as desk:
        before = desk.view
        await desk.press("?", "3", "x", "p", "+", "tab", "G")
        assert desk.has_dialog
        assert desk.view == before


@pytest.mark.parametrize("dialog", ["?", ":"])
async def test_what_is_typed_ahead_of_a_dialog_is_not_meant_for_the_desk(
    demo: Path, dialog: str
) -> None:
    """On a slow line `?` and `q` come together: the q does not quit the desk."""
    async with at_desk(demo) as desk:
        before = desk.view
        for key in (dialog, "q", "G"):
            desk.app.post_message(Key(key, key))
        await desk.settle()
        assert desk.app.is_running
        assert desk.view == before


@pytest.mark.parametrize("key", ["Q", "ctrl+q"])
async def test_the_desk_can_be_left_from_help(demo: Path, key: str) -> None:
    """Q quits from anywhere."""
    async with at_desk(demo) as desk:
        await desk.press("?", key)
        assert not desk.app.is_running


async def choose(desk: OpenDesk, words: str) -> None:
    """Open the palette, type, and take the first command offered."""
    await desk.press(":")
    assert desk.has_dialog
    await desk.press(*("space" if letter == " " else letter for letter in words))
    await desk.until(lambda: desk.app.screen.query_one("CommandList").highlighted is not None)  # type: ignore[attr-defined]  # an OptionList of Textual's
    await desk.press("enter")
    await desk.until(lambda: not desk.has_dialog)


@pytest.mark.parametrize("key", [":", "ctrl+p"])
async def test_the_palette_closes_without_doing_anything(demo: Path, key: str) -> None:
    """Escape closes it; the desk is as before."""
    async with at_desk(demo) as desk:
        before = desk.screen
        await desk.press(key, "q", "u")
        assert desk.has_dialog
        await desk.press("escape")
        await desk.until(lambda: not desk.has_dialog)
        assert desk.screen == before


async def test_the_palette_runs_what_was_typed_a_part_of(demo: Path) -> None:
    """Part of a name and Enter: the action is carried out."""
    async with at_desk(demo) as desk:
        await choose(desk, "quotes p")
        assert desk.view.active is Pane.QUOTES
        await choose(desk, "pin the")
        assert desk.view.lists[Pane.QUOTES].is_pinned
        await choose(desk, "desk-li")
        assert desk.app.theme == "desk-light"


@pytest.mark.parametrize(
    ("pane", "words", "said"),
    [
        (Pane.DETAIL, "pin the", "p works only in a list."),
        (Pane.EVENTS, "detail, or", "Space works only in the detail or in the history."),
    ],
)
async def test_the_palette_says_why_a_command_does_nothing(
    demo: Path, pane: Pane, words: str, said: str
) -> None:
    """A command that has no meaning where the keyboard is, is refused with the reason."""
    async with at_desk(demo) as desk:
        await desk.press(pane.value)
        await choose(desk, words)
        assert desk.lines("footer")[0].startswith(f" {said}")


async def test_the_palette_can_quit(demo: Path) -> None:
    """Also leaving is a command."""
    async with at_desk(demo) as desk:
        await desk.press(":", *"quit")
        await desk.until(lambda: desk.app.screen.query_one("CommandList").highlighted is not None)  # type: ignore[attr-defined]  # as above
        await desk.press("enter")
        await desk.until(lambda: not desk.app.is_running)


@pytest.mark.parametrize("theme", ["desk-light", "desk-terminal", "desk-contrast"])
async def test_dialogs_open_in_every_theme(demo: Path, theme: str) -> None:
    """Textual's own parts find their colours in each theme."""
    async with at_desk(demo, (120, 40), theme) as desk:
        await desk.press("?")
        assert "MOVE" in desk.screen
        await desk.press("q", ":")
        await desk.until(lambda: "Move the cursor down" in desk.screen)


async def test_textuals_own_parts_have_our_colours_in_256(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the terminal has no more, it is told what Rich rounds to them."""
    monkeypatch.setattr(constants, "COLOR_SYSTEM", "256")
    async with at_desk(demo, theme="desk-light") as desk:
        ground = Color.parse(desk.app.theme_variables["panel"]).rich_color
        ours = bytes.fromhex(PALETTES["desk-light"]["bar"][1:])
        assert ground.downgrade(ColorSystem.EIGHT_BIT).number == number_of(*ours)
