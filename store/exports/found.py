"""What is exported: the records that were found, read in slices, without what is covered.

A slice is one short read: one at length would hold the log open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

from store.exports.covering import Covering, Shown
from store.exports.exporter import Written
from store.ids import Kind, Ref
from store.reader import Reader

#: So many records are read at once.
SLICE = 200
#: Kinds that are read whole: lists leave out a report's text.
_WHOLE = Kind.REPORT

#: One short read of the store.
Reads = Callable[[], AbstractContextManager[Reader]]


class Slice(NamedTuple):
    """Some of the records, and the reader that they came from, open while they are used."""

    reader: Reader
    records: list[Shown]


class Found:
    """The records that were found, and the store that they are in."""

    def __init__(
        self,
        reads: Reads,
        numbers: Mapping[Kind, Sequence[int]],
        covering: Covering,
        written: Written,
    ) -> None:
        self._reads = reads
        self._numbers = numbers
        self.covering = covering
        self.written = written

    @property
    def kinds(self) -> list[Kind]:
        """The kinds of which something was found, in the order in which they were asked for."""
        return [kind for kind, numbers in self._numbers.items() if numbers]

    def numbers(self, kind: Kind) -> Sequence[int]:
        """The document ids of a kind."""
        return self._numbers.get(kind, ())

    def slices(self, kind: Kind, numbers: Sequence[int] | None = None) -> Iterator[Slice]:
        """The records of a kind, of those found or of other numbers; what is gone is left out."""
        left = self.numbers(kind) if numbers is None else numbers
        size = SLICE // 8 if kind is _WHOLE else SLICE
        for at in range(0, len(left), size):
            with self._reads() as reader:
                some = left[at : at + size]
                yield Slice(reader, [self.shown(reader, one) for one in _read(reader, kind, some)])

    def shown(self, reader: Reader, record: Any) -> Shown:
        """A record as it may leave the desk."""
        return self.covering.seen(reader, record)

    def find(self, reader: Reader, ref: Ref | None) -> Shown | None:
        """The record that another one names; None where there is none."""
        record = reader.find(ref) if ref else None
        return self.shown(reader, record) if record else None

    def leave_out(self, holds: frozenset[Kind]) -> None:
        """Count what the format does not hold."""
        for kind in self.kinds:
            if kind not in holds:
                self.written.left_out[kind] += len(self.numbers(kind))

    def count(self, shown: Shown, *, is_named: bool = False) -> None:
        """Count a record that is written."""
        counts = self.written.named if is_named else self.written.records
        counts[shown.record.kind_of] += 1
        self.note_covered(shown)

    def note_covered(self, shown: Shown) -> None:
        """Know of a record whose words are kept back."""
        if shown.hidden:
            self.written.covered.add(shown.record.ref)


def _read(reader: Reader, kind: Kind, numbers: Sequence[int]) -> list[Any]:
    if kind is not _WHOLE:
        return list(reader.listing(kind, numbers))
    found = (reader.find(kind.ref(number)) for number in numbers)
    return [record for record in found if record is not None]
