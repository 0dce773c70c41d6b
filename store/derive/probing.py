"""Finding what shares words with a record: rare words are looked up one by one, and vote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import islice
from math import log
from typing import NamedTuple

from store.ids import Kind
from store.properties import FIRST_DAY, LAST_DAY
from store.reader import Asker, Reader
from store.syntax import Asked, Day, Days, Every, Node, Query

#: What more records than these have is no rare word, however many there are.
COUNTED = 600
#: Of the records that have a word so many are known.
KNOWN = 100
#: Words that say less than this together are no evidence, however many of them are shared.
LEAST = 3.0


class Votes(NamedTuple):
    """Which records share words, and how much each word says."""

    shared: Mapping[int, tuple[str, ...]]
    """By document id, the words that it shares."""
    rarity: Mapping[str, float]
    """Of each word: 1 where one record has it, 0 where all have."""

    def share(self, number: int) -> float:
        """How much the words say that a record shares, of what all of them say."""
        whole = max(sum(self.rarity.values()), LEAST)
        return sum(self.rarity[word] for word in self.shared[number]) / whole

    def best(self, most: int) -> list[int]:
        """The records that share most, best first."""
        return sorted(self.shared, key=lambda number: (-self.share(number), -number))[:most]


def probe(
    reader: Reader,
    kind: Kind,
    asker: Asker,
    nodes: Iterable[tuple[str, Node]],
    days: tuple[int, int] | None = None,
    but: Iterable[int] = (),
    *,
    counts: bool = True,
) -> Votes:
    """The records of a kind that each of the nodes finds, of these days, but those that are named.

    Without `counts` every node says as much as any other.

    Interrupted when `stop` of the read says so.
    """
    within = Asked("on", between(*days)) if days else None
    left_out = frozenset(but)
    whole = max(reader.count(kind), 2)
    shared: dict[int, tuple[str, ...]] = {}
    rarity: dict[str, float] = {}
    for name, node in nodes:
        rarity[name] = 1.0
        if counts:
            hits = sum(1 for _ in islice(reader.search(Query(node), kind, asker), COUNTED + 1))
            # A word that only this record has speaks against all others.
            rarity[name] = 0.1 if hits > COUNTED else log(whole / max(hits, 1)) / log(whole)
        query = Query(Every((within, node)) if within else node)
        for number in islice(reader.search(query, kind, asker), KNOWN):
            if number not in left_out:
                shared[number] = (*shared.get(number, ()), name)
    return Votes(shared, rarity)


def between(first: int, last: int) -> Days:
    """Days as a query asks for them, by their ordinals; those beyond the calendar are its ends."""
    low, high = (
        date.fromordinal(min(max(day, FIRST_DAY), LAST_DAY)).isoformat() for day in (first, last)
    )
    return Days(Day(low), Day(high))
