"""The desk's side of the store: the only caller of the repository.

The screen's thread does key lookups, each screen in one short read; a list of a whole kind is
completed on a worker thread.  What was read is kept until the store changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from store.derive.dossier import Dossier, dossier
from store.ids import Kind, Ref
from store.reader import Links, Reader
from store.record import Record
from store.references import references
from store.repository import Repository
from store.vocabulary import TriageState
from tui.render.rows import Row

#: A list of a whole kind begins with so many rows; the rest follows behind the first screen.
FIRST_ROWS = 200
#: So many rows, lists and dossiers are kept.
KEPT = 2000


class Link:
    """Reads for the desk."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._reader: Reader | None = None
        self._links: dict[tuple[Ref, Kind], Links] = {}
        self._whole: dict[Kind, Links] = {}
        self._rows: dict[Ref, Row] = {}
        self._dossiers: dict[Ref, Dossier | None] = {}

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
            return (
                "incidents.json was changed by another program; the desk shows its own records"
                " and leaves that file alone."
            )
        return ""

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One read of the store for all that is asked inside."""
        with self._repository.read() as reader:
            self._reader = reader
            try:
                yield
            finally:
                self._reader = None

    def forget(self) -> None:
        """Read everything anew from now on."""
        for kept in (self._links, self._whole, self._rows, self._dossiers):
            kept.clear()

    def rows_of(self, kind: Kind, of: Ref | None) -> Links:
        """What is linked to the record, or for None all of the kind, its first rows at least."""
        if of is None:
            return self._whole.get(kind) or self._beginning(kind)
        known = self._links.get((of, kind))
        if known is None:
            known = self._reading().linked(of, kind)
            _keep(self._links, (of, kind), known)
        return known

    def rows(self, shown: Links, start: int, count: int) -> list[Row]:
        """The rows of a list from `start` on, as they are drawn."""
        numbers = shown.numbers[start : start + count]
        missing = [n for n in numbers if shown.kind.ref(n) not in self._rows]
        for record in self._reading().listing(shown.kind, missing) if missing else ():
            _keep(self._rows, record.ref, Row(record, self._names(record)))
        found = (self._rows.get(shown.kind.ref(number)) for number in numbers)
        roles = shown.roles
        return [row._replace(roles=roles.get(row.record.id, ())) for row in found if row]

    def dossier(self, ref: Ref) -> Dossier | None:
        """Everything to show of the record."""
        if ref not in self._dossiers:
            _keep(self._dossiers, ref, dossier(self._reading(), ref))
        return self._dossiers[ref]

    def undecided(self) -> int:
        """How many reports wait for a decision."""
        return self._reading().counts(Kind.REPORT).get(TriageState.NEW, 0)

    def complete(self, kind: Kind) -> Links:
        """All of the kind; slow for a large store, and safe on a worker thread."""
        with self._repository.read() as reader:
            numbers = reader.numbers(kind)
        whole = Links(kind, numbers, {}, len(numbers))
        self._whole[kind] = whole
        return whole

    def _beginning(self, kind: Kind) -> Links:
        reader = self._reading()
        numbers = reader.numbers(kind, FIRST_ROWS)
        total = reader.count(kind) if len(numbers) == FIRST_ROWS else len(numbers)
        links = Links(kind, numbers, {}, total)
        if total == len(numbers):
            self._whole[kind] = links
        return links

    def _names(self, record: Record) -> dict[Ref, str]:
        names = {}
        for reference in references(record)[:8]:
            found: Sequence[Record] = self._reading().listing(
                reference.to.kind, (reference.to.number,)
            )
            if found:
                names[reference.to] = found[0].label
        return names

    def _reading(self) -> Reader:
        if self._reader is None:
            raise RuntimeError("read inside `with link.reading()`")
        return self._reader


def _keep(kept: dict, key: object, value: object) -> None:  # type: ignore[type-arg]
    """Remember; all is forgotten when it becomes too much, since most is asked for once."""
    if len(kept) >= KEPT:
        kept.clear()
    kept[key] = value
