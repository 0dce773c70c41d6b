"""The desk on a slow line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.tui.desk.pilot import OpenDesk, at_desk
from tui import connection, lean
from tui.config import DEFAULTS
from tui.connection import Connection
from tui.intents import Action
from tui.lean import FIRST, Choice, Lean
from tui.looks import NAMES, TERMINAL
from tui.state import Pane

LEAN = Lean(Choice.ON)


def let_keys_follow_closely(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every move follow the one before at once, and the cursor not rest by itself."""
    monkeypatch.setattr(lean, "REST", 3600.0)
    desk.workspace.held_back.clock = lambda: 0.0


async def test_a_held_key_draws_its_own_list_alone(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others stay as they are, with titles that say of what; they follow at the next key."""
    async with at_desk(demo, (120, 40), lean=LEAN) as desk:
        let_keys_follow_closely(desk, monkeypatch)
        await desk.press("j")
        before = {pane: desk.lines(pane.name.lower()) for pane in Pane}
        assert desk.title(Pane.QUOTES).endswith("of E14")
        await desk.press("j", "j", "j")
        assert desk.row(Pane.EVENTS).startswith("E10 ")
        assert desk.lines("header")[0].startswith(" all events > E10 ")
        assert desk.view.shown == "E10"
        behind = {pane for pane in Pane if desk.lines(pane.name.lower()) == before[pane]}
        assert behind == set(Pane) - {Pane.EVENTS}
        # A key that is no move finds everything as it must be.
        await desk.press("3")
        assert desk.title(Pane.QUOTES).endswith("of E10")
        lean_lines = {pane: desk.lines(pane.name.lower()) for pane in Pane}
    async with at_desk(demo, (120, 40)) as desk:
        await desk.press("j", "j", "j", "j", "3")
        assert lean_lines == {pane: desk.lines(pane.name.lower()) for pane in Pane}


async def test_the_panes_follow_when_the_cursor_rests(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without another key."""
    async with at_desk(demo, (80, 24), lean=LEAN) as desk:
        let_keys_follow_closely(desk, monkeypatch)
        await desk.press("j", "j")
        assert desk.title(Pane.DETAIL).startswith("0 DETAIL E14")
        monkeypatch.setattr(lean, "REST", 0.1)
        desk.workspace.held_back.clock = lambda: 0.05
        await desk.press("k", "k")
        await desk.until(lambda: desk.title(Pane.DETAIL).startswith("0 DETAIL E15"))


async def test_a_slow_line_makes_the_desk_lean_and_it_says_so(demo: Path) -> None:
    """No divider and the terminal's own colours, until the key is pressed; and back."""
    async with at_desk(demo, (120, 40)) as desk:
        assert "│" in desk.screen
        for _ in range(FIRST):
            desk.app.leaning.hear(0.18)
        await desk.until(lambda: desk.app.theme == TERMINAL)
        line = "The line is slow (180 ms): less is drawn. - changes that."
        assert desk.lines("footer") == [f" {line}"]
        assert "│" not in desk.screen
        await desk.press("minus")
        assert desk.lines("footer")[0].startswith(" All is drawn, as you turned it; the line")
        assert "│" in desk.screen
        assert desk.app.theme == NAMES[0]
        await desk.press("minus")
        assert desk.lines("footer") == [f" {line}"]


async def test_inside_tmux_the_kernel_is_asked(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What answers there is tmux, which is quick on any line; behind a storm of sizes, once."""
    meant = Connection("192.0.2.7", 50022, "192.0.2.1", 22)
    asked: list[Connection] = []

    def in_tmux(_: object) -> Connection:
        asked.append(meant)
        return meant

    monkeypatch.setenv("TMUX", "/tmp/tmux,1,0")
    monkeypatch.setattr(connection, "in_tmux", in_tmux)
    monkeypatch.setattr(connection, "trip", lambda found: 0.25 if found == meant else None)
    async with at_desk(demo, (80, 24)) as desk:
        await desk.until(lambda: desk.app.theme == TERMINAL)
        assert desk.lines("footer")[0].startswith(" The line is slow (250 ms): less is drawn.")
        # Somebody attaches from nearby.
        monkeypatch.setattr(connection, "trip", lambda _: 0.002)
        asked.clear()
        await desk.pilot.resize_terminal(120, 40)
        for _ in range(20):
            desk.app.on_resize()
        await desk.until(lambda: desk.app.theme == NAMES[0])
        assert len(asked) <= 2
        assert desk.lines("footer")[0].startswith(" The line is quick again (2 ms): all is drawn.")


async def test_nothing_changes_under_hands_that_type(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk becomes lean when the line that was opened is left."""
    monkeypatch.setattr("tui.desk.leaning.ASK_AGAIN", 0.1)
    async with at_desk(demo, (80, 24)) as desk:
        await desk.press("slash")
        for _ in range(FIRST):
            desk.app.leaning.hear(0.18)
        await desk.settle()
        assert desk.app.theme == NAMES[0]
        await desk.press("escape")
        await desk.until(lambda: desk.app.theme == TERMINAL)


async def test_colours_that_somebody_named_stay(demo: Path) -> None:
    """By an option, in the configuration, or by the key."""
    async with at_desk(demo, theme=NAMES[1], lean=replace(LEAN, keeps_theme=True)) as desk:
        assert desk.app.theme == NAMES[1]
    async with at_desk(demo, lean=LEAN) as desk:
        assert desk.app.theme == TERMINAL
        await desk.press(DEFAULTS.bindings.first(Action.THEME))
        chosen = desk.app.theme
        await desk.press("minus", "minus")
        assert desk.app.theme == chosen != TERMINAL
