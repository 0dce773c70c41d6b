"""What the hits of a query have in common: values with their counts, each a condition to add."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from store.derive.ranking import slices
from store.derive.tally import Counted, Holdings, Tally, countable
from store.fields import FIELDS
from store.ids import Kind
from store.reader import Asker, Reader
from store.syntax import Asked, Every, Node, Query, Without

#: The fields that a kind is looked at by, in the order in which they are shown.
FACETS: dict[Kind, tuple[str, ...]] = {
    Kind.REPORT: (
        "triage",
        "on",
        "source",
        "reliability",
        "place",
        "type",
        "verdict",
        "form",
        "language",
        "tag",
        "assignee",
    ),
    Kind.EVENT: (
        "status",
        "assessment",
        "type",
        "on",
        "place",
        "source",
        "reliability",
        "tag",
        "assignee",
    ),
    Kind.LOCATION: ("country", "region", "type", "tag"),
    Kind.SOURCE: ("reliability", "form", "affiliation", "tag"),
    Kind.QUOTE: ("form", "speaker", "place", "event", "tag"),
    Kind.CLAIM: ("about", "measure", "group", "stance", "credibility", "claimant", "on", "tag"),
    Kind.ACTOR: ("form", "tag"),
    Kind.ATTACHMENT: ("on", "report", "tag"),
    Kind.NOTE: ("form", "on", "by", "tag"),
    Kind.VIEW: ("by", "tag"),
}
#: So many hits are counted, in list order: the newest ones.
MOST_HITS = 20_000
#: What is counted so far is told after so many hits, then after twice as many, and so on.
FIRST_TOLD = 500
#: So many values of a field are shown.
MOST_VALUES = 50


class Facet(NamedTuple):
    """One field with the values that hits have in it."""

    field: str
    meaning: str
    values: tuple[Counted, ...]


class Facets(NamedTuple):
    """The values of a query's hits."""

    facets: tuple[Facet, ...]
    """Only those in which a hit has a value."""
    counted: int
    is_whole: bool
    """Whether these were all the hits."""
    goes_on: bool = False
    """Whether more of them will be counted."""


def facets(
    reader: Reader,
    query: Query,
    kind: Kind,
    asker: Asker,
    most_hits: int = MOST_HITS,
    tell: Callable[[Facets], object] = lambda _: None,
) -> Facets:
    """The facets of the hits of a kind; Interrupted when `stop` of the read says so.

    Where all hits are counted, a value's count is how many hits are left when its condition is
    added to the query.  `tell` is given what is counted so far, now and then.
    """
    # The first ones are the newest only in list order.
    hits = iter(reader.search(Query(query.node), kind, asker))
    holdings = Holdings(reader, asker)
    tallies = {name: Tally(FIELDS[name], holdings) for name in FACETS[kind]}
    counted, due = 0, FIRST_TOLD
    for counted in _count(reader, kind, islice(hits, most_hits), tallies.values()):
        if counted >= due:
            tell(Facets(_found(tallies), counted, is_whole=False, goes_on=True))
            due = 2 * counted
    is_whole = counted < most_hits or next(hits, None) is None
    return Facets(_found(tallies), counted, is_whole)


def _found(tallies: Mapping[str, Tally]) -> tuple[Facet, ...]:
    found = (
        Facet(name, FIELDS[name].meaning, tally.counted(MOST_VALUES))
        for name, tally in tallies.items()
    )
    return tuple(one for one in found if one.values)


def count_by(
    reader: Reader, query: Query, kinds: Iterable[Kind], field: str, asker: Asker
) -> tuple[Counted, ...]:
    """How many hits of these kinds have each value of a field; QueryError for a field without any.

    A hit with several values is counted at each of them, one without a value at none.
    """
    tally = Tally(countable(field), Holdings(reader, asker))
    for kind in kinds:
        hits = reader.search(Query(query.node), kind, asker)
        deque(_count(reader, kind, hits, [tally]), maxlen=0)
    return tally.counted()


def _count(
    reader: Reader, kind: Kind, hits: Iterable[int], tallies: Iterable[Tally]
) -> Iterator[int]:
    """How many hits are counted, again and again."""
    counted = 0
    for numbers in slices(hits):
        counted += len(numbers)
        for record in reader.listing(kind, numbers):
            for tally in tallies:
                tally.add(record)
        yield counted


def narrowed(query: Query, condition: Asked, *, excludes: bool = False) -> Query:
    """The query with the condition, or with what excludes it; without it, where it has it."""
    wanted: Node = Without(condition) if excludes else condition
    parts = _parts(query.node)
    # Both together would find nothing.
    kept = [one for one in parts if one not in (condition, Without(condition))]
    if wanted not in parts:
        kept.append(wanted)
    node = Every(tuple(kept)) if len(kept) > 1 else kept[0] if kept else None
    return Query(node, query.order)


def in_force(query: Query, condition: Asked) -> str:
    """`+` where the query has the condition, `-` where it excludes it, else ""."""
    parts = _parts(query.node)
    return "+" if condition in parts else "-" if Without(condition) in parts else ""


def _parts(node: Node | None) -> tuple[Node, ...]:
    if node is None:
        return ()
    return node.parts if isinstance(node, Every) else (node,)
