"""Child processes that may die, and what they had to say before.

A child is forked, so that a thousand of them take seconds.  The parent must hold no connection to
a store: SQLite's must not be carried into a fork.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import pickle
import signal
import struct
import traceback
import warnings
from collections.abc import Callable
from typing import Any, NamedTuple, NoReturn

#: A child that says nothing for so many seconds tells where it hangs, and its test fails.  One that
#: goes on may live longer: three at work on a slow disk would be found where they mostly are, at a
#: lock.  That is waited for 60 seconds, and refused with the name of who holds it.
PATIENCE = 90

#: Tells the parent something: after a change was acknowledged, that it was.
Say = Callable[[Any], None]
Work = Callable[[Say], None]

_LENGTH = struct.Struct("<I")


class _Failed(NamedTuple):
    """A child's last words when an exception ended it."""

    why: str


class Ended(NamedTuple):
    """A child that has come to its end."""

    said: list[Any]
    was_killed: bool


class Child:
    """A forked process at work."""

    def __init__(self, work: Work) -> None:
        self._heard, telling = os.pipe()
        with warnings.catch_warnings():
            # Python warns of threads beside a fork: here they only wait for pytest-xdist's orders.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.process = os.fork()
        if self.process == 0:
            _live(work, telling)
        os.close(telling)
        self._rest = b""
        self.said: list[Any] = []

    def fileno(self) -> int:
        """For `select`: ready when the child has said something, or has come to its end."""
        return self._heard

    def hear(self) -> bool:
        """Wait for more of its words, which join `said`; False at its end."""
        more = os.read(self._heard, 1 << 16)
        self._rest += more
        while len(self._rest) >= _LENGTH.size:
            end = _LENGTH.size + _LENGTH.unpack_from(self._rest)[0]
            if len(self._rest) < end:
                break
            words = pickle.loads(self._rest[_LENGTH.size : end])
            self._rest = self._rest[end:]
            if isinstance(words, _Failed):
                os.waitpid(self.process, 0)
                raise AssertionError(f"The child failed.\n{words.why}")
            self.said.append(words)
        return bool(more)

    def kill(self) -> None:
        """Kill it as `kill -9` does; what it said before can still be heard."""
        os.kill(self.process, signal.SIGKILL)

    def end(self) -> Ended:
        """Wait for its end."""
        while self.hear():
            pass
        os.close(self._heard)
        _, status = os.waitpid(self.process, 0)
        was_killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        # One that hangs tells where, by faulthandler, and ends so.
        assert was_killed or status == 0, f"The child ended with the status {status}."
        return Ended(self.said, was_killed)


def run(work: Work) -> Ended:
    """Do the work in a child, up to its end, whichever that is."""
    return Child(work).end()


def die() -> NoReturn:
    """End this process as `kill -9` does."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("A killed process goes on.")


def _live(work: Work, telling: int) -> NoReturn:
    def say(words: Any) -> None:
        faulthandler.dump_traceback_later(PATIENCE, exit=True)
        packed = pickle.dumps(words)
        told = memoryview(_LENGTH.pack(len(packed)) + packed)
        while told:
            told = told[write(telling, told) :]

    write = os.write
    status = 1
    try:
        # What the parent left behind is not this process's to clear away.
        gc.freeze()
        faulthandler.dump_traceback_later(PATIENCE, exit=True)
        work(say)
        status = 0
    except BaseException:  # noqa: BLE001 -- whatever it is, the parent is told
        say(_Failed(traceback.format_exc()))
    finally:
        os._exit(status)
