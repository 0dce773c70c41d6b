"""What the desk has read already: records and lists, kept until the store changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.derive.covers import Covers, is_covered, masked
from store.errors import Interrupted
from store.ids import Kind, Ref
from store.model import Report
from store.reader import UNKNOWN, Asker, Links, Reader
from store.record import Record
from store.references import Edge, Reference
from store.values import Cover

if TYPE_CHECKING:
    from store.syntax import Query

#: So many records and lists are kept; more of them are forgotten together, between two reads.
KEPT = 4000


class KeptReader:
    """A reader that asks the store once; lists that take too long are UNKNOWN and `late`."""

    def __init__(self, covers: Covers | None = None) -> None:
        """`covers` says what of the records is shown; of none their words are covered."""
        self._covers = covers or Covers()
        self._store: Reader | None = None
        self._records: dict[Ref, Record | None] = {}
        self._links: dict[tuple[Ref, Kind], Links] = {}
        self.late: dict[tuple[Ref, Kind], None] = {}
        """Lists that took too long, in the order in which they were asked for."""
        self.age = 0
        """Counts how often the store has changed: what was read at another age may be old."""

    def begin(self, store: Reader) -> None:
        """Answer from this reader what is not known."""
        self._store = store
        if len(self._records) + len(self._links) > KEPT:
            self._clear()

    def end(self) -> None:
        """The store's reader is about to be closed."""
        self._store = None

    def forget(self, changed: Iterable[Ref] | None = None, *, lists: bool = True) -> None:
        """Ask anew for the records that changed, or for all of them, and for every list."""
        self.age += 1
        if changed is None:
            self._records.clear()
        else:
            for ref in changed:
                self._records.pop(ref, None)
        if lists:
            # Any record may lie on the way between two others.
            self._links.clear()

    def _clear(self) -> None:
        self._records.clear()
        self._links.clear()

    def take(self, ref: Ref, links: Links) -> None:
        """Know a list that was read elsewhere."""
        self._links[ref, links.kind] = links

    # -- the reader's contract ------------------------------------------------------------

    @property
    def operation(self) -> int:
        return self._asked().operation

    def find(self, ref: Ref) -> Record | None:
        found = self._asked().find(ref)
        return None if found is None else self._seen(found)

    def get(self, ref: Ref) -> Record:
        return self._seen(self._asked().get(ref))

    def _seen(self, record: Record) -> Record:
        """The record as it is shown: of a report with its text, what of it may be read."""
        seen = self._covers.seen(record)
        if seen is not record or not isinstance(record, Report) or not record.text:
            return seen
        cited: list[Record] = []
        for kind in (Kind.QUOTE, Kind.CLAIM):
            links = self.linked(record.ref, kind)
            if links.total == UNKNOWN:
                # Which of its words are covered is known when the list has come.
                return replace(record, text=Cover("Being read …"))
            cited += self.listing(kind, links.numbers)
        return masked(record, (one for one in cited if is_covered(one, self._covers.revealed)))

    def shows_all(self, ref: Ref) -> bool:
        """Whether no words of the record are covered, neither its own nor those cited in it."""
        found = self._asked().find(ref)
        if found is None:
            return True
        seen = self._seen(found)
        return seen is found or (isinstance(seen, Report) and not isinstance(seen.text, Cover))

    def look_anew(self, refs: Iterable[Ref]) -> None:
        """Cover these records anew, or show their words."""
        for ref in refs:
            self._records.pop(ref, None)

    def version(self, ref: Ref) -> int:
        return self._asked().version(ref)

    def listing(self, kind: Kind, numbers: Iterable[int]) -> list[Record]:
        known, found = self._records, []
        for number in numbers:
            ref = kind.ref(number)
            if ref not in known:
                one = next(iter(self._asked().listing(kind, (number,))), None)
                known[ref] = one and self._covers.seen(one)
            record = known[ref]
            if record is not None:
                found.append(record)
        return found

    def numbers(self, kind: Kind, limit: int | None = None) -> Sequence[int]:
        return self._asked().numbers(kind, limit)

    def count(self, kind: Kind) -> int:
        return self._asked().count(kind)

    def counts(self, kind: Kind) -> dict[str, int]:
        return self._asked().counts(kind)

    def linked(self, ref: Ref, kind: Kind) -> Links:
        known = self._links.get((ref, kind))
        if known is None:
            try:
                known = self._links[ref, kind] = self._asked().linked(ref, kind)
            except Interrupted:
                self.late[ref, kind] = None
                return Links(kind, (), {}, UNKNOWN)
        return known

    def neighbours(self, ref: Ref, kind: Kind) -> Collection[int]:
        return self._asked().neighbours(ref, kind)

    def search(self, query: Query, kind: Kind, asker: Asker) -> Iterator[int]:
        return self._asked().search(query, kind, asker)

    def named_by(self, ref: Ref, by: Edge | None = None) -> list[tuple[Ref, Reference]]:
        return self._asked().named_by(ref, by)

    def _asked(self) -> Reader:
        if self._store is None:
            raise RuntimeError("read inside `with link.reading()`")
        return self._store
