"""The desk sends only what changed: the terminal shows what it would show without that."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.conftest import need, the_command
from tests.tui.conftest import CopyOf
from tests.tui.terminal import ASKS_FOR_FRAMES, Terminal

PROMPT = "shell>"
#: In a size, a way through the panes, and what stands on the screen in its end.
WALKS = {
    (120, 40): ("j j j 3 j j 2 j 4 j 1 j j", "0 DETAIL E"),
    (41, 13): ("5 enter", " > R"),
    (160, 45): ("h 4 enter +", " > S"),
}


def test_the_screen_is_that_of_the_stock_driver(built: CopyOf, tmp_path: Path) -> None:
    """After walks, resizes, Ctrl+Z and fg, every cell is the same.

    So it is while the terminal does not answer any more, too.
    """
    shell = [need("bash"), "--norc", "--noprofile", "-i"]
    with (
        Terminal(shell, columns=120, rows=40, environment={"PS1": PROMPT}) as stock,
        Terminal(shell, columns=120, rows=40, environment={"PS1": PROMPT}) as ours,
    ):
        both = {"stock": stock, "patching": ours}
        for driver, terminal in both.items():
            place = shutil.copytree(built("demo"), tmp_path / driver / "store")
            terminal.wait_for(PROMPT)
            terminal.press(f"{the_command()} open {place} --driver {driver}", "enter")
            terminal.wait_for("? help")
            # Behind the first rows comes the desk itself, which draws anew what is resized.
            terminal.wait_for(lambda: ASKS_FOR_FRAMES in terminal.output)  # noqa: B023  at once
        for (columns, rows), (keys, wanted) in WALKS.items():
            ours.is_mute = rows <= 13
            for terminal in both.values():
                terminal.resize(columns, rows)
                # Pages are as long as the panes: keys are for those of the new size.
                terminal.wait_for(lambda: "? help" in terminal.lines[-1])  # noqa: B023  at once
                terminal.press(*keys.split())
                terminal.wait_for(wanted)
            ours.wait_for_the_same(stock)
        for terminal in both.values():
            terminal.press("ctrl+z")
            terminal.wait_for("Stopped")
            terminal.press("clear; fg", "enter")
            terminal.wait_for("? help")
        ours.wait_for_the_same(stock)
        # Ctrl+L draws anew what somebody else has written over.
        ours.write_over("A message to all: the machine goes down at six.")
        assert ours.seen != stock.seen
        for terminal in both.values():
            terminal.press("j", "\x0c")
        ours.wait_for_the_same(stock)
        assert len(ours.output) < 0.5 * len(stock.output)
        for terminal in both.values():
            terminal.press("Q")
            terminal.wait_for(PROMPT)
