"""A program in a terminal of its own: a test presses keys and waits for what the screen shows.

    with Terminal([command, "demo"], columns=80, rows=24) as terminal:
        terminal.wait_for("all events")
        terminal.press("j", "enter")
        terminal.wait_for(lambda: "E15" in terminal.lines[0])

The screen is what a terminal of that size would show (pyte); `output` is every byte that was sent.
A wait ends when its condition holds, and fails with the screen when it does not come to hold.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte
import pytest

from tests.tui.cells import Screen, line_of
from tests.tui.desk.terminal.emulated import Seen, seen_of
from tests.tui.sequences import Unit, units

#: Far longer than anything takes: only a condition that never holds waits for it.
PATIENCE = 30.0
#: Seconds for which one look at the terminal lasts when nothing comes.
AT_ONCE = 0.05

#: What a terminal sends for a key; any other name is sent as it stands.
KEYS = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "space": " ",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "ctrl+c": "\x03",
    "ctrl+p": "\x10",
    "ctrl+q": "\x11",
    "ctrl+z": "\x1a",
}

#: Synchronized output: what is sent between the two is one frame, and shown at once.
FRAME_BEGINS, FRAME_ENDS = b"\x1b[?2026h", b"\x1b[?2026l"
ASKS_FOR_FRAMES, HAS_FRAMES = b"\x1b[?2026$p", b"\x1b[?2026;2$y"

#: A session's leader that opens a terminal, having none, gets it for its own.
_ON_TERMINAL = 'exec "$@" <>"$0" >&0 2>&0'

#: Sequences of which pyte would take a part for text: those with a private sign other than `?`,
#: with a byte between parameters and end, and colours with colons.
_UNKNOWN_TO_PYTE = re.compile(
    rb"\x1b\[(?:[<=>].*|\?[^hl]*[^hl]|[^m]*[ -/].|[^m]*:[^m]*m)", re.DOTALL
)

#: Colours, and going to a cell.
_OFTEN = re.compile(rb"\x1b\[((?:[0-9]*;)*[0-9]*)([mH])")

#: As a terminal shows them that knows both: a flag has two cells, a shade of skin has none.
_WIDTHS = {
    **{0x1F1E6 + at: chr(0x24B6 + at) for at in range(26)},
    **dict.fromkeys(range(0x1F3FB, 0x1F400), ""),
}


class Terminal:
    """A program in a pseudo-terminal."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        columns: int = 80,
        rows: int = 24,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        answers: Mapping[bytes, bytes] | None = None,
        round_trip: float = 0.0,
    ) -> None:
        """`answers`: to what it is asked, besides whether it shows whole frames; {} for none.

        Each comes `round_trip` seconds later, as over a long line.
        """
        self._round_trip = round_trip
        self._on_their_way: list[tuple[float, bytes]] = []
        self._answers = {ASKS_FOR_FRAMES: HAS_FRAMES, **(answers or {})} if answers != {} else {}
        self.output = bytearray()
        """Every byte that the program has sent."""
        self.is_mute = False
        """Whether it has stopped answering."""
        self._screen = Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self._lines: list[str] = []
        self._grid: list[str] = []
        self._rest = b""
        self._frame: list[Unit] = []
        self._descriptor, inner = os.openpty()
        name = os.ttyname(inner)
        self._tell_size(columns, rows)
        told = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        # pytest-xdist sets these two, and programs believe them more than their terminal.
        around = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
        self.process = subprocess.Popen(
            ["sh", "-c", _ON_TERMINAL, name, *map(str, command)],
            env={**around, **told, **(environment or {})},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        # A terminal that nobody has open yet would be at its end.
        self._open = [self._descriptor, inner]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._close()

    @property
    def lines(self) -> list[str]:
        """The lines of the screen, from edge to edge."""
        self._look_again()
        return list(self._lines)

    @property
    def grid(self) -> list[str]:
        """The same with one character for each cell, so that a place in it is a column."""
        self._look_again()
        return list(self._grid)

    def _look_again(self) -> None:
        """Know the rows that changed: a condition is looked at again and again."""
        screen = self._screen
        if len(self._lines) != screen.lines:
            self._lines, self._grid = [""] * screen.lines, [""] * screen.lines
            screen.dirty.update(range(screen.lines))
        # One that was made smaller may have changed in rows that are gone.
        for row in screen.dirty.intersection(range(screen.lines)):
            cells = screen.buffer[row]
            self._lines[row] = line_of(screen, row)
            self._grid[row] = "".join((cells[x].data or " ")[0] for x in range(screen.columns))
        screen.dirty.clear()

    @property
    def text(self) -> str:
        """The screen, blanks at the ends of its lines left out."""
        return "\n".join(line.rstrip() for line in self.lines)

    @property
    def seen(self) -> list[list[Seen]]:
        """The cells of the screen, with all that can be seen of them."""
        return seen_of(self._screen)

    @property
    def title(self) -> str:
        """What the terminal's title was set to."""
        return self._screen.title

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self.send("".join(KEYS.get(key, key) for key in keys).encode())

    def send(self, raw: bytes) -> None:
        """Send bytes as they are."""
        os.write(self._descriptor, raw)

    def write_over(self, text: str) -> None:
        """Have somebody else write where the cursor stands."""
        self._stream.feed(text)

    def resize(self, columns: int, rows: int) -> None:
        """Make the terminal larger or smaller; its program is told."""
        self._screen.resize(rows, columns)
        self._lines.clear()
        self._tell_size(columns, rows)

    def hang_up(self) -> None:
        """Take the terminal away, as closing its window does."""
        self._close()

    def _close(self) -> None:
        for descriptor in self._open:
            os.close(descriptor)
        self._open.clear()

    def wait_for(self, wanted: str | Callable[[], bool], *, gone: bool = False) -> None:
        """Wait until a text is on the screen (with `gone`: is not), or until a condition holds."""
        holds = wanted if callable(wanted) else lambda: (wanted in self.text) is not gone
        until = time.monotonic() + PATIENCE
        while not holds():
            has_ended = self.process.poll() is not None
            if not self._receive(AT_ONCE) and (has_ended or time.monotonic() > until):
                said = "" if callable(wanted) else f" {'to go' if gone else 'for'}: {wanted!r}"
                pytest.fail(f"waited in vain{said}\n{self.text}")

    def wait_for_the_same(self, other: Terminal) -> None:
        """Wait until both screens show the same, cell by cell."""

        def is_same() -> bool:
            other._receive(AT_ONCE)
            return self.seen == other.seen

        self.wait_for(is_same)

    def wait_for_end(self) -> int:
        """Wait until the program has ended; its exit code."""
        until = time.monotonic() + PATIENCE
        code = None
        while self._receive(AT_ONCE) or code is None:
            code = self.process.poll()
            if time.monotonic() > until:
                pytest.fail(f"it does not end\n{self.text}")
        return code

    def _receive(self, seconds: float) -> bool:
        """Take what comes within so many seconds; whether anything came."""
        has_come = select.select([self._descriptor], [], [], seconds)[0]
        self._answer()
        if not has_come:
            return False
        sent = os.read(self._descriptor, 1 << 16)
        self.output += sent
        found, self._rest = units(self._rest + sent)
        self._frame += found
        for at in range(len(self._frame) - 1, -1, -1):
            if self._frame[at].raw == FRAME_BEGINS:
                # The rest of the frame is on its way.
                break
            if self._frame[at].raw == FRAME_ENDS or at == 0:
                for unit in self._frame:
                    self._show(unit)
                self._frame.clear()
                break
        self._answer()
        return bool(sent)

    def _answer(self) -> None:
        """Send the answers whose time has come."""
        while self._on_their_way and self._on_their_way[0][0] <= time.monotonic():
            os.write(self._descriptor, self._on_their_way.pop(0)[1])

    def _show(self, unit: Unit) -> None:
        if unit.raw in self._answers and not self.is_mute:
            self._on_their_way.append(
                (time.monotonic() + self._round_trip, self._answers[unit.raw])
            )
            return
        if unit.sort in ("string", "escape") and unit.raw[1:2] in b"PX^_=>":
            return
        if unit.sort == "osc" and unit.kind not in ("OSC 0", "OSC 1", "OSC 2"):
            return
        if unit.sort == "text":
            self._screen.draw(unit.raw.decode("utf-8", "replace").translate(_WIDTHS))
            return
        often = _OFTEN.fullmatch(unit.raw)
        if often:
            # What most orders are, without the long way through a parser.
            numbers = [int(each or 0) for each in often[1].split(b";")]
            done = self._screen.select_graphic_rendition if often[2] == b"m" else self._move
            done(*numbers)
        elif unit.sort != "csi" or not _UNKNOWN_TO_PYTE.fullmatch(unit.raw):
            self._stream.feed(unit.raw.decode("utf-8", "replace"))

    def _move(self, row: int = 1, column: int = 1) -> None:
        self._screen.cursor_position(row, column)

    def _tell_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
