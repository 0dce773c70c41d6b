"""The driver and what is around it: signals, a keyboard that others read, Textual's own parts."""

from __future__ import annotations

import asyncio
import os
import pty
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from textual.app import App
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message

from tests.tui.desk.pilot import at_desk
from tui.desk.terminal.driver import PatchingDriver, TolerantDriver, job_control, read_from


class _Told(App[None]):
    """An application that only takes down which sizes it is told of."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes: list[Size] = []

    async def _post_message(self, message: Message) -> bool:
        if isinstance(message, Resize):
            self.sizes.append(message.size)
        return True


class _Resized(TolerantDriver):
    """A driver whose terminal is resized while it is asked for its size."""

    terminal = Size(80, 24)
    later: tuple[Size, ...] = ()

    def _get_terminal_size(self) -> tuple[int, int]:
        size = self.terminal
        if self.later and callable(signal.getsignal(signal.SIGWINCH)):
            self.terminal, *others = self.later
            self.later = tuple(others)
            signal.raise_signal(signal.SIGWINCH)
        return size


@contextmanager
def _driving(app: _Told, *later: Size) -> Iterator[_Resized]:
    """A driver that has begun on a terminal of its own; it takes so many sizes at once."""
    end, start = pty.openpty()
    before = signal.getsignal(signal.SIGWINCH)
    with job_control(), open(start, "w") as screen:
        driver = _Resized(app, debug=False, mouse=False, size=None)
        driver.fileno, driver._file, driver.later = start, screen, later
        driver.start_application_mode()
        try:
            yield driver
        finally:
            driver.stop_application_mode()
            driver.close()
            signal.signal(signal.SIGWINCH, before)
            os.close(end)


async def _all_told() -> None:
    """Wait for what was told on the loop already, which needs few of its steps."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_the_size_that_a_terminal_took_last_is_told_last() -> None:
    """Also when it is resized while the application's driver asks for the size before."""
    app = _Told()
    with _driving(app) as driver:
        driver.later = (Size(90, 26), Size(100, 30), Size(70, 20))
        signal.raise_signal(signal.SIGWINCH)
        await _all_told()
        assert app.sizes[-1] == Size(70, 20)


async def test_a_terminal_that_is_resized_while_the_desk_begins_has_its_size_told_last() -> None:
    """Some are resized as soon as they are there."""
    app = _Told()
    with _driving(app, Size(90, 26), Size(70, 20)):
        await _all_told()
        assert app.sizes[-1] == Size(70, 20)


async def test_a_size_for_which_nothing_was_laid_out_changes_nothing(demo: Path) -> None:
    """A frame comes in the size of its screen, though the application knows another already."""
    async with at_desk(demo) as desk:
        with job_control():
            driver = PatchingDriver(desk.app, debug=False, mouse=False, size=None)
        driver.write("\x1b[1;1Ha")
        desk.app._size = Size(60, 14)
        driver.write("\x1b[1;1Hb")
        assert driver._outgoing.size == (80, 24)


def test_behind_the_desk_its_driver_is_stopped_and_continued_no_more() -> None:
    """Ctrl+Z and `fg` while incidents.json is written begin no screen that nobody draws on."""
    numbers = (signal.SIGTSTP, signal.SIGCONT)
    before = [signal.getsignal(number) for number in numbers]
    with job_control():
        for number in numbers:
            signal.signal(number, lambda *_: None)
    assert [signal.getsignal(number) for number in numbers] == before


def test_a_keyboard_that_has_nothing_is_not_a_terminal_that_is_gone() -> None:
    """Another program on the terminal may have had it answer at once, and read what had come."""
    keyboard, terminal = os.pipe()
    try:
        os.set_blocking(keyboard, False)
        assert read_from(keyboard) is None
        os.write(terminal, b"j")
        assert read_from(keyboard) == b"j"
        os.close(terminal)
        assert read_from(keyboard) == b""
    finally:
        os.close(keyboard)
