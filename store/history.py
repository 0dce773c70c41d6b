"""What the history tells of a change: documents before and after, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

from store.changes import Operation
from store.codec import Document
from store.dates import Instant
from store.ids import Ref


class Version(NamedTuple):
    """One record that an operation changed."""

    name: str
    """Its reference; for a document that is not ours, its table and id."""
    before: Document | None
    """None where it did not exist."""
    after: Document | None
    """None where it was deleted."""


class Entry(NamedTuple):
    """An operation in the history."""

    operation: Operation
    undone_by: int | None
    """The operation that undid it, where it is undone now."""
    is_unfinished: bool = False
    """Whether it is still being written."""


class Touched(NamedTuple):
    """A record that was written lately, and the operation that wrote it last."""

    ref: Ref
    operation: Operation
    is_new: bool
    """Whether it did not exist before."""


class FieldChange(NamedTuple):
    """A field that an operation changed; None where it had no value."""

    field: str
    before: Any
    after: Any


def field_changes(version: Version) -> Iterator[FieldChange]:
    """The fields that differ, in the order of the documents; stamps are left to the operation."""
    before, after = version.before or {}, version.after or {}
    for name in dict.fromkeys([*after, *before]):
        if name not in _STAMPS and before.get(name) != after.get(name):
            yield FieldChange(name, before.get(name), after.get(name))


_STAMPS = frozenset({"uid", "created", "updated"})


class Flow(NamedTuple):
    """What one operation did to the inbox."""

    sequence: int
    at: Instant
    arrived: int
    """Reports that it brought."""
    decided: int
    """Reports that waited before, and do not any more; negative where an undo brought some back."""


class Log(Protocol):
    """What can be asked of a store's log, inside one read."""

    def entries(self, before: int | None = None, limit: int = 50) -> list[Entry]:
        """Operations, newest first."""

    def versions(self, sequence: int) -> Iterator[Version]:
        """What an operation changed."""

    def at(self, moment: Instant) -> int:
        """The newest operation at a moment."""

    def head(self) -> tuple[int, str]:
        """The newest operation's sequence and hash."""

    def flows(self, since: int) -> list[Flow]:
        """What each later operation did to the inbox."""
