"""From the first rows to Textual: nothing flickers, nothing typed is lost, nothing is left on."""

from __future__ import annotations

import os
import pty
import signal
import termios
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.tui.sequences import units
from tests.tui.stories.desk_terminal import DeskTerminal
from tests.tui.stories.test_faults import left_on
from tests.tui.terminal import AT_ONCE
from tui.state import Pane

HOME = b"\x1b[H"
#: Holds a program up where it begins to load Textual, until something is written into a pipe.
GATE = """
import os, sys

class Gate:
    def find_spec(self, name, path=None, target=None):
        if name == "textual":
            sys.meta_path.remove(self)
            open(os.environ["GATE"] + " reached", "w").close()
            with open(os.environ["GATE"]) as pipe:
                if pipe.read() == "fail":
                    raise MemoryError("no room for Textual")

sys.meta_path.insert(0, Gate())
"""


class Held(DeskTerminal):
    """A desk that is held up between its first rows and Textual."""

    def __init__(self, place: Path, folder: Path, *options: str, **environment: str) -> None:
        (folder / "sitecustomize.py").write_text(GATE)
        self._pipe = folder / "pipe"
        os.mkfifo(self._pipe)
        path = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))
        super().__init__(
            place,
            *options,
            columns=100,
            rows=30,
            PYTHONPATH=path,
            GATE=str(self._pipe),
            **environment,
        )
        reached = folder / "pipe reached"
        # All rows have been sent by then, in whatever order.
        self.wait_for(lambda: self.has_rows and reached.exists())
        while self._receive(AT_ONCE):
            pass

    def go_on(self, word: str = "") -> None:
        """Have Textual loaded, or fail to be."""
        self._pipe.write_text(word)

    @property
    def attributes(self) -> list[Any]:
        """How the terminal is set."""
        return termios.tcgetattr(self._open[1])

    @property
    def is_as_before(self) -> bool:
        """Whether the terminal is as one that nobody has used."""
        fresh = pty.openpty()
        try:
            return self.attributes == termios.tcgetattr(fresh[1]) and not left_on(self)
        finally:
            for descriptor in fresh:
                os.close(descriptor)


@pytest.mark.parametrize(
    ("options", "environment"),
    [
        ((), {}),
        (("--lean", "on"), {"COLORFGBG": "0;15"}),
        ((), {"TERM": "linux", "COLORTERM": "", "NO_COLOR": "1"}),
    ],
    ids=["as usual", "lean, on a light ground", "on the console, without colour"],
)
def test_textual_takes_the_first_rows_over_without_a_flicker(
    demo: Path, tmp_path: Path, options: tuple[str, ...], environment: dict[str, str]
) -> None:
    """Of its first frames not one character is sent: the rows stand there already."""
    with Held(demo, tmp_path, *options, **environment) as desk:
        shown, sent = desk.text, len(desk.output)
        desk.go_on()
        # What is left of its first frame: where the cursor is.
        desk.wait_for(lambda: HOME in desk.output[sent:])
        assert [one for one in units(bytes(desk.output[sent:]))[0] if one.sort == "text"] == []
        assert desk.text == shown
        desk.do("j")
        assert desk.shown == "E14"
        desk.press("Q")
        assert desk.wait_for_end() == 0
        assert desk.is_as_before


def test_what_is_typed_and_done_before_textual_is_there(demo: Path, tmp_path: Path) -> None:
    """Keys wait unseen; put aside, the terminal is the shell's; another size is drawn anew."""
    with Held(demo, tmp_path) as desk:
        shown = desk.text
        desk.press("j")
        os.kill(desk.process.pid, signal.SIGTSTP)
        desk.wait_for(lambda: desk.is_as_before)
        os.kill(desk.process.pid, signal.SIGCONT)
        desk.wait_for(lambda: desk.text == shown)
        desk.press("j")
        desk.resize(120, 40)
        desk.go_on()
        desk.wait_for(lambda: desk.shown == "E13")
        assert len(desk.title_of(Pane.EVENTS)) > 0
        assert "? help" in desk.lines[39]


@pytest.mark.parametrize(
    ("end", "code"),
    [
        (lambda desk: desk.process.terminate(), 143),
        (lambda desk: desk.process.send_signal(signal.SIGINT), 130),
        (lambda desk: desk.go_on("fail"), 1),
    ],
    ids=["TERM", "INT", "a fault"],
)
def test_what_ends_the_desk_before_textual_is_there(
    demo: Path, tmp_path: Path, end: Callable[[Held], object], code: int
) -> None:
    """The terminal is given back as it was, and what there is to say stands on it."""
    with Held(demo, tmp_path) as desk:
        end(desk)
        assert desk.wait_for_end() == code
        assert desk.is_as_before
        if code == 1:
            said = desk.output[desk.output.rfind(b"\x1b[?1049l") :]
            assert b"ended by a fault of its own (MemoryError" in said
