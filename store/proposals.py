"""What an importer makes of a data set: records, and what is odd about its rows.

An importer reads and proposes; `store.commands.importing` writes.  Records name each other by
references that a register gives out, so that a row is read once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple, Protocol, TypeAlias, runtime_checkable

from store.changes import Prepared
from store.ids import Kind, Ref
from store.record import Record


class Flagged(NamedTuple):
    """What is odd about a row that comes in none the less."""

    line: int
    """Where it begins in the file, from 1."""
    column: str
    """The heading or the path of the value; "" for the whole row."""
    reason: str
    """As `best is above high`: the same words for the same oddity, so that they can be counted."""


class Rejected(NamedTuple):
    """A row that cannot come in; the rest does."""

    line: int
    """Where it begins in the file, from 1."""
    column: str
    """The heading or the path of the value; "" for the whole row."""
    reason: str
    """As `the date 2016-02-30 is not in the calendar`."""
    raw: str = ""
    """The row as it stands in the file, or as much of it as is kept."""


class Ready(NamedTuple):
    """A record that another process has worked out."""

    row: int
    """Where it begins in the file, from 1; 0 where that is not told."""
    is_there: bool
    """Whether the store has the record, to be compared."""
    record: Prepared
    withheld: Sequence[str] = ()
    """Fields that the data set keeps back; see `Register.withhold`."""


#: What an importer yields.  Each record once, with its id from the register and its origin.
Proposal: TypeAlias = Record | Flagged | Rejected

#: What an importer's process hands over.
Coming: TypeAlias = Proposal | Ready


class Register(Protocol):
    """Gives out the references of the records of a data set."""

    def ref(self, kind: Kind, key: str) -> Ref:
        """The reference of the record that the data set knows by the key.

        That of the store's record of the kind with the data set's format and the key in its
        `origin`, or a new one; for the same key always the same.
        """


@runtime_checkable
class OwnRegister(Register, Protocol):
    """A register for files of our own, in which records are known by their uids."""

    def known(self, kind: Kind, key: str) -> Ref | None:
        """The same where the store has such a record or the data set brings it, else None."""

    def withhold(self, ref: Ref, fields: Collection[str]) -> None:
        """Say, before a record is yielded, which of its fields the data set keeps back.

        Where the record is there already, they stay as they are.
        """


#: Reads a data set, in the order of its rows.
Read: TypeAlias = Callable[[Register], Iterator[Proposal]]
