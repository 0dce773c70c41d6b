"""The records as they are now, looked at: against the log, their links, counts and evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import apsw

from store import spans
from store.care.chain import Moment
from store.care.findings import (
    LEAST,
    MOST,
    SLICE,
    Finding,
    Progress,
    damage,
    decoded,
    named,
    remark,
    shaped,
)
from store.ids import HIGHEST, Kind, Ref
from store.model import Claim, Quote, Report
from store.order import place_of, state_of
from store.record import Record
from store.references import EDGES, references
from store.sql import schema
from store.sql.connection import reading
from store.sql.rows import one, rows
from store.sql.schema import FOREIGN, KINDS, MASK, SHIFT

_EDGES = {kind: [edge for edge in EDGES if edge.holder is kind] for kind in Kind}


class _Newest(NamedTuple):
    """A record's newest version, and the one at the operation that the counts are from."""

    at: int
    newest: int
    then: int | None
    operation: int
    document: str | None
    text: bytes | None


_NEWEST = (
    "WITH found(at, newest, earlier) AS (SELECT record, max(version),"
    " max(CASE WHEN version <= ? THEN version END)"
    " FROM versions WHERE record BETWEEN ? AND ? GROUP BY record ORDER BY record LIMIT ?)"
    " SELECT at, newest, earlier, operation, document, text FROM found"
    " JOIN versions ON version = newest ORDER BY at"
)
_RECORDS = (
    "SELECT record, kind, place, state, operation, document, text FROM records"
    " WHERE record BETWEEN ? AND ? ORDER BY record LIMIT ?"
)
_COUNTED = dict[tuple[int, str, int], int]


class _Row(NamedTuple):
    record: int
    kind: int
    place: int | str
    state: str
    operation: int
    document: str
    text: bytes | None


