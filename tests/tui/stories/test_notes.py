"""Notes in a real terminal: through kill -9, and in an editor of the person's own."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from tests.conftest import need, the_command
from tests.tui.stories.desk_terminal import DeskTerminal
from tests.tui.terminal import Terminal


def test_a_note_through_kill_9(demo: Path, home: Path) -> None:
    """Typed and not written, the desk killed: the next one says so, and C goes on with it."""
    folder = demo / "drafts"
    with DeskTerminal(demo) as desk:
        desk.wait_until_open()
        # What is typed ahead goes into the text: a Q, an x and a u, too.
        desk.press("C", "Quick: who counted x u", "enter", "the dead of Baniyas? بانياس")
        # A second later at the latest it is on the disk, also while nobody presses a key.
        desk.wait_for(lambda: any("بانياس" in one.read_text() for one in folder.glob("*.md")))
        os.killpg(desk.process.pid, signal.SIGKILL)
        desk.process.wait()
    with DeskTerminal(demo) as desk:
        desk.wait_for("A draft on E15 from")
        desk.press("C")
        desk.wait_for("go on with it")
        desk.press("g")
        desk.wait_for("the dead of Baniyas?")
        assert "Quick: who counted x u" in desk.text
        desk.press(" #toll", "\x13")
        desk.wait_for("Wrote a note about E15.")
        assert not list(folder.glob("*.md"))
        desk.press("Q")
        assert desk.wait_for_end() == 0


def test_a_cut_line_while_a_note_is_typed(demo: Path, home: Path) -> None:
    """The terminal goes away in the middle of a line: what was typed last is there, too."""
    with DeskTerminal(demo) as desk:
        desk.wait_until_open()
        desk.press("c")
        desk.wait_for("Note on E15")
        desk.press("half a sen")
        desk.wait_for("half a sen")
        desk.hang_up()
        desk.process.wait()
    (draft,) = (demo / "drafts").glob("*.md")
    assert draft.read_text() == "half a sen"


_EDITOR = """#!/bin/sh
printf 'in the editor\\n'
read answer
printf '%s\\n' "$answer" >> "$1"
"""


def test_the_editor_has_the_terminal(demo: Path, tmp_path: Path) -> None:
    """In tmux: it gets what is typed and shows what it likes; then the desk is there, whole."""
    editor = tmp_path / "editor"
    editor.write_text(_EDITOR)
    editor.chmod(0o700)
    tmux = [need("tmux"), "-L", f"notes-{os.getpid()}", "-f", os.devnull, "new-session"]
    command: list[str | Path] = [*tmux, the_command(), demo]
    with Terminal(command, environment={"EDITOR": str(editor)}) as desk:
        desk.wait_for("? help")
        desk.press("C")
        desk.wait_for("in the editor")
        # A key that interrupts a program in the foreground does not end the desk behind it.
        desk.press("ctrl+c")
        desk.wait_for("ended by SIGINT. The text is kept")
        desk.press("C", "g")
        desk.wait_for("in the editor")
        desk.press("Ask again", "enter")
        desk.wait_for("Wrote a note about E15.")
        desk.press("j")
        desk.wait_for("all events > E14")
        desk.press("Q")
        desk.wait_for_end()
