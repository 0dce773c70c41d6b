"""Reads documents in a child process with limits, and says by name what went beyond them."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import msgspec

import store
from store.arrivals import Arrival, Unread
from store.ingest.documents.task import Task
from store.ingest.limits import Limits
from store.ingest.reader_process import Answer, as_written, encoded

#: The standard library first, then this program, then what is installed: whatever lies in the
#: folder that somebody works in shadows none of them. Isolated mode reads neither that folder,
#: the environment nor the user's own packages; those which this process has are handed over.
_BEGIN = """
import sys
sys.argv, paths = sys.argv[:1] + sys.argv[-2:], sys.argv[1:-2]
installed = [p for p in sys.path if "-packages" in p]
at = sys.path.index(installed[0]) if installed else len(sys.path)
sys.path[at:at] = paths
from store.ingest.reader_process import main
sys.exit(main())
"""
#: A child may need these to begin at all.
_KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TZ")
_CHUNK = 1 << 16
_BLINK = 0.2


class Stopped(Exception):
    """Somebody has asked for an end."""


class Confined:
    """Readers in a child process; one child reads many documents, and is replaced when it fails."""

    def __init__(self, limits: Limits, stop: Callable[[], bool] = lambda: False) -> None:
        self._limits, self._stop = limits, stop
        self._child: _Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child, whatever it is at."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def read(self, task: Task) -> Generator[Arrival | Unread, None, None]:
        """What becomes of a document.  Raises Stopped."""
        limits = self._limits
        if len(task.content) > limits.size:
            yield Unread(task.place, f"it has more than {limits.size >> 20} MB")
            return
        if self._child is None:
            self._child = _Child(limits)
        child = self._child
        is_whole = False
        try:
            for answer in child.answers(task, limits, self._stop):
                if answer.arrival is not None:
                    given = answer.arrival
                    yield given if given.original else given._replace(original=task.content)
                elif answer.unread is not None:
                    yield answer.unread
                is_whole = answer.done and not answer.worn
        except _Failed as failed:
            yield Unread(task.place, failed.reason)
        finally:
            # One that was left in the middle of a document answers the next one with it.
            if not is_whole:
                self.close()


class _Failed(Exception):
    """The child has gone beyond a limit, or has ended."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Child:
    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-I", "-B", "-X", "utf8", "-W", "ignore", "-c", _BEGIN),
                *(_paths()),
                *(str(limits.memory), str(limits.processor)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            cwd="/",
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
            # Ctrl+C in the terminal is for the parent, which ends the child with its group.
            start_new_session=True,
        )
        self._decoder = msgspec.msgpack.Decoder(Answer, dec_hook=as_written)
        self._errors = b""
        for pipe in self._pipes():
            os.set_blocking(pipe.fileno(), False)

    def _pipes(self) -> tuple[IO[bytes], IO[bytes], IO[bytes]]:
        process = self._process
        given, said, errors = process.stdin, process.stdout, process.stderr
        # Each was asked for.
        assert given is not None  # noqa: S101
        assert said is not None  # noqa: S101
        assert errors is not None  # noqa: S101
        return given, said, errors

    def end(self) -> None:
        # It leads its group, which has its number until it is waited for.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in self._pipes():
            pipe.close()

    def answers(self, task: Task, limits: Limits, stop: Callable[[], bool]) -> Iterator[Answer]:
        """What the child says of a document.  Raises _Failed, Stopped."""
        content = encoded(task)
        unsent = memoryview(len(content).to_bytes(4, "big") + content)
        given, said, errors = self._pipes()
        received, total = bytearray(), 0
        until = time.monotonic() + limits.seconds
        with selectors.DefaultSelector() as ready:
            ready.register(given, selectors.EVENT_WRITE)
            ready.register(said, selectors.EVENT_READ)
            ready.register(errors, selectors.EVENT_READ)
            while True:
                if stop():
                    raise Stopped
                if time.monotonic() > until:
                    raise _Failed(f"it took more than {limits.seconds:g} s")
                for key, _ in ready.select(_BLINK):
                    if key.fileobj is given:
                        unsent = self._send(unsent)
                        if not unsent:
                            ready.unregister(given)
                    elif key.fileobj is errors:
                        self._hear(errors, ready)
                    else:
                        more = said.read(_CHUNK)
                        if more == b"":
                            raise _Failed(self._end_of_it())
                        received += more or b""
                        total += len(more or b"")
                if total > limits.answer:
                    raise _Failed(f"more than {limits.answer >> 20} MB come out of it")
                for answer in self._frames(received):
                    yield answer
                    # Whoever reads may take its time with each.
                    until = time.monotonic() + limits.seconds
                    if answer.done:
                        return

    def _send(self, unsent: memoryview) -> memoryview:
        try:
            return unsent[os.write(self._pipes()[0].fileno(), unsent[:_CHUNK]) :]
        except BlockingIOError:
            return unsent
        except BrokenPipeError:
            # Why it has ended is said by its answers' end.
            return unsent[:0]

    def _hear(self, errors: IO[bytes], ready: selectors.BaseSelector) -> None:
        more = errors.read(_CHUNK)
        if more == b"":
            ready.unregister(errors)
        self._errors = (self._errors + (more or b""))[-4096:]

    def _frames(self, received: bytearray) -> Iterator[Answer]:
        while len(received) >= 4:
            length = int.from_bytes(received[:4], "big")
            if length > self._limits.answer:
                raise _Failed("what reads it says what cannot be understood")
            if len(received) < 4 + length:
                return
            try:
                answer = self._decoder.decode(received[4 : 4 + length])
            except (msgspec.DecodeError, ValueError):
                raise _Failed("what reads it says what cannot be understood") from None
            del received[: 4 + length]
            yield answer

    def _end_of_it(self) -> str:
        """Why the child has ended, in a person's words."""
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "what reads it broke off"
        errors = self._pipes()[2].read() or b""
        self._errors = (self._errors + errors)[-4096:]
        if code == -signal.SIGXCPU:
            return f"it took more than {self._limits.processor} s of the processor"
        if b"MemoryError" in self._errors or b"memory" in self._errors:
            return f"it wants more than {self._limits.memory >> 20} MB of memory"
        if code < 0:
            return f"what reads it was ended by signal {-code}"
        last = self._errors.decode("utf-8", "replace").strip().rpartition("\n")[2]
        return f"what reads it broke off: {last[:200]}" if last else "what reads it broke off"


def _paths() -> list[str]:
    """Where the child finds this program and what it stands on."""
    root = str(Path(store.__file__).resolve().parents[1])
    return [root, *(path for path in sys.path if "-packages" in path and Path(path).is_absolute())]