class Records:
    """Looks at every record in slices, each in one short read."""

    def __init__(
        self, connection: apsw.Connection, seen: Moment, progress: Progress | None
    ) -> None:
        self._connection = connection
        self._seen = seen
        self._progress = progress
        self._counts: Counter[tuple[int, str, int]] = Counter()
        self._done = 0
        self._report: tuple[Ref | None, str | None] = (None, None)

    def check(self) -> Iterator[Finding]:
        """Everything but the highest ids."""
        for kind in Kind:
            yield from self._range(*schema.bounds(kind), kind)
        for number in sorted(self._seen.tables.keys() - self._seen.foreign.keys()):
            name = self._seen.tables[number]
            yield damage(f"the table {name!r} has the number {number}, which no table has")
        for table in self._seen.foreign:
            yield from self._range(*schema.foreign_bounds(table), None)
        yield from self._strays()
        if self._counts != self._seen.counts:
            yield from self._miscounted()

    def _range(self, start: int, end: int, kind: Kind | None) -> Iterator[Finding]:
        first, last = start, end
        while start <= end:
            with reading(self._connection):
                newest = {
                    row[0]: _Newest(*shaped(row, "iiIiTB", "versions"))
                    for row in rows(self._connection, _NEWEST, self._seen.last, start, end, SLICE)
                }
                until = max(newest) if len(newest) == SLICE else end
                found = self._rows(start, until)
                yield from self._compare(newest, found, kind)
                if kind is not None:
                    outer = LEAST if start == first else start & MASK
                    yield from self._links(
                        found, kind, outer, MOST if until == last else until & MASK
                    )
            self._done += len(found)
            if self._progress:
                self._progress("records", self._done, sum(self._seen.counts.values()))
            start = until + 1

    def _rows(self, start: int, until: int) -> dict[int, _Row]:
        found = {}
        for row in rows(self._connection, _RECORDS, start, until, -1):
            place = "t" if isinstance(row[2], str) else "i"
            found[row[0]] = _Row(*shaped(row, f"ii{place}titB", "records"))
        return found

    def _compare(
        self, newest: dict[int, _Newest], found: dict[int, _Row], kind: Kind | None
    ) -> Iterator[Finding]:
        for at in sorted(newest.keys() | found.keys()):
            name = named(at, self._seen.tables)
            version, row = newest.get(at), found.get(at)
            if version is None:
                yield damage(f"{name} is there, and no operation has written it")
            elif row is None and version.document is not None:
                yield damage(
                    f"{name} is missing, and by the operation {version.operation} it is there"
                )
            elif row is not None and version.document is None:
                yield damage(
                    f"{name} is there, and the operation {version.operation} has deleted it"
                )
            elif row is not None and (row.operation, row.document, row.text) != version[3:]:
                yield damage(f"{name} is not as the operation {version.operation} wrote it last")
            if row is not None:
                yield from self._row(name, row, kind)
            if version is not None:
                self._count(version, kind)

    def _row(self, name: str, row: _Row, kind: Kind | None) -> Iterator[Finding]:
        if row.kind != row.record >> SHIFT:
            yield damage(f"{name} is listed under another kind")
        record = decoded(kind, row.record & MASK, row.document) if kind else None
        if kind is None:
            return
        if record is None:
            yield damage(f"{name} holds no document that can be read")
            return
        if (type(row.place), row.place) != (type(place_of(record)), place_of(record)):
            yield damage(f"{name} is listed at another place than its own")
        if row.state != state_of(record):
            yield damage(f"{name} is listed as {row.state!r} and not as {state_of(record)!r}")
        if isinstance(record, Quote | Claim):
            yield from self._evidence(name, record)

    def _count(self, version: _Newest, kind: Kind | None) -> None:
        """Count the record as it was at the operation that the counts are from."""
        if kind is None or version.then is None:
            return
        document = version.document
        if version.then != version.newest:
            found = one(
                self._connection, "SELECT document FROM versions WHERE version = ?", version.then
            )
            document = found[0] if found else None
        record = decoded(kind, version.at & MASK, document) if isinstance(document, str) else None
        if record is not None:
            place = place_of(record)
            day = place if isinstance(place, int) else 0
            self._counts[schema.rank(kind), state_of(record), day] += 1

    def _evidence(self, name: str, record: Quote | Claim) -> Iterator[Finding]:
        if record.start is None and record.end is None:
            return
        if record.report is None or record.start is None or record.end is None:
            yield remark(f"{name} names a part of its evidence only")
            return
        text = self._text_of(record.report)
        if text is not None:
            wrong = spans.mismatch(text, record.start, record.end, record.words)
            if wrong:
                yield remark(f"the evidence of {name} is not in {record.report}: {wrong}")

    def _text_of(self, report: Ref) -> str | None:
        """The report's text, kept for the next quote from it; None without the report."""
        if self._report[0] != report:
            found = one(
                self._connection,
                "SELECT coalesce(t.text, '') FROM records r LEFT JOIN texts t ON t.sha256 = r.text"
                " WHERE record = ?",
                schema.key(report),
            )
            text = shaped(found, "t", "texts")[0] if found else None
            self._report = (report, text)
        return self._report[1]

    def _links(self, found: dict[int, _Row], kind: Kind, start: int, end: int) -> Iterator[Finding]:
        expected: set[tuple[int, int, int, str]] = set()
        for row in found.values():
            record = decoded(kind, row.record & MASK, row.document)
            if record is not None:
                expected.update(
                    (to.edge.code, row.record & MASK, to.to.number, to.role)
                    for to in references(record)
                )
        lying = {
            shaped(row, "iiit", "links")
            for edge in _EDGES[kind]
            for row in rows(
                self._connection,
                "SELECT edge, holder, named, role FROM links"
                " WHERE edge = ? AND holder BETWEEN ? AND ?",
                *(edge.code, start, end),
            )
        }
        for holder in sorted({link[1] for link in lying ^ expected}):
            lacks = any(link[1] == holder for link in expected - lying)
            what = (
                "has lost a link that its references make"
                if lacks
                else "has a link of no reference"
            )
            yield damage(f"{named(schema.bounds(kind)[0] | holder & MASK, {})} {what}")
        yield from self._dangling(kind, start, end)

    def _dangling(self, kind: Kind, start: int, end: int) -> Iterator[Finding]:
        for edge in _EDGES[kind]:
            base = schema.bounds(edge.named)[0]
            for holder, to in rows(
                self._connection,
                "SELECT DISTINCT holder, named FROM links LEFT JOIN records ON record = ? | named"
                " WHERE edge = ? AND holder BETWEEN ? AND ? AND record IS NULL",
                *(base, edge.code, start, end),
            ):
                if isinstance(holder, int) and isinstance(to, int) and 0 < to <= MASK:
                    yield remark(
                        f"the {edge.field} of {kind.ref(holder)} names {edge.named.ref(to)},"
                        " which is not there"
                    )

    def _strays(self) -> Iterator[Finding]:
        """Keys of no kind and no table, and links of no edge."""
        known = [
            *map(schema.bounds, KINDS),
            *map(schema.foreign_bounds, sorted(self._seen.foreign)),
        ]
        with reading(self._connection):
            for table in ("records", "versions"):
                query = f"SELECT 1 FROM {table} WHERE record >= ? AND record < ? LIMIT 1"  # noqa: S608  names of our own
                start = LEAST
                for first, last in [*known, (MOST, MOST)]:
                    if start < first and one(self._connection, query, start, first):
                        yield damage(f"the table {table} has a record of no kind that there is")
                    start = last + 1 if last < MOST else MOST
            codes = {edge.code for edge in EDGES}
            for (code,) in rows(self._connection, "SELECT DISTINCT edge FROM links"):
                if code not in codes:
                    yield damage(f"there are links of the edge {code!r}, which no field makes")

    def _miscounted(self) -> Iterator[Finding]:
        told: _COUNTED = self._seen.counts
        for counted in sorted(told.keys() | self._counts.keys(), key=repr):
            if told.get(counted, 0) != self._counts.get(counted, 0):
                at_rank, state, _ = counted
                table = KINDS[at_rank - 1].table if 0 < at_rank <= len(KINDS) else "records"
                yield damage(
                    f"the {table} in the state {state!r} of a day are counted as"
                    f" {told.get(counted, 0)} and are {self._counts.get(counted, 0)}"
                )


