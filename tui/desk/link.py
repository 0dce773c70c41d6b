"""The desk's side of the store: the only caller of the repository.

The screen's thread does key lookups, each screen in one short read; a list of a whole kind is
completed on a worker thread.  What was read is kept until the store changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from store.derive.dossier import Dossier, dossier, is_superseded
from store.errors import Interrupted
from store.ids import Kind, Ref
from store.model import Claim, Source
from store.reader import Links, Reader
from store.record import Record
from store.references import references
from store.repository import Repository
from store.vocabulary import TriageState
from tui.desk.kept import KEPT, KeptReader
from tui.render.rows import Row, gone

#: A list of a whole kind begins with so many rows; the rest follows behind the first screen.
FIRST_ROWS = 200
#: So many seconds a key waits for lists of links; what takes longer is read behind the screen.
PATIENCE = 0.012


class Link:
    """Reads for the desk."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._reader = KeptReader()
        self._whole: dict[Kind, Links] = {}
        # A cursor may stand anywhere in these: after a refresh they are read whole at once.
        self._were_whole: set[Kind] = set()
        self._rows: dict[Ref, Row] = {}

    @property
    def store_name(self) -> str:
        """What the store's folder is called."""
        return self._repository.folder.path.resolve().name

    @property
    def remark(self) -> str:
        """What a person should know when the desk opens; "" for nothing."""
        if self._repository.only_reads:
            return f"Open for reading only: {self._repository.only_reads}."
        if self._repository.has_outside_change:
            return "incidents.json was changed outside: it is left alone, these are our records."
        return ""

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One read of the store for all that is asked inside, as long as a key can wait."""
        end = monotonic() + PATIENCE
        with self._repository.read(lambda: monotonic() > end) as reader:
            self._reader.begin(reader)
            if len(self._rows) > KEPT:
                self._rows.clear()
            try:
                yield
            finally:
                self._reader.end()

    def forget(self) -> None:
        """Read everything anew from now on."""
        self._reader.forget()
        self._were_whole |= set(self._whole)
        self._whole.clear()
        self._rows.clear()

    def rows_of(self, kind: Kind, of: Ref | None) -> Links:
        """What is linked to the record, or for None all of the kind, its first rows at least.

        A list that takes long is UNKNOWN at first, and is then wished for by `take_late`.
        """
        if of is not None:
            return self._reader.linked(of, kind)
        return self._whole.get(kind) or self._beginning(kind)

    def take_late(self) -> tuple[tuple[Ref, Kind], ...]:
        """The lists that took too long since this was asked last."""
        late = tuple(self._reader.late)
        self._reader.late.clear()
        return late

    def catch_up(self, of: Ref, kind: Kind, unwanted: Callable[[], bool]) -> bool:
        """Read a late list on a worker thread; false when it became unwanted meanwhile."""
        try:
            with self._repository.read(unwanted) as reader:
                self._reader.take(of, reader.linked(of, kind))
        except Interrupted:
            return False
        return True

    def rows(self, shown: Links, start: int, count: int) -> list[Row]:
        """The rows of a list from `start` on, as they are drawn."""
        roles = shown.roles
        numbers = shown.numbers[start : start + count]
        found = {record.id: record for record in self._reader.listing(shown.kind, numbers)}
        return [
            self._row(found[number], roles.get(number, ()))
            if number in found
            else gone(shown.kind.ref(number))
            for number in numbers
        ]

    def dossier(self, ref: Ref) -> Dossier | None:
        """Everything to show of the record."""
        return dossier(self._reader, ref)

    def undecided(self) -> int | None:
        """How many reports wait for a decision; None when there are no reports."""
        counts = self._reader.counts(Kind.REPORT)
        return counts.get(TriageState.NEW, 0) if counts else None

    def complete(self, kind: Kind) -> Links:
        """All of the kind; slow for a large store, and safe on a worker thread."""
        with self._repository.read() as reader:
            return self._whole_of(kind, reader)

    def complete_now(self, kind: Kind) -> Links:
        """The same inside `reading`, for a key that cannot do without the end of the list."""
        return self._whole_of(kind, self._reader)

    def _whole_of(self, kind: Kind, reader: Reader) -> Links:
        numbers = reader.numbers(kind)
        whole = self._whole[kind] = Links(kind, numbers, {}, len(numbers))
        return whole

    def _beginning(self, kind: Kind) -> Links:
        if kind in self._were_whole:
            return self._whole_of(kind, self._reader)
        numbers = self._reader.numbers(kind, FIRST_ROWS)
        total = self._reader.count(kind) if len(numbers) == FIRST_ROWS else len(numbers)
        links = Links(kind, numbers, {}, total)
        if total == len(numbers):
            self._whole[kind] = links
        return links

    def _row(self, record: Record, roles: tuple[str, ...]) -> Row:
        known = self._rows.get(record.ref)
        if known is None or known.record is not record or known.roles != roles:
            replaced = isinstance(record, Claim) and is_superseded(self._reader, record)
            known = Row(record, self._names(record), roles, is_replaced=replaced)
            self._rows[record.ref] = known
        return known

    def _names(self, record: Record) -> dict[Ref, str]:
        """The labels that a row may show: of the first records that it names."""
        found = (
            self._reader.listing(reference.to.kind, (reference.to.number,))
            for reference in references(record)[:8]
        )
        return {
            one.ref: one.short_label if isinstance(one, Source) else one.label
            for named in found
            for one in named
        }
