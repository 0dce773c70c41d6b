"""Events that look the same: of one day, at one place, with a title much alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import NamedTuple

from store import properties
from store.derive.lint.finding import Finding
from store.derive.lint.shelf import Shelf, called
from store.derive.namesakes import names_of
from store.derive.same_events import are_parts, compared, sites
from store.derive.tolls_told import figures_of
from store.ids import Kind, Ref
from store.model import Event
from store.words import words

#: So much must speak for it; a wrong one told costs more here than one that is not found.
LIKELY = 0.78
#: Titles that have less in common, the names of the place aside, are of two events.
ALIKE = 80
#: Of the events of one day and place so many are compared, each with each.
IN_A_BLOCK = 60


class Entry(NamedTuple):
    """What of an event is remembered until all are known."""

    number: int
    title: tuple[str, ...]
    """Its words."""
    type: str


class Calendar:
    """The events by place and day."""

    def __init__(self, shelf: Shelf, *, is_whole: bool) -> None:
        """`is_whole` says that every event is going to be added; else the others are read."""
        self._shelf = shelf
        self._is_whole = is_whole
        self._wanted: set[int] = set()
        self._blocks: dict[tuple[str, int], list[Entry]] = {}

    def add(self, event: Event) -> None:
        """One of the events that are looked at."""
        self._wanted.add(event.id)
        if self._is_whole:
            self._enter(event)

    def _enter(self, event: Event) -> None:
        days = next(properties.when(event), None)
        if days is None:
            return
        entry = Entry(event.id, tuple(words(event.title)), event.type.casefold())
        # Without a place the title has to say where it was.
        where: Iterable[str] = sites(event) or ((" ".join(entry.title),) if entry.title else ())
        for place in where:
            self._blocks.setdefault((place, days[0]), []).append(entry)

    def twins(self) -> Iterator[Finding]:
        """The events that look the same; one of each two is among those that were added."""
        if not self._wanted:
            return
        if not self._is_whole:
            for page in self._shelf.pages(Kind.EVENT, self._shelf.reader.numbers(Kind.EVENT)):
                for event in page:
                    if isinstance(event, Event):
                        self._enter(event)
        told: set[tuple[int, int]] = set()
        for one, other in self._likely():
            pair = (min(one.number, other.number), max(one.number, other.number))
            if pair not in told and (pair[0] in self._wanted or pair[1] in self._wanted):
                told.add(pair)
                yield from _pair(*pair, self._shelf)

    def _likely(self) -> Iterator[tuple[Entry, Entry]]:
        """Two whose titles say the same of the same day and place, or of the day after."""
        for (place, day), block in self._blocks.items():
            after = self._blocks.get((place, day + 1), ())[:IN_A_BLOCK]
            mine = block[:IN_A_BLOCK]
            if len(mine) < 2 and not after:
                continue
            self._shelf.heed()
            named = self._names(place)
            for one, other in (*combinations(mine, 2), *product(mine, after)):
                if one.number != other.number and _are_alike(one, other, named):
                    yield one, other

    def _names(self, place: str) -> frozenset[str]:
        """The words of the names of a place: all that happened there has them in its title."""
        if not place.startswith(Kind.LOCATION.value) or not place[1:].isdecimal():
            return frozenset()
        found = self._shelf.record(Ref(place))
        names = names_of(found) if found is not None else ()
        return frozenset(word for name in names for word in words(name))


def _are_alike(one: Entry, other: Entry, named: frozenset[str]) -> bool:
    """Whether two are of one type, and their titles say the same besides the place."""
    from rapidfuzz import fuzz  # noqa: PLC0415  nothing before the first screen needs it

    if one.type and other.type and one.type != other.type:
        return False
    mine, theirs = (_without(entry.title, named) for entry in (one, other))
    if not mine or not theirs:
        # Of a title that only says where, the rest has to speak.
        return one.title == other.title
    return bool(fuzz.token_set_ratio(mine, theirs, score_cutoff=ALIKE))


def _without(title: Sequence[str], named: frozenset[str]) -> str:
    """The title's words but the place's, and but the short ones, such as `in`."""
    return " ".join(word for word in title if word not in named and len(word) > 2)


def _pair(one: int, other: int, shelf: Shelf) -> Iterator[Finding]:
    a, b = shelf.record(Kind.EVENT.ref(one)), shelf.record(Kind.EVENT.ref(other))
    if not isinstance(a, Event) or not isinstance(b, Event):
        return
    if are_parts(a, b) or _are_told_apart(a, b):
        return
    score, reason = compared(shelf.reader, a, b, figures_of(shelf.reader, a))
    if score >= LIKELY:
        yield shelf.finding(
            "same-event",
            (a, b),
            "",
            f"{called(a)} and {called(b)} look the same: {reason}.",
            "Make one event of them, or make one a part of the other.",
            shelf.merging(a, b),
        )


def _are_told_apart(one: Event, other: Event) -> bool:
    """Whether one data set has both, each under an id of its own."""
    mine, theirs = one.origin, other.origin
    if mine is None or theirs is None or not mine.id or not theirs.id:
        return False
    return (mine.format, mine.file) == (theirs.format, theirs.file) and mine.id != theirs.id
