"""The full-text index, kept by the transaction that writes the records.

    words     every record's name, its other short text and its terms; states are among the terms.
              Of a report, its terms alone
    bodies    the texts of reports: apart, so that a decision does not write them again

Both hold words that are folded and split already.  `meta` says by which version of the words they
are (`index`), and up to which key the records are in them (`indexed`): what lies above is left to
`indexing`, which goes on from there.
"""

from __future__ import annotations

from collections.abc import Sequence

import apsw
from msgspec.structs import replace

from store import codec
from store.changes import Prepared
from store.ids import Kind
from store.model import Report
from store.order import place_of
from store.record import Record
from store.sql import schema
from store.sql.entries import Entry, Stored
from store.sql.rowids import rowid
from store.sql.rows import one
from store.sql.schema import SHIFT
from store.sql.watermark import ALL, note, state
from store.terms import Texts, terms, texts
from store.words import indexed

_REPORT = schema.rank(Kind.REPORT)


class Index:
    """The index for one transaction that writes."""

    def __init__(self, connection: apsw.Connection, *, everything: bool = False) -> None:
        """`everything`: also what lies above the watermark, which is being raised."""
        self._connection = connection
        self._indexed = ALL if everything else None

    def lay(self, at: int, record: Record, row: Stored, old: Entry | None = None) -> None:
        """Have the record found by its words, and no more by those of the one it replaces."""
        if self._is_left(at):
            return
        if isinstance(record, Report):
            record = self._whole(record, row)
        new = rowid(self._connection, at, place_of(record), new=True)
        before = rowid(self._connection, at, old.place) if old else None
        if before != new and before is not None:
            self._remove(at, before)
        found, terms_of = texts(record), " ".join(terms(record))
        if not isinstance(record, Report):
            name, rest = indexed(found.name), indexed(found.rest)
            self._write("words (rowid, name, rest, terms)", new, name, rest, terms_of)
            return
        self._write("words (rowid, name, rest, terms)", new, "", "", terms_of)
        if before != new or old is None or found != _texts_before(record, row, old):
            columns = (indexed(found.name), indexed(found.rest), indexed(found.body))
            self._write("bodies (rowid, name, rest, body)", new, *columns)

    def add(self, rows: Sequence[tuple[int, Prepared]]) -> None:
        """The same for new records, whose words are known: each with its key."""
        words, bodies = [], []
        for at, record in rows:
            if self._is_left(at):
                continue
            row = rowid(self._connection, at, record.place, new=True)
            if at >> SHIFT == _REPORT:
                words.append((row, "", "", record.terms))
                bodies.append((row, record.name, record.rest, record.body))
            else:
                words.append((row, record.name, record.rest, record.terms))
        add = "INSERT INTO {} VALUES (?, ?, ?, ?)".format
        self._connection.executemany(add("words (rowid, name, rest, terms)"), words)
        self._connection.executemany(add("bodies (rowid, name, rest, body)"), bodies)

    def _write(self, columns: str, row: int | None, *texts: str) -> None:
        self._connection.execute(f"REPLACE INTO {columns} VALUES (?, ?, ?, ?)", (row, *texts))

    def take_away(self, at: int, old: Entry | None) -> None:
        """Have a record that is deleted found no more."""
        if old is None or self._is_left(at):
            return
        before = rowid(self._connection, at, old.place)
        if before is not None:
            self._remove(at, before)

    def _is_left(self, at: int) -> bool:
        """Whether the record's turn comes when the index is built."""
        if self._indexed is None:
            found = state(self._connection)
            if found.version and not found.is_ours:
                # Another program's words: what is written now could not be found by them.
                note(self._connection, 0, version=0)
            self._indexed = found.upto
        return at > self._indexed

    def _remove(self, at: int, row: int) -> None:
        self._connection.execute("DELETE FROM words WHERE rowid = ?", (row,))
        if at >> SHIFT == _REPORT:
            self._connection.execute("DELETE FROM bodies WHERE rowid = ?", (row,))

    def _whole(self, report: Report, row: Stored) -> Report:
        """The report with its text: an undo has its hash alone."""
        if report.text or row.digest is None:
            return report
        text = one(self._connection, "SELECT text FROM texts WHERE sha256 = ?", row.digest)
        return replace(report, text=text[0]) if text else report


def _texts_before(report: Report, row: Stored, old: Entry) -> Texts | None:
    """The texts of the report that lay there; None where its long text was another."""
    if old.text != row.digest:
        return None
    before = old.record or codec.decode_json(Kind.REPORT, report.id, old.document)
    # The same one, and perhaps not read.
    return texts(replace(before, text=report.text)) if isinstance(before, Report) else None
