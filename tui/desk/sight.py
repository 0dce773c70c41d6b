"""The rows in sight: records with what is drawn beside them, kept until the store changes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from store.derive.dossier import is_superseded
from store.ids import Kind, Ref
from store.model import Claim, Report, Source
from store.reader import Links
from store.record import Record
from store.references import references
from store.words import Phrase
from tui.desk.kept import KEPT, KeptReader
from tui.render.found import snippet_of
from tui.render.rows import Row, gone

Phrases = tuple[Phrase, ...]


class RowsInSight:
    """Makes the rows that lists draw."""

    def __init__(self, reader: KeptReader) -> None:
        """`reader` is asked inside its reads only."""
        self._reader = reader
        self._rows: dict[Ref, Row] = {}
        self._hits: dict[tuple[Ref, Phrases], Row] = {}

    def begin(self) -> None:
        """Let go of what became too much; between two reads."""
        if len(self._rows) + len(self._hits) > KEPT:
            self.forget()

    def forget(self, changed: Collection[Ref] | None = None) -> None:
        """Make the rows anew of the records that changed, or for None all of them."""
        # A claim's row also tells whether another one replaces it.
        if changed is None or any(ref.kind is Kind.CLAIM for ref in changed):
            self._rows.clear()
            self._hits.clear()
            return
        if any(ref.kind is Kind.QUOTE for ref in changed):
            # A quote that is covered is covered in the snippets of its report, too.
            self._hits.clear()
        stale = [
            ref
            for ref, row in self._rows.items()
            if ref in changed or any(name in changed for name in row.names)
        ]
        for ref in stale:
            del self._rows[ref]
        for known in [known for known in self._hits if known[0] not in self._rows]:
            del self._hits[known]

    def look_anew(self, refs: Collection[Ref]) -> None:
        """Make the rows anew of records that are covered now, or shown."""
        self._reader.look_anew(refs)
        self.forget(refs)

    def rows(self, shown: Links, start: int, count: int, phrases: Phrases) -> list[Row]:
        """The rows of a list from `start` on; of hits with the text that has the phrases."""
        roles = shown.roles
        numbers = shown.numbers[start : start + count]
        found = {record.id: record for record in self._reader.listing(shown.kind, numbers)}
        return [
            self._row(found[number], roles.get(number, ()), phrases)
            if number in found
            else gone(shown.kind.ref(number))
            for number in numbers
        ]

    def _row(self, record: Record, roles: tuple[str, ...], phrases: Phrases) -> Row:
        known = self._rows.get(record.ref)
        if known is None or known.record is not record or known.roles != roles:
            replaced = isinstance(record, Claim) and is_superseded(self._reader, record)
            known = Row(record, self._names(record), roles, is_replaced=replaced)
            self._rows[record.ref] = known
        return self._hit(known, phrases) if phrases else known

    def _hit(self, row: Row, phrases: Phrases) -> Row:
        """The row with a snippet; the same one is drawn once."""
        key = (row.record.ref, phrases)
        known = self._hits.get(key)
        if known is None or known.record is not row.record or known.roles != row.roles:
            from store.terms import texts  # noqa: PLC0415  not before a query

            record = row.record
            if isinstance(record, Report):
                # Lists have reports without their text.
                record = self._reader.find(record.ref) or record
            all_texts = (text for part in texts(record) for text in part)
            known = self._hits[key] = replace(row, snippet=snippet_of(all_texts, phrases))
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
