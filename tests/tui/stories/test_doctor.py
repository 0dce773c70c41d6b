"""The doctor in a real terminal: one that answers, one that does not, and tmux."""

from __future__ import annotations

import re
from pathlib import Path

from tests.conftest import the_command
from tests.tui.terminal import Terminal

ANSWERS = {
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[5n": b"\x1b[0n",
    b"\x1b[>0q": b"\x1bP>|Emulator(7)\x1b\\",
    b"\x1b[?u": b"\x1b[?0u",
}


def test_a_terminal_that_answers_is_asked_and_left_as_it_was() -> None:
    """Echo and line editing come back; behind a pipe it is not asked, as who reads that has it."""
    shell = f"{the_command()} doctor; stty -a; {the_command()} doctor | grep round; echo done"
    with Terminal(["sh", "-c", shell], columns=150, rows=60, answers=ANSWERS) as terminal:
        terminal.wait_for("done")
        assert re.search(r"terminal +xterm-256color \(Emulator\(7\)\)", terminal.text)
        assert re.search(r"round trip +[<0-9.]+ ms", terminal.text)
        assert "shown whole (mode 2026)" in terminal.text
        assert terminal.output.count(b"\x1b[c") == 1
        assert "not measured: input and output are not both a terminal" in terminal.text
        assert re.search(r"(?<!-)icanon", terminal.text)
        assert re.search(r"(?<!-)echo\b", terminal.text)


def test_a_terminal_that_never_answers_is_not_waited_for_long() -> None:
    """What was typed meanwhile is no answer, and the code says that the desk works."""
    with Terminal([the_command(), "doctor"], columns=150, answers={}) as terminal:
        terminal.wait_for(lambda: b"\x1b[c" in terminal.output)
        terminal.press("x")
        assert terminal.wait_for_end() == 0
        assert "nothing answers. The desk works without" in terminal.text


def test_inside_tmux_it_says_who_answers(tmux: list[str], tmp_path: Path) -> None:
    """And which settings keep Esc back."""
    told = tmp_path / "told"
    script = f"{the_command()} doctor; echo code $?; cat > {told}"
    with Terminal([*tmux, "new-session", script], columns=150, rows=40) as terminal:
        terminal.wait_for("code 0")
        assert re.search(r"tmux +[0-9]+\.", terminal.text)
        assert "to tmux or screen, which answers for the terminal" in terminal.text
