"""What the rules ask of a store while they look at it: records, their names, their texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from store.derive.covers import covered
from store.derive.lint.finding import Deed, Finding, Mend, is_meant
from store.errors import Interrupted
from store.ids import Kind, Ref
from store.model import Report
from store.reader import Reader
from store.record import Record
from store.vocabulary import Sensitivity

#: So many records are remembered; more of them are forgotten together.
KEPT = 20_000
#: Records are read so many at a time, and between two of these it may be told to stop.
PAGE = 500
#: So many characters of a name are told.
NAMED = 60

Stop = Callable[[], bool]


class Shelf:
    """Reads a store for the rules, and remembers what was read last."""

    def __init__(self, reader: Reader, today: date, stop: Stop | None = None) -> None:
        """`stop` is asked now and then; where it says so, reading ends with Interrupted."""
        self.reader = reader
        self.today = today.toordinal()
        self._stop = stop
        self._records: dict[Ref, Record | None] = {}
        self._there: dict[Kind, frozenset[int]] = {}
        self._text: tuple[Ref, str] | None = None
        self._days: dict[Kind, dict[int, int | None]] = {}

    def heed(self) -> None:
        """Raise Interrupted where nobody waits for the answer any more."""
        if self._stop is not None and self._stop():
            raise Interrupted

    def pages(self, kind: Kind, numbers: Sequence[int]) -> Iterator[list[Record]]:
        """The records in that order, a page at a time."""
        for at in range(0, len(numbers), PAGE):
            self.heed()
            yield self.reader.listing(kind, numbers[at : at + PAGE])

    def record(self, ref: Ref) -> Record | None:
        """A record without its text; None where there is none."""
        if ref not in self._records:
            if len(self._records) >= KEPT:
                self._records.clear()
            found = self.reader.listing(ref.kind, (ref.number,))
            self._records[ref] = found[0] if found else None
        return self._records[ref]

    def has(self, ref: Ref) -> bool:
        """Whether there is such a record."""
        if ref.kind not in self._there:
            self._there[ref.kind] = frozenset(self.reader.numbers(ref.kind))
        return ref.number in self._there[ref.kind]

    def note_day(self, record: Record, day: int | None) -> None:
        """Remember the day of a record that was just looked at: others are compared with it."""
        self._days.setdefault(record.kind_of, {})[record.id] = day

    def day(self, ref: Ref, read: Callable[[Record], int | None]) -> int | None:
        """The day of a record, as it was noted, or `read` from it."""
        known = self._days.setdefault(ref.kind, {})
        if ref.number not in known:
            record = self.record(ref)
            known[ref.number] = None if record is None else read(record)
        return known[ref.number]

    def text(self, report: Ref) -> str:
        """The exact text of a report; "" where there is none."""
        if self._text is None or self._text[0] != report:
            found = self.reader.find(report)
            self._text = report, found.text if isinstance(found, Report) else ""
        return self._text[1]

    def named(self, ref: Ref) -> str:
        """As `E4 “Shelling of Baniyas”`; only the reference of what is not there."""
        record = self.record(ref)
        return called(record) if record is not None else str(ref)

    def finding(
        self,
        rule: str,
        about: Record | tuple[Record, ...],
        field: str,
        sentence: str,
        mending: str,
        mend: Mend | None = None,
        also: tuple[Ref, ...] = (),
    ) -> Finding:
        """A finding about records, and about others that may not be there."""
        records = about if isinstance(about, tuple) else (about,)
        refs = (*(record.ref for record in records), *also)
        meant = is_meant(rule, refs, records)
        return Finding(rule, refs, field, sentence, mending, mend, meant)

    def setting(self, record: Record, *, is_asked: bool, **values: Any) -> Mend:
        """The mend that gives a record new values."""
        versions = ((record.ref, self.reader.version(record.ref)),)
        return Mend(Deed.SET, record.ref, versions, tuple(values.items()), is_asked=is_asked)

    def unlinking(self, record: Record, gone: Ref) -> Mend:
        """The mend that takes out the reference to a record that is not there."""
        versions = ((record.ref, self.reader.version(record.ref)),)
        return Mend(Deed.UNLINK, record.ref, versions, other=gone)

    def merging(self, one: Record, other: Record) -> Mend:
        """The mend that makes one record of two; a person is always asked."""
        versions = tuple((ref, self.reader.version(ref)) for ref in (one.ref, other.ref))
        return Mend(Deed.MERGE, one.ref, versions, other=other.ref, is_asked=True)


def called(record: Record) -> str:
    """The reference and the name of a record; of covered words a sign stands in their place."""
    is_open = record.sensitivity is Sensitivity.OPEN
    label = (record if is_open else covered(record, "")).label
    line = " ".join(label[: NAMED * 4].split())
    short = line if len(line) <= NAMED else f"{line[: NAMED - 1].rstrip()}…"
    return f"{record.ref} “{short}”"
