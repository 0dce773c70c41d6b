"""The last seconds of a desk that was asked to end, or whose terminal is gone.

What was typed is saved at once, from threads of their own.  The desk then leaves as it does by a
key, unless something holds it up: a terminal that reads no more, a slow disk, an editor.  Who sent
the signal kills what stays long, so the process ends by itself before that.
"""

from __future__ import annotations

import os
import select
import signal
import termios
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any

from tui import savers
from tui.cli.ending import code_of, let_go_of_lost, silence
from tui.unread import throw_away

#: So many seconds after it was asked the process is gone, and what leaving may take of them.
AT_MOST, LEAVING = 1.7, 1.4
#: After so many seconds what the terminal has not read is thrown away, and again so often.
PATIENCE, AGAIN = 0.3, 0.1
#: Seconds for a last try to give the terminal back.
TRY = 0.1

#: Ends what was cut in the middle, and switches off what the desk switched on.
_GIVE_BACK = (
    b"\x18\x1b\\\x1b[?2026l\x1b[?2004l\x1b[?7h\x1b[?2048l\x1b[?1000l\x1b[?1002l\x1b[?1003l"
    b"\x1b[?1006l\x1b[?1004l\x1b[<u\x1b[0m\x1b[?1049l\x1b[?25h"
)


class Deadline:
    """Has a desk ended, once."""

    def __init__(self) -> None:
        """Make it before anything of the terminal is changed."""
        self.end: Callable[[int], object] = int
        """Told the signal, on any thread: ends the desk, when there is one."""
        self._began: float | None = None
        self._lock = threading.Lock()
        self._terminals = [descriptor for descriptor in (0, 1, 2) if os.isatty(descriptor)]
        self._attributes = _attributes()
        self._is_given_back = threading.Event()

    @property
    def left(self) -> float:
        """So many seconds are left for leaving."""
        began = self._began
        return LEAVING if began is None else max(0.05, began + LEAVING - monotonic())

    def begin(self, number: int) -> None:
        """End, because of this signal; a second call changes nothing."""
        with self._lock:
            if self._began is not None:
                return
            self._began = monotonic()
        let_go_of_lost(self._terminals)
        for work in (self._save, self._drain):
            threading.Thread(target=work, name="ending", daemon=True).start()
        threading.Thread(target=self._wait, args=(number,), name="deadline", daemon=True).start()
        self.end(number)

    def lose(self) -> None:
        """The terminal is gone, and no signal tells of it."""
        self.begin(signal.SIGHUP)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Begin when the terminal goes away, whatever has become of the signal that tells of it.

        Started by `nohup` or `setsid`, or by a shell that ignores it, a process hears none, and
        would stay for ever.
        """
        wake, waken = os.pipe()
        watch = threading.Thread(target=self._watch, args=(wake,), name="hangup", daemon=True)
        watch.start()
        try:
            yield
        finally:
            # The screen has been left by now.
            self._is_given_back.set()
            os.close(waken)
            watch.join()
            os.close(wake)

    def _watch(self, wake: int) -> None:
        poll = select.poll()
        # A terminal that is gone is told of without being asked for.
        poll.register(0, 0)
        poll.register(wake, 0)
        if any(descriptor == 0 for descriptor, _ in poll.poll()):
            self.lose()

    def _save(self) -> None:
        savers.save_all(AT_MOST)

    def _drain(self) -> None:
        """Throw away what the terminal does not read: who writes to it has to come to an end."""
        _undisturbed()
        self._is_given_back.wait(PATIENCE)
        while not self._is_given_back.is_set():
            # Else it reads, and may be about to read how it is given back.
            if not select.select((), (2,), (), 0)[1]:
                throw_away(2)
            self._is_given_back.wait(AGAIN)

    def _wait(self, number: int) -> None:
        _undisturbed()
        # The interpreter's own end may be held up, too: this thread ends with it, or ends it.
        threading.Event().wait(AT_MOST - TRY)
        if not self._is_given_back.is_set():
            self._give_back()
        os._exit(code_of(number))

    def _give_back(self) -> None:
        """Leave the terminal as it was, as far as that can be had without waiting."""
        until = monotonic() + TRY
        with suppress(OSError, termios.error):
            terminal = os.open("/dev/tty", os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
            if os.tcgetpgrp(terminal) != os.getpgrp():
                # A shell has it.
                return
            if self._attributes is not None:
                termios.tcsetattr(terminal, termios.TCSANOW, self._attributes)
            # What others still write goes nowhere: they would fill it again.
            silence((1, 2))
            rest = _GIVE_BACK
            while rest and monotonic() < until:
                throw_away(terminal)
                with suppress(BlockingIOError):
                    rest = rest[os.write(terminal, rest) :]


def _attributes() -> list[Any] | None:
    try:
        return termios.tcgetattr(2)
    except termios.error:
        return None


def _undisturbed() -> None:
    """Who has another job in the foreground is stopped for touching the terminal, but for this."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
