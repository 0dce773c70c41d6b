"""The full-text index, looked at: every record has its row there, and nothing else has."""

from __future__ import annotations

from collections.abc import Iterator

import apsw

from store.care.findings import REINDEX, Finding, damage, named, shaped
from store.ids import Kind
from store.sql import rowids, schema, watermark
from store.sql.connection import reading
from store.sql.rows import one, rows
from store.sql.schema import FOREIGN, SHIFT

#: So many records are looked at in one short read.
SLICE = 20_000

_OURS = FOREIGN << SHIFT
_SLICE = (
    "SELECT max(record) FROM (SELECT record FROM records INDEXED BY places_of_records"
    " WHERE record > ? AND record < ? ORDER BY record LIMIT ?)"
)
# The row of a record, worked out as `rowids` does.
_LOST = (
    "SELECT record FROM records INDEXED BY places_of_records"  # noqa: S608  an expression of our own
    " WHERE record > ? AND record <= ? AND NOT EXISTS"
    f" (SELECT 1 FROM words_docsize WHERE id = {rowids.IN_SQL}) ORDER BY record"
)
_COUNTED = (
    "SELECT (SELECT count(*) FROM records INDEXED BY places_of_records"
    "  WHERE record BETWEEN ?1 AND min(?2, ?3)),"
    " (SELECT count(*) FROM words_docsize WHERE id BETWEEN ?4 AND ?5),"
    " (SELECT count(*) FROM bodies_docsize WHERE id BETWEEN ?4 AND ?5)"
)


def check_index(connection: apsw.Connection) -> Iterator[Finding]:
    """That each record that should be in the index has its row, and no other row is there.

    An index of another version is not looked at: it is built anew when the store is in use.
    """
    for kind in Kind:
        yield from _counted(connection, kind)
    after = 0
    while True:
        with reading(connection):
            upto = watermark.state(connection).upto
            found = one(connection, _SLICE, after, _OURS, SLICE)
            last = min(shaped(found, "I", "records")[0] or 0, upto) if found else 0
            lost = [row[0] for row in rows(connection, _LOST, after, last)]
        for at in lost:
            yield damage(f"{named(at, {})} is missing from the full-text index", REINDEX)
        if last <= after:
            return
        after = last


def _counted(connection: apsw.Connection, kind: Kind) -> Iterator[Finding]:
    with reading(connection):
        upto = watermark.state(connection).upto
        bounds = (*schema.bounds(kind), upto, *rowids.bounds(kind))
        row = one(connection, _COUNTED, *bounds)
    records, words, bodies = shaped(row or (), "iii", "the full-text index")
    if not upto:
        return
    if words != records:
        said = f"the full-text index has {words} {kind.table}, and there are {records} to be in it"
        yield damage(said, REINDEX)
    if bodies != (records if kind is Kind.REPORT else 0):
        yield damage(f"the full-text index has the texts of {bodies} {kind.table}", REINDEX)
