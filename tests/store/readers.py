"""Every implementation of the reader's contract, filled with the same records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from store.changes import Change
from store.dates import Instant
from store.memory_reader import MemoryReader
from store.reader import Reader
from store.record import Record
from store.sql import connection as connections
from store.sql.read import SqlReader
from store.sql.write import Head, OperationWriter

#: Makes a reader of records, all of them written by operation 1.
MakeReader = Callable[[Iterable[Record]], Reader]


def memory_reader(records: Iterable[Record]) -> Reader:
    """The records in dictionaries."""
    return MemoryReader(records, operation=1)


def sql_reader(records: Iterable[Record]) -> Reader:
    """The records in a database that is held in memory."""
    connection = connections.create(Path(":memory:"))
    writer = OperationWriter(connection, 1, "")
    with connection:
        for record in records:
            writer.write(Change(record.ref, None, record))
        writer.seal(Head(Instant("2025-03-09T10:30:00Z"), "ada", "", "wrote records"))
    return SqlReader(connection)


READERS: dict[str, MakeReader] = {"memory": memory_reader, "sql": sql_reader}
