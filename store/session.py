"""An open store behind the door: connections, turns, presence, and what every write goes through.

A session may be used from several threads; each has a connection of its own.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import apsw

from store import presence
from store.care import damage
from store.care.opened import Opened
from store.care.unfinished import Unfinished
from store.changes import Undone, Who
from store.errors import (
    NOTHING_CHANGED,
    BusyStore,
    StoreError,
    StoreReadOnly,
    UnreadableStore,
    UnwritableStore,
)
from store.folder import Folder
from store.ids import new_uid
from store.presence import Presence
from store.sql import watermark
from store.sql.begun import Begun
from store.sql.connection import PATIENCE, connect, reading, writing
from store.sql.rows import UNREADABLE, told_damaged

if TYPE_CHECKING:
    from store.snapshot import Snapshot
    from store.sql.asof import Past

Result = TypeVar("Result")

#: What becomes of an operation in parts that can be neither carried on nor taken back.
_LEFT = "What was begun is ended before the next change, or when the store is opened again"


def _emptied(connection: apsw.Connection) -> None:
    with writing(connection):
        watermark.empty(connection)


class Session:
    """One user's work in a store, from opening it to closing it."""

    def __init__(
        self, folder: Folder, *, author: str, only_reads: str = "", patience: float = PATIENCE
    ) -> None:
        self.folder = folder
        self.only_reads = only_reads
        self.told = ""
        self.who = Who(author, new_uid())
        self.patience = patience
        self.past: Past | None = None
        self.snapshot: Snapshot | None = None
        self.bare: Path | None = None
        """The bare TinyDB file that is looked at, instead of a store."""
        self.entered: int | None = None
        """The lock that says that the store is open; None before it is taken."""
        self._threads = threading.local()
        self._connections: list[apsw.Connection] = []
        self._presence: Presence | None = None
        self._presence_lock = threading.Lock()
        self._indexing = threading.Lock()
        self.is_closing = threading.Event()
        """Whether what takes long has to end."""
        self._unfinished = Unfinished(folder, self.who.session)
        self._opened: Opened | None = None

    @property
    def place(self) -> Path:
        """What was opened: a store's folder, or a bare file."""
        return self.bare or self.folder.path

    @property
    def working_copy(self) -> Path:
        """The database that is read: the store's, or a copy of it."""
        return (self.snapshot or self).folder.working_copy

    def connection(self) -> apsw.Connection:
        """This thread's connection; StoreGone when its file does not lie there any more."""
        connection: apsw.Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            if not self._connections:
                self._opened = self._find()
            connection = connect(
                self.working_copy, writing=not self.only_reads, patience=self.patience
            )
            self._connections.append(connection)
            # It may have opened another file than the connections before it.
            self.opened.check(None)
            if self.past:
                self.past.attach(connection)
            self._threads.connection = connection
        else:
            self.opened.check(connection)
        return connection

    @property
    def opened(self) -> Opened:
        """The file that every connection has open."""
        if self._opened is None:
            self._opened = self._find()
        return self._opened

    def _find(self) -> Opened:
        return Opened((self.snapshot or self).folder, only_reads=bool(self.only_reads))

    @contextmanager
    def reading(self) -> Iterator[apsw.Connection]:
        """One state of the store for all that is read inside; UnreadableStore, StoreGone."""
        connection = self.connection()
        try:
            with reading(connection):
                if self.past:
                    self.past.catch_up(connection)
                yield connection
        except apsw.Error as error:
            raise UnreadableStore(self.working_copy, self._reason(error)) from error
        except UNREADABLE as error:
            raise UnreadableStore(self.working_copy, told_damaged(error)) from error

    def as_of(self, past: Past, only_reads: str) -> Session:
        """A session that reads the past of this one's store."""
        shown = Session(self.folder, author=self.who.author, only_reads=only_reads)
        shown.snapshot, shown.past, shown.bare = self.snapshot, past, self.bare
        if self.entered is not None:
            # One lock, let go when the last of the two is closed.
            shown.entered = os.dup(self.entered)
        return shown

    # -- writing --------------------------------------------------------------------------

    def write(self, write: Callable[[apsw.Connection], Result]) -> Result:
        """Have something written, and tell those who watch.

        Raises StoreReadOnly, BusyStore, UnwritableStore, StoreGone.
        """
        if self.only_reads:
            raise StoreReadOnly(self.place, self.only_reads)
        with self.told_plainly():
            connection = self.connection()
            done = write(connection)
            # What was written into a file that is gone, nobody who opens the store would find.
            self.opened.check(connection)
        # The commit stands, whether others hear of it now or when they ask next.
        with suppress(OSError):
            self.folder.touch()
        return done

    @contextmanager
    def told_plainly(self, outcome: str = NOTHING_CHANGED) -> Iterator[None]:
        """What SQLite refuses, as a sentence: BusyStore, UnwritableStore or UnreadableStore."""
        try:
            yield
        except (apsw.BusyError, apsw.LockedError) as error:
            from store import holder  # noqa: PLC0415  hardly ever needed

            name = holder.name(self.folder)
            raise BusyStore(self.folder.working_copy, name, self.patience, outcome) from error
        except apsw.Error as error:
            reason = self._reason(error)
            raise UnwritableStore(self.folder.working_copy, reason, outcome) from error
        except UNREADABLE as error:
            raise UnreadableStore(self.working_copy, told_damaged(error)) from error

    def _reason(self, error: apsw.Error) -> str:
        """What SQLite says; of damage also what mends it, which the next opening is told to do."""
        if self.only_reads:
            return str(error)
        if isinstance(error, apsw.ReadOnlyError):
            return "it was made read-only while it was open; what was there can be read"
        if watermark.is_damage(error) and self._empty_index():
            return "its full-text index was damaged, and is built anew; do the same again"
        if not damage.is_damage(error):
            return str(error)
        damage.note(self.folder)
        return f"it is damaged ({error}); {damage.MENDED}"

    def _empty_index(self) -> bool:
        """Throw a damaged full-text index away: all of it follows from the records."""
        try:
            _emptied(self.connection())
        except (apsw.Error, StoreError):
            return False
        return True

    def write_in_parts(
        self,
        write: Callable[[apsw.Connection, Begun], Result],
        carried_on: Callable[[Undone], None] = lambda _: None,
    ) -> Result:
        """Write in parts; what fails is taken back at once, and an undo carried on."""
        self.be_present()
        self.end_left()
        try:
            with self._unfinished.at_work() as begin:
                return self.write(lambda connection: write(connection, begin))
        except BaseException:
            for undone in self.end_left():
                carried_on(undone)
            raise

    def end_left(self) -> list[Undone]:
        """End what this session has begun in parts, where that has failed."""
        if not self._unfinished.is_left:
            return []
        try:
            return self.settle()
        except (BusyStore, UnwritableStore) as error:
            raise UnwritableStore(self.folder.working_copy, str(error.__cause__), _LEFT) from error

    def settle(self) -> list[Undone]:
        """End what was begun in parts, in this session or in one that is gone, and was left."""
        return self._unfinished.end(self.connection(), self._write_present)

    def _write_present(self, write: Callable[[apsw.Connection], Result]) -> Result:
        self.be_present()
        return self.write(write)

    def index(self, build: Callable[[apsw.Connection], bool], *, anew: bool = False) -> bool:
        """Have the full-text index built where it lacks something, and is ours to write."""
        if self.past:
            return False
        with self._indexing:
            return self._index(build, anew=anew)

    def _index(self, build: Callable[[apsw.Connection], bool], *, anew: bool) -> bool:
        with self.reading() as connection:
            if watermark.is_indexed(connection) and not anew:
                return True
        if self.snapshot:
            # Nobody else has it, and the connections of this session only read.
            with self.told_plainly(), closing(connect(self.working_copy, writing=True)) as own:
                return build(own)
        if self.only_reads:
            return False
        if anew:
            self.write(_emptied)
        return self.write(build)

    # -- the others -----------------------------------------------------------------------

    def be_present(self, record: str | None = None) -> None:
        """Show to others that this session is at work, and on which record; UnwritableStore.

        Without one it stays at the record that it showed last.
        """
        if self.only_reads:
            return
        with self._presence_lock:
            own = self._own_presence()
            if record is None:
                own.stay()
            else:
                own.show(record)

    def take(self, records: Iterable[str]) -> str:
        """Show to others the first record that none of them has open; "" for none."""
        if self.only_reads:
            return ""
        with self._presence_lock:
            return self._own_presence().take(records)

    def _own_presence(self) -> Presence:
        if self._presence is None:
            presence.sweep(self.folder)
            self._presence = Presence(self.folder, self.who.session, self.who.author)
        return self._presence

    def close(self) -> None:
        """Close every connection, and let go of every lock, also where one of them fails."""
        self.is_closing.set()
        # Its thread uses a connection of its own, and ends with the part that it is at.
        with self._indexing, ExitStack() as last_first:
            if self.entered is not None:
                last_first.callback(os.close, self.entered)
                self.entered = None
            if self.past:
                last_first.callback(self.past.close)
            elif self.snapshot:
                last_first.callback(self.snapshot.remove)
            for connection in reversed(self._connections):
                last_first.callback(connection.close)
            self._connections.clear()
            self._threads = threading.local()
            if self._presence:
                last_first.callback(self._presence.leave)
                self._presence = None
