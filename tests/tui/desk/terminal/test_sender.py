"""The thread that writes: to a terminal that is slow, full, or gone."""

from __future__ import annotations

import fcntl
import os
import pty
import select
from collections.abc import Iterator
from itertools import cycle
from threading import Condition, Event

import pytest

from tests.tui.desk.terminal.emulated import Careful
from tui.desk.terminal.outgoing import Outgoing
from tui.desk.terminal.pace import Pace
from tui.desk.terminal.sender import Sender, encoded

#: Far longer than anything takes.
PATIENCE = 30.0
#: A screen full of signs is more than the line holds.
WIDTH = 10_000


class _Line:
    """A terminal at the other end of a line that holds little."""

    def __init__(self, *, is_terminal: bool = False) -> None:
        if is_terminal:
            self.end, self.start = pty.openpty()
        else:
            self.end, self.start = os.pipe()
            fcntl.fcntl(self.start, fcntl.F_SETPIPE_SZ, 4096)
        self.turn = Condition()
        self.outgoing = Outgoing(WIDTH, 1, Pace())
        self.lost = Event()
        self.sender = Sender(self.outgoing, self.turn, self.start, "utf-8", self.lost.set)
        self.sender.start()

    def draw(self, sign: str) -> None:
        """Draw a screen full of one sign."""
        with self.turn:
            self.outgoing.write(f"\x1b[1;1H{sign * WIDTH}\x1b[1;1H")
            self.turn.notify()

    @property
    def is_full(self) -> bool:
        """Whether nothing more can be written at once."""
        return not select.select([], [self.start], [], 0)[1]


@pytest.fixture
def line() -> Iterator[_Line]:
    """A line that is read to its end when the test is over."""
    line = _Line()
    yield line
    os.set_blocking(line.end, False)
    while line.sender.is_alive():
        line.sender.stop(0.0)
        if select.select([line.end], [], [], 0)[0]:
            os.read(line.end, 1 << 16)
    os.close(line.end)
    os.close(line.start)


def test_a_full_line_keeps_nobody_waiting(line: _Line) -> None:
    """What is drawn while nothing is read is merged: the newest picture follows, and no other."""
    line.draw("a")
    while not line.is_full:
        pass
    for number in range(100):
        line.draw("cd"[number % 2])
    line.draw("z")
    terminal, sent = Careful(WIDTH, 1), ""
    while sent.count("z") < WIDTH:
        sent += os.read(line.end, 1 << 16).decode()
    terminal.feed(sent)
    assert {cell.text for cell in terminal.cells[0]} == {"z"}
    assert set(sent) - set("\x1b[H") == {"a", "z"}


def test_a_line_that_takes_nothing_is_left(line: _Line) -> None:
    """Ending waits as long as something is taken, and no longer."""
    line.draw("a")
    while not line.is_full:
        pass
    line.sender.stop(0.01)
    assert line.sender.is_alive()
    assert not line.lost.is_set()


def test_a_terminal_that_stands_still_will_read_how_it_is_given_back() -> None:
    """What it had not read is thrown away for that: it may come to life behind the desk."""
    line = _Line(is_terminal=True)
    for sign in cycle("ab"):
        if line.is_full:
            break
        line.draw(sign)
    with line.turn:
        line.outgoing.leave()
        line.outgoing.write("\x1b[?1049l")
    line.sender.stop(0.01)
    assert not line.sender.is_alive()
    read = b""
    while not read.endswith(b"\x1b[?1049l"):
        assert select.select([line.end], [], [], PATIENCE)[0]
        read += os.read(line.end, 1 << 16)
    os.close(line.end)
    os.close(line.start)


def test_a_terminal_that_is_gone_is_told_once_and_written_to_no_more() -> None:
    """The program is told; what it writes while it ends goes nowhere."""
    line = _Line()
    os.close(line.end)
    line.draw("a")
    assert line.lost.wait(PATIENCE)
    line.draw("b")
    line.sender.stop(PATIENCE)
    assert not line.sender.is_alive()
    os.close(line.start)


def test_what_a_terminal_cannot_write_takes_as_many_cells() -> None:
    """In an old encoding, a sign that is not in it becomes question marks; nothing is shifted."""
    assert encoded("aé日…e\u0301b", "latin-1") == "aé???eb".encode("latin-1")
    assert encoded("aé日…", "utf-8") == "aé日…".encode()
