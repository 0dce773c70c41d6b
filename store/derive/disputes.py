"""Whether what is claimed about an event is in dispute, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from store.derive.dossier import is_superseded
from store.ids import Kind, Ref
from store.model import Claim
from store.reader import Reader
from store.vocabulary import About, Stance


class Dispute(NamedTuple):
    """A denial, or two tolls that cannot both be true."""

    claim: Claim
    against: Claim | None = None
    """The other toll; None where `claim` denies something."""


def is_denied(reader: Reader, event: Ref) -> bool:
    """Whether a standing claim denies something about the event."""
    return any(_denials(_claims(reader, event), lambda claim: is_superseded(reader, claim)))


def is_disputed(reader: Reader, event: Ref) -> bool:
    """Whether a source denies it, or the tolls of two sources cannot both be true."""
    claims = _claims(reader, event)
    return any(disputes_among(claims, lambda claim: is_superseded(reader, claim)))


def disputes_among(
    claims: Iterable[Claim], is_replaced: Callable[[Claim], bool]
) -> Iterator[Dispute]:
    """What the standing claims of an event dispute: denials first, then tolls in pairs.

    Tolls are compared where they count the same of the same people, up to the same day, and
    neither is a part of another.
    """
    known = list(claims)
    yield from _denials(known, is_replaced)
    counted: dict[tuple[object, ...], list[Claim]] = {}
    for claim in known:
        is_whole_toll = claim.about is About.TOLL and not claim.part_of
        if is_whole_toll and claim.stance is Stance.ASSERTS:
            counted.setdefault(_counted(claim), []).append(claim)
    for alike in counted.values():
        for one, other in combinations(alike, 2):
            if _contradict(one, other) and not (is_replaced(one) or is_replaced(other)):
                yield Dispute(one, other)


def _denials(claims: Iterable[Claim], is_replaced: Callable[[Claim], bool]) -> Iterator[Dispute]:
    for claim in claims:
        if claim.stance is Stance.DENIES and not is_replaced(claim):
            yield Dispute(claim)


def _claims(reader: Reader, event: Ref) -> Iterator[Claim]:
    numbers = reader.neighbours(event, Kind.CLAIM)
    for claim in reader.listing(Kind.CLAIM, numbers):
        if isinstance(claim, Claim) and claim.event == event:
            yield claim


def _contradict(one: Claim, other: Claim) -> bool:
    if one.source == other.source:
        return False
    lows = [claim.low for claim in (one, other) if claim.low is not None]
    highs = [claim.high for claim in (one, other) if claim.high is not None]
    return bool(lows and highs) and max(lows) > min(highs)


def _counted(claim: Claim) -> tuple[object, ...]:
    """What a toll counts, and over which days."""
    return claim.measure, claim.whom.casefold(), claim.as_of, claim.covers_from
