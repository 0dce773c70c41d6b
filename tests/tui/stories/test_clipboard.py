"""Copying, links, the mouse and the editor in real terminals: tmux, screen, vim."""

from __future__ import annotations

import base64
import os
import re
import shlex
import subprocess
import termios
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.builders import a_store, report
from tests.conftest import need, the_command
from tests.tui.stories.desk_terminal import DeskTerminal
from tests.tui.terminal import Terminal

PROMPT = "shell>"
#: Buttons and the wheel are asked for, and no longer.
ON, OFF = b"\x1b[?1000h\x1b[?1006h", b"\x1b[?1006l\x1b[?1000l"
#: An editor with options, as a person sets it: vim as it comes, that saves for a crash at once.
VIM = "vim -N -u NONE --cmd 'set shm=aFW noruler ut=50 dir=.'"


@pytest.fixture
def screen() -> Iterator[list[str]]:
    """A screen of the test's own, as it comes."""
    own = [need("screen"), "-S", f"desk-{os.getpid()}"]
    yield own
    subprocess.run([*own, "-X", "quit"], capture_output=True, check=False)


def vim_below(name: str) -> psutil.Process:
    """The vim that a test's own desk has started."""
    for one in psutil.process_iter(["name", "environ"]):
        if one.info["name"] == "vim" and (one.info["environ"] or {}).get("DESK_TEST") == name:
            return one
    raise LookupError(name)


def test_tmux_takes_what_is_copied_and_vim_has_the_window(demo: Path, tmux: list[str]) -> None:
    """y, y again, Y fill the buffer; vim cannot be stopped without a shell, and is resized."""
    need("vim")

    def buffer() -> str:
        shown = [*tmux, "show-buffer"]
        return subprocess.run(shown, capture_output=True, text=True, check=True).stdout

    command = shlex.join(["env", f"VISUAL={VIM}", "EDITOR=false", the_command(), str(demo)])
    with Terminal([*tmux, "new-session", f"exec {command}"], columns=80, rows=24) as terminal:
        terminal.wait_for("? help")
        terminal.press("y")
        terminal.wait_for("Copied to tmux's buffer: E15 ")
        assert buffer() == "E15"
        terminal.press("y")
        terminal.wait_for("Copied to tmux's buffer: The dead of Baniyas")
        assert buffer().startswith("The dead of Baniyas are collected, 2025-03-09, Baniyas / al-")
        terminal.press("Y")
        terminal.wait_for("Copied to tmux's buffer: https://example.org/ap/2025-03-12/baniyas")
        assert buffer() == "https://example.org/ap/2025-03-12/baniyas"
        terminal.press("C")
        terminal.wait_for("kind: note")
        terminal.press("ctrl+z", "i", "Stayed ")
        terminal.wait_for("Stayed")
        terminal.resize(90, 30)
        terminal.press("here", "escape", ":wq", "enter")
        terminal.wait_for(lambda: "Wrote a note about E15." in terminal.lines[29])
        terminal.press("Q")
        terminal.wait_for_end()


def test_screen_takes_what_is_copied_and_vim_is_stopped_and_killed(
    demo: Path, screen: list[str], tmp_path: Path
) -> None:
    """Its buffer has it, and the terminal; what vim had is offered, and the shell is as before."""
    need("vim")
    name = f"screen-{os.getpid()}"
    shell = [need("bash"), "--norc", "--noprofile", "-i"]
    environment = {"PS1": PROMPT, "VISUAL": VIM, "DESK_TEST": name, "HISTFILE": "/dev/null"}
    command = [*screen, "-c", "/dev/null", *shell]
    with Terminal(command, columns=100, rows=40, environment=environment) as terminal:
        terminal.wait_for(PROMPT)
        terminal.press(f"stty -a > {tmp_path}/before; {the_command()} {demo}", "enter")
        terminal.wait_for("? help")
        terminal.press("y", "y")
        terminal.wait_for("Copied to screen's buffer")
        terminal.wait_for("y again shows it.")
        sent = bytes(terminal.output).rpartition(b"\x1b]52;c;")[2].partition(b"\x07")[0]
        cited = base64.b64decode(sent).decode()
        assert cited.endswith("[E15]")
        kept = tmp_path / "buffer"
        subprocess.run([*screen, "-X", "writebuf", str(kept)], check=True)
        terminal.wait_for(lambda: kept.exists() and kept.read_text() == cited)
        terminal.press("C")
        terminal.wait_for("kind: note")
        terminal.press("G", "o", "Half a thought", "escape", "ctrl+z")
        terminal.wait_for("Stopped")
        terminal.press("clear; fg", "enter")
        terminal.wait_for("Half a thought")
        swap = next((demo / "drafts").glob(".*.swp"))
        terminal.wait_for(lambda: b"Half a thought" in swap.read_bytes())
        vim_below(name).kill()
        terminal.wait_for("ended by SIGKILL.")
        terminal.press("C", "g")
        terminal.wait_for("(R)ecover")
        terminal.press("r")
        terminal.wait_for("Recovery completed")
        terminal.press("enter", ":wq", "enter")
        terminal.wait_for("Wrote a note about E15.")
        terminal.press("Q")
        terminal.wait_for(PROMPT)
        terminal.press(f"stty -a > {tmp_path}/after; exit", "enter")
        terminal.wait_for_end()
    assert (tmp_path / "after").read_text() == (tmp_path / "before").read_text()


