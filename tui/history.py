"""The history screen's state, and every way it changes: pure.

At the left, or above, the operations, newest first; beside them what the one under the cursor
changed.  Pages of operations are asked for as the cursor comes near the end of those known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from store.history import Entry, Version
from store.ids import Ref
from tui.intents import Action
from tui.list_state import scrolled

#: So many operations are read at once.
PAGE = 50
#: Of so many records an operation's changes are shown.
MOST_VERSIONS = 200


@dataclass(frozen=True)
class History:
    """All that decides what the history screen shows."""

    subject: Ref | None
    """The record in focus; None where there is none."""
    of: Ref | None
    """Whose history is listed: the subject's, or for None the store's."""
    entries: tuple[Entry, ...] = ()
    is_whole: bool = False
    """Whether the oldest operation is listed."""
    cursor: int = 0
    top: int = 0
    versions: tuple[Version, ...] | None = None
    """What the operation under the cursor changed; None while it is being read."""
    changes_top: int = 0
    """The first line shown of the changes."""
    newer: int = 0
    """How many operations have been written since the newest that is listed."""

    @property
    def entry(self) -> Entry | None:
        """The operation under the cursor."""
        return self.entries[self.cursor] if self.entries else None

    @property
    def oldest(self) -> int | None:
        """The oldest operation listed: the next page is before it."""
        return self.entries[-1].operation.sequence if self.entries else None

    def wants_more(self, height: int) -> bool:
        """Whether the next page should be read, before the cursor comes to the end."""
        return not self.is_whole and self.cursor + 2 * height + 1 >= len(self.entries)


def with_page(history: History, page: list[Entry]) -> History:
    """The history with the next page of operations."""
    return replace(history, entries=history.entries + tuple(page), is_whole=len(page) < PAGE)


def with_newest(history: History, page: list[Entry]) -> History:
    """The history knowing how many of the newest operations it does not list; nothing moves."""
    listed = history.entries[0].operation.sequence if history.entries else 0
    newer = sum(entry.operation.sequence > listed for entry in page)
    # What is being read will have them.
    return replace(history, newer=newer) if history.entries else history


def moved(history: History, action: Action, height: int) -> History:
    """The history with the cursor moved, in a list of that height."""
    page = max(height - 1, 1)
    last = len(history.entries) - 1
    row = {
        Action.DOWN: history.cursor + 1,
        Action.UP: history.cursor - 1,
        Action.FIRST: 0,
        Action.LAST: last,
        Action.PAGE_DOWN: history.cursor + page,
        Action.PAGE_UP: history.cursor - page,
    }.get(action, history.cursor)
    return put(history, row, height)


def put(history: History, row: int, height: int) -> History:
    """The history with the cursor on a row, or the nearest there is."""
    row = max(0, min(row, len(history.entries) - 1))
    if row == history.cursor:
        return history
    top = scrolled(history.top, row, height, len(history.entries))
    return replace(history, cursor=row, top=top, versions=None, changes_top=0)


def switched(history: History) -> History:
    """The history of the record instead of the store's, or the other way round; still empty."""
    return History(history.subject, None if history.of else history.subject)
