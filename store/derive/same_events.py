"""Events that may be one: the same days and place, a title much alike, the same figures."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from store import properties
from store.derive.incidents import figures
from store.derive.probing import between, probe
from store.derive.telling import told
from store.derive.tolls_told import figures_of
from store.ids import Kind, Ref
from store.model import Event
from store.reader import Asker, Reader
from store.syntax import Asked, Every, Free, Node, Query, Text
from store.vocabulary import LocationRole, Measure

#: Events that lie so many days apart may be one of which the day was told wrongly.
WITHIN = 2
#: So many events of a place, and so many with the same words, are looked at.
OF_A_PLACE, OF_WORDS = 60, 24
LIKELY = 0.54

#: A toll of so few tells little.
FEW = 3

Found = tuple[Ref, float, str]


def same_events(reader: Reader, event: Event, asker: Asker) -> list[Found]:
    """The events that may be this one, with a score and a reason.

    Interrupted when `stop` of the read says so.
    """
    numbers = dict.fromkeys((*_of_places(reader, event, asker), *_of_words(reader, event, asker)))
    numbers.pop(event.id, None)
    mine = figures_of(reader, event)
    found = []
    for other in reader.listing(Kind.EVENT, numbers):
        # A part is not its whole, nor one of its parts another.
        if isinstance(other, Event) and not are_parts(event, other):
            score, reason = compared(reader, event, other, mine)
            if score >= LIKELY:
                found.append((other.ref, score, reason))
    return found


def are_parts(one: Event, other: Event) -> bool:
    """Whether one is part of the other, or both are parts of one."""
    return (
        one.part_of == other.ref
        or other.part_of == one.ref
        or (one.part_of is not None and one.part_of == other.part_of)
    )


def sites(event: Event) -> frozenset[Ref]:
    """The places where it happened."""
    return frozenset(one.location for one in event.locations if one.role is LocationRole.SITE)


def _days(event: Event) -> tuple[int, int] | None:
    return next(properties.when(event), None)


def _within(event: Event) -> tuple[int, int] | None:
    days = _days(event)
    return (days[0] - WITHIN, days[1] + WITHIN) if days else None


def _of_places(reader: Reader, event: Event, asker: Asker) -> Iterator[int]:
    days = _within(event)
    for place in sorted(sites(event))[:4]:
        node: Node = Asked("place", place)
        if days:
            node = Every((Asked("on", between(*days)), node))
        yield from islice(reader.search(Query(node), Kind.EVENT, asker), OF_A_PLACE)


def _of_words(reader: Reader, event: Event, asker: Asker) -> list[int]:
    found = told(event.title, event.summary).words
    nodes = ((word, Free(Text(word))) for word in found)
    return probe(reader, Kind.EVENT, asker, nodes, _within(event), (event.id,)).best(OF_WORDS)


def compared(
    reader: Reader, event: Event, other: Event, mine: frozenset[tuple[Measure, int]]
) -> tuple[float, str]:
    """What speaks for it that two events are one, 0 to 1, and why; `mine` are one's figures."""
    from rapidfuzz import fuzz, utils  # noqa: PLC0415  nothing before the first screen needs it

    score, reasons = 0.0, []
    places = sites(event) & sites(other)
    apart = _apart(event, other)
    day = "" if apart is None else _said_day(apart)
    if apart is not None:
        score += (0.25, 0.1, 0.05)[apart] if apart <= WITHIN else -0.2
    if not places and sites(event) and sites(other):
        # One article tells of many events: elsewhere it is another one.
        score -= 0.3
    if places:
        score += 0.25
        joined = "and" if apart == 0 else "but the same"
        reasons.append(f"{day} {joined} place" if day else "same place")
    elif day:
        reasons.append(day)
    title = fuzz.token_set_ratio(event.title, other.title, processor=utils.default_process) / 100
    if title >= 0.8:
        score += 0.3 * title
        reasons.append("titles much alike" if title < 1 else "one title says what the other says")
    theirs = figures_of(reader, other)
    same, differs = figures(mine, theirs)
    if same:
        # Few killed are soon as many elsewhere.
        score += 0.05 if _largest(mine & theirs) <= FEW else 0.2
        reasons.append(same)
    elif differs:
        score -= 0.1
    return max(0.0, min(score + _by_actors(event, other), 0.98)), "; ".join(reasons)


def _largest(found: frozenset[tuple[Measure, int]]) -> int:
    """The largest figure."""
    return max((number for _, number in found), default=0)


def _by_actors(event: Event, other: Event) -> float:
    """What the sort of event and who took part speak for it, or against."""
    score = 0.05 if event.type and event.type.casefold() == other.type.casefold() else 0.0
    mine, theirs = ({one.actor for one in e.actors} for e in (event, other))
    if mine and theirs:
        score += 0.1 if mine == theirs else 0.05 if mine & theirs else -0.2
    return score


def _apart(event: Event, other: Event) -> int | None:
    mine, theirs = _days(event), _days(other)
    return max(0, theirs[0] - mine[1], mine[0] - theirs[1]) if mine and theirs else None


def _said_day(apart: int) -> str:
    return "same day" if apart == 0 else f"{apart} day{'' if apart == 1 else 's'} apart"
