"""The person's own editor, run in the desk's place."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path

from textual.app import App

from store.errors import reason_of
from tui import savers
from tui.editors import Chosen


def run(app: App[None], editor: Chosen, file: Path) -> str:
    """Have a file edited while the desk is put aside; what went wrong in a sentence, or ""."""
    try:
        with _aside(app), _terminal_kept(app), _undisturbed():
            # Nothing is raised inside: the desk has to come back.
            code = _code([*editor.command, str(file)])
    except OSError as error:
        return f"The terminal could not be given to {editor.name}: {reason_of(error)}."
    match code:
        case 0:
            return ""
        case str():
            return f"{editor.name} could not be started: {code}."
        case int() if code < 0:
            return f"{editor.name} was ended by {_signal(-code)}."
        case _:
            return f"{editor.name} ended with the error {code}."


def _code(command: list[str]) -> int | str:
    """How it ended; or why it did not begin."""
    try:
        editor = subprocess.Popen(command)
    except OSError as error:
        return reason_of(error)
    # A desk that is asked to end waits for its editor, which keeps what it has when it hears this.
    hang_up = partial(_hang_up, editor.pid)
    savers.keep(hang_up)
    try:
        editor.returncode = _ended(editor.pid)
        return editor.returncode
    finally:
        savers.forget(hang_up)


def _ended(child: int) -> int:
    """Wait until a child has ended: its exit code, or the signal below zero; it may be stopped."""
    at_once = 0
    while True:
        found, status = os.waitpid(child, os.WUNTRACED | os.WCONTINUED | at_once)
        if not found:
            _stop_with(child)
        elif not (os.WIFSTOPPED(status) or os.WIFCONTINUED(status)):
            return os.waitstatus_to_exitcode(status)
        # When it has stopped the whole job, we come here after the shell has gone on with all.
        at_once = os.WNOHANG if found and os.WIFSTOPPED(status) else 0


def _hang_up(child: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGHUP)
        # One that is stopped hears of it when it goes on.
        os.kill(child, signal.SIGCONT)


def _stop_with(child: int) -> None:
    """Stop too, as the editor has by Ctrl+Z, until the shell goes on with both.

    Most editors stop the whole job by themselves. Where there is no shell, nobody could ever go on
    with them: the editor goes on at once.
    """
    if _has_shell():
        os.kill(os.getpid(), signal.SIGSTOP)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGCONT)


def _has_shell() -> bool:
    """Whether this is a job of a shell, which can take the terminal back and go on with it."""
    return os.getpgrp() != os.getsid(0)


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _aside(app: App[None]) -> AbstractContextManager[None]:
    """Without a terminal there is nothing to put aside."""
    return nullcontext() if app.is_headless else app.suspend()


#: What an editor that was killed leaves switched on: the mouse, marks around what is pasted, other
#: codes for the arrows and the pad, a part of the screen that scrolls, letters in place of others.
_ORDINARY = (
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1004l\x1b[?2004l\x1b[?1l\x1b>\x1b[>4m"
    "\x1b[?6l\x1b[4l\x1b[r\x1b(B\x0f\x1b[m\x1b[?7h\x1b[?25h"
)


@contextmanager
def _terminal_kept(app: App[None]) -> Iterator[None]:
    """Leave the terminal as it was before: an editor that dies leaves it as it needed it.

    Textual takes what it finds then for what the shell is to have back in the end.
    """
    terminal, drawn_on = sys.__stdin__, sys.__stderr__
    if app.is_headless or terminal is None or drawn_on is None or not terminal.isatty():
        yield
        return
    before = termios.tcgetattr(terminal)
    try:
        yield
    finally:
        # A terminal that is gone ends the desk by other ways.
        with suppress(OSError, termios.error):
            if termios.tcgetattr(terminal) != before:
                termios.tcsetattr(terminal, termios.TCSANOW, before)
            os.write(drawn_on.fileno(), _ORDINARY.encode())


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keys that interrupt are meant for the editor, and would end the desk behind it.

    So is the one that stops, where no shell could go on with the desk.
    """
    numbers = [signal.SIGINT, signal.SIGQUIT]
    if not _has_shell():
        numbers.append(signal.SIGTSTP)
    # A handler of ours, and not SIG_IGN: that one the editor would inherit.
    before = {one: signal.signal(one, _leave_it) for one in numbers}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _leave_it(number: int, frame: object) -> None:
    del number, frame
