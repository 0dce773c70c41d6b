"""A terminal that shows the first rows, until a driver takes it over or it is given back."""

from __future__ import annotations

import os
import select
import shutil
import signal
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, NamedTuple

from tui.desk.terminal.grid import Grid
from tui.desk.terminal.patch import patch
from tui.desk.terminal.pen import PLAIN, change

#: The alternate screen, blank on every terminal, also where there is none; no cursor, and no part
#: that scrolls.
ENTER = "\x1b[?1049h\x1b[?25l\x1b[0m\x1b[r\x1b[H\x1b[2J"
LEAVE = "\x1b[?1049l\x1b[?25h"
#: So many seconds a terminal may take nothing before it is left as it is.
PATIENCE = 0.5
#: Where the parts of `termios.tcgetattr` lie.
_IFLAG, _LFLAG, _CC = 0, 3, 6


class Opening(NamedTuple):
    """What a driver takes over."""

    grid: Grid
    """What the terminal shows: its alternate screen is entered, its cursor hidden."""
    attributes: list[Any]
    """The terminal's attributes as they were before."""


class OpenedTerminal:
    """The terminal that was opened for the first rows."""

    def __init__(self, wanted: Grid, *, erases: bool) -> None:
        self._wanted = wanted
        self._erases = erases
        self._keyboard = sys.__stdin__.fileno() if sys.__stdin__ else 0
        # Where Textual draws, too.
        self._screen = sys.__stderr__.fileno() if sys.__stderr__ else 2
        self._before: list[Any] | None = None
        self._is_known = True
        self._is_taken: Callable[[], bool] = lambda: False

    def offered(self, is_taken: Callable[[], bool]) -> Opening:
        """What there is to take over; of what is not known to be shown, nothing is in the grid.

        `is_taken` tells whether somebody did, who gives the terminal back in the end.
        """
        if self._before is None:
            raise RuntimeError("nothing was opened")
        self._is_taken = is_taken
        return Opening(self._wanted if self._is_known else Grid(0, 0), self._before)

    def enter(self) -> None:
        """Show the rows; what is typed from now on is kept, unseen, for whoever takes over."""
        try:
            before = termios.tcgetattr(self._keyboard)
            self._before = before
            termios.tcsetattr(self._keyboard, termios.TCSANOW, _raw(before))
        except termios.error as error:
            # Of a terminal that is gone; termios has an error of its own for it.
            raise OSError(*error.args) from error
        wanted = self._wanted
        blank = Grid(wanted.width, wanted.height)
        if size_of_terminal() != (wanted.width, wanted.height):
            self.forget()
            wanted = blank
        rows, pen = patch(blank, wanted, range(wanted.height), erases=self._erases)
        self._send(ENTER + rows + change(pen, PLAIN))

    def give_back(self) -> None:
        """Leave the terminal as it was, unless it is somebody else's; one that is gone is left."""
        if self._before is None or self._is_taken():
            return
        before, self._before = self._before, None
        with suppress(OSError):
            if select.select([], [self._screen], [], PATIENCE)[1]:
                self._send(LEAVE)
        with suppress(termios.error):
            termios.tcsetattr(self._keyboard, termios.TCSANOW, before)

    def end(self) -> None:
        """Give it back for good: what was typed for the desk is no command for the shell."""
        if self._before is not None and not self._is_taken():
            with suppress(termios.error):
                termios.tcflush(self._keyboard, termios.TCIFLUSH)
        self.give_back()

    def forget(self) -> None:
        """Not know any more what is shown: the terminal has another size, or had one."""
        self._is_known = False

    def put_aside(self) -> None:
        """Give the terminal to the shell, and show the rows again when the shell gives it back."""
        self.give_back()
        os.kill(os.getpid(), signal.SIGSTOP)
        self.enter()

    def _send(self, text: str) -> None:
        rest = memoryview(text.encode())
        while rest:
            try:
                rest = rest[os.write(self._screen, rest) :]
            except BlockingIOError:
                # Another program on this terminal has made it so.
                select.select([], [self._screen], [])


@contextmanager
def opened(wanted: Grid, *, erases: bool) -> Iterator[OpenedTerminal]:
    """Show the rows; signals that stop the program, or change the size, are seen to meanwhile.

    Who takes the terminal over sets its own ways of doing that; who does not has it given back.
    """
    terminal = OpenedTerminal(wanted, erases=erases)
    before = {number: signal.getsignal(number) for number in (signal.SIGTSTP, signal.SIGWINCH)}

    def stop(_number: int, _frame: FrameType | None) -> None:
        terminal.put_aside()

    def resize(_number: int, _frame: FrameType | None) -> None:
        terminal.forget()

    try:
        # Where nobody would continue it, the shell has it ignored.
        if before[signal.SIGTSTP] is signal.SIG_DFL:
            signal.signal(signal.SIGTSTP, stop)
        signal.signal(signal.SIGWINCH, resize)
        terminal.enter()
        yield terminal
    finally:
        terminal.end()
        for number, way in before.items():
            # None is what no Python has set, and cannot be set by one.
            if way is not None:
                signal.signal(number, way)


def size_of_terminal() -> tuple[int, int]:
    """Columns and lines, as Textual finds them."""
    return shutil.get_terminal_size()


def _raw(attributes: list[Any]) -> list[Any]:
    """The attributes with which each key can be read as it is pressed: those of Textual."""
    # Its switch for developers; see textual.drivers.linux_driver.
    signals = 0 if os.environ.get("TEXTUAL_ALLOW_SIGNALS") else termios.ISIG
    raw = [*attributes[:_CC], [*attributes[_CC]]]
    raw[_LFLAG] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | signals)
    raw[_IFLAG] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    raw[_CC][termios.VMIN] = 1
    return raw
