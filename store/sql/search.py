"""Search by the full-text index: its rows from the newest back, looked at again where needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice

import apsw
from msgspec import json

from store import properties
from store.derive.matching import Matcher
from store.derive.ranking import ordered, slices, waiting
from store.errors import Interrupted
from store.ids import Kind
from store.order import BY_NAME
from store.reader import Asker, Reader
from store.sql import rowids
from store.sql.rows import one, rows
from store.sql.schema import MASK, key, rank
from store.sql.superset import EVERYTHING, Compiler, Superset, said
from store.sql.walks import ends_of_many
from store.syntax import Node, Query
from store.terms import SPANS, choice

#: Relevance is worked out for so many of the newest hits; older ones follow as they are listed.
RANKED = 2000
#: So many records are followed to what is linked to them, and so many looked at before.
FOLLOWED = 20_000
LOOKED_AT = 500
#: A row that is farther than so many is looked up, and not walked to.
STRIDE = 50
#: So many records are put in order by their names one by one.
FEW = 500
#: So many steps of SQLite's machine lie between two questions whether to go on.
STEPS = 2000

Stop = Callable[[], bool]
_URGENT = Superset(f'terms : "{choice("is", "urgent")}"')


class IndexedSearch:
    """A search in one state of the store."""

    def __init__(
        self, connection: apsw.Connection, reader: Reader, kind: Kind, stop: Stop | None
    ) -> None:
        self._connection = connection
        self._reader = reader
        self._kind = kind
        self._stop = stop or (lambda: False)

    def hits(self, query: Query, asker: Asker) -> Iterator[int]:
        """Document ids of what the query asks for, as they are found."""
        # Another search may be under way on this connection.
        self._connection.set_progress_handler(self._stop, STEPS, id=self)
        try:
            yield from self._hits(query, asker)
        except apsw.InterruptError:
            raise Interrupted from None
        finally:
            self._connection.set_progress_handler(None, id=self)

    def _hits(self, query: Query, asker: Asker) -> Iterator[int]:
        superset = self._compiled(query.node, asker)
        matcher = Matcher(query.node, self._reader, asker)
        found = self._looked_at(superset, matcher)
        if query.order is None:
            yield from found
        elif query.order.field == "relevance":
            yield from self._ranked(query, found)
        elif query.order.field == "waiting":
            urgent = set(self._rows(_URGENT, 0, None)) if self._kind is Kind.REPORT else ()
            among = self._unordered(superset) or found
            yield from waiting(among, urgent, is_descending=query.order.is_descending)
        else:
            yield from ordered(self._reader, query, self._kind, list(found))

    def few(self, node: Node, asker: Asker) -> tuple[list[int], bool] | None:
        """What a condition may be true of, where it is so little that others are found by it.

        Also whether it is true of all of these.
        """
        superset = self._compiled(node, asker)
        some: list[int] = []
        is_exact = True
        for numbers, is_sure in self._candidates(superset):
            before = len(some)
            some.extend(islice(numbers, FOLLOWED + 1 - before))
            is_exact &= is_sure or len(some) == before
            if len(some) > FOLLOWED:
                return None
        if is_exact or len(some) > LOOKED_AT:
            return some, is_exact
        return list(self._looked_at(superset, Matcher(node, self._reader, asker))), True

    def _compiled(self, node: Node | None, asker: Asker) -> Superset:
        compiler = Compiler(self._reader, self._kind, asker, self._of_kind, self._linked_to)
        return compiler.compiled(node)

    def _of_kind(self, kind: Kind) -> IndexedSearch:
        return IndexedSearch(self._connection, self._reader, kind, self._stop)

    def _linked_to(self, kind: Kind, numbers: Iterable[int], most: int) -> Iterator[int]:
        """Document ids of ours that are linked to some of a kind, in any order, at most so many."""
        query = ends_of_many(kind, self._kind)
        if query is None:
            return iter(())
        bound = {"at": json.encode(list(numbers)).decode(), "most": most}
        return (number for (number,) in self._connection.execute(query, bound))

    def _looked_at(self, superset: Superset, matcher: Matcher) -> Iterator[int]:
        """The candidates in list order, without those that are no hits."""
        for numbers, is_exact in self._candidates(superset):
            if is_exact:
                yield from self._heeding(numbers)
                continue
            for some in slices(numbers):
                for record in self._reader.listing(self._kind, some):
                    if self._stop():
                        raise Interrupted
                    if matcher.matches(record):
                        yield record.id

    def _unordered(self, superset: Superset) -> list[int] | None:
        """All hits at once, where the terms alone tell them; None where they do not."""
        told = superset.closed()
        if not (told.is_exact and told._replace(less=frozenset()).is_of_words):
            return None
        query = "SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ?"
        bounds = rowids.bounds(self._kind)
        found = rows(self._connection, query, told.words or "", *bounds)
        numbers = rowids.unordered(self._connection, (row[0] for row in found))
        return [number for number in numbers if number not in told.less]

    def _heeding(self, numbers: Iterable[int]) -> Iterator[int]:
        for at, number in enumerate(numbers):
            if at % 1000 == 0 and self._stop():
                raise Interrupted
            yield number

    # -- candidates -----------------------------------------------------------------------

    def _candidates(self, superset: Superset) -> Iterator[tuple[Iterable[int], bool]]:
        """Document ids in list order, in parts, and whether these need not be looked at again."""
        less = superset.less
        for numbers, is_sure in self._told(superset._replace(less=frozenset())):
            yield (n for n in numbers if n not in less) if less else numbers, is_sure

    def _told(self, superset: Superset) -> Iterator[tuple[Iterable[int], bool]]:
        superset, is_exact = superset.closed(), superset.is_exact
        if superset.ids is not None:
            is_told = superset.words or superset.bodies
            if is_told and len(superset.ids) > LOOKED_AT:
                # To look a row up in the set takes no time; to look at its record does.
                told = self._rows(superset, 0, None)
                yield (number for number in told if number in superset.ids), False
            else:
                is_all = is_exact and superset[:3] == (None, None, None)
                yield self._in_order(superset.ids), is_all
        elif superset.days is not None:
            least, most = superset.days
            spanning = superset._replace(words=_and(superset.words, f'terms : "{SPANS}"'))
            yield self._rows(spanning, most + 1, None), False
            if least <= most:
                yield self._rows(superset, least, most), is_exact
            yield self._rows(spanning, 0, min(least, most + 1) - 1), False
        elif superset[:2] == (None, None):
            yield self._all(superset.links), superset == EVERYTHING
        else:
            yield self._rows(superset, 0, None), is_exact

    def _rows(self, superset: Superset, first: int, last: int | None) -> Iterator[int]:
        """Document ids of the rows of these days that the expressions find, in list order."""
        if last is not None and last < first:
            return iter(())
        until = properties.LAST_DAY if last is None else last
        bounds = rowids.bounds(self._kind, first, until)
        if superset.words and superset.bodies:
            found = self._in_both(superset.words, superset.bodies, bounds)
        elif superset.words or superset.bodies:
            table = "words" if superset.words else "bodies"
            found = self._walk(table, superset.words or superset.bodies or "", bounds)
        else:
            return self._of_days(first, until, superset.links)
        numbers = rowids.numbers(self._connection, found)
        return iter(self._in_order(set(numbers))) if self._kind in BY_NAME else numbers

    def _walk(self, table: str, expression: str, bounds: tuple[int, int]) -> Iterator[int]:
        query = (
            f"SELECT rowid FROM {table} WHERE {table} MATCH ? AND rowid BETWEEN ? AND ?"
            " ORDER BY rowid DESC"
        )
        return (row[0] for row in rows(self._connection, query, expression, *bounds))

    def _in_both(self, words: str, bodies: str, bounds: tuple[int, int]) -> Iterator[int]:
        """Rows that both tables find, from the greatest down."""
        least, most = bounds
        one_way, other_way = (
            partial(self._walk, table, expression)
            for table, expression in (("words", words), ("bodies", bodies))
        )
        ahead, behind = one_way(bounds), other_way(bounds)
        target, found = next(ahead, None), next(behind, None)
        while target is not None and found is not None:
            if found == target:
                yield found
                target, found = next(ahead, None), next(behind, None)
                continue
            if found < target:
                target, found = found, target
                ahead, behind = behind, ahead
                one_way, other_way = other_way, one_way
            # What is behind goes on to where the other one is, by leaps when that is far.
            for _ in range(STRIDE):
                found = next(behind, None)
                if found is None or found <= target:
                    break
            else:
                behind = other_way((least, min(target, most)))
                found = next(behind, None)

    def _all(self, links: Iterable[str] = ()) -> Iterator[int]:
        """Every record of the kind in list order, read in pieces that grow."""
        way, beyond = ("ASC", ">") if self._kind in BY_NAME else ("DESC", "<")
        order = f"{_also(links)} ORDER BY place {way}, record {way} LIMIT ?"
        kind, size = rank(self._kind), 50
        found = list(
            rows(
                self._connection,
                f"SELECT place, record FROM records WHERE kind = ?{order}",
                *(kind, size),
            )
        )
        while found:
            yield from (record & MASK for _, record in found)
            size = min(size * 4, 5000)
            further = (
                "SELECT place, record FROM records WHERE kind = ?"
                f" AND (place, record) {beyond} (?, ?){order}"
            )
            found = list(rows(self._connection, further, kind, *found[-1], size))

    def _of_days(self, first: int, last: int, links: Iterable[str]) -> Iterator[int]:
        """The records of these days, by the list itself."""
        query = (
            f"SELECT record & {MASK} FROM records WHERE kind = ? AND place BETWEEN ? AND ?"
            f"{_also(links)} ORDER BY place DESC, record DESC"
        )
        return (row[0] for row in rows(self._connection, query, rank(self._kind), first, last))

    def _in_order(self, numbers: Iterable[int]) -> Iterable[int]:
        """These document ids in list order; those of records that are not there are left out."""
        wanted = set(numbers)
        if len(wanted) > FEW:
            return (number for number in self._all() if number in wanted)
        placed = []
        for number in wanted:
            at = key(self._kind.ref(number))
            row = one(self._connection, "SELECT place FROM records WHERE record = ?", at)
            if row:
                placed.append((row[0], number))
        placed.sort(reverse=self._kind not in BY_NAME)
        return [number for _, number in placed]

    # -- relevance ------------------------------------------------------------------------

    def _ranked(self, query: Query, found: Iterator[int]) -> Iterator[int]:
        """The newest hits by how well they fit, then the others as they are listed."""
        newest = list(islice(found, RANKED))
        weights = self._weights(query, newest)
        is_worst_first = bool(query.order and query.order.is_descending)
        best = sorted(newest, key=lambda number: weights.get(number, 0.0), reverse=is_worst_first)
        yield from chain(best, found)

    def _weights(self, query: Query, numbers: Iterable[int]) -> dict[int, float]:
        """BM25, the less the better: a name counts four times."""
        asked = " OR ".join(f"({said(phrase)})" for phrase in query.phrases)
        if not asked:
            return {}
        table = "bodies" if self._kind is Kind.REPORT else "words"
        places = {}
        for number in numbers:
            at = key(self._kind.ref(number))
            row = one(self._connection, "SELECT place FROM records WHERE record = ?", at)
            place = rowids.rowid(self._connection, at, row[0]) if row else None
            if place is not None:
                places[place] = number
        if not places:
            return {}
        # One walk: how common a word is, which the weight depends on, is counted once for it.
        weighed = rows(
            self._connection,
            f"SELECT rowid, bm25({table}, 4.0, 1.0, 1.0) FROM {table}"
            f" WHERE {table} MATCH ? AND rowid BETWEEN ? AND ?",
            *(asked, min(places), max(places)),
        )
        return {places[row]: weight for row, weight in weighed if row in places}


def _also(links: Iterable[str]) -> str:
    return "".join(f" AND ({link})" for link in links)


def _and(expression: str | None, other: str) -> str:
    return f"({expression}) AND ({other})" if expression else other
