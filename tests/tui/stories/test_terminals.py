"""The desk in terminals of every sort: put aside, too small, without colour, noisy, in tmux."""

from __future__ import annotations

import os
import re
import signal
import termios
from pathlib import Path

import psutil
import pytest

from tests.cli.outside import everything_in, is_sentence, run_on_terminal
from tests.conftest import need, the_command
from tests.tui.sequences import colours
from tests.tui.stories.desk_terminal import DeskTerminal
from tests.tui.terminal import Terminal
from tui.state import Pane

PROMPT = "shell>"


def test_the_desk_is_put_aside_and_taken_up_again(demo: Path) -> None:
    """Ctrl+Z gives the shell its terminal back, fg draws the whole desk as it was.

    The desk begins again where it has stopped, once, not because it hears of being continued.
    """
    shell = [need("bash"), "--norc", "--noprofile", "-i"]
    with Terminal(shell, environment={"PS1": PROMPT}) as terminal:
        terminal.wait_for(PROMPT)
        terminal.press(f"{the_command()} {demo}", "enter")
        terminal.wait_for(lambda: "? help" in terminal.lines[-1])
        terminal.press("3")
        terminal.wait_for("0 DETAIL Q12")
        before = terminal.text
        for _ in range(2):
            terminal.press("ctrl+z")
            terminal.wait_for("Stopped")
            (desk,) = psutil.Process(terminal.process.pid).children()
            assert not _hears(desk.pid, signal.SIGCONT)
            terminal.press("echo 6 times $((6 * 7))", "enter")
            terminal.wait_for("6 times 42")
            terminal.press("clear; fg", "enter")
            terminal.wait_for(lambda: terminal.text == before)
        terminal.press("Q")
        terminal.wait_for(PROMPT)


def _hears(process: int, number: int) -> bool:
    """Whether a process has a signal caught."""
    told = Path(f"/proc/{process}/status").read_text()
    (caught,) = re.findall(r"^SigCgt:\s*([0-9a-f]+)$", told, re.MULTILINE)
    return bool(int(caught, 16) >> (number - 1) & 1)


def test_a_desk_that_is_continued_without_having_stopped(demo: Path) -> None:
    """It takes the terminal anew, and gives it back as it was."""
    with DeskTerminal(demo) as desk:
        before = termios.tcgetattr(desk._open[1])
        desk.wait_until_open()
        os.kill(desk.process.pid, signal.SIGCONT)
        desk.wait_for(lambda: desk.output.count(b"\x1b[?1049h") == 2)
        desk.press("3")
        desk.wait_for("0 DETAIL Q12")
        desk.press("Q")
        assert desk.wait_for_end() == 0
        assert termios.tcgetattr(desk._open[1]) == before


def test_leaving_the_desk_leaves_nothing_switched_on(demo: Path) -> None:
    """Mouse, alternate screen and the like are off again, the cursor can be seen."""
    shell = [need("bash"), "--norc", "--noprofile", "-i"]
    with Terminal(shell, environment={"PS1": PROMPT}) as terminal:
        terminal.wait_for(PROMPT)
        terminal.press(f"{the_command()} {demo}", "enter")
        terminal.wait_for("0 DETAIL")
        terminal.press("Q")
        terminal.wait_for(PROMPT)
        terminal.press("echo typed $((40 + 2))", "enter")
        terminal.wait_for("typed 42")
        sent = terminal.output
        left_on = {
            mode
            for mode in (1000, 1002, 1003, 1004, 1006, 1049, 2004, 2048)
            if sent.rfind(b"\x1b[?%dh" % mode) > sent.rfind(b"\x1b[?%dl" % mode)
        }
        # The shell itself asks for bracketed paste.
        assert left_on <= {2004}
        assert sent.rfind(b"\x1b[?25h") > sent.rfind(b"\x1b[?25l")


def test_a_terminal_that_is_too_small_is_told_so(demo: Path) -> None:
    """In 20x5 one sentence says what is needed; in a larger one the desk is there."""
    with DeskTerminal(demo, columns=20, rows=5) as desk:
        desk.wait_for("Needs 40x12")
        said = " ".join(desk.text.split())
        assert said == "Needs 40x12, has 20x5. Enlarge it, or Q quits."
        desk.resize(80, 24)
        desk.wait_until_open()
        assert desk.title_of(Pane.EVENTS) == "1 EVENTS all 15 leads"
        desk.resize(20, 5)
        desk.wait_for("Needs 40x12")
        desk.press("Q")
        assert desk.wait_for_end() == 0


