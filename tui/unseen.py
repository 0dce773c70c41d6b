"""What others have changed since this desk showed it last: pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from store.history import Touched
from store.ids import Ref

#: So many changes are kept, the newest.
MOST = 4000


@dataclass(frozen=True)
class Unseen:
    """Records that were changed at other desks, each with its newest change."""

    changes: Mapping[Ref, Touched] = field(default_factory=dict)
    shown: Ref | None = None
    """The record in the detail: what it says of the change stays until it is left."""

    def hear(self, touched: Iterable[Touched], session: str) -> Unseen:
        """These were written; what this session wrote itself needs no mark, nor does a new one."""
        found = dict(self.changes)
        for one in touched:
            # The newest of the changes shall stand last.
            found.pop(one.ref, None)
            if one.operation.session != session and not one.is_new:
                found[one.ref] = one
        if len(found) > MOST:
            found = dict(list(found.items())[-MOST:])
        return self if found == self.changes else replace(self, changes=found)

    def show(self, ref: Ref | None) -> Unseen:
        """The detail shows a record; the one that it showed before has been seen."""
        if ref == self.shown:
            return self
        left = self.shown
        if left not in self.changes:
            return replace(self, shown=ref)
        changes = {of: one for of, one in self.changes.items() if of != left}
        return Unseen(changes, ref)
