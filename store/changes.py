"""What a change of the store is, before and after it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol

from store.dates import Instant
from store.ids import Kind, Ref
from store.reader import Reader
from store.record import Record


class Change(NamedTuple):
    """One record before and after; None where it does not exist."""

    ref: Ref
    before: Record | None
    after: Record | None


class Operation(NamedTuple):
    """One acknowledged change of the store, as the log has it."""

    sequence: int
    at: Instant
    author: str
    session: str
    label: str
    reason: str
    hash: str
    """SHA-256 over this operation, its versions, and the hash of the one before."""


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

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """What it does to the records."""


def invert(changes: Iterable[Change]) -> list[Change]:
    """The changes that take these back, last first."""
    return [Change(ref, after, before) for ref, before, after in reversed(list(changes))]
