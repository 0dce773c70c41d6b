"""A copy of a database as its files lie there, for where SQLite cannot or must not open it.

That is what SQLite finds after a loss of power, and such a find it brings in order, as long as
all of the files are of one moment.  So they are copied while they rest.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import apsw

from store.errors import NewerSchema, NotAStore, OlderSchema, UnreadableStore
from store.folder import Folder
from store.scratch import Scratch
from store.sql.connection import connect
from store.tiny import checkpoint
from store.tiny.checkpoint import Progress

#: A file system's clock ticks at least so often: who writes later leaves another time.
TICK = 0.02
#: So many seconds it waits for a database that is being written to come to rest.
PATIENCE = 10.0
_CHUNK = 1 << 20
#: What belongs to a database on disk.  -shm does not: it is memory of those who have it open.
_LOGS = ("-wal", "-journal")

_State = tuple[tuple[int, int, int, int] | None, ...]


class Snapshot:
    """A working copy of one moment in this user's cache, until `remove`."""

    def __init__(
        self, store: Folder, upgrade: Callable[[Folder], None], progress: Progress | None = None
    ) -> None:
        """Copy the store's working copy, or build one from its incidents.json.

        `upgrade` brings a copy of an older schema up to date: the store stays as it is.
        Raises OSError, and what copying, building and opening it raise.
        """
        self._scratch = Scratch()
        # Not the scratch folder itself: its lock is held, and building wants one of its own.
        self.folder = Folder(self._scratch.path / "store")
        try:
            self.folder.path.mkdir(mode=0o700)
            if store.working_copy.exists():
                take(store.working_copy, self.folder.working_copy)
                self._check(store, upgrade)
            else:
                checkpoint.build(store, progress, into=self.folder)
        except BaseException:
            self._scratch.remove()
            raise

    def _check(self, store: Folder, upgrade: Callable[[Folder], None]) -> None:
        try:
            try:
                connect(self.folder.working_copy).close()
            except OlderSchema:
                upgrade(self.folder)
        except UnreadableStore as error:
            # What is wrong with the copy is wrong with the store, which is what the person knows.
            raise UnreadableStore(store.working_copy, error.reason) from error
        except NotAStore as error:
            raise NotAStore(store.path, error.reason) from error
        except NewerSchema as error:
            raise NewerSchema(store.path, error.found, error.known) from error

    def remove(self) -> None:
        """Remove it; every connection to it must be closed."""
        self._scratch.remove()


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


def _file_state(path: Path) -> tuple[int, int, int, int] | None:
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
