"""A terminal that measures: when each byte of a program's output came, and what it showed then.

    with Terminal([sys.executable, "-m", "tui", "store"]) as terminal:
        start = terminal.wait_for("Shelling in Kafr Zita")
        latency = terminal.press("j").last

Reading comes first and drawing later, so that the emulation delays no time that is taken.
A slow line may lie between the two; times are those at the terminal's end of it then.
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
from typing import NamedTuple

import psutil
import pyte

from tests.benchmarks.line import Line, Speed
from tests.tui.cells import lines_of
from tests.tui.sequences import units

#: A key's answer has come when nothing more comes for so long; far above the time between two
#: writes of one frame, far below that between two keys.
QUIET = 0.05
#: Longer than a program takes between two of the things that it does by itself behind a key.
SILENCE = 1.5
#: Far longer than anything takes.
PATIENCE = 60.0

#: A session's leader that opens a terminal, having none, gets it for its own.
_ON_TERMINAL = 'exec "$@" <>"$0" >&0 2>&0'
#: What a program may ask its terminal, and wait for: who it is, whether it keeps up, where the
#: cursor is, and whether it knows a mode.
_QUESTION = re.compile(rb"\x1b\[(?:0?(?P<who>c)|(?P<up>5)n|(?P<where>6)n|\?(?P<mode>\d+)\$p)")
#: No question is longer.
LONGEST = 16
#: Sequences of which pyte would take a part for text.
_UNKNOWN_TO_PYTE = re.compile(
    rb"\x1b\[(?:[<=>].*|\?[^hl]*[^hl]|[^m]*[ -/].|[^m]*:[^m]*m)", re.DOTALL
)


class Answer(NamedTuple):
    """What a program sent after a key was pressed; times in seconds since then."""

    first: float
    last: float
    size: int


class Rest(NamedTuple):
    """What a program does while nobody does anything."""

    size: int
    """Bytes sent."""
    cpu: float
    """Share of one processor."""


class Terminal:
    """A program in a pseudo-terminal of its own."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        columns: int = 120,
        rows: int = 40,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        line: Speed | None = None,
        quits: str = "",
    ) -> None:
        """`quits` is the key by which a person leaves; without one, the program is told to end."""
        self._quits = quits
        self._coming = Line(line) if line else None
        self._going = Line(line) if line else None
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._arrived: list[tuple[float, bytes]] = []
        self._rest = b""
        self._begun = b""
        self._descriptor, self._inner = os.openpty()
        fcntl.ioctl(self._inner, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        told = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            ["sh", "-c", _ON_TERMINAL, os.ttyname(self._inner), *map(str, command)],
            env={**os.environ, **told, **(environment or {})},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self._quits:
            self._type(self._quits.encode())
            until = time.perf_counter() + PATIENCE
            while self._process.poll() is None and time.perf_counter() < until:
                self._receive(QUIET)
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(2)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        os.close(self._descriptor)
        os.close(self._inner)

    @property
    def text(self) -> str:
        """What the screen shows."""
        self._draw()
        return "\n".join(line.rstrip() for line in lines_of(self._screen))

    def wait_for(self, wanted: str, left: int = 0) -> float:
        """Wait until the text is on the screen; seconds from the start to the byte that made it.

        Only what stands right of the column `left` is looked at.
        """
        until = time.perf_counter() + PATIENCE
        while time.perf_counter() < until and self._process.poll() is None:
            # A whole burst is read before it is drawn.
            while self._receive(0.003):
                pass
            seen = self._draw(lambda lines: wanted in "\n".join(line[left:] for line in lines))
            if seen is not None:
                return seen - self.started
        raise TimeoutError(f"{wanted!r} never came:\n{self.text}")

    def wait_until_gone(self, text: str) -> None:
        """Wait until the text is not on the screen any more."""
        until = time.perf_counter() + PATIENCE
        while text in self.text:
            if time.perf_counter() > until:
                raise TimeoutError(f"{text!r} stays:\n{self.text}")
            self._receive(SILENCE)

    def settle(self, quiet: float = QUIET, patience: float = 10.0) -> None:
        """Wait until nothing comes any more."""
        until = time.perf_counter() + patience
        while self._receive(quiet) and time.perf_counter() < until:
            pass
        self._draw()

    def send(self, key: str) -> float:
        """Press a key; the seconds from the start until then."""
        pressed = time.perf_counter()
        self._type(key.encode())
        return pressed - self.started

    def press(self, key: str) -> Answer:
        """Press a key and wait for the whole answer."""
        before = len(self._arrived)
        pressed = time.perf_counter()
        self._type(key.encode())
        # What still reads a million rows may take seconds to hear a key.
        self._receive(PATIENCE)
        while self._receive(QUIET):
            pass
        came = self._arrived[before:]
        if not came:
            raise TimeoutError(f"nothing came after {key!r}:\n{self.text}")
        size = sum(len(sent) for _, sent in came)
        answer = Answer(came[0][0] - pressed, came[-1][0] - pressed, size)
        self._draw()
        return answer

    def press_until(self, key: str, seen: Callable[[Sequence[str]], str]) -> float:
        """Press a key; the seconds to the byte with which something else is seen on the screen.

        While what is looked for is not there, something "" is seen, which counts for nothing.
        """
        self._draw()
        before = seen(lines_of(self._screen))
        pressed = time.perf_counter()
        self._type(key.encode())
        while time.perf_counter() < pressed + PATIENCE:
            self._receive(1.0)
            while self._receive(QUIET):
                pass
            shown = self._draw(lambda lines: seen(lines) not in ("", before))
            if shown is not None:
                return shown - pressed
        raise TimeoutError(f"{before!r} stayed after {key!r}:\n{self.text}")

    def hold(self, key: str, times: int, every: float) -> float:
        """Hold a key down: so many presses; seconds from the last one to the answer's last byte."""
        begun = time.perf_counter()
        for number in range(times):
            self.send(key)
            while (left := begun + (number + 1) * every - time.perf_counter()) > 0:
                self._receive(left)
        pressed = begun + (times - 1) * every
        self._draw()
        last = pressed
        # A round trip may pass between what comes last and what its coming lets go.
        while self._receive(SILENCE):
            last = self._arrived[-1][0]
        self._draw()
        return last - pressed

    def rest(self, seconds: float) -> Rest:
        """Do nothing for so long; what the program does."""
        before, busy = len(self._arrived), self._cpu_seconds()
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self._receive(left)
        size = sum(len(sent) for _, sent in self._arrived[before:])
        cpu = (self._cpu_seconds() - busy) / seconds
        self._draw()
        return Rest(size, cpu)

    def _type(self, typed: bytes) -> None:
        if self._going:
            self._going.put(time.perf_counter(), typed)
        else:
            os.write(self._descriptor, typed)

    def _receive(self, seconds: float) -> bool:
        """Take what comes within so many seconds; whether anything came."""
        if self._coming and self._going:
            return self._receive_slowly(self._coming, self._going, seconds)
        if not select.select([self._descriptor], [], [], seconds)[0]:
            return False
        self._take(time.perf_counter(), os.read(self._descriptor, 1 << 16))
        return True

    def _receive_slowly(self, coming: Line, going: Line, seconds: float) -> bool:
        until = time.perf_counter() + seconds
        while True:
            now = time.perf_counter()
            for _, typed in going.arrived(now):
                os.write(self._descriptor, typed)
            came = coming.arrived(now)
            for moment, sent in came:
                self._take(moment, sent)
            if came or now >= until:
                return bool(came)
            due = min(moment for moment in (coming.next, going.next, until) if moment is not None)
            ready = [self._descriptor] if coming.has_room else []
            if select.select(ready, [], [], max(0.0, due - now))[0]:
                coming.put(time.perf_counter(), os.read(self._descriptor, 1 << 12))

    def _take(self, moment: float, sent: bytes) -> None:
        self._arrived.append((moment, sent))
        # A packet may end within a question.
        heard, end = self._begun + sent, 0
        for question in _QUESTION.finditer(heard):
            self._type(self._reply(question))
            end = question.end()
        begun = heard[max(end, len(heard) - LONGEST) :]
        self._begun = begun[begun.rfind(b"\x1b") :] if b"\x1b" in begun else b""

    def _reply(self, question: re.Match[bytes]) -> bytes:
        if question["who"]:
            return b"\x1b[?62;22c"
        if question["up"]:
            return b"\x1b[0n"
        if question["where"]:
            self._draw()
            return f"\x1b[{self._screen.cursor.y + 1};{self._screen.cursor.x + 1}R".encode()
        known = b"2" if question["mode"] == b"2026" else b"0"
        return b"\x1b[?" + question["mode"] + b";" + known + b"$y"

    def _draw(self, holds: Callable[[Sequence[str]], bool] | None = None) -> float | None:
        """Draw what has arrived; when something came to be true of the lines of the screen."""
        seen = None
        for when, sent in self._arrived:
            found, self._rest = units(self._rest + sent)
            for unit in found:
                is_string = unit.sort in {"string", "escape"} and unit.raw[1:2] in b"PX^_=>"
                if not is_string and not (
                    unit.sort == "csi" and _UNKNOWN_TO_PYTE.fullmatch(unit.raw)
                ):
                    self._stream.feed(unit.raw)
            if holds and seen is None:
                seen = when if holds(lines_of(self._screen)) else None
        self._arrived.clear()
        return seen

    def _cpu_seconds(self) -> float:
        """What the program and its children have used."""
        process = psutil.Process(self._process.pid)
        times = [each.cpu_times() for each in (process, *process.children(recursive=True))]
        return float(sum(each.user + each.system for each in times))
