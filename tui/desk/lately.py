"""What was committed lately, as news for a desk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from store import history
from store.history import Touched, Version
from store.ids import Ref
from store.reader import Reader
from tui.news import News, relists
from tui.state import Asked

#: So many changed records are told one by one; more of them, and everything is read anew.
MOST_CHANGED = 2000
#: Of so many operations it is asked whether they changed any list.
MOST_OPERATIONS = 20


class Log(history.Log, Protocol):
    """What is asked of a store's log."""

    def changed_since(self, operation: int, limit: int) -> list[Ref] | None:
        """The records that later operations wrote; None when there are more than that."""

    def touched_since(self, operation: int) -> list[Touched]:
        """The same with the operations, all of them."""


class Written(NamedTuple):
    """What later operations wrote."""

    newest: int
    changed: frozenset[Ref] | None
    """None where they are too many to name."""
    touched: tuple[Touched, ...]
    relists: bool


def written(log: Log, since: int) -> Written:
    """What was written after an operation."""
    newest = log.head()[0]
    found = log.changed_since(since, MOST_CHANGED) if newest > since else []
    changed = None if found is None else frozenset(found)
    touched = tuple(log.touched_since(since)) if changed else ()
    is_relisted = not changed or relists(_versions_since(log, since), changed)
    return Written(newest, changed, touched, is_relisted)


def news(told: Written, reader: Reader, asked: Iterable[Asked]) -> News:
    """The news of it, with the lists asked for as they are now; of whole kinds they are counted."""
    asked = tuple(asked)
    return News(
        operation=told.newest,
        changed=told.changed,
        gone=frozenset(ref for ref in told.changed or () if not reader.version(ref)),
        lists={
            (of, kind): reader.linked(of, kind)
            for of, kind in (asked if told.relists else ())
            if of is not None
        },
        counts={kind: reader.count(kind) for of, kind in asked if of is None},
        touched=told.touched,
        relists=told.relists,
    )


def _versions_since(log: Log, since: int) -> Iterator[Version]:
    """What the newest operations wrote; not all of it, when they are many."""
    for entry in log.entries(limit=MOST_OPERATIONS):
        if entry.operation.sequence <= since:
            return
        yield from log.versions(entry.operation.sequence)
