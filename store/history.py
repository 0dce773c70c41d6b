"""What the history tells of a change: documents before and after, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from store.changes import Operation
from store.codec import Document


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