GOOD = "https://example.org/news/2025/03/08/what-people-said?page=2&long=" + "x" * 60
#: Addresses that are no links: of other kinds, hostile, or another one than they look like.
BAD = (
    "javascript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,<script>",
    "https://example.org/\x1b]8;;https://evil.example\x1b\\here",
    "https://example.org/\u202emoc.live",
    "https://example.org@evil.example/",
    "https://ex\u0430mple.org/",
    "HTTPS:/example.org",
)


#: An editor that stops, though no shell can go on with it, and dies with the terminal in disorder.
BAD_EDITOR = (
    "sh -c 'kill -STOP $$; stty raw -echo; "
    r"""printf "\033[?1003h\033[?2004h\033[?1h\033[3;5r"; kill -KILL $$'"""
)


def test_what_is_read_whole_is_a_link_and_a_key_switches_the_mouse(tmp_path: Path) -> None:
    """Of nine addresses one is a link, once all of it can be seen; over SSH % asks for clicks.

    Both hold behind an editor that leaves the terminal in disorder.
    """
    place = tmp_path / "store"
    reports = [report(at, title=f"Number {at}", url=url) for at, url in enumerate((GOOD, *BAD), 1)]
    with a_store(place, *reports):
        pass
    environment = {"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22", "VISUAL": BAD_EDITOR}
    with DeskTerminal(place, columns=60, rows=26, **environment) as desk:
        desk.wait_until_open()
        for at in range(len(reports) - 1, 0, -1):
            desk.press("j")
            desk.wait_for(lambda: desk.shown == f"R{at}")  # noqa: B023  at once
        # The last line of the one good address lies below the pane.
        assert b"\x1b]8;" not in desk.output
        desk.press("JJJ")
        desk.wait_for(lambda: b"\x1b]8;" in desk.output)
        desk.press("k")
        desk.wait_for(lambda: desk.shown == "R2")
        opened = re.findall(rb"\x1b\]8;[^;]*;([^\x1b\x07]+)", desk.output)
        assert set(opened) == {GOOD.encode()}
        assert b"?1000h" not in desk.output
        desk.press("%")
        desk.wait_for("The mouse is on")
        desk.send(b"\x1b[<0;5;6M\x1b[<0;5;6m")
        desk.wait_for(lambda: desk.shown == "R5")
        desk.press("y")
        desk.wait_for("Sent to the terminal's clipboard: R5")
        assert desk.output.count(b"\x1b]52;c;UjU=\x07") == desk.output.count(b"\x1b]52;") == 1
        desk.press("C")
        desk.wait_for("ended by SIGKILL")
        desk.wait_for(lambda: desk.output.rfind(ON) > desk.output.rfind(OFF))
        desk.press("%")
        desk.wait_for("The mouse is off")
        assert desk.output.rfind(OFF) > desk.output.rfind(ON)
        assert set(re.findall(rb"\?(100[23]|1015|1016)h", desk.output)) == {b"1003"}
        assert desk.output.rfind(b"\x1b[?1003l") > desk.output.rfind(b"\x1b[?1003h")
        desk.press("Q")
        assert desk.wait_for_end() == 0
        # As the terminal was before.
        flags = termios.tcgetattr(desk._descriptor)[3]
        assert flags & termios.ECHO
        assert flags & termios.ICANON
