"""The process in which a data set is read: it works out records, and writes nothing.

It is started by `apart`, which says on its standard input what to read, and takes frames from its
standard output: four bytes of length, then MessagePack.
"""

from __future__ import annotations

import gc
import os
import resource
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO, Any, TypeVar

import msgspec

from store.changes import Prepared
from store.commands.records import stamped
from store.dates import Instant
from store.errors import reason_of
from store.ids import Kind, Ref
from store.ingest import any_table, formats
from store.ingest.importer import DataFile, UnreadableSet
from store.ingest.mapping import of_toml
from store.proposals import Flagged, Proposal, Rejected
from store.sql.preparing import prepared
from store.values import Stamp

#: So many bytes of memory it may take.
MEMORY = 1 << 30
#: So many proposals go into a frame at most.
FRAME = 200


class Task(msgspec.Struct):
    """What is to be read, and in whose name."""

    path: bytes
    """As the system has it: it need not be text."""
    format: str
    author: str
    at: str
    mapping: str = ""
    """The mapping of a table, as TOML; "" for a format of its own."""


class Known(msgspec.Struct, tag=True):
    """References that the store has, by their ids in the data set; `is_all` with the last ones."""

    numbers: list[tuple[str, int, str]]
    """Letter of the kind, document id, id in the data set."""
    is_all: bool


class Numbers(msgspec.Struct, tag=True):
    """Numbers for new records of a kind."""

    kind: str
    first: int
    count: int


class Wanted(msgspec.Struct, tag=True):
    """More numbers for a kind are wanted, before long."""

    kind: str
    count: int


class Batch(msgspec.Struct, tag=True):
    """Proposals in their order, and how many bytes have been read for them."""

    items: list[Any]
    """`[row, is_there, withheld, *Prepared]`, `["flagged", *Flagged]` or as much of Rejected."""
    seen: int


class Ended(msgspec.Struct, tag=True):
    """All has been read, or nothing more can be."""

    left: dict[str, list[tuple[int, int]]]
    """By kind: the numbers that were not used, the newest first; first and behind the last."""
    reason: str = ""
    """Why nothing can be read; "" where all was."""
    line: int = 0


Told = Wanted | Batch | Ended
Given = Known | Numbers
Message = TypeVar("Message", Known, Numbers)

#: As many for a kind at first, and the most at once.
_FIRST, _MOST = 256, 8192


class Pipe:
    """Frames to and from the other process."""

    def __init__(self, take: IO[bytes], give: IO[bytes]) -> None:
        self._take, self._give = take, give
        self._encoder = msgspec.msgpack.Encoder(enc_hook=str)

    def send(self, message: Any) -> None:
        """One frame; BrokenPipeError where nobody reads."""
        data = self._encoder.encode(message)
        self._give.write(len(data).to_bytes(4) + data)
        self._give.flush()

    def receive(self) -> bytes | None:
        """The next frame; None where the other one has ended."""
        head = self._take.read(4)
        size = int.from_bytes(head)
        frame = self._take.read(size) if len(head) == 4 else b""
        # One that was killed has left half of it.
        return frame if frame and len(frame) == size else None


class _Supply:
    """Numbers of one kind that the store has reserved: those being given out, and the next ones."""

    def __init__(self) -> None:
        self.now = range(0)
        self.next = range(0)
        self.is_asked = False
        self.count = _FIRST

    def left(self) -> list[tuple[int, int]]:
        """What was not given out, the newest first: first, and behind the last."""
        return [(one.start, one.stop) for one in (self.next, self.now) if one]


