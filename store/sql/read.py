"""The reader's contract over the working copy."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import apsw
import msgspec
from msgspec.structs import replace

from store import codec
from store.errors import Interrupted, UnknownRecord
from store.ids import Kind, Ref
from store.model import Report
from store.order import BY_NAME
from store.paths import paths
from store.reader import Asker, Links, no_links
from store.record import Record
from store.references import EDGES, Edge, Reference
from store.sql.rows import one, rows, shaped
from store.sql.schema import MASK, key, rank
from store.sql.walks import ends, walk
from store.sql.watermark import is_indexed

if TYPE_CHECKING:
    from store.syntax import Query

#: Asked while a long read goes on; true ends it.
Stop = Callable[[], bool]
#: So many steps of SQLite's machine, some tens of microseconds, lie between two questions.
STEPS = 2000


#: So many document ids are read at a time: some milliseconds.
CHUNK = 20_000
_NUMBERS = msgspec.json.Decoder(list[int])


def packed(connection: apsw.Connection, query: str, *bound: int) -> list[int]:
    """The document ids of the keys that a query finds, in its order.

    As one text, made without Python: a third of the time of as many rows.
    """
    row = one(connection, f"SELECT json_group_array(record & {MASK}) FROM ({query})", *bound)
    return _NUMBERS.decode(row[0]) if row else []


def in_order(limit: int, found: Iterable[int]) -> Sequence[int]:
    """The first document ids as they were found, or for a limit below 0 the last, turned round."""
    numbers = array("q", found)
    if limit < 0:
        numbers.reverse()
    return numbers


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
        return shaped(tuple[int], row)[0] if row else 0

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
        # Eight bytes a record: a million of them are 8 MB, as Python integers 40.
        if limit is None:
            return self._all_numbers(kind)
        way = "ASC" if (kind in BY_NAME) == (limit >= 0) else "DESC"
        found = rows(
            self._connection,
            f"SELECT record & {MASK} FROM records WHERE kind = ?"
            f" ORDER BY place {way}, record {way} LIMIT ?",
            *(rank(kind), abs(limit)),
        )
        return in_order(limit, (row[0] for row in found))

    def _all_numbers(self, kind: Kind) -> Sequence[int]:
        """In chunks made by SQLite: while it works, other threads run."""
        way, beyond = ("ASC", ">") if kind in BY_NAME else ("DESC", "<")
        chunk = f" ORDER BY place {way}, record {way} LIMIT {CHUNK}"
        first = f"SELECT record FROM records WHERE kind = ?1{chunk}"
        further = (
            f"SELECT record FROM records WHERE kind = ?1 AND (place, record) {beyond}"
            f" ((SELECT place FROM records WHERE record = ?2), ?2){chunk}"
        )
        found, last = array("q"), 0
        while True:
            query = further if found else first
            numbers = packed(self._connection, query, rank(kind), *((last,) if found else ()))
            found.extend(numbers)
            if len(numbers) < CHUNK:
                return found
            last = key(kind.ref(numbers[-1]))

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
        query = self._walk_sql(ref.kind, kind)
        for number, role in self._connection.execute(query, {"at": ref.number}):
            if ref.kind is kind and number == ref.number:
                continue
            mine = roles.setdefault(_whole(number), [])
            if role not in mine:
                mine.append(role)
        named = {number: tuple(mine) for number, mine in roles.items()}
        return Links(kind, list(roles), named, len(roles))

    def _walk_sql(self, start: Kind, end: Kind) -> str:
        return walk(start, end)

    def search(self, query: Query, kind: Kind, asker: Asker) -> Iterator[int]:
        # The query language takes a while to load, and the first screen asks for nothing.
        from store.derive.search import search  # noqa: PLC0415
        from store.sql.search import IndexedSearch  # noqa: PLC0415

        if not self._is_indexed():
            return search(self, query, kind, asker, self._heeding(self.numbers(kind)))
        return IndexedSearch(self._connection, self, kind, self._stop).hits(query, asker)

    def _heeding(self, numbers: Iterable[int]) -> Iterator[int]:
        for number in numbers:
            if self._stop and self._stop():
                raise Interrupted
            yield number

    def _is_indexed(self) -> bool:
        """Whether the full-text index knows the records as this reader sees them."""
        return is_indexed(self._connection)

    def neighbours(self, ref: Ref, kind: Kind) -> Collection[int]:
        ways = ends(ref.kind, kind)
        if ways is None:
            return ()
        found = {number for number, *_ in self._connection.execute(ways, {"at": ref.number})}
        if ref.kind is kind:
            found.discard(ref.number)
        return found

    def named_by(self, ref: Ref, by: Edge | None = None) -> list[tuple[Ref, Reference]]:
        return [
            (edge.holder.ref(_whole(holder)), Reference(edge, ref, role))
            for edge in EDGES
            if edge.named is ref.kind and by in (None, edge)
            for holder, role in self._connection.execute(
                "SELECT holder, role FROM links WHERE edge = ? AND named = ? ORDER BY holder, role",
                (edge.code, ref.number),
            )
        ]


def _whole(number: object) -> int:
    """A document id; msgspec.ValidationError where a damaged link has none."""
    if isinstance(number, int):
        return number
    raise msgspec.ValidationError(f"a link names the record {number!r}, and none has such an id")
