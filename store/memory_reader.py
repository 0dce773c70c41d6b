"""The reader's contract in plain dictionaries, slow and plain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec.structs import replace

from store.derive.search import search
from store.errors import UnknownRecord
from store.ids import Kind, Ref
from store.model import Report
from store.order import BY_NAME, place_of, state_of
from store.paths import Path, paths
from store.reader import Asker, Links
from store.record import Record
from store.references import Edge, Reference, references
from store.syntax import Query


class MemoryReader:
    """A store held in memory; later changes to `records` show at once."""

    def __init__(self, records: Iterable[Record] = (), operation: int = 0) -> None:
        self.records = {record.ref: record for record in records}
        self.versions = dict.fromkeys(self.records, operation)
        self.operation = operation

    def find(self, ref: Ref) -> Record | None:
        return self.records.get(ref)

    def get(self, ref: Ref) -> Record:
        record = self.find(ref)
        if record is None:
            raise UnknownRecord(ref)
        return record

    def version(self, ref: Ref) -> int:
        return self.versions.get(ref, 0)

    def listing(self, kind: Kind, numbers: Iterable[int]) -> list[Record]:
        found = (self.find(kind.ref(number)) for number in numbers)
        return [
            replace(record, text="") if isinstance(record, Report) else record
            for record in found
            if record is not None
        ]

    def numbers(self, kind: Kind, limit: int | None = None) -> Sequence[int]:
        mine = [record for record in self.records.values() if record.kind_of is kind]
        numbers = [record.id for record in self._ordered(kind, mine)]
        return numbers[limit:] if limit and limit < 0 else numbers[:limit]

    def count(self, kind: Kind) -> int:
        return len(self.numbers(kind))

    def counts(self, kind: Kind) -> dict[str, int]:
        return dict(Counter(state_of(r) for r in self.records.values() if r.kind_of is kind))

    def linked(self, ref: Ref, kind: Kind) -> Links:
        roles: dict[int, list[str]] = {}
        for path in paths(ref.kind, kind):
            for found, role in sorted(self._walk(ref, path)):
                if found != ref and found in self.records:
                    mine = roles.setdefault(found.number, [])
                    if role not in mine:
                        mine.append(role)
        ordered = self._ordered(kind, [self.records[kind.ref(number)] for number in roles])
        named = {number: tuple(mine) for number, mine in roles.items()}
        return Links(kind, [r.id for r in ordered], named, len(ordered))

    def neighbours(self, ref: Ref, kind: Kind) -> Collection[int]:
        return self.linked(ref, kind).numbers

    def search(self, query: Query, kind: Kind, asker: Asker) -> Iterator[int]:
        return search(self, query, kind, asker)

    def named_by(self, ref: Ref, by: Edge | None = None) -> list[tuple[Ref, Reference]]:
        found = {
            (record.ref, reference)
            for record in self.records.values()
            for reference in references(record)
            if reference.to == ref and by in (None, reference.edge)
        }
        return sorted(found, key=lambda pair: (pair[1].edge.code, pair[0].number, pair[1].role))

    def _walk(self, ref: Ref, path: Path) -> list[tuple[Ref, str]]:
        """Every end of the path; the role of the last link that has one, else the path's."""
        here = [(ref, "")]
        for step in path.steps:
            there = []
            for at, role in here:
                if step.forward:
                    holder = self.records.get(at)
                    held = references(holder) if holder else ()
                    there += [(r.to, r.role or role) for r in held if r.edge == step.edge]
                else:
                    there += [
                        (by, reference.role or role)
                        for by, reference in self.named_by(at)
                        if reference.edge == step.edge
                    ]
            here = there
        return [(end, path.role or role) for end, role in here]

    def _ordered(self, kind: Kind, records: list[Record]) -> list[Record]:
        return sorted(records, key=lambda r: (place_of(r), r.id), reverse=kind not in BY_NAME)
