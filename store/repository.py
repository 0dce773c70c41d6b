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
from contextlib import contextmanager
from pathlib import Path

import apsw

from store import folder as folders
from store import rules
from store.changes import Command, Operation
from store.dates import Instant, now
from store.errors import Stale, StoreReadOnly, UnreadableStore
from store.folder import Folder
from store.ids import Kind, Ref, new_uid
from store.model import Report
from store.reader import Reader
from store.sql import schema
from store.sql.read import SqlReader
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
        checkpoint.empty(folder)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, author: str = "", progress: Progress | None = None) -> Repository:
        """Open a store, building its working copy when there is none.

        Raises NotAStore, UnreadableStore, DamagedFile, NewerSchema; nothing is changed then.
        """
        folder = folders.find(path)
        if not folder.is_writable:
            return cls._open_copy(folder, author, progress)
        repository = cls(folder, author=author)
        try:
            if not folder.working_copy.exists():
                checkpoint.build(folder, progress)
            repository._connection()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise UnreadableStore(path, reason) from error
        return repository

    @classmethod
    def _open_copy(cls, folder: Folder, author: str, progress: Progress | None) -> Repository:
        """Open a store that this user may not write, from a copy of it that is only read."""
        scratch = Path(tempfile.mkdtemp(prefix="incident-desk-"))
        copied = Folder(scratch)
        for file in folder.path.glob("desk.sqlite*"):
            shutil.copyfile(file, scratch / file.name)
        if not copied.working_copy.exists():
            shutil.copyfile(folder.document_file, copied.document_file)
            checkpoint.build(copied, progress)
        repository = cls(
            Folder(scratch), author=author, only_reads="you have no permission to write there"
        )
        repository._scratch = scratch
        repository.folder = folder
        repository._connection()
        return repository

    @property
    def has_outside_change(self) -> bool:
        """Whether another program has written incidents.json since this store did."""
        return checkpoint.is_outside_change(self.folder, self._connection())

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """A reader at one operation; close it before drawing, it holds SQLite's log open."""
        connection = self._connection()
        connection.execute("BEGIN")
        try:
            yield SqlReader(connection)
        finally:
            connection.execute("ROLLBACK")

    def run(self, command: Command) -> Operation:
        """Carry a command out as one durable operation.

        Raises Stale, InvalidRecord, StoreReadOnly, UnreadableStore; nothing is changed then.
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
                connection.execute("ROLLBACK")
                raise
        except apsw.Error as error:
            raise UnreadableStore(self.folder.working_copy, str(error)) from error
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

        for change in command.changes(reader, context):
            if change.after is not None:
                rules.check(change.after, text_of)
            writer.write(change)
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

        Raises StoreReadOnly, OutsideChange.
        """
        if self.only_reads:
            raise StoreReadOnly(self.folder.path, self.only_reads)
        return checkpoint.write(self.folder, self._connection())

    def close(self) -> None:
        """Close every connection; the caller writes a checkpoint before, where it wants one."""
        for connection in self._connections:
            connection.close()
        self._connections.clear()
        self._threads = threading.local()
        if self._scratch:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _connection(self) -> apsw.Connection:
        connection: apsw.Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            place = Folder(self._scratch or self.folder.path).working_copy
            connection = schema.connect(place, writing=not self.only_reads)
            self._threads.connection = connection
            self._connections.append(connection)
        return connection


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"
