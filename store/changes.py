"""What a change of the store is, before and after it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from msgspec.structs import replace

from store.codec import Document, decode_json
from store.dates import Instant
from store.ids import Kind, Ref
from store.model import Report
from store.reader import Reader
from store.record import Record


class Change(NamedTuple):
    """One record before and after; None where it does not exist."""

    ref: Ref
    before: Record | None
    after: Record | None


class ForeignChange(NamedTuple):
    """One document of a table that is not ours, as it is to be."""

    table: str
    number: int
    """Its document id; 0 for the documents whose ids are no such numbers, in one."""
    document: Document | None
    """None where it is deleted."""


class Pause(NamedTuple):
    """Yielded by a command that has to wait: what it wrote is committed, and others have a turn."""

    wait: Callable[[], object]
    """Returns when the command can go on; no transaction is open meanwhile."""


class Prepared(NamedTuple):
    """A new record as it is laid down: what follows from it was worked out by another process."""

    ref: Ref
    document: str
    """As JSON, without a report's text."""
    text: str
    """A report's text; "" for any other record."""
    place: int | str
    state: str
    links: Sequence[tuple[int, int, str]]
    """The records that it names: edge, document id, role."""
    name: str
    """The words of its name, as the index has them."""
    rest: str
    body: str
    terms: str

    @property
    def record(self) -> Record:
        """The record itself."""
        found = decode_json(self.ref.kind, self.ref.number, self.document)
        return replace(found, text=self.text) if isinstance(found, Report) else found


class Who(NamedTuple):
    """Who acts."""

    author: str
    session: str


class Act(StrEnum):
    """What an operation does."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"
    ROLL_BACK = "roll back"
    """Taking back the parts of an operation that was never finished."""
    BUILD = "build"
    """Building the store from its TinyDB file; the history before is missing."""
    EXPORT = "export"
    """Records were written for others: none of them changed, and nothing can be taken back."""


class Operation(NamedTuple):
    """One acknowledged change of the store, as the log has it."""

    sequence: int
    at: Instant
    author: str
    session: str
    """The uid of the session that wrote it."""
    label: str
    reason: str
    hash: str
    """SHA-256 over this operation, its versions, and the hash of the one before."""
    act: Act = Act.DO
    target: int | None = None
    """The operation that this one undoes, redoes or rolls back."""
    records: int = 0
    """How many versions it wrote."""


class Kept(NamedTuple):
    """A record that an undo left as it is."""

    ref: str
    by: str
    """Who changed it since, or made use of it."""
    is_used: bool
    """Whether it stays because later work rests on it, not because it changed."""


class Undone(NamedTuple):
    """What an undo or a redo did."""

    target: Operation
    """The operation that was undone or redone."""
    operation: Operation
    """What was written; no record where all have changed since."""
    kept: tuple[Kept, ...]
    """The first of the records that stay, at most MOST_KEPT."""
    kept_count: int
    """How many stay."""

    @property
    def restored(self) -> int:
        """How many records are as they were."""
        return self.operation.records


#: With this the labels of imports begin, and those of nothing else.
IMPORTED = "imported "
#: With this the labels of what is written document by document begin: where its writer is gone,
#: the parts that were committed stay.
ADDED = "added reports from "
#: In whose name what is watched comes in: nobody's own undo takes it back by accident.
WATCH = "watch"
#: With this the formats begin in which a record's key is its uid, wherever it came from at first.
OWN_FORMAT = "incident-desk"
#: So many kept records are listed.
MOST_KEPT = 100


class Context(Protocol):
    """What a command may ask for besides the records."""

    @property
    def author(self) -> str:
        """Who acts."""

    @property
    def at(self) -> Instant:
        """When."""

    def new(self, kind: Kind) -> Ref:
        """A reference that was never used."""

    def new_in(self, table: str) -> int:
        """A document id that was never used in a table that is not ours."""

    def reserve(self, kind: Kind, count: int) -> range:
        """So many numbers for references that were never used, for this command alone."""

    def release(self, kind: Kind, numbers: range) -> None:
        """Give back the last numbers that were reserved; where others came after, they are lost."""

    def of_format(self, name: str) -> Iterator[tuple[Ref, str]]:
        """Every record that came from a data set of a format, and its id there; in no order.

        Of our own formats, that begin with OWN_FORMAT: every record, and its uid.
        """

    def as_imported(self, ref: Ref) -> Record | None:
        """The record as the newest import left it that was not undone; None where none did.

        An import is an operation whose label begins with IMPORTED.
        """


class Command(Protocol):
    """A user's action: pure, so that it can be tried again on a newer state."""

    @property
    def label(self) -> str:
        """What the history calls it."""

    @property
    def reason(self) -> str:
        """Why it was done, where a reason was asked for."""

    @property
    def seen(self) -> Mapping[Ref, int]:
        """The versions that the person saw; another one now means Stale."""

    @property
    def accepts_flaws(self) -> bool:
        """Whether odd records come in as they are, to be flagged: an importer's, a script's."""

    def changes(
        self, reader: Reader, context: Context
    ) -> Iterator[Change | ForeignChange | Prepared | Pause]:
        """What it does to the records."""


def invert(changes: Iterable[Change]) -> list[Change]:
    """The changes that take these back, last first."""
    return [Change(ref, after, before) for ref, before, after in reversed(list(changes))]
