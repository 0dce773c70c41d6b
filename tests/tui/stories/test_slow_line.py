"""The desk at the end of a long line."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import the_command
from tests.tui.stories.desk_terminal import DeskTerminal
from tests.tui.terminal import Terminal


def test_a_desk_on_a_slow_line_draws_less_by_itself(demo: Path) -> None:
    """It measures the line by the terminal's answers, and the key changes what follows."""
    command = [the_command(), str(demo)]
    with Terminal(command, columns=120, rows=40, round_trip=0.15) as terminal:
        terminal.wait_for(lambda: "? help" in terminal.lines[-1])
        assert "│" in terminal.text
        for key, shown in [("j", "> E14 "), ("k", "> E15 ")] * 10:
            terminal.press(key)
            terminal.wait_for(lambda: shown in terminal.lines[0])  # noqa: B023  at once
            if "│" not in terminal.text:
                break
        assert "│" not in terminal.text
        terminal.press("-")
        terminal.wait_for("All is drawn, as you turned it; the line answers in")
        terminal.wait_for("│")
        terminal.press("Q")
        assert terminal.wait_for_end() == 0


def test_keys_that_come_together_reach_what_they_were_typed_for(demo: Path) -> None:
    """Behind the key that closes help, a panel or the history comes one for the desk."""
    with DeskTerminal(demo) as desk:
        desk.wait_until_open()
        desk.press("?")
        desk.wait_for("MOVE")
        desk.press("q", "F")
        desk.wait_for("SAVED VIEWS")
        desk.press("q", "H")
        desk.wait_for("HISTORY")
        desk.press("q", "j")
        desk.wait_for(lambda: desk.trail == "all events > E14")