@pytest.mark.parametrize("options", [(), ("--theme", "desk-light")])
def test_without_colour_no_colour_is_sent(demo: Path, options: tuple[str, ...]) -> None:
    """With NO_COLOR=1 no sequence names a colour, on the desk or in any dialog of it."""
    with DeskTerminal(demo, *options, NO_COLOR="1") as desk:
        desk.wait_until_open()
        desk.do("j", "3", "4", "enter", "0", "j", "x", "h", "T")
        desk.wait_for("NO_COLOR is set")
        desk.do("?")
        desk.wait_for("MOVE")
        desk.do("q")
        before = desk.text
        desk.do(":")
        desk.wait_for("Move the cursor down")
        desk.do(*"quotes", "escape")
        desk.wait_for(lambda: desk.text == before)
        desk.do("e")
        desk.wait_for("s save")
        desk.press("escape")
        desk.wait_for(lambda: desk.text == before)
        desk.do("C")
        desk.wait_for("Ctrl+S")
        desk.press("word", "ctrl+q")
        assert desk.wait_for_end() == 0
        assert set(colours(bytes(desk.output))) == set()
        # Reverse video still tells where the cursor is.
        assert b"\x1b[7m" in desk.output


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_cannot_move_its_cursor(demo: Path, tmp_path: Path, term: str) -> None:
    """TERM=dumb: one sentence, exit code 4, and the store is untouched."""
    before = everything_in(demo)
    ended = run_on_terminal(demo, TERM=term)
    assert ended.code == 4
    assert is_sentence(ended.complaint)
    assert everything_in(demo) == before


@pytest.mark.parametrize("key", ["ctrl+c", "escape", "ctrl+d", "ctrl+s", "ctrl+\\"])
def test_keys_that_end_other_programs_do_not_end_the_desk(demo: Path, key: str) -> None:
    """A key pressed by habit says that it does nothing, and nothing is lost."""
    sent = {"ctrl+d": "\x04", "ctrl+s": "\x13", "ctrl+\\": "\x1c"}.get(key, key)
    with DeskTerminal(demo) as desk:
        desk.wait_until_open()
        desk.press(sent)
        desk.wait_for(lambda: "help" not in desk.lines[-1] or "? shows" in desk.lines[-1])
        desk.press("j")
        desk.wait_for("0 DETAIL E14")


def test_bytes_that_are_no_text_do_not_end_the_desk(demo: Path) -> None:
    """Noise on the line, half a character, a paste: keys in one piece with it are heard."""
    with DeskTerminal(demo) as desk:
        desk.wait_until_open()
        top = desk.title_of(Pane.DETAIL)
        for noise in (
            b"\xff\xfe\xc3(\x80",
            b"\x1b[200~jj\nQ\x1b[AQ\x1b[201~",
            b"\xe2\x80",
            b"\x1b[9;9R\x1b[<0;1;1M",
        ):
            desk.send(noise + b"J")
            desk.wait_for(lambda: "K more" in desk.title_of(Pane.DETAIL))
            desk.send(b"K" + noise)
            desk.wait_for(lambda: desk.title_of(Pane.DETAIL) == top)
        desk.press("G")
        desk.wait_for("0 DETAIL E1 ")


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (160, 45)])
def test_the_desk_in_tmux(demo: Path, tmux: list[str], columns: int, rows: int) -> None:
    """tmux shows the same desk: every pane, a way there and back, and the shell after it."""
    with DeskTerminal(demo, columns=columns, rows=rows) as alone:
        alone.wait_until_open()
        wanted = alone.text
    command = f"{the_command()} {demo}; echo ended with $?; cat"
    with Terminal([*tmux, "new-session", command], columns=columns, rows=rows) as terminal:
        terminal.wait_for(lambda: terminal.text == wanted)
        terminal.press("4", "enter", "0", "G")
        terminal.wait_for("all events > E15 > S")
        terminal.press("q", "1")
        terminal.wait_for(lambda: terminal.text == wanted)
        terminal.press("Q")
        terminal.wait_for("ended with 0")