class _Register:
    """Knows the records that the store has, and gives out numbers for the others."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self._decoder = msgspec.msgpack.Decoder(Given)
        self._numbers: dict[Kind, dict[str, int]] = {kind: {} for kind in Kind}
        self._withheld: dict[Ref, Collection[str]] = {}
        self._there: dict[Kind, int] = dict.fromkeys(Kind, 0)
        self._supplies = {kind: _Supply() for kind in Kind}
        is_all = False
        while not is_all:
            given = self._received(Known)
            for letter, number, key in given.numbers:
                kind = Kind(letter)
                known = self._numbers[kind]
                # Of two with one origin the older is meant.
                known[key] = min(number, known.get(key, number))
                self._there[kind] = max(number, self._there[kind])
            is_all = given.is_all

    def ref(self, kind: Kind, key: str) -> Ref:
        """The reference of the record that the data set knows by the key."""
        known = self._numbers[kind]
        number = known.get(key)
        if number is None:
            number = known[key] = self._new(kind)
        return kind.ref(number)

    def known(self, kind: Kind, key: str) -> Ref | None:
        """The same where there is one already; None gives nothing out."""
        number = self._numbers[kind].get(key)
        return None if number is None else kind.ref(number)

    def withhold(self, ref: Ref, fields: Collection[str]) -> None:
        """Say which fields of a record the data set keeps back."""
        self._withheld[ref] = fields

    def withheld(self, ref: Ref) -> list[str]:
        """The fields that were said to be kept back; asked for once."""
        return sorted(self._withheld.pop(ref, ()))

    def is_there(self, ref: Ref) -> bool:
        """Whether the store had the record before."""
        return ref.number <= self._there[ref.kind]

    def left(self) -> dict[str, list[tuple[int, int]]]:
        """The numbers of each kind that were not given out."""
        for supply in self._supplies.values():
            while supply.is_asked:
                self._take()
        return {kind.value: supply.left() for kind, supply in self._supplies.items()}

    def _new(self, kind: Kind) -> int:
        supply = self._supplies[kind]
        if not supply.now:
            if not (supply.next or supply.is_asked):
                self._ask(kind, supply)
            while supply.is_asked:
                self._take()
            supply.now, supply.next = supply.next, range(0)
        number, supply.now = supply.now[0], supply.now[1:]
        if len(supply.now) == _FIRST // 2:
            # Before the last one is given out, so that nobody has to wait for the answer.
            self._ask(kind, supply)
        return number

    def _ask(self, kind: Kind, supply: _Supply) -> None:
        self._pipe.send(Wanted(kind.value, supply.count))
        supply.is_asked, supply.count = True, min(supply.count * 2, _MOST)

    def _take(self) -> None:
        given = self._received(Numbers)
        supply = self._supplies[Kind(given.kind)]
        supply.next, supply.is_asked = range(given.first, given.first + given.count), False

    def _received(self, wanted: type[Message]) -> Message:
        frame = self._pipe.receive()
        found = None if frame is None else self._decoder.decode(frame)
        if not isinstance(found, wanted):
            raise BrokenPipeError
        return found


def proposals(task: Task, file: DataFile, register: _Register) -> Iterator[Proposal]:
    """What the file proposes, read as the task says."""
    if task.mapping:
        return any_table.reader(of_toml(task.mapping), task.format)(file, register)
    importer = formats.of_name(task.format)
    if importer is None:
        raise UnreadableSet(f"is of no format that is known: {task.format}")
    return importer.read(file, register)


def main() -> None:
    """Read what the standard input says, and tell on the standard output."""
    gc.disable()
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    memory = MEMORY if most == resource.RLIM_INFINITY else min(most, MEMORY)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pipe = Pipe(sys.stdin.buffer, sys.stdout.buffer)
    frame = pipe.receive()
    if frame is None:
        return
    task = msgspec.msgpack.decode(frame, type=Task)
    register = _Register(pipe)
    ended = Ended({})
    try:
        _read(task, register, pipe)
    except UnreadableSet as error:
        ended = Ended({}, error.reason, error.line)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            return
        ended = Ended({}, f"cannot be read: {reason_of(error)}")
    except MemoryError:
        ended = Ended({}, f"wants more than {MEMORY >> 20} MB of memory")
    except RecursionError:
        ended = Ended({}, "has lists within lists without end")
    ended.left = register.left()
    pipe.send(ended)


def _read(task: Task, register: _Register, pipe: Pipe) -> None:
    stamp = Stamp(at=Instant(task.at), by=task.author)
    seen = 0

    def count(done: int) -> None:
        nonlocal seen
        seen = done

    items: list[Any] = []
    for proposal in proposals(task, DataFile(Path(os.fsdecode(task.path)), count), register):
        items.append(_item(proposal, register, stamp))
        if len(items) == FRAME:
            pipe.send(Batch(items, seen))
            items = []
    pipe.send(Batch(items, seen))


def _item(proposal: Proposal, register: _Register, stamp: Stamp) -> Any:
    if isinstance(proposal, Flagged):
        return ("flagged", *proposal)
    if isinstance(proposal, Rejected):
        return ("rejected", *proposal)
    row = (proposal.origin and proposal.origin.row) or 0
    try:
        ready: Prepared = prepared(stamped(proposal, None, stamp))
    except UnicodeEncodeError:
        return ("rejected", row, "", "it has half a character", "")
    withheld = register.withheld(proposal.ref)
    return (row, register.is_there(proposal.ref), withheld, *ready)


if __name__ == "__main__":
    main()
