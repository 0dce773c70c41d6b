"""The figures that are told of an event: the desk's own and those of its claims."""

from __future__ import annotations

from store.ids import Kind
from store.model import Claim, Event
from store.reader import Reader
from store.vocabulary import Measure, Stance

#: So many claims of an event are looked at.
CLAIMS = 60


def figures_of(reader: Reader, event: Event) -> frozenset[tuple[Measure, int]]:
    """Each measure with each number that an estimate or an assertion gives; 0 says nothing."""
    found = {
        (one.measure, number)
        for one in event.estimates
        for number in (one.low, one.best, one.high)
        if number
    }
    numbers = sorted(reader.neighbours(event.ref, Kind.CLAIM))[:CLAIMS]
    for claim in reader.listing(Kind.CLAIM, numbers):
        if isinstance(claim, Claim) and claim.measure and claim.stance is Stance.ASSERTS:
            found |= {(claim.measure, number) for number in (claim.low, claim.high) if number}
    return frozenset(found)