def check_highest(connection: apsw.Connection, seen: Moment) -> Iterator[Finding]:
    """That no document id can be given out again."""
    with reading(connection):
        kept: dict[int, int] = dict(
            shaped(row, "ii", "highest")
            for row in rows(connection, "SELECT kind, number FROM highest")
        )
        ranks = [(schema.rank(kind), kind.table) for kind in Kind]
        ranks += [(FOREIGN + number, name) for number, name in seen.foreign.items()]
        for at_rank, table in ranks:
            found = one(
                connection,
                "SELECT max(record) FROM versions WHERE record BETWEEN ? AND ?",
                *(at_rank << SHIFT, at_rank << SHIFT | MASK),
            )
            newest = shaped(found, "I", "versions")[0] if found else None
            used = newest & MASK if newest is not None else 0
            if not used <= kept.get(at_rank, 0) <= HIGHEST:
                yield damage(
                    f"the highest id of the table {table} is kept as {kept.get(at_rank, 0)},"
                    f" and {used} was given out"
                )


def originals_named(connection: apsw.Connection) -> Iterator[tuple[str, str]]:
    """Each report with the hash of its original bytes."""
    start, end = schema.bounds(Kind.REPORT)
    while start <= end:
        with reading(connection):
            found = list(rows(connection, _RECORDS, start, end, SLICE))
        for row in found:
            record: Record | None = (
                decoded(Kind.REPORT, row[0] & MASK, row[5]) if isinstance(row[5], str) else None
            )
            if isinstance(record, Report) and record.sha256:
                yield record.ref, record.sha256
        if len(found) < SLICE:
            return
        start = found[-1][0] + 1
