"""The reader's contract over the working copy."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import cache

import apsw
from msgspec.structs import replace

from store import codec
from store.errors import Interrupted, UnknownRecord
from store.ids import Kind, Ref
from store.model import Report
from store.order import BY_NAME
from store.paths import Path, paths
from store.reader import Links, no_links
from store.record import Record
from store.references import EDGES, Reference
from store.sql.schema import MASK, key, rank

#: Asked while a long read goes on; true ends it.
Stop = Callable[[], bool]
#: So many steps of SQLite's machine, some tens of microseconds, lie between two questions.
STEPS = 2000


class SqlReader:
    """One connection's view; inside a transaction, the store at one operation."""

    def __init__(self, connection: apsw.Connection, stop: Stop | None = None) -> None:
        self._connection = connection
        self._stop = stop

    @property
    def operation(self) -> int:
        row = self._connection.execute(
            "SELECT sequence FROM operations ORDER BY sequence DESC LIMIT 1"
        ).fetchone()
        return int(row[0]) if row else 0

    def find(self, ref: Ref) -> Record | None:
        row = self._connection.execute(
            "SELECT r.document, t.text FROM records r LEFT JOIN texts t ON t.sha256 = r.text"
            " WHERE r.record = ?",
            (key(ref),),
        ).fetchone()
        if row is None:
            return None
        record = codec.decode_json(ref.kind, ref.number, row[0])
        if row[1] is not None and isinstance(record, Report):
            return replace(record, text=row[1])
        return record

    def get(self, ref: Ref) -> Record:
        record = self.find(ref)
        if record is None:
            raise UnknownRecord(ref)
        return record

    def version(self, ref: Ref) -> int:
        row = self._connection.execute(
            "SELECT operation FROM records WHERE record = ?", (key(ref),)
        ).fetchone()
        return int(row[0]) if row else 0

    def listing(self, kind: Kind, numbers: Iterable[int]) -> list[Record]:
        found = []
        for number in numbers:
            row = self._connection.execute(
                "SELECT document FROM records WHERE record = ?", (key(kind.ref(number)),)
            ).fetchone()
            if row is not None:
                found.append(codec.decode_json(kind, number, row[0]))
        return found

    def numbers(self, kind: Kind, limit: int | None = None) -> Sequence[int]:
        way = "ASC" if kind in BY_NAME else "DESC"
        rows = self._connection.execute(
            f"SELECT record & {MASK} FROM records WHERE kind = ?"
            f" ORDER BY place {way}, record {way} LIMIT ?",
            (rank(kind), -1 if limit is None else limit),
        )
        # Eight bytes a record: a million of them are 8 MB, as Python integers 40.
        return array("q", (row[0] for row in rows))

    def count(self, kind: Kind) -> int:
        return sum(self.counts(kind).values())

    def counts(self, kind: Kind) -> dict[str, int]:
        rows = self._connection.execute(
            "SELECT state, sum(n) FROM counts WHERE kind = ? GROUP BY state", (rank(kind),)
        )
        return {state: n for state, n in rows if n}

    def linked(self, ref: Ref, kind: Kind) -> Links:
        ways = paths(ref.kind, kind)
        if not ways:
            return no_links(kind)
        self._connection.set_progress_handler(self._stop, STEPS)
        try:
            return self._walked(ref, kind)
        except apsw.InterruptError:
            raise Interrupted from None
        finally:
            self._connection.set_progress_handler(None)

    def _walked(self, ref: Ref, kind: Kind) -> Links:
        roles: dict[int, list[str]] = {}
        for number, role in self._connection.execute(_walk(ref.kind, kind), {"at": ref.number}):
            if ref.kind is kind and number == ref.number:
                continue
            mine = roles.setdefault(number, [])
            if role not in mine:
                mine.append(role)
        named = {number: tuple(mine) for number, mine in roles.items()}
        return Links(kind, list(roles), named, len(roles))

    def named_by(self, ref: Ref) -> list[tuple[Ref, Reference]]:
        return [
            (edge.holder.ref(holder), Reference(edge, ref, role))
            for edge in EDGES
            if edge.named is ref.kind
            for holder, role in self._connection.execute(
                "SELECT holder, role FROM links WHERE edge = ? AND named = ? ORDER BY holder, role",
                (edge.code, ref.number),
            )
        ]


@cache
def _walk(start: Kind, end: Kind) -> str:
    """SQL for everything linked: number and role, in list order, then in the paths' order."""
    way = "ASC" if end in BY_NAME else "DESC"
    ends = " UNION ALL ".join(
        _path_sql(path, order) for order, path in enumerate(paths(start, end))
    )
    return (
        f"WITH ends(number, role, path) AS ({ends})"
        " SELECT number, role FROM ends"
        f" JOIN records ON record = {rank(end) << 48} | number"
        f" ORDER BY place {way}, record {way}, path, role"
    )


def _path_sql(path: Path, order: int) -> str:
    """One path as a chain of joins over links; SQLite joins them from the left."""
    joins, at, roles = [], ":at", []
    for hop, step in enumerate(path.steps):
        near, far = ("holder", "named") if step.forward else ("named", "holder")
        joins.append((f"links l{hop}", f"l{hop}.edge = {step.edge.code} AND l{hop}.{near} = {at}"))
        at = f"l{hop}.{far}"
        roles.append(f"nullif(l{hop}.role, '')")
    tables = " CROSS JOIN ".join(table for table, _ in joins)
    role = f"'{path.role}'" if path.role else f"coalesce({', '.join([*reversed(roles), repr('')])})"
    where = " AND ".join(condition for _, condition in joins)
    return f"SELECT {at} AS number, {role} AS role, {order} FROM {tables} WHERE {where}"
