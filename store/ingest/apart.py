"""Reading a data set in a process of its own, which works out records while this one writes.

What the file makes of that process, in memory and time, does not touch the store.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec

from store.changes import Context, Prepared
from store.commands.register import StoreRegister
from store.ids import Kind, Ref
from store.ingest.importer import UnreadableSet
from store.ingest.worker import Batch, Ended, Known, Numbers, Pipe, Task, Told, Wanted
from store.proposals import Coming, Flagged, Ready, Rejected

#: So many references that the store has are told at once.
_AT_ONCE = 2_000


def reader(
    path: str, format_: str, mapping: str = "", seen: Callable[[int], None] = lambda _: None
) -> Callable[[StoreRegister], Iterator[Coming]]:
    """What reads a file of a format, or of a mapping in TOML; `seen` is told of the bytes read.

    UnreadableSet where no row can be made out, or the process ends before the file.
    """

    def read(register: StoreRegister) -> Iterator[Coming]:
        context = register.context
        task = Task(os.fsencode(path), format_, context.author, context.at, mapping)
        with _process() as pipe:
            pipe.send(task)
            _tell_known(pipe, register)
            yield from _proposals(pipe, context, seen)

    return read


@contextmanager
def _process() -> Iterator[Pipe]:
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "store.ingest.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # What Python says of a fault quotes the file.
        stderr=subprocess.DEVNULL,
        # Ctrl+C is for this one, which ends behind a row.
        start_new_session=True,
    )
    if process.stdin is None or process.stdout is None:
        raise AssertionError("pipes were asked for")
    try:
        yield Pipe(process.stdout, process.stdin)
    except BrokenPipeError:
        raise UnreadableSet("could not be read to its end: its reader has failed") from None
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        # What lies unsent in it can go nowhere.
        with _broken():
            process.stdin.close()


@contextmanager
def _broken() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        return


def _tell_known(pipe: Pipe, register: StoreRegister) -> None:
    """The references of the records that came in before."""
    known: list[tuple[str, int, str]] = []
    for ref, key in register.context.of_format(register.format):
        known.append((ref.kind.value, ref.number, key))
        if len(known) == _AT_ONCE:
            pipe.send(Known(known, is_all=False))
            known = []
    pipe.send(Known(known, is_all=True))


def _proposals(pipe: Pipe, context: Context, seen: Callable[[int], None]) -> Iterator[Coming]:
    decoder = msgspec.msgpack.Decoder(Told)
    while True:
        frame = pipe.receive()
        if frame is None:
            raise BrokenPipeError
        told: Told = decoder.decode(frame)
        match told:
            case Batch(items, count):
                seen(count)
                yield from map(_coming, items)
            case Wanted(letter, count):
                numbers = context.reserve(Kind(letter), count)
                pipe.send(Numbers(letter, numbers.start, count))
            case Ended(left, reason, line):
                for letter, blocks in left.items():
                    for start, stop in blocks:
                        context.release(Kind(letter), range(start, stop))
                if reason:
                    raise UnreadableSet(reason, line)
                return


def _coming(item: list[object]) -> Coming:
    match item:
        case ["flagged", *rest]:
            return Flagged(*rest)  # type: ignore[arg-type]
        case ["rejected", *rest]:
            return Rejected(*rest)  # type: ignore[arg-type]
        case [row, is_there, withheld, ref, *rest]:
            record = Prepared(Ref(ref), *rest)  # type: ignore[arg-type]
            return Ready(row, is_there, record, withheld)  # type: ignore[arg-type]
    raise BrokenPipeError
