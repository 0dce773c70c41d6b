"""A line that is cut, or stands still: the desk ends at once, and the next one begins there."""

from __future__ import annotations

import os
import re
import select
import signal
import termios
from pathlib import Path

import psutil

from tests.conftest import need, the_command
from tests.tui.processes import wait_until_gone
from tests.tui.stories.desk_terminal import DeskTerminal
from tests.tui.stories.test_faults import left_on
from tests.tui.terminal import PATIENCE, Terminal
from tui.state import Pane

PROMPT = "shell>"


def test_the_next_desk_begins_where_the_line_was_cut(demo: Path, home: Path) -> None:
    """Trail, focus and cursors are as they were, and are told of; not so after Q."""
    with DeskTerminal(demo) as desk:
        desk.wait_until_open()
        desk.do("j", "j", "4", "enter", "3", "j")
        trail, quote = desk.trail, desk.cursor(Pane.QUOTES)
        assert quote
        desk.hang_up()
        assert desk.process.wait(PATIENCE) == 129
    with DeskTerminal(demo) as desk:
        desk.wait_for("The line was cut: this is where you were")
        assert (desk.trail, desk.cursor(Pane.QUOTES)) == (trail, quote)
        desk.press("h")
        desk.wait_for(lambda: desk.trail != trail)
        desk.press("Q")
        assert desk.wait_for_end() == 0
    assert not list((demo / "drafts" / "places").iterdir())
    with DeskTerminal(demo) as desk:
        desk.wait_until_open()
        assert "The line was cut" not in desk.text


def test_a_terminal_that_stands_still_is_given_back(demo: Path, home: Path) -> None:
    """It takes nothing more, and the desk ends: the last that it takes is the way out."""
    with DeskTerminal(demo, columns=200, rows=60) as desk:
        desk.wait_until_open()
        desk.do("j")
        # How long a disk takes is not what is told here.
        places = demo / "drafts" / "places"
        desk.wait_for(lambda: any(places.glob("*.md")))
        # Each of them draws the whole screen anew, and nobody reads.
        _until_it_blocks(desk)
        os.kill(desk.process.pid, signal.SIGTERM)
        assert desk.process.wait(PATIENCE) == 143
        attributes = termios.tcgetattr(desk._open[1])
        assert attributes[3] & termios.ECHO
        assert attributes[3] & termios.ICANON
        desk.wait_for_end()
        assert left_on(desk) == set()
    assert any(places.glob("*.md"))


def _until_it_blocks(desk: Terminal) -> None:
    """Press keys, reading nothing, until the program has no room to write."""
    _, inner = desk._open
    for at in range(1000):
        desk.press("T" if at % 2 else "G")
        if not select.select([], [inner], [], 0.05)[1]:
            return


def test_a_desk_that_hears_of_nothing_ends_with_its_terminal(demo: Path, home: Path) -> None:
    """Started where SIGHUP is ignored, as by nohup: it is gone when its terminal is."""
    deaf: list[str | Path] = ["sh", "-c", 'trap "" HUP; exec "$0" "$@"', the_command(), demo]
    with Terminal(deaf) as desk:
        desk.wait_for("? help")
        desk.press("c")
        desk.wait_for("Note on E15")
        desk.press("half a sen")
        desk.wait_for("half a sen")
        desk.hang_up()
        assert desk.process.wait(PATIENCE) == 129
    (draft,) = (demo / "drafts").glob("*.md")
    assert draft.read_text() == "half a sen"


_EDITOR = """#!/bin/sh
sleep 100 &
trap 'echo kept >> "$1"; kill $!; exit' HUP
echo in the editor
wait
"""


def test_a_desk_that_is_ended_ends_its_editor_first(demo: Path, home: Path, tmp_path: Path) -> None:
    """TERM reaches the desk alone: the editor is told to keep what it has, and ends."""
    editor = tmp_path / "editor"
    editor.write_text(_EDITOR)
    editor.chmod(0o700)
    with DeskTerminal(demo, EDITOR=str(editor)) as desk:
        desk.wait_until_open()
        desk.press("C")
        desk.wait_for("in the editor")
        os.kill(desk.process.pid, signal.SIGTERM)
        assert desk.wait_for_end() == 143
        assert left_on(desk) == set()
    (draft,) = (demo / "drafts").glob("*.md")
    assert draft.read_text().endswith("kept\n")


def test_a_text_that_is_typed_can_be_put_aside(demo: Path, home: Path) -> None:
    """Ctrl+Z in the desk's own editor, the window made smaller meanwhile: fg draws all of it."""
    shell = [need("bash"), "--norc", "--noprofile", "-i"]
    with Terminal(shell, columns=100, rows=30, environment={"PS1": PROMPT}) as terminal:
        terminal.wait_for(PROMPT)
        terminal.press(f"{the_command()} {demo}", "enter")
        terminal.wait_for("? help")
        terminal.press("C", "who counted")
        terminal.wait_for("who counted")
        before = terminal.text
        terminal.press("ctrl+z")
        terminal.wait_for("Stopped")
        terminal.resize(60, 20)
        terminal.press("clear; fg", "enter")
        terminal.wait_for(lambda: "who counted" in terminal.text and PROMPT not in terminal.text)
        terminal.resize(100, 30)
        terminal.wait_for(lambda: terminal.text == before)
        # A line that is cut while the desk is stopped leaves no process either.
        terminal.press("ctrl+z")
        terminal.wait_for("Stopped")
        terminal.press("jobs -p", "enter")
        terminal.wait_for(lambda: bool(re.search(r"jobs -p\s+\d+\s", terminal.text)))
        (pid,) = re.findall(r"jobs -p\s+(\d+)\s", terminal.text)
        desk = psutil.Process(int(pid))
        terminal.hang_up()
        terminal.process.wait(PATIENCE)
        assert wait_until_gone([desk]) == []
    (draft,) = (demo / "drafts").glob("*.md")
    assert "who counted" in draft.read_text()
