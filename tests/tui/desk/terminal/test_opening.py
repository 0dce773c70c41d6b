"""The terminal between the first rows and whoever takes it over."""

from __future__ import annotations

import os
import pty
import termios
from collections.abc import Iterator
from contextlib import suppress
from threading import Thread

import pytest

from tui.desk.terminal import opening
from tui.desk.terminal.grid import Grid
from tui.desk.terminal.opening import LEAVE, OpenedTerminal


@pytest.fixture
def ends() -> Iterator[tuple[int, int]]:
    """A terminal's own end, and the one that a program has."""
    both = pty.openpty()
    yield both
    for descriptor in both:
        os.close(descriptor)


def on(program: int) -> OpenedTerminal:
    """A terminal of the program's, of the size that it is taken for here."""
    terminal = OpenedTerminal(Grid(*opening.size_of_terminal()), erases=True)
    terminal._keyboard = terminal._screen = program
    return terminal


def test_a_terminal_is_given_back_once_and_by_nobody_else_s_hand(ends: tuple[int, int]) -> None:
    """Its attributes are those of before, what was typed is kept; who took it gives it back."""
    own, program = ends
    before = termios.tcgetattr(program)
    terminal = on(program)
    terminal.enter()
    assert termios.tcgetattr(program) != before
    os.write(own, b"j\x03")
    taken = [True]
    assert terminal.offered(lambda: bool(taken)).attributes == before
    terminal.give_back()
    assert os.read(program, 10) == b"j\x03"
    taken.clear()
    terminal.give_back()
    terminal.give_back()
    assert termios.tcgetattr(program) == before
    os.write(program, b"shell>")
    shown = b""
    while not shown.endswith(b"shell>"):
        shown += os.read(own, 1 << 16)
    assert shown.count(LEAVE.encode()) == 1


def test_what_was_typed_for_a_desk_that_never_came_is_no_command(ends: tuple[int, int]) -> None:
    """The shell, which reads next, finds nothing of it."""
    own, program = ends
    terminal = on(program)
    terminal.enter()
    os.write(own, b"x\rQ")
    terminal.end()
    os.write(own, b"ls\n")
    assert os.read(program, 10) == b"ls\n"


def test_a_terminal_that_takes_nothing_holds_nobody_up(
    ends: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind a frozen line the program ends all the same, the keyboard set as it was."""
    _, program = ends
    monkeypatch.setattr(opening, "PATIENCE", 0.0)
    before = termios.tcgetattr(program)
    terminal = on(program)
    terminal.enter()
    os.set_blocking(program, False)
    with suppress(BlockingIOError):
        while os.write(program, b"-" * 512):
            pass
    os.set_blocking(program, True)
    terminal.give_back()
    assert termios.tcgetattr(program) == before


def test_a_terminal_that_another_program_left_unblocking_is_waited_for(
    ends: tuple[int, int],
) -> None:
    """It is full for a moment; the rows come when it takes them."""
    own, program = ends
    os.set_blocking(program, False)
    terminal = on(program)
    read = bytearray()

    def read_all() -> None:
        while not read.endswith(b"end"):
            read.extend(os.read(own, 1 << 16))

    reader = Thread(target=read_all, daemon=True)
    with suppress(BlockingIOError):
        while os.write(program, b"-" * 512):
            pass
    reader.start()
    terminal.enter()
    terminal._send("end")
    reader.join()
    assert opening.ENTER.encode() in read


def test_what_is_not_known_to_be_shown_is_not_taken_over(ends: tuple[int, int]) -> None:
    """Behind a change of the size, nothing is said of what the terminal shows."""
    terminal = on(ends[1])
    terminal.enter()
    assert terminal.offered(lambda: True).grid.rows
    terminal.forget()
    assert not terminal.offered(lambda: True).grid.rows
