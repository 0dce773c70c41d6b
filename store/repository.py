"""The door to a store: open, read, run, checkpoint.  Nothing else opens one.

A repository may be used from several threads; each has a connection of its own.
"""

from __future__ import annotations

import getpass
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import apsw

from store import folder as folders
from store import rules
from store.changes import Command, Operation
from store.dates import Instant, now
from store.errors import DeskError, Stale, StoreReadOnly, UnreadableStore, UnwritableStore
from store.folder import Folder
from store.ids import Kind, Ref, new_uid
from store.model import Report
from store.reader import Reader
from store.sql import schema
from store.sql.read import SqlReader, Stop
from store.sql.write import OperationWriter, next_number
from store.tiny import checkpoint
from store.tiny.checkpoint import Progress


class _Context:
    """What a running command may ask for; see `changes.Context`."""

    def __init__(self, connection: apsw.Connection, author: str) -> None:
        self._connection = connection
        self.author = author
        self.at: Instant = now()

    def new(self, kind: Kind) -> Ref:
        return kind.ref(next_number(self._connection, kind))


class Repository:
    """An open store."""

    def __init__(self, folder: Folder, *, author: str = "", only_reads: str = "") -> None:
        self.folder = folder
        self.only_reads = only_reads
        """Why nothing can be written; "" when it can."""
        self._author = author or _login_name()
        self._session = new_uid()
        self._threads = threading.local()
        self._connections: list[apsw.Connection] = []
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
            repository._connection()
        except OSError as error:
            raise UnreadableStore(path, _reason(error)) from error
        return repository

    @classmethod
    def _open_to_read(cls, folder: Folder, author: str, progress: Progress | None) -> Repository:
        """Open a store that this user may not write: in place, or from a copy of their own.

        In a folder that it cannot write, SQLite reads a database only while a writer has it open.
        """
        repository = cls(folder, author=author, only_reads="you have no permission to write there")
        try:
            if folder.working_copy.exists():
                schema.check(folder.working_copy)
                with suppress(UnreadableStore):
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

    @property
    def has_outside_change(self) -> bool:
        """Whether another program has written incidents.json since this store did."""
        return checkpoint.is_outside_change(self.folder, self._connection())

    @contextmanager
    def read(self, stop: Stop | None = None) -> Iterator[Reader]:
        """A reader at one operation; close it before drawing, it holds SQLite's log open.

        `stop` is asked while a list of links is read; when it is true, that raises Interrupted.
        """
        connection = self._connection()
        try:
            connection.execute("BEGIN")
            try:
                yield SqlReader(connection, stop)
            finally:
                _roll_back(connection)
        except apsw.Error as error:
            raise UnreadableStore(self._working_copy, str(error)) from error

    def run(self, command: Command) -> Operation:
        """Carry a command out as one durable operation.

        Raises Stale, InvalidRecord, StoreReadOnly, UnwritableStore; nothing is changed then.
        """
        if self.only_reads:
            raise StoreReadOnly(self.folder.path, self.only_reads)
        connection = self._connection()
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                operation = self._apply(connection, command)
                connection.execute("COMMIT")
            except BaseException:
                _roll_back(connection)
                raise
        except apsw.Error as error:
            raise UnwritableStore(self.folder.working_copy, str(error)) from error
        return operation

    def _apply(self, connection: apsw.Connection, command: Command) -> Operation:
        reader = SqlReader(connection)
        context = _Context(connection, self._author)
        changed = {
            str(ref): self._changer(connection, ref)
            for ref, version in command.seen.items()
            if reader.version(ref) != version
        }
        if changed:
            raise Stale(changed)
        last = connection.execute(
            "SELECT sequence, hash FROM operations ORDER BY sequence DESC LIMIT 1"
        ).fetchone() or (0, "")
        writer = OperationWriter(connection, last[0] + 1, last[1])

        def text_of(ref: Ref) -> str | None:
            report = reader.find(ref)
            return report.text if isinstance(report, Report) else None

        written: list[Ref] = []
        for change in command.changes(reader, context):
            if change.after is not None:
                rules.check(change.after)
            writer.write(change)
            written.append(change.ref)
        for ref in written:
            record = reader.find(ref) if ref.kind in rules.CITING else None
            if record is not None:
                rules.check_evidence(record, text_of)
        digest = writer.seal(context.at, self._author, self._session, command.label, command.reason)
        return Operation(
            last[0] + 1,
            context.at,
            self._author,
            self._session,
            command.label,
            command.reason,
            digest,
        )

    @staticmethod
    def _changer(connection: apsw.Connection, ref: Ref) -> str:
        row = connection.execute(
            "SELECT author FROM operations JOIN versions ON operation = sequence"
            " WHERE record = ? ORDER BY sequence DESC LIMIT 1",
            (schema.key(ref),),
        ).fetchone()
        return row[0] if row else "nobody"

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
            connection = schema.connect(self._working_copy, writing=not self.only_reads)
            self._threads.connection = connection
            self._connections.append(connection)
        return connection


def _roll_back(connection: apsw.Connection) -> None:
    # After some failures, such as a full disk, SQLite has done so by itself.
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"
