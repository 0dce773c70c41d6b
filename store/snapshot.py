"""A copy of a database as its files lie there, for where SQLite cannot or must not open it.

That is what SQLite finds after a loss of power, and such a find it brings in order, as long as
all of the files are of one moment.  So they are copied while they rest.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

import apsw

from store import bare
from store.errors import (
    DamagedFile,
    NewerSchema,
    NotAStore,
    OlderSchema,
    StoreError,
    UnreadableStore,
    UnwritableStore,
    reason_of,
)
from store.folder import Folder
from store.scratch import Scratch
from store.sql.connection import connect
from store.tiny import checkpoint, lines
from store.tiny.checkpoint import Progress

#: A file system's clock ticks at least so often: who writes later leaves another time.
TICK = 0.02
#: So many seconds it waits for a database that is being written to come to rest.
PATIENCE = 10.0
_CHUNK = 1 << 20
#: What belongs to a database on disk.  -shm does not: it is memory of those who have it open.
_LOGS = ("-wal", "-journal")

_Read = TypeVar("_Read")
_FileState = tuple[int, int, int, int] | None
_State = tuple[_FileState, ...]


class Snapshot:
    """A working copy of one moment in this user's cache, until `remove`."""

    def __init__(self, fill: Callable[[Folder], object]) -> None:
        """Have it put into a folder; raises what `fill` raises, and leaves nothing then."""
        self._scratch = Scratch()
        # Not the scratch folder itself: its lock is held, and building wants one of its own.
        self.folder = Folder(self._scratch.path / "store")
        try:
            self.folder.path.mkdir(mode=0o700)
            fill(self.folder)
        except BaseException:
            self._scratch.remove()
            raise

    def remove(self) -> None:
        """Remove it; every connection to it must be closed."""
        self._scratch.remove()


class FileSnapshot(Snapshot):
    """A working copy of a bare TinyDB file, which is only read, as it was at one moment."""

    def __init__(self, file: Path, progress: Progress | None = None) -> None:
        """Raises NotAStore, DamagedFile, NewerSchema, UnreadableStore, UnwritableStore."""
        self.file = file
        self._state: _FileState = None
        bare.check(file)
        lines.check_size(file)
        super().__init__(lambda folder: self._fill(folder, progress))

    @property
    def is_outdated(self) -> bool:
        """Whether the file was written, or taken away, since."""
        try:
            return _file_state(self.file) != self._state
        except OSError:
            # It can be reached no more.
            return True

    def _fill(self, folder: Folder, progress: Progress | None) -> None:
        copy = folder.document_file
        self._state = _take_file(self.file, copy)
        try:
            checkpoint.build(folder, progress, label=f"built from {self.file.name}")
        except (UnreadableStore, NotAStore, NewerSchema, DamagedFile) as error:
            raise _renamed(error, self.file, self.file) from error
        copy.unlink()


def of_store(
    store: Folder, upgrade: Callable[[Folder], None], progress: Progress | None = None
) -> Snapshot:
    """A copy of the store's working copy, or one that is built from its incidents.json.

    `upgrade` brings a copy of an older schema up to date: the store stays as it is.
    Raises OSError, and what copying, building and opening it raise.
    """

    def fill(folder: Folder) -> None:
        if not store.working_copy.exists():
            checkpoint.build(store, progress, into=folder)
            return
        take(store.working_copy, folder.working_copy)
        try:
            try:
                connect(folder.working_copy).close()
            except OlderSchema:
                upgrade(folder)
        except (UnreadableStore, NotAStore, NewerSchema) as error:
            raise _renamed(error, store.path, store.working_copy) from error

    return Snapshot(fill)


def _renamed(error: StoreError, place: Path, file: Path) -> StoreError:
    """What is wrong with a copy is wrong with the original, which is what the person knows."""
    match error:
        case UnreadableStore():
            return UnreadableStore(file, error.reason)
        case NotAStore():
            return NotAStore(place, error.reason)
        case NewerSchema():
            return NewerSchema(place, error.found, error.known)
        case DamagedFile():
            return DamagedFile(file, error.line, error.column, error.reason)
    return error


