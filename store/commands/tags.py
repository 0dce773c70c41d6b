"""Tagging records, and taking tags away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from store.changes import Change, Context
from store.commands.records import changed, named
from store.ids import Ref
from store.reader import Reader


@dataclass(frozen=True)
class TagRecords:
    """Add tags behind those that a record has, and take others away."""

    refs: Sequence[Ref]
    add: Sequence[str] = ()
    remove: Sequence[str] = ()
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    @property
    def label(self) -> str:
        """As `tagged 3 records dup`, `took the tag dup from R12`."""
        which = named(self.refs)
        gone = f"the tag{'' if len(self.remove) == 1 else 's'} {', '.join(self.remove)}"
        if not self.add:
            return f"took {gone} from {which}"
        added = f"tagged {which} {', '.join(self.add)}"
        return f"{added}, took {gone} away" if self.remove else added

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One change for each record that is not so already."""
        for ref in self.refs:
            before = reader.get(ref)
            kept = [tag for tag in before.tags if tag not in self.remove]
            tags = tuple(dict.fromkeys([*kept, *self.add]))
            if tags != before.tags:
                # Tags that could not be read are kept in `extra` until there are others.
                extra = {name: one for name, one in before.extra.items() if name != "tags"}
                yield changed(before, replace(before, tags=tags, extra=extra), context)
