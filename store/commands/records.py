"""Writing records as they are: what importers, generators and tests use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from store.changes import Change, Context
from store.ids import Ref, new_uid
from store.reader import Reader
from store.record import Record
from store.values import Stamp


@dataclass(frozen=True)
class WriteRecords:
    """Write each record: a new one when its id is 0 or not taken, else the next version."""

    records: Iterable[Record]
    label: str = "wrote records"
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One change a record; uid and stamps are filled in."""
        stamp = Stamp(at=context.at, by=context.author)
        for record in self.records:
            number = record.id or context.new(record.kind_of).number
            before = reader.find(record.kind_of.ref(number))
            after = stamped(replace(record, id=number), before, stamp)
            yield Change(after.ref, before, after)


def stamped(record: Record, before: Record | None, stamp: Stamp) -> Record:
    """The record with its uid, and with who made and who changed it.

    Nothing is filled in where its document has something that cannot be read: that stays.
    """
    filled = {
        "uid": record.uid or (before.uid if before else "") or new_uid(),
        "created": record.created or (before.created if before else stamp),
        "updated": stamp if before else record.updated,
    }
    return replace(record, **{k: v for k, v in filled.items() if k not in record.extra})


@dataclass(frozen=True)
class DeleteRecords:
    """Delete records; their ids are never given out again."""

    refs: Iterable[Ref]
    label: str = "deleted records"
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One change a record."""
        del context
        for ref in self.refs:
            yield Change(ref, reader.get(ref), None)
