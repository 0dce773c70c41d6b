"""Being asked to end, by a signal, and tidying up then.

SIGTERM comes from who stops the machine, SIGHUP from a terminal that goes away, SIGINT by Ctrl+C.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
#: So many seconds what is done on leaving may take then: who asked kills what stays long.
AT_MOST = 1.5


class Asked(KeyboardInterrupt):
    """One of the signals has come to a command, which ends as it does by Ctrl+C."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def stop(number: int) -> None:
    """Raise Asked."""
    raise Asked(number)


def code_of(interrupt: int | KeyboardInterrupt) -> int:
    """The exit code of a program that a signal has ended, as a shell tells it."""
    if isinstance(interrupt, KeyboardInterrupt):
        interrupt = interrupt.number if isinstance(interrupt, Asked) else signal.SIGINT
    return 128 + interrupt


@contextmanager
def told(end: Callable[[int], object]) -> Iterator[None]:
    """Call `end` with the first of the signals that comes; a second one changes nothing.

    Only the main thread can hear of signals: on another one, none is.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # `nohup` has one of them ignored, and means it; None is what no Python has set.
    before = {
        number: way
        for number in SIGNALS
        if (way := signal.getsignal(number)) not in (signal.SIG_IGN, None)
    }
    terminals = [descriptor for descriptor in (0, 1, 2) if os.isatty(descriptor)]
    # Of two that come at once, Python begins the second one's function inside the first one's.
    first = threading.Lock()

    def come(number: int, _: object) -> None:
        if not first.acquire(blocking=False):
            return
        # SIGCONT follows SIGHUP when a terminal goes away, and Textual would take that up again.
        for each in (*before, signal.SIGCONT):
            signal.signal(each, _heard_already)
        let_go_of_lost(terminals)
        end(number)

    for number in before:
        signal.signal(number, come)
    try:
        yield
    finally:
        for number, way in before.items():
            signal.signal(number, way)


def _heard_already(number: int, frame: object) -> None:
    """Do nothing: of one that is on its way when it is ignored, Python would complain."""
    del number, frame


@contextmanager
def bounded(seconds: float = AT_MOST) -> Iterator[None]:
    """Raise KeyboardInterrupt, as Ctrl+C would, in what takes longer."""
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def let_go_of_lost(terminals: Iterable[int]) -> None:
    """Write into nothing what a terminal that is gone would refuse, each time with an error."""
    silence(descriptor for descriptor in terminals if not os.isatty(descriptor))


def silence(descriptors: Iterable[int]) -> None:
    """Have what is written there go nowhere."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in descriptors:
        os.dup2(nothing, descriptor)
    os.close(nothing)
