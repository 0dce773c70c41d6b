"""Carrying a command out: its reads, its changes and its operation in one transaction.

Only the commit acknowledges anything.  A command that writes at length is cut into parts, each a
transaction of its own, with a gap between them in which others get their turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from math import inf
from pathlib import Path
from time import monotonic, sleep

import apsw

from store import rules
from store.changes import (
    Act,
    Change,
    Command,
    ForeignChange,
    Operation,
    Pause,
    Prepared,
    Who,
)
from store.dates import Instant, now
from store.errors import MOST_TOLD, InvalidRecord, Stale, UnwritableStore
from store.ids import Kind, Ref
from store.model import Report
from store.record import Record
from store.sql import imported, schema
from store.sql.begun import Begun
from store.sql.connection import writing
from store.sql.deeds import deed
from store.sql.entries import CommandReader, Entries
from store.sql.read import SqlReader
from store.sql.write import Head, OperationWriter

#: A part takes so many seconds; the gap behind it is longer than a waiting change's question.
PART = 0.05
GAP = 0.004

#: Called with the versions written so far.
Progress = Callable[[int], None]
#: Writes one thing more.
Step = Callable[[OperationWriter], None]


class _Context:
    """What a running command may ask for; see `changes.Context`."""

    def __init__(self, author: str, writer: OperationWriter, connection: apsw.Connection) -> None:
        self._connection = connection
        self.author = author
        self.at: Instant = now()
        self.writer = writer

    def new(self, kind: Kind) -> Ref:
        return kind.ref(self.writer.numbers.new(schema.rank(kind)))

    def new_in(self, table: str) -> int:
        return self.writer.numbers.new(schema.FOREIGN + self.writer.foreign_table(table))

    def reserve(self, kind: Kind, count: int) -> range:
        return self.writer.numbers.reserve(schema.rank(kind), count)

    def release(self, kind: Kind, numbers: range) -> None:
        self.writer.numbers.release(schema.rank(kind), numbers)

    def of_format(self, name: str) -> Iterator[tuple[Ref, str]]:
        return imported.of_format(self._connection, name)

    def as_imported(self, ref: Ref) -> Record | None:
        return imported.as_imported(self._connection, ref)


def run(connection: apsw.Connection, command: Command, who: Who) -> Operation | None:
    """Carry a command out as one transaction; None when it changed nothing.

    Raises Stale, InvalidRecord and what the command raises; nothing is changed then.
    """
    with writing(connection):
        entries = Entries(connection)
        writer = OperationWriter.following(connection, entries)
        context = _Context(who.author, writer, connection)
        reader = CommandReader(connection, entries)
        evidence = _Evidence(entries)
        for change in _changes(connection, reader, command, context):
            if isinstance(change, Pause):
                change.wait()
                continue
            _write(writer, change, None if command.accepts_flaws else evidence)
        evidence.look()
        evidence.refuse()
        return writer.seal(Head(context.at, *who, command.label, command.reason))


def note_export(connection: apsw.Connection, label: str, reason: str, who: Who) -> Operation:
    """Write into the log that records were written for others; none of them changes."""
    with writing(connection):
        writer = OperationWriter.following(connection)
        sealed = writer.seal(Head(now(), *who, label, reason, act=Act.EXPORT))
    if sealed is None:
        raise ValueError("an export was not noted")
    return sealed


def run_in_parts(
    connection: apsw.Connection,
    command: Command,
    who: Who,
    progress: Progress | None = None,
    begun: Begun | None = None,
) -> Operation | None:
    """Carry a long command out in parts under one operation; None when it changed nothing.

    When it fails, or the process ends, `sql.undo.settle` takes back what had been written.
    """
    entries = Entries(connection)
    context = _Context(who.author, OperationWriter.following(connection), connection)
    head = Head(context.at, *who, command.label, command.reason)
    reader = CommandReader(connection, entries)
    evidence = _Evidence(entries)
    checks = None if command.accepts_flaws else evidence

    def steps() -> Iterator[Step | Pause]:
        # In the first part's transaction: what the person saw is what is written upon.
        for change in _changes(connection, reader, command, context):
            if isinstance(change, Pause):
                yield change
            else:
                yield lambda writer, change=change: _write(writer, change, checks)  # type: ignore[misc]

    def begin(writer: OperationWriter) -> None:
        context.writer = writer

    return write_in_parts(
        connection,
        head,
        steps(),
        entries=entries,
        begin=begin,
        end=evidence.look,
        last=evidence.refuse,
        progress=progress,
        begun=begun,
    )


def _write(
    writer: OperationWriter, change: Change | ForeignChange | Prepared, checks: _Evidence | None
) -> None:
    if isinstance(change, Prepared):
        writer.add(change)
    else:
        writer.write(change, checks.check(change) if checks else None)


def write_in_parts(
    connection: apsw.Connection,
    head: Head,
    steps: Iterator[Step | Pause],
    *,
    entries: Entries | None = None,
    begin: Callable[[OperationWriter], None] = lambda _: None,
    end: Callable[[], None] = lambda: None,
    last: Callable[[], None] = lambda: None,
    progress: Progress | None = None,
    begun: Begun | None = None,
    first: Operation | None = None,
) -> Operation | None:
    """Take the steps in transactions of PART seconds under one operation.

    `begin` and `end` are called in each of them, `last` in the last one.  Until that is committed,
    the operation stands in `unfinished`; `begun` is told of it.  `first` is the first part of one
    that is taken up again.
    """
    written, is_done = 0, False
    step: Step | Pause | None = None
    while not is_done:
        with writing(connection, gives_way=True):
            writer = _next_writer(connection, first, head.session, entries)
            begin(writer)
            step = _part(steps, writer, step)
            is_done = step is None
            end()
            whole = first.sequence if first else None if is_done else writer.sequence
            part = writer.seal(head._replace(whole=whole))
            if part and first is None and not is_done:
                begins = part.sequence, head.session
                connection.execute("INSERT INTO unfinished VALUES (?, ?)", begins)
                if begun:
                    # Before the commit: afterwards it could be interrupted first.
                    begun(part.sequence)
            if is_done:
                last()
            if is_done and first is not None:
                finish(connection, first.sequence)
        first = first or part
        written += writer.written
        if progress:
            progress(written)
        if isinstance(step, Pause):
            step.wait()
        elif not is_done:
            sleep(GAP)
    return first._replace(records=written) if first else None


def _part(
    steps: Iterator[Step | Pause], writer: OperationWriter, before: Step | Pause | None
) -> Step | Pause | None:
    """Take the steps of one part; the one that it ended with, None behind the last."""
    # What lies between two pauses belongs together.
    until = inf if isinstance(before, Pause) else monotonic() + PART
    for step in steps:
        if isinstance(step, Pause):
            return step
        step(writer)
        if monotonic() > until:
            return step
    return None


def _next_writer(
    connection: apsw.Connection, begun: Operation | None, session: str, entries: Entries | None
) -> OperationWriter:
    """A writer of the next part; UnwritableStore when another session has taken the work back."""
    # Somebody has removed the file that shows this session to be at work.
    if (
        begun
        and not connection.execute(
            "SELECT 1 FROM unfinished WHERE operation = ? AND session = ?",
            (begun.sequence, session),
        ).fetchone()
    ):
        raise UnwritableStore(
            Path(connection.filename),
            "another session took this work for a killed one's, and has taken it back",
        )
    return OperationWriter.following(connection, entries)


def finish(connection: apsw.Connection, operation: int) -> None:
    """Know an operation in parts to be whole; in the transaction of its last part."""
    connection.execute("DELETE FROM unfinished WHERE operation = ?", (operation,))


class _Evidence:
    """Checks changes by the rules, and the words of evidence when the operation is known."""

    def __init__(self, entries: Entries) -> None:
        self._entries = entries
        #: What cites other words than before the operation, as it was then.
        self._before: dict[Ref, Record | None] = {}
        #: What has not been looked at since it was written.
        self._fresh: set[Ref] = set()
        #: By report: what cites one that is not there.  A later part may bring it.
        self._waiting: dict[Ref, set[Ref]] = {}
        #: What is wrong so far.  A later part may bring the report's text, or other words.
        self._wrong: dict[Ref, InvalidRecord] = {}

    def check(self, change: Change | ForeignChange) -> bytes | None:
        """Check one change by itself; the document that is to be written, where that was made."""
        if isinstance(change, ForeignChange) or change.after is None:
            return None
        written = rules.check(change.after, change.before, self._entries.known(change.ref))
        if rules.cites_anew(change.after, change.before):
            self._before.setdefault(change.ref, change.before)
            self._fresh.add(change.ref)
        elif change.ref in self._waiting:
            self._fresh |= self._waiting.pop(change.ref)
        return written

    def look(self) -> None:
        """Look at what was written since the last time."""
        for ref in self._fresh:
            record = self._entries.find(ref)
            self._wrong.pop(ref, None)
            try:
                missing = record and rules.check_evidence(record, self._before[ref], self._text_of)
            except InvalidRecord as error:
                self._wrong[ref] = error
            else:
                if missing:
                    self._waiting.setdefault(missing, set()).add(ref)
        self._fresh.clear()

    def refuse(self) -> None:
        """Raise InvalidRecord for the first in the order of the changes that is still wrong."""
        self._fresh.update(self._wrong)
        self.look()
        if self._wrong:
            raise next(self._wrong[ref] for ref in self._before if ref in self._wrong)

    def _text_of(self, ref: Ref) -> str | None:
        report = self._entries.find(ref)
        return report.text if isinstance(report, Report) else None


def _changes(
    connection: apsw.Connection, reader: SqlReader, command: Command, context: _Context
) -> Iterator[Change | ForeignChange | Prepared | Pause]:
    """What a command does, upon what the person saw; Stale tells who changed it, and how."""
    changed = {
        str(ref): changer(connection, schema.key(ref))
        for ref, version in command.seen.items()
        if reader.version(ref) != version
    }
    try:
        if changed:
            raise Stale(changed)
        yield from command.changes(reader, context)
    except Stale as stale:
        first = islice(stale.changed, MOST_TOLD)
        deeds = ((ref, deed(connection, Ref(ref), stale.field)) for ref in first)
        known = {ref: done for ref, done in deeds if done}
        raise Stale(dict(stale.changed), known, stale.field) from None


def changer(connection: apsw.Connection, at: int) -> str:
    """Who wrote a record last."""
    row = connection.execute(
        "SELECT author FROM versions JOIN operations ON sequence = operation"
        " WHERE record = ? ORDER BY version DESC LIMIT 1",
        (at,),
    ).fetchone()
    return row[0] if row else "nobody"
