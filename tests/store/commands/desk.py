"""Who carries a command out in a test, and what it makes of records that are held in memory."""

from __future__ import annotations

from collections.abc import Iterator

from store.changes import Change, Command, ForeignChange, Pause, Prepared
from store.dates import Instant
from store.ids import Kind, Ref
from store.memory_reader import MemoryReader
from store.record import Record
from store.values import Stamp

NOW = Instant("2025-03-09T10:30:00Z")
ADA = Stamp(at=NOW, by="ada")


class Desk:
    """A context that counts up from 100."""

    author = "ada"
    at = NOW

    def __init__(self) -> None:
        self.given = 100

    def new(self, kind: Kind) -> Ref:
        self.given += 1
        return kind.ref(self.given)

    def new_in(self, table: str) -> int:
        del table
        self.given += 1
        return self.given

    def reserve(self, kind: Kind, count: int) -> range:
        first = self.new(kind).number
        self.given += count - 1
        return range(first, first + count)

    def release(self, kind: Kind, numbers: range) -> None:
        del kind, numbers

    def of_format(self, name: str) -> Iterator[tuple[Ref, str]]:
        del name
        return iter(())

    def as_imported(self, ref: Ref) -> Record | None:
        del ref
        return None


def changes_of(command: Command, *records: Record) -> list[Change | ForeignChange | Prepared]:
    """What the command does to these records."""
    found = command.changes(MemoryReader(records, operation=1), Desk())
    return [one for one in found if not isinstance(one, Pause)]


def made_of(command: Command, *records: Record) -> dict[str, Record | None]:
    """The records that it changes, as they are then, by their references."""
    found = changes_of(command, *records)
    return {str(one.ref): one.after for one in found if isinstance(one, Change)}
