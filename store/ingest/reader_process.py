"""The child process in which documents are read: what is in them can harm nothing else.

It is given documents by its standard input and answers by what was its standard output, both
framed: four bytes of length, then MessagePack.  It keeps no file open and may write none.
"""

from __future__ import annotations

import logging
import math
import os
import resource
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import msgspec

from store.arrivals import Arrival, Unread
from store.dates import Instant, PartialDate
from store.ingest.documents import feeds, kinds, letters, objects, page, pdf, plain
from store.ingest.documents.task import Task, whole

READERS: dict[str, Callable[[Task], Iterator[Arrival | Unread]]] = {
    kinds.TEXT: plain.text,
    kinds.MARKDOWN: plain.markdown,
    kinds.PAGE: page.page,
    kinds.PDF: pdf.pdf,
    kinds.LETTER: letters.letter,
    kinds.MAILBOX: letters.letter,
    kinds.FEED: feeds.feed,
    kinds.LINES: objects.object_,
    kinds.JSON: objects.objects,
}
#: A process that has grown so much is replaced.
WORN = 256 << 20


class Answer(msgspec.Struct, array_like=True):
    """One frame of what the child says; the last one of a document is `done`."""

    arrival: Arrival | None = None
    unread: Unread | None = None
    done: bool = False
    worn: bool = False
    """Whether this process should read nothing more."""


def encoded(value: object) -> bytes:
    """A value as MessagePack."""
    # The typed strings are strings.
    return msgspec.msgpack.encode(value, enc_hook=str.__str__)


def as_written(kind: type, value: str) -> object:
    """The typed strings of an answer; ValueError."""
    if kind in {PartialDate, Instant}:
        return kind(value)
    raise NotImplementedError(kind)


def read(task: Task) -> Iterator[Arrival | Unread]:
    """What becomes of one document; the original left out where it is all that was given."""
    for one in READERS[task.kind](task):
        if isinstance(one, Unread):
            yield Unread(whole(one.place), whole(one.reason)[:500])
        else:
            yield one._replace(text=whole(one.text), remarks=tuple(map(whole, one.remarks)))


def main() -> int:
    """Read what comes until no more does."""
    memory, seconds = int(sys.argv[-2]), int(sys.argv[-1])
    _confine(memory)
    logging.disable(logging.CRITICAL)
    # What a library prints goes with the errors; the answers have a descriptor of their own.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with answers, os.fdopen(0, "rb", closefd=False) as given:
        while content := _frame(given):
            _serve(msgspec.msgpack.decode(content, type=Task), answers, memory, seconds)
    return 0


def _confine(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # No file, and no process: of root, the kernel does not count them.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    # macOS takes no limit of a process's memory.
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _frame(given: IO[bytes]) -> bytes:
    length = given.read(4)
    return given.read(int.from_bytes(length, "big")) if len(length) == 4 else b""


def _say(answers: IO[bytes], answer: Answer) -> None:
    content = encoded(answer)
    answers.write(len(content).to_bytes(4, "big"))
    answers.write(content)
    answers.flush()


def _serve(task: Task, answers: IO[bytes], memory: int, seconds: int) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = math.ceil(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
    worn = False
    try:
        for one in read(task):
            if isinstance(one, Unread):
                _say(answers, Answer(unread=one))
            else:
                same = one.original is task.content
                _say(answers, Answer(one._replace(original=b"") if same else one))
    except MemoryError:
        worn = True
        reason = f"it wants more than {memory >> 20} MB of memory"
        _say(answers, Answer(unread=Unread(task.place, reason)))
    except RecursionError:
        _say(answers, Answer(unread=Unread(task.place, "it is nested too deep")))
    except Exception as error:  # noqa: BLE001  whatever a parser raises is this document's affair
        worn = True
        reason = f"what reads it broke off: {type(error).__name__}"
        _say(answers, Answer(unread=Unread(task.place, reason)))
    _say(answers, Answer(done=True, worn=worn or _size() > WORN))


def _size() -> int:
    """How much memory is in use; what the kernel counts as the most has the parent's in it."""
    if sys.platform != "linux":
        return 0
    pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    return int(pages) * resource.getpagesize()


if __name__ == "__main__":
    sys.exit(main())
