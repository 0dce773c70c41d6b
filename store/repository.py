"""The door to a store: open, read, run, undo, checkpoint.  Nothing else opens one.

A repository may be used from several threads; each has a connection of its own.
"""

from __future__ import annotations

import getpass
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import apsw

from store import folder as folders
from store import holder, presence
from store.care.upgrade import upgrade
from store.changes import Command, Operation, Undone
from store.errors import (
    BusyStore,
    DeskError,
    NothingToUndo,
    OlderSchema,
    StoreReadOnly,
    UnreadableStore,
    UnwritableStore,
)
from store.folder import Folder
from store.ids import new_uid
from store.presence import Presence, Present
from store.reader import Reader
from store.sql import commit, undo
from store.sql.commit import Who
from store.sql.connection import PATIENCE, connect, reading
from store.sql.log import Log
from store.sql.read import SqlReader, Stop
from store.tiny import checkpoint
from store.tiny.checkpoint import Progress

Result = TypeVar("Result")


class Repository:
    """An open store."""

    def __init__(self, folder: Folder, *, author: str = "", only_reads: str = "") -> None:
        self.folder = folder
        self.only_reads = only_reads
        """Why nothing can be written; "" when it can."""
        self._who = Who(author or _login_name(), new_uid())
        self._threads = threading.local()
        self._connections: list[apsw.Connection] = []
        self._presence: Presence | None = None
        self._scratch: Path | None = None

    @classmethod
    def create(cls, path: Path, *, team: bool = False) -> Repository:
        """Make a new, empty store; StoreExists when something is there."""
        folder = folders.create(path, team=team)
        try:
            checkpoint.empty(folder)
            return cls.open(path)
        except (OSError, DeskError) as error:
            # What was made would be in the way of trying again; records it has none.
            folder.document_file.unlink(missing_ok=True)
            reason = _reason(error) if isinstance(error, OSError) else str(error)
            raise UnwritableStore(path, reason) from error

    @classmethod
    def open(cls, path: Path, *, author: str = "", progress: Progress | None = None) -> Repository:
        """Open a store, building its working copy when there is none.

        Raises NotAStore, UnreadableStore, DamagedFile, NewerSchema; nothing is changed then.
        """
        folder = folders.find(path)
        if not folder.is_writable:
            return cls._open_to_read(folder, author, progress)
        repository = cls(folder, author=author)
        try:
            if not folder.working_copy.exists():
                checkpoint.build(folder, progress)
            try:
                repository._connection()
            except OlderSchema:
                upgrade(folder)
            repository._settle()
        except OSError as error:
            repository.close()
            raise UnreadableStore(path, _reason(error)) from error
        except DeskError:
            repository.close()
            raise
        return repository

    @classmethod
    def _open_to_read(cls, folder: Folder, author: str, progress: Progress | None) -> Repository:
        """Open a store that this user may not write: in place, or from a copy of their own.

        In a folder that it cannot write, SQLite reads a database only while a writer has it open.
        """
        repository = cls(folder, author=author, only_reads="you have no permission to write there")
        try:
            if folder.working_copy.exists():
                with suppress(UnreadableStore, OlderSchema):
                    repository._connection()
                    return repository
            repository._scratch = Path(tempfile.mkdtemp(prefix="incident-desk-"))
            repository._copy_to(Folder(repository._scratch), progress)
            repository._connection()
        except OSError as error:
            repository.close()
            raise UnreadableStore(folder.path, _reason(error)) from error
        except DeskError:
            repository.close()
            raise
        return repository

    def _copy_to(self, scratch: Folder, progress: Progress | None) -> None:
        if not self.folder.working_copy.exists():
            checkpoint.build(self.folder, progress, into=scratch)
            return
        for name in ("desk.sqlite", "desk.sqlite-wal"):
            if (self.folder.path / name).exists():
                shutil.copyfile(self.folder.path / name, scratch.path / name)

    # -- reading --------------------------------------------------------------------------

    @property
    def author(self) -> str:
        """Who acts in this session."""
        return self._who.author

    @property
    def session(self) -> str:
        """The uid of this session."""
        return self._who.session

    @property
    def has_outside_change(self) -> bool:
        """Whether another program has written incidents.json since this store did."""
        return checkpoint.is_outside_change(self.folder, self._connection())

    @contextmanager
    def read(self, stop: Stop | None = None) -> Iterator[Reader]:
        """A reader at one operation; close it before drawing, it holds SQLite's log open.

        `stop` is asked while a list of links is read; when it is true, that raises Interrupted.
        """
        with self._reading() as connection:
            yield SqlReader(connection, stop)

    @contextmanager
    def history(self) -> Iterator[Log]:
        """The log of the store at one operation; close it as soon as a reader."""
        with self._reading() as connection:
            yield Log(connection)

    @contextmanager
    def _reading(self) -> Iterator[apsw.Connection]:
        connection = self._connection()
        try:
            with reading(connection):
                yield connection
        except apsw.Error as error:
            raise UnreadableStore(self._working_copy, str(error)) from error

    # -- writing --------------------------------------------------------------------------

    def run(self, command: Command) -> Operation | None:
        """Carry a command out as one durable operation; None when it changed nothing.

        Raises Stale, InvalidRecord, StoreReadOnly, BusyStore, UnwritableStore; nothing is changed
        then.
        """
        return self._write(lambda connection: commit.run(connection, command, self._who))

    def run_in_parts(
        self, command: Command, progress: commit.Progress | None = None
    ) -> Operation | None:
        """The same for a command that writes at length: others get their turn between its parts.

        What fails is taken back; after the end of the process, by who opens the store next.
        """
        self.be_present()
        try:
            return self._write(
                lambda connection: commit.run_in_parts(connection, command, self._who, progress)
            )
        except BaseException:
            self._settle(mine=True)
            raise

    def undo(self, expected: Operation | None = None) -> Undone:
        """Take back this user's newest operation, which must be the expected one.

        What others changed since stays.  Raises NothingToUndo, and what `run` raises.
        """
        return self._take_back(self.undoable, undo.undo, "undo", expected)

    def redo(self, expected: Operation | None = None) -> Undone:
        """Do again what this user undid last; as `undo`."""
        return self._take_back(self.redoable, undo.redo, "redo", expected)

    def undoable(self) -> Operation | None:
        """What `undo` would take back; one of an earlier session has another `session`."""
        with self._reading() as connection:
            return undo.undoable(connection, self._who.author)

    def redoable(self) -> Operation | None:
        """What `redo` would do again."""
        with self._reading() as connection:
            return undo.redoable(connection, self._who.author)

    def _take_back(
        self,
        find: Callable[[], Operation | None],
        take: Callable[[apsw.Connection, Who, int], Undone],
        act: str,
        expected: Operation | None,
    ) -> Undone:
        target = expected or find()
        if target is None:
            raise NothingToUndo(act)
        sequence = target.sequence
        # An operation that was written in parts is taken back in parts.
        self.be_present()
        return self._write(lambda connection: take(connection, self._who, sequence))

    def _settle(self, *, mine: bool = False) -> None:
        """End what was begun in parts by a process that is gone, or by this one when it fails."""
        connection = self._connection()
        for sequence, session in undo.unfinished(connection):
            is_mine = mine and session == self._who.session
            if is_mine or not presence.is_present(self.folder, session):
                self.be_present()
                self._write(lambda c, n=sequence: undo.settle(c, n, self._who.session))  # type: ignore[misc]

    def _write(self, write: Callable[[apsw.Connection], Result]) -> Result:
        if self.only_reads:
            raise StoreReadOnly(self.folder.path, self.only_reads)
        try:
            done = write(self._connection())
        except (apsw.BusyError, apsw.LockedError) as error:
            path = self.folder.working_copy
            raise BusyStore(path, holder.name(self.folder), PATIENCE) from error
        except apsw.Error as error:
            raise UnwritableStore(self.folder.working_copy, str(error)) from error
        # The commit stands, whether others hear of it now or when they ask next.
        with suppress(OSError):
            self.folder.touch()
        return done

    # -- the others -----------------------------------------------------------------------

    def be_present(self, record: str = "") -> None:
        """Show to others that this session is at work, and on which record."""
        if self.only_reads:
            return
        if self._presence is None:
            presence.sweep(self.folder)
            self._presence = Presence(self.folder, self._who.session, self._who.author)
        self._presence.show(record)

    def others(self) -> list[Present]:
        """Who else has the store open."""
        found = presence.present(self.folder)
        return [one for one in found if one.session != self._who.session]

    def checkpoint(self) -> bool:
        """Write incidents.json when it lacks operations; whether it was written.

        Raises StoreReadOnly, OutsideChange, UnwritableStore.
        """
        if self.only_reads:
            raise StoreReadOnly(self.folder.path, self.only_reads)
        try:
            return checkpoint.write(self.folder, self._connection())
        except OSError as error:
            raise UnwritableStore(self.folder.document_file, _reason(error)) from error
        except apsw.Error as error:
            raise UnwritableStore(self.folder.working_copy, str(error)) from error

    def close(self) -> None:
        """Close every connection; the caller writes a checkpoint before, where it wants one."""
        if self._presence:
            self._presence.leave()
            self._presence = None
        for connection in self._connections:
            connection.close()
        self._connections.clear()
        self._threads = threading.local()
        if self._scratch:
            shutil.rmtree(self._scratch, ignore_errors=True)

    @property
    def _working_copy(self) -> Path:
        return Folder(self._scratch or self.folder.path).working_copy

    def _connection(self) -> apsw.Connection:
        connection: apsw.Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            connection = connect(self._working_copy, writing=not self.only_reads)
            self._threads.connection = connection
            self._connections.append(connection)
        return connection


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"
