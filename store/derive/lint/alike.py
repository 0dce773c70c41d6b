"""Places, sources and actors that look the same: found by their names, in blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, product

from store import properties
from store.derive.lint.finding import Finding
from store.derive.lint.shelf import Shelf, called
from store.derive.matching import distance_km
from store.derive.namesakes import names_of
from store.ids import Kind, Ref
from store.model import Actor, Location, Source
from store.record import Record
from store.vocabulary import SourceKind
from store.words import words

#: Places of one name that lie farther apart are two.
SAME_KM = 10.0
#: Places of two spellings have to lie nearer.
ALIKE_KM = 3.0
#: Names are much alike from here on, 0 to 1.
ALIKE = 0.92
#: Shorter names are much alike too often.
LONG_ENOUGH = 6
#: A word of so many letters is one more name, and no article.
A_WORD = 3
#: Of names that begin alike so many are compared, each with each.
IN_A_BLOCK = 200
#: So many words of a name are looked at.
FIRST_WORDS = 12
#: Two names that differ by one of these are of two: North Darfur, South Darfur.
_APART = frozenset(
    words(
        "north south east west northern southern eastern western central upper lower old new"
        " northeast northwest southeast southwest great greater lesser little big first second"
        " third nord sud est ouest norte sur este oeste alta baja gharbi sharqi shamali janubi"
    )
)
_NUMBER = re.compile(r"\d+")


def twins(kind: Kind, shelf: Shelf, wanted: frozenset[int] | None) -> Iterator[Finding]:
    """The places, sources or actors that look the same; of `wanted` at least one of each two."""
    records = _all(kind, shelf)
    joined = _Joined(len(records))
    rule = f"same-{'place' if kind is Kind.LOCATION else kind.noun}"
    judge = _JUDGES[kind]
    for one, other, said in _pairs(records, shelf):
        a, b = records[one], records[other]
        if wanted is not None and a.id not in wanted and b.id not in wanted:
            continue
        reason = judge(a, b, said, shelf)
        if not reason:
            continue
        found = shelf.finding(
            rule,
            (a, b) if a.id < b.id else (b, a),
            "",
            f"{called(a)} and {called(b)} look the same: {reason}.",
            f"Make one {kind.noun if kind is not Kind.LOCATION else 'place'} of them.",
            shelf.merging(a, b),
        )
        # Ten that are one are nine findings, and not forty-five.
        if found.is_meant or joined.join(one, other):
            yield found


def _all(kind: Kind, shelf: Shelf) -> list[Record]:
    """Every record of the kind that can be told by its name."""
    found = []
    for page in shelf.pages(kind, shelf.reader.numbers(kind)):
        # A witness is called `a resident`, as many others are.
        found += [
            one for one in page if not (isinstance(one, Source) and one.kind is SourceKind.WITNESS)
        ]
    return sorted(found, key=lambda one: one.id)


class _Joined:
    """Which of the records have been told to be the same, if only by way of others."""

    def __init__(self, size: int) -> None:
        self._first = list(range(size))

    def join(self, one: int, other: int) -> bool:
        """Whether that is news."""
        a, b = self._root(one), self._root(other)
        self._first[max(a, b)] = min(a, b)
        return a != b

    def _root(self, at: int) -> int:
        while self._first[at] != at:
            self._first[at] = self._first[self._first[at]]
            at = self._first[at]
        return at


def _pairs(records: Sequence[Record], shelf: Shelf) -> Iterator[tuple[int, int, str]]:
    """Two that share a name, then two that have names much alike, and what they share."""
    same: dict[str, dict[int, None]] = {}
    for at, record in enumerate(records):
        for name in names_of(record):
            same.setdefault(" ".join(words(name)[:FIRST_WORDS]), {})[at] = None
    told: set[tuple[int, int]] = set()
    for at, having in enumerate(same.values()):
        if at % 500 == 0:
            shelf.heed()
        for one, other in combinations(list(having)[:IN_A_BLOCK], 2):
            if (one, other) not in told:
                told.add((one, other))
                yield one, other, ""
    for mine, theirs in _alike(same, shelf):
        for pair in product(list(same[mine])[:IN_A_BLOCK], list(same[theirs])[:IN_A_BLOCK]):
            a, b = min(pair), max(pair)
            if a != b and (a, b) not in told:
                told.add((a, b))
                yield a, b, f"“{mine}” and “{theirs}” are much alike"


def _alike(names: Iterable[str], shelf: Shelf) -> Iterator[tuple[str, str]]:
    """Two names that are spelt almost the same; each name is compared with those that begin so."""
    from rapidfuzz import fuzz  # noqa: PLC0415  nothing before the first screen needs it

    blocks: dict[tuple[str, str], list[str]] = {}
    for name in names:
        if len(name) >= LONG_ENOUGH:
            # The numbers of two that are one are the same: Camp 12, Camp 13.
            blocks.setdefault((name[:4], "".join(_NUMBER.findall(name))), []).append(name)
    for block in blocks.values():
        shelf.heed()
        for one, other in combinations(sorted(block)[:IN_A_BLOCK], 2):
            if fuzz.ratio(one, other, score_cutoff=ALIKE * 100) and not _are_apart(one, other):
                yield one, other


def _are_apart(one: str, other: str) -> bool:
    """Whether the words by which two names differ tell two things apart."""
    mine, theirs = set(one.split()), set(other.split())
    if (mine ^ theirs) & _APART:
        return True
    # An alliance has the names of its members, and one more: A, B; A, B, C.
    more = (mine - theirs) or (theirs - mine)
    return (mine < theirs or theirs < mine) and any(len(word) >= A_WORD for word in more)


def _places(one: Record, other: Record, said: str, shelf: Shelf) -> str:
    if not isinstance(one, Location) or not isinstance(other, Location):
        return ""
    if _contains(one, other.ref, shelf) or _contains(other, one.ref, shelf):
        return ""
    if one.country and other.country and one.country.upper() != other.country.upper():
        return ""
    here, there = properties.point(one), properties.point(other)
    name = said or "they have a name in common"
    if here and there:
        apart = distance_km(here, there)
        if apart > (ALIKE_KM if said else SAME_KM):
            return ""
        return f"{name}, and they lie {f'{apart:.0f} km' if apart >= 1 else 'less than 1 km'} apart"
    if said or not _is_one_region(one, other):
        return ""
    return f"{name}; where they lie is not known of both, so they may be two all the same"


def _is_one_region(one: Location, other: Location) -> bool:
    """Whether nothing that is known of where two places lie tells them apart."""
    known = ((one.adm1, other.adm1), (one.adm2, other.adm2), (one.parent, other.parent))
    return all(not (a and b) or str(a).casefold() == str(b).casefold() for a, b in known)


def _contains(inner: Location, outer: Ref, shelf: Shelf) -> bool:
    """Whether a place lies in the other, by way of others or at once."""
    seen: set[Ref] = set()
    at = inner.parent
    while at is not None and at not in seen:
        if at == outer:
            return True
        seen.add(at)
        record = shelf.record(at)
        at = record.parent if isinstance(record, Location) else None
    return False


def _sources(one: Record, other: Record, said: str, shelf: Shelf) -> str:
    del shelf
    if not isinstance(one, Source) or not isinstance(other, Source):
        return ""
    mine, theirs = words(one.affiliation), words(other.affiliation)
    if mine and theirs and mine != theirs:
        return ""
    return said or "they have a name in common"


def _actors(one: Record, other: Record, said: str, shelf: Shelf) -> str:
    del shelf
    if not isinstance(one, Actor) or not isinstance(other, Actor):
        return ""
    for scheme in one.scheme_ids.keys() & other.scheme_ids.keys():
        if one.scheme_ids[scheme] != other.scheme_ids[scheme]:
            return ""
    return said or "they have a name in common"


_JUDGES: dict[Kind, Callable[[Record, Record, str, Shelf], str]] = {
    Kind.LOCATION: _places,
    Kind.SOURCE: _sources,
    Kind.ACTOR: _actors,
}
