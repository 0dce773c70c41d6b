"""The first rows, which are on the terminal before Textual is loaded, and what takes them over."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import cast

import pytest
from rich.color import ColorSystem
from rich.console import Console
from textual._compositor import CompositorUpdate

from tests.tui.desk.changes import rename
from tests.tui.desk.pilot import OpenDesk, at_desk
from tui.config import DEFAULTS
from tui.desk.beginning import begin
from tui.desk.first_rows import Paper, first_rows
from tui.desk.link import Link
from tui.desk.strokes import line_strokes
from tui.desk.terminal.colours import colours_of
from tui.desk.terminal.grid import Grid
from tui.desk.workspace import Workspace
from tui.looks import NAMES, TERMINAL, look

#: One for each layout, the least, and one too small for any.
SIZES = [(80, 24), (120, 40), (160, 45), (300, 90), (40, 12), (30, 8)]


@pytest.fixture(autouse=True)
def _looks_anew() -> Iterator[None]:
    """A style of Rich's keeps the colours that it was written with first."""
    look.cache_clear()
    line_strokes.cache_clear()
    yield
    look.cache_clear()
    line_strokes.cache_clear()


def first_grid(desk: OpenDesk, size: tuple[int, int], *, colours: ColorSystem) -> Grid:
    """The first rows that would be handed over, read and painted anew."""
    link = Link(desk.app.link.repository)
    paper = Paper(
        *size,
        desk.app.theme,
        desk.app.no_color,
        colours,
        has_dividers=not desk.workspace.is_lean,
        has_links=desk.workspace._canvas._has_links,
    )
    return first_rows(begin(link, None, DEFAULTS), link, paper)[1]


def textuals_grid(desk: OpenDesk, size: tuple[int, int]) -> Grid:
    """What a terminal shows behind the frame that Textual sends of the whole screen."""
    grid = Grid(*size)
    drawn = desk.app.screen._compositor.render_update(full=True)
    update = cast(CompositorUpdate, drawn)
    grid.write(update.render_segments(desk.app.console))
    return grid


@pytest.mark.parametrize("plain", [False, True], ids=["colours", "NO_COLOR"])
async def test_the_first_rows_are_what_textual_draws(
    demo: Path, plain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In each size and each theme they are its first frame, cell by cell: nothing is sent again."""
    monkeypatch.setenv("COLORTERM", "truecolor")
    if plain:
        monkeypatch.setenv("NO_COLOR", "1")
    async with at_desk(demo, SIZES[0]) as desk:
        # A size moves no colour, and a theme no cell: each pair is not needed.
        for size, theme in zip(SIZES, cycle([TERMINAL] if plain else NAMES)):
            await desk.pilot.resize_terminal(*size)
            desk.app.theme = theme
            await desk.settle()
            first = first_grid(desk, size, colours=ColorSystem.TRUECOLOR)
            assert first.rows == textuals_grid(desk, size).rows, (size, theme)


@pytest.mark.parametrize("colours", [ColorSystem.STANDARD, ColorSystem.EIGHT_BIT])
async def test_the_first_rows_have_the_colours_of_the_terminal(
    demo: Path, colours: ColorSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a terminal has fewer colours, theirs are those that Textual chooses instead."""
    monkeypatch.setenv("TERM", "xterm-256color" if colours is ColorSystem.EIGHT_BIT else "linux")
    monkeypatch.delenv("COLORTERM", raising=False)
    async with at_desk(demo, (100, 30)) as desk:
        desk.app.console._color_system = colours
        first = first_grid(desk, (100, 30), colours=colours)
        assert first.rows == textuals_grid(desk, (100, 30)).rows


@pytest.mark.parametrize(
    "environment",
    [
        {"TERM": "xterm-256color"},
        {"TERM": "xterm-256color", "COLORTERM": "truecolor"},
        {"TERM": "tmux-256color", "COLORTERM": " 24bit"},
        {"TERM": "xterm-kitty"},
        {"TERM": "xterm-16color"},
        {"TERM": "linux"},
        {"TERM": "screen", "COLORTERM": "yes"},
        {"TERM": "vt100"},
        {"TERM": "XTERM-256COLOR"},
        {},
    ],
    ids=lambda environment: " ".join(environment.values()) or "nothing",
)
def test_the_colours_are_those_that_rich_finds(environment: dict[str, str]) -> None:
    """What is found out without Rich's console is what that finds out later."""
    rich = Console(force_terminal=True, _environ=environment)
    assert colours_of(environment) is rich._color_system


async def test_what_was_begun_is_not_read_again(demo: Path) -> None:
    """The screen goes on from the first rows, and hears what was changed behind them."""
    async with at_desk(demo) as desk:
        link = Link(desk.app.link.repository)
        paper = Paper(80, 24, "", False, ColorSystem.TRUECOLOR)
        begun, _ = first_rows(begin(link, None, DEFAULTS), link, paper)
        rename(desk.app.link.repository, "E15", "Renamed")
        later = Workspace(link, desk.app.carry_out, begun=begun)
        assert later.view is begun.view
        assert later._painter is begun.painter
        later._watcher.look()
        assert later._watcher.has_news
