"""Events that look the same: of one day, at one place, with a title much alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product

from store import properties
from store.derive.lint.finding import Finding
from store.derive.lint.shelf import Shelf, called
from store.derive.same_events import are_parts, compared, sites
from store.derive.tolls_told import figures_of
from store.ids import Kind
from store.model import Event
from store.words import words

#: So much must speak for it; a wrong one told costs more here than one that is not found.
LIKELY = 0.75
#: Titles that have less in common are of two events.
ALIKE = 80
#: Of the events of one day and place so many are compared, each with each.
IN_A_BLOCK = 60

#: What of an event is remembered: its number, its words in order.
_Entry = tuple[int, str]
_Block = tuple[str, int]


def twins(shelf: Shelf, wanted: frozenset[int] | None) -> Iterator[Finding]:
    """The events that look the same; of `wanted` at least one of each two."""
    from rapidfuzz import fuzz  # noqa: PLC0415  nothing before the first screen needs it

    told: set[tuple[int, int]] = set()
    for mine, theirs in _blocks(shelf):
        shelf.heed()
        pairs = product(mine, theirs) if theirs is not mine else combinations(mine, 2)
        for (one, title), (other, its_title) in pairs:
            if wanted is not None and one not in wanted and other not in wanted:
                continue
            if one == other or not fuzz.token_set_ratio(title, its_title, score_cutoff=ALIKE):
                continue
            pair = (min(one, other), max(one, other))
            if pair not in told:
                told.add(pair)
                yield from _pair(*pair, shelf)


def _blocks(shelf: Shelf) -> Iterator[tuple[Sequence[_Entry], Sequence[_Entry]]]:
    """The events of one day and place, then with those of the next day."""
    blocks: dict[_Block, list[_Entry]] = {}
    for page in shelf.pages(Kind.EVENT, shelf.reader.numbers(Kind.EVENT)):
        for event in page:
            days = next(properties.when(event), None) if isinstance(event, Event) else None
            if days is None or not isinstance(event, Event):
                continue
            entry = event.id, " ".join(words(event.title))
            # Without a place the title has to say where it was.
            where: Iterable[str] = sites(event) or ((entry[1],) if entry[1] else ())
            for place in where:
                blocks.setdefault((place, days[0]), []).append(entry)
    for (place, day), block in blocks.items():
        mine = block[:IN_A_BLOCK]
        if len(mine) > 1:
            yield mine, mine
        if after := blocks.get((place, day + 1)):
            yield mine, after[:IN_A_BLOCK]


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
