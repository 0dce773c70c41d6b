"""What is new in places that are watched, and who looks: one process at a time.

    presence/watched    locked by who looks; JSON: which files, items and addresses were seen

When that file is lost, everything is read again, and is known by its bytes.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from store.arrivals import Arrival, Unread
from store.errors import UnwritableStore, reason_of
from store.folder import Folder, let_go, try_lock

#: A file that was not touched for so many seconds is whole; a younger one is looked at again.
AT_REST = 10.0
#: So many files of a place are looked at, so deep.
MOST_FILES, DEEPEST = 100_000, 20
#: So many items of a place are remembered, the newest.
MOST_ITEMS = 20_000
#: So many seconds of work may be done again by who looks next, where this process is killed.
SAVE_EVERY = 2.0
#: More than this is no memory of ours.
MOST_BYTES = 64_000_000
#: What programs call a file that they are still writing.
HALF_WRITTEN = (".part", ".partial", ".crdownload", ".tmp", ".download", "~")

#: Asks for a place once it has read whole what was at the one before.
Read = Callable[[Iterable[str]], Iterator[Arrival | Unread]]


class Stamp(NamedTuple):
    """What tells that a file is another one, or has been written."""

    inode: int
    size: int
    written: int
    """In nanoseconds."""


class State(msgspec.Struct):
    """What was seen, by the places that are watched."""

    files: dict[str, dict[str, Stamp]] = {}
    items: dict[str, dict[str, None]] = {}
    """The hashes of what came in, the oldest first."""
    looked: dict[str, float] = {}
    """When an address was looked at last, in seconds of the clock."""


class Memory:
    """What was seen, as long as this process is the one that looks."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._saved = time.monotonic()
        self.state = _read(descriptor)

    def save_now_and_then(self) -> None:
        """Keep it, unless that was done just now: it is written whole."""
        if time.monotonic() - self._saved > SAVE_EVERY:
            self.save()

    def save(self) -> None:
        """Keep it for who looks next."""
        self._saved = time.monotonic()
        encoded = msgspec.json.encode(self.state)
        # Where that fails it is read again, and known by its bytes.
        with suppress(OSError):
            os.pwrite(self._descriptor, encoded, 0)
            os.ftruncate(self._descriptor, len(encoded))


@contextmanager
def turn(folder: Folder) -> Iterator[Memory | None]:
    """Be the one who looks, until the end; None while another process is.  UnwritableStore."""
    path = folder.presence / "watched"
    try:
        folder.make(folder.presence)
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK
        descriptor = os.open(path, flags, folder.file_mode)
        with suppress(PermissionError):
            # In a team's folder it may be somebody else's.
            os.fchmod(descriptor, folder.file_mode)
    except OSError as error:
        raise UnwritableStore(path, reason_of(error)) from error
    if not try_lock(descriptor):
        os.close(descriptor)
        yield None
        return
    try:
        yield Memory(descriptor)
    finally:
        let_go(descriptor)


def _read(descriptor: int) -> State:
    with suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return msgspec.json.decode(os.pread(descriptor, MOST_BYTES, 0), type=State)
    return State()


class Looking:
    """Finds what is new."""

    def __init__(self, memory: Memory, read: Read) -> None:
        self._memory = memory
        self._read = read
        self._before: dict[str, dict[str, Stamp]] = {}
        self._told: dict[str, str] = {}

    def is_due(self, address: str, minutes: int) -> bool:
        """Whether an address is to be looked at again."""
        return not 0 <= time.time() - self._memory.state.looked.get(address, 0) < minutes * 60

    def fetched(self, address: str) -> Iterator[Arrival | Unread]:
        """What is new at an address."""
        self._memory.state.looked[address] = time.time()
        self._memory.save()
        yield from self._unseen(address, [address])
        self._memory.save()

    def found(self, place: Path) -> Iterator[Arrival | Unread]:
        """What is new in a folder, or in a file, and at rest."""
        if not place.exists():
            yield from self._once(Unread(str(place), "it is not there"))
            return
        self._told.pop(str(place), None)
        seen = self._memory.state.files.setdefault(str(place), {})
        fresh = self._fresh(place)

        def paths() -> Iterator[str]:
            for path, stamp in fresh.items():
                yield path
                # Whoever reads has stopped before this where the file was not read to its end.
                seen[path] = stamp
                self._memory.save_now_and_then()

        if not fresh:
            return
        try:
            # All of them together: what reads them takes a while to begin.
            yield from self._unseen(str(place), paths())
        finally:
            self._memory.save()

    def _fresh(self, place: Path) -> dict[str, Stamp]:
        """Files that were not seen as they are, and are whole."""
        now = dict(_files(place))
        before, self._before[str(place)] = self._before.get(str(place), {}), now
        seen = self._memory.state.files.get(str(place), {})
        rested = time.time_ns() - int(AT_REST * 1e9)
        return {
            path: stamp
            for path, stamp in now.items()
            if seen.get(path) != stamp and (before.get(path) == stamp or stamp.written < rested)
        }

    def _unseen(self, place: str, named: Iterable[str]) -> Iterator[Arrival | Unread]:
        """What files or an address have that did not come in before."""
        seen = self._memory.state.items.setdefault(place, {})
        for one in self._read(named):
            if isinstance(one, Unread):
                yield from self._once(one)
                continue
            self._told.pop(one.place, None)
            digest = hashlib.sha256(one.original).hexdigest()[:32]
            if digest not in seen:
                yield one
                # It is written when the next one is asked for.
                seen[digest] = None
                while len(seen) > MOST_ITEMS:
                    del seen[next(iter(seen))]

    def _once(self, unread: Unread) -> Iterator[Unread]:
        """What could not be read, unless that was told before."""
        if self._told.get(unread.place) != unread.reason:
            self._told[unread.place] = unread.reason
            yield unread


def _files(place: Path, depth: int = 0) -> Iterator[tuple[str, Stamp]]:
    """Each regular file of a folder and of those in it, with its stamp; no link is followed."""
    try:
        if not place.is_dir():
            yield str(place), _stamp(place.stat())
            return
        with os.scandir(place) as entries:
            found = sorted(entries, key=lambda one: one.name)[:MOST_FILES]
    except OSError:
        # It is told when it is read, or gone by then.
        return
    for one in found:
        if one.name.startswith(".") or one.name.lower().endswith(HALF_WRITTEN):
            continue
        with suppress(OSError):
            if one.is_dir(follow_symlinks=False):
                if depth < DEEPEST:
                    yield from _files(Path(one.path), depth + 1)
            elif one.is_file(follow_symlinks=False):
                yield one.path, _stamp(one.stat(follow_symlinks=False))


def _stamp(found: os.stat_result) -> Stamp:
    return Stamp(found.st_ino, found.st_size, found.st_mtime_ns)
