"""The terminal as Textual's driver: it sends only what changed, and survives what comes.

`PatchingDriver` is the desk's; `TolerantDriver`, which sends as Textual does, is there for
`--driver stock`.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition
from types import FrameType
from typing import Any, ClassVar, Protocol

from textual.app import App
from textual.geometry import Size

from store.bell import Bell
from tui.desk.terminal.bce import erases
from tui.desk.terminal.grid import Grid
from tui.desk.terminal.incoming import Incoming, Part, Sort
from tui.desk.terminal.mouse import MouseDriver
from tui.desk.terminal.outgoing import Outgoing
from tui.desk.terminal.pace import Pace
from tui.desk.terminal.parser import Parser
from tui.desk.terminal.sender import Sender
from tui.terminal import of_environment

#: Bytes read at a time: a paste may be long.
CHUNK = 1 << 16
#: So many seconds a terminal may take nothing before it is given back as it is.
PATIENCE = 3.0
#: Ctrl+L, as terminals send it: among other keys, or as a sequence.
REDRAW, REDRAW_SEQUENCE = "\x0c", "\x1b[108;5u"
#: What enters the alternate screen.
OTHER_SCREEN = "\x1b[?1049h"


class TolerantDriver(MouseDriver):
    """Goes on reading whatever comes from the terminal, and sleeps while nothing does."""

    def __init__(self, app: App[Any], **how: Any) -> None:
        super().__init__(app, **how)
        self.exit_event: Bell = Bell()

    def start_application_mode(self) -> None:
        before = self._get_terminal_size()
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual
        self._hear_sizes_in_turn(before)

    def _hear_sizes_in_turn(self, before: tuple[int, int]) -> None:
        """Have the sizes told in the order in which the terminal takes them.

        Textual asks for the size within the signal. Another signal may come there, between what is
        asked and what is told: then the earlier size is told last, and stays.
        """
        told = signal.getsignal(signal.SIGWINCH)
        if not callable(told):
            return

        def resized(number: int, _: FrameType | None) -> None:
            self._loop.call_soon_threadsafe(self._resized, told, number)

        signal.signal(signal.SIGWINCH, resized)
        if self._get_terminal_size() != before:
            # It was resized while Textual told of the first size, which may be the one before.
            resized(signal.SIGWINCH, None)

    def _resized(self, told: Callable[[int, FrameType | None], object], number: int) -> None:
        """Have the size asked for and told, where no signal begins anything."""
        told(number, None)

    def _sigcont_application(self, *_: object) -> None:
        if self._auto_restart and self._key_thread is not None and self._key_thread.is_alive():
            # It was stopped without being told so (SIGSTOP), or not at all.
            self._loop.call_soon_threadsafe(self._begin_again)
        else:
            super()._sigcont_application()

    def _begin_again(self) -> None:
        """Take the terminal anew, which somebody else may have had.

        To begin only, as Textual does, would leave two threads reading the keys, and take for
        what the terminal was before what we have made of it.
        """
        self._must_signal_resume = True
        self.suspend_application_mode()
        self.resume_application_mode()

    def _run_input_thread(self) -> None:
        # Textual's own shows the traceback of a fault, values and all: here it ends the thread,
        # and the desk hears of it as of any other thread.
        self.run_input_thread()

    def run_input_thread(self) -> None:
        incoming, parser = Incoming(), Parser(self._debug)
        while not self.exit_event.is_set():
            until = incoming.until()
            wait = None if until is None else max(0.0, until - time.monotonic())
            ready = select.select([self.fileno, self.exit_event], [], [], wait)[0]
            if not ready:
                parts = incoming.lapse()
            elif self.fileno in ready:
                raw = read_from(self.fileno)
                if raw is None:
                    continue
                if not raw:
                    self.lost()
                    return
                parts = incoming.take(raw, time.monotonic())
            else:
                continue
            for part in parts:
                self._hear(part, parser)

    def _hear(self, part: Part, parser: Parser) -> None:
        for message in parser.messages(part):
            self.process_message(message)

    def lost(self) -> None:
        """End the program, whose terminal is gone."""
        lost = getattr(self._app, "lost", None)
        if lost is not None:
            lost()
        else:
            self._loop.call_soon_threadsafe(self._app.exit)


class Opened(Protocol):
    """A terminal on which something is shown already."""

    @property
    def grid(self) -> Grid:
        """What is shown, on the alternate screen; the cursor is hidden."""

    @property
    def attributes(self) -> list[Any]:
        """What `termios` told of the terminal before."""


class PatchingDriver(TolerantDriver):
    """Sends what differs from what the terminal shows, as fast as the terminal can draw it."""

    opening: ClassVar[Opened | None] = None
    """What is on the screen before a driver begins; None again when one has taken it over."""

    def __init__(self, app: App[Any], **how: Any) -> None:
        super().__init__(app, **how)
        self.pace = Pace()
        """How long the line is, and when the terminal has drawn what was sent."""
        # Held by who looks at what is outgoing or at the pace, or changes them.
        self._turn = Condition()
        self._outgoing = Outgoing(
            *self._get_terminal_size(), self.pace, erases=erases(of_environment(os.environ))
        )
        self._sender: Sender | None = None
        self._is_lost = False

    def write(self, data: str) -> None:
        if data == OTHER_SCREEN and PatchingDriver.opening is not None:
            # To enter it again would clear it.
            return
        with self._turn:
            size = self._laid_out_for()
            if self._outgoing.size != size:
                self._outgoing.resize(*size)
            if self._outgoing.write(data):
                self._turn.notify()

    def _laid_out_for(self) -> Size:
        """The size that frames come in.

        The application knows a new size some time before its screen is laid out for it, and when
        the old one comes back meanwhile, that never happens.
        """
        for screen in self._app.screen_stack[-1:]:
            if screen.outer_size:
                return screen.outer_size
        return self._app.size

    def draw_anew(self) -> None:
        """Draw the whole screen, on which somebody else may have drawn."""
        with self._turn:
            self._outgoing.forget()
            self._turn.notify()

    def start_application_mode(self) -> None:
        self._end_sender()
        with self._turn:
            self._outgoing.begin_again()
        self._begin_sender()
        super().start_application_mode()
        # Its own thread has nothing to write.
        if self._writer_thread is not None:
            self._writer_thread.stop()
            self._writer_thread = None
        opening = PatchingDriver.opening
        if opening is None:
            self._draw_again()
        else:
            PatchingDriver.opening = None
            self.attrs_before = opening.attributes
            with self._turn:
                self._outgoing.take_over(opening.grid)

    def stop_application_mode(self) -> None:
        if self._sender is not None and not self._sender.is_alive():
            # It died of a fault. The terminal is given back all the same.
            with self._turn:
                self._outgoing.give_up()
            self._begin_sender()
        with self._turn:
            self._outgoing.leave()
            self._turn.notify()
            # What comes when nobody reads any more, the shell takes for keys.
            until = self.pace.settles(time.monotonic())
            self._turn.wait_for(
                lambda: self._is_lost or not self.pace.unanswered,
                max(0.0, until - time.monotonic()),
            )
        super().stop_application_mode()

    def close(self) -> None:
        super().close()
        self._end_sender()

    def _begin_sender(self) -> None:
        self._sender = Sender(self._outgoing, self._turn, *_screen(), self.lost)
        self._sender.start()

    def _end_sender(self) -> None:
        sender, self._sender = self._sender, None
        if sender is not None:
            sender.stop(PATIENCE)

    def lost(self) -> None:
        # Nobody answers any more.
        self._is_lost = True
        super().lost()
        with self._turn:
            self._turn.notify_all()

    def _hear(self, part: Part, parser: Parser) -> None:
        if part.sort is Sort.ANSWER:
            with self._turn:
                is_ours = self.pace.answered(time.monotonic())
                self._turn.notify()
            if is_ours:
                return
        elif (part.sort is Sort.TEXT and REDRAW in part.text) or part.text == REDRAW_SEQUENCE:
            # Somebody else has written on the screen, and a person has seen it.
            self.draw_anew()
            if not self._outgoing.is_known:
                self._loop.call_soon_threadsafe(self._ask_for_all)
        super()._hear(part, parser)

    def _ask_for_all(self) -> None:
        for screen in self._app.screen_stack[-1:]:
            screen.refresh(layout=True)

    def _resized(self, told: Callable[[int, FrameType | None], object], number: int) -> None:
        super()._resized(told, number)
        # A terminal that has the size that it had, too, may have cut off or moved what it showed:
        # Textual takes that for no change.
        self._draw_again()

    def _draw_again(self) -> None:
        if self._get_terminal_size() == self._outgoing.size:
            self.draw_anew()


def read_from(keyboard: int) -> bytes | None:
    """What has come; b"" when the terminal is gone, None when somebody else has read it."""
    try:
        return os.read(keyboard, CHUNK)
    except BlockingIOError:
        # Another program on this terminal has made it so.
        return None
    except OSError:
        return b""


@contextmanager
def job_control() -> Iterator[None]:
    """End with the desk the ways in which its driver is stopped and continued.

    A driver does not: Ctrl+Z and `fg` behind it would begin a screen that nobody draws on.
    """
    before = {number: signal.getsignal(number) for number in (signal.SIGTSTP, signal.SIGCONT)}
    try:
        yield
    finally:
        for number, way in before.items():
            # None is what no Python has set, and cannot be set by one.
            if way is not None:
                signal.signal(number, way)


@contextmanager
def plainly_stopped() -> Iterator[None]:
    """Be stopped, and go on, as a program is that hears of neither.

    Which of our threads hears that it goes on is chance, and it may be late: a driver that begins
    again because of it, while it has begun again already, would have two threads read the keys.
    """
    before = {
        number: signal.signal(number, signal.SIG_DFL) for number in (signal.SIGTSTP, signal.SIGCONT)
    }
    try:
        yield
    finally:
        for number, way in before.items():
            # Who was asked to end meanwhile has put another way there, which stays.
            if way is not None and signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, way)


def _screen() -> tuple[int, str]:
    """The descriptor and the encoding of what Textual draws on."""
    file = sys.__stderr__
    if file is None:
        raise OSError("no standard error to draw on")
    return file.fileno(), file.encoding
