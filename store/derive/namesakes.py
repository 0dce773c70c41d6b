"""Sources, places and actors that may be one: the same name or alias, or one much alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from store import properties
from store.derive.matching import distance_km
from store.ids import Kind, Ref
from store.model import Actor, Location, Source
from store.reader import Asker, Reader
from store.record import Record
from store.syntax import Around, Asked, Free, Node, Query, Text
from store.words import words

#: So many records that share a word of a name are looked at.
LOOKED_AT = 300
#: Longer words are made of no initials.
SHORT = 7
#: Names are much alike from here on, 0 to 1.
ALIKE = 0.86
#: Places that lie farther apart are not one, whatever they are called.
FARTHEST_KM = 30.0
#: Places that lie so near to each other may be one under two names.
NEAR_KM = 1.0

Found = tuple[Ref, float, str]


def namesakes(reader: Reader, record: Record, asker: Asker) -> list[Found]:
    """The records of its kind that may be this one, with a score and a reason.

    Interrupted when `stop` of the read says so.
    """
    mine = names_of(record)
    kind = record.kind_of
    numbers: dict[int, None] = {}
    for node in _nodes(record, mine):
        numbers.update(dict.fromkeys(islice(reader.search(Query(node), kind, asker), LOOKED_AT)))
    if kind is not Kind.LOCATION and any(_is_short(name) for name in mine):
        # What it stands for need not have the word.
        numbers.update(dict.fromkeys(reader.numbers(kind, LOOKED_AT)))
    numbers.pop(record.id, None)
    found = []
    for other in reader.listing(kind, numbers):
        score, reason = _compared(record, mine, other)
        if score >= ALIKE - 0.16:
            found.append((other.ref, score, reason))
    return found


def names_of(record: Record) -> tuple[str, ...]:
    """What the record itself is called, without what it lies in; a sealed name is not told."""
    match record:
        case Source():
            names: Iterable[str] = (record.name if isinstance(record.name, str) else "",)
            names = (*names, *record.aliases)
        case Actor():
            names = (record.name, *record.aliases)
        case Location():
            names = (record.name, *record.names)
        case _:
            names = ()
    return tuple(name for name in names if words(name))


def _nodes(record: Record, mine: tuple[str, ...]) -> Iterator[Node]:
    begun = dict.fromkeys(word[:4] for name in mine for word in words(name) if len(word) > 2)
    for beginning in list(begun)[:12]:
        yield Free(Text(beginning, is_prefix=True))
    for name in mine[:6]:
        if initials(name):
            yield Free(Text(initials(name)))
    point = properties.point(record) if isinstance(record, Location) else None
    if point:
        yield Asked("near", Around(point, NEAR_KM))


def _is_short(name: str) -> bool:
    """Whether it may be made of the initials of another name."""
    return len(words(name)) == 1 and len(name) <= SHORT


def initials(name: str) -> str:
    """The first letters of a name of several words, without the small ones: `sohr`."""
    found = [word for word in words(name) if len(word) > 3 or not word.isascii()]
    return "".join(word[0] for word in found) if len(found) > 2 else ""


def _compared(record: Record, mine: tuple[str, ...], other: Record) -> tuple[float, str]:
    score, reason = _by_names(mine, names_of(other))
    if not isinstance(record, Location) or not isinstance(other, Location):
        return score, reason
    here, there = properties.point(record), properties.point(other)
    if not here or not there:
        # The same name may be of two places: somewhere in the country is not enough.
        is_apart = bool(record.country and other.country and record.country != other.country)
        return (0.0 if is_apart else score * 0.85), reason
    apart = distance_km(here, there)
    if apart > FARTHEST_KM:
        return 0.0, ""
    far = f"{apart:.0f} km apart" if apart >= 1 else "less than 1 km apart"
    if score >= ALIKE:
        return score, f"{reason}; {far}"
    return (0.72, far) if apart <= NEAR_KM else (0.0, "")


def _by_names(mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[float, str]:
    """How alike the most alike two names are."""
    from rapidfuzz import fuzz  # noqa: PLC0415  nothing before the first screen needs it

    one = {" ".join(words(name)): name for name in mine}
    two = {" ".join(words(name)): name for name in theirs}
    same = next((name for name in one if name in two), None)
    if same is not None:
        is_first = mine[:1] == (one[same],) and theirs[:1] == (two[same],)
        return (1.0, "same name") if is_first else (0.95, f"both are called {one[same]}")
    for short, long in ((one, two), (two, one)):
        found = next((name for name in long.values() if initials(name) in short), None)
        if found and initials(found):
            return 0.85, f"{short[initials(found)]} may stand for {found}"
    best, name = 0.0, ""
    for a, b in ((a, b) for a in one for b in two):
        likeness = max(fuzz.ratio(a, b), fuzz.token_sort_ratio(a, b)) / 100
        if likeness > best:
            best, name = likeness, two[b]
    return (best, f"{name}: names much alike") if best >= ALIKE else (0.0, "")