def take(source: Path, to: Path, patience: float = PATIENCE) -> None:
    """Copy a database and its log; UnreadableStore when it does not come to rest.  OSError."""
    until = time.monotonic() + patience
    try:
        while not _is_taken(source, to):
            if time.monotonic() > until:
                reason = "it is being written without a pause; try again later"
                raise UnreadableStore(source, reason)
    except apsw.Error as error:
        raise UnreadableStore(source, str(error)) from error


def _take_file(file: Path, to: Path) -> _FileState:
    """Copy a file that others may be writing, as it is while it rests; its state then.

    Raises UnreadableStore where it does not come to rest, UnwritableStore where there is no room.
    """
    until = time.monotonic() + PATIENCE
    while True:
        before = _read_of(file, lambda: _file_state(file))
        time.sleep(TICK)
        if before == _read_of(file, lambda: _file_state(file)):
            _copy_file(file, to)
            if before == _read_of(file, lambda: _file_state(file)):
                return before
        if time.monotonic() > until:
            raise UnreadableStore(file, "it is being written without a pause; try again later")


def _copy_file(file: Path, to: Path) -> None:
    try:
        # The working copy is about as large again.
        if shutil.disk_usage(to.parent).free < 2 * _read_of(file, file.stat).st_size:
            raise UnreadableStore(file, f"there is no room for a copy of it in {to.parents[2]}")
        with _read_of(file, lambda: file.open("rb")) as source:
            _write(to, lambda _: _read_of(file, lambda: source.read(_CHUNK)))
    except OSError as error:
        raise UnwritableStore(to, reason_of(error)) from error


def _read_of(file: Path, read: Callable[[], _Read]) -> _Read:
    """What `read` reads of a file; UnreadableStore."""
    try:
        return read()
    except OSError as error:
        raise UnreadableStore(file, reason_of(error)) from error


def _is_taken(source: Path, to: Path) -> bool:
    before = _state(source)
    time.sleep(TICK)
    if _state(source) != before:
        return False
    _copy(source, to)
    return _state(source) == before


def _state(database: Path) -> _State:
    """What differs when a file has been written."""
    # A network's client asks the server how a file is when it is opened.
    with closing(_opened(database)):
        return tuple(_file_state(path) for path in (database, *_logs(database)))


def _file_state(path: Path) -> _FileState:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    # The last one cannot be set by a program.
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _logs(database: Path) -> list[Path]:
    return [database.with_name(database.name + end) for end in _LOGS]


def _opened(database: Path) -> apsw.Connection:
    """The file, opened by SQLite, though nothing is asked of it.

    Anything else that closed it would drop the locks of this process's other connections to it.
    """
    return apsw.Connection(str(database), flags=apsw.SQLITE_OPEN_READONLY)


def _copy(source: Path, to: Path) -> None:
    size = source.stat().st_size
    with closing(_opened(source)) as opened:
        _write(to, lambda at: _read(opened, at, size))
    for log, copied in zip(_logs(source), _logs(to), strict=True):
        # What an attempt before this one copied.
        copied.unlink(missing_ok=True)
        # Gone in this moment: then the files do not rest, and are copied again.
        with suppress(FileNotFoundError), log.open("rb") as file:
            _write(copied, lambda _, file=file: file.read(_CHUNK))  # type: ignore[misc]


def _read(opened: apsw.Connection, at: int, size: int) -> bytes:
    return opened.read("main", 0, at, min(_CHUNK, size - at))[1] if at < size else b""


def _write(to: Path, read: Callable[[int], bytes]) -> None:
    with to.open("wb") as file:
        to.chmod(0o600)
        while part := read(file.tell()):
            file.write(part)
