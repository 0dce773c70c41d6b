"""Whether what is claimed about an event is in dispute."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from store.derive.dossier import is_superseded
from store.ids import Kind, Ref
from store.model import Claim
from store.reader import Reader
from store.vocabulary import About, Stance


def is_denied(reader: Reader, event: Ref) -> bool:
    """Whether a standing claim denies something about the event."""
    return any(_is_standing_denial(reader, claim) for claim in _claims(reader, event))


def is_disputed(reader: Reader, event: Ref) -> bool:
    """Whether a source denies it, or the tolls of two sources cannot both be true.

    Tolls are compared where they count the same of the same people, up to the same day, and
    neither is a part of another.
    """
    claims = list(_claims(reader, event))
    if any(_is_standing_denial(reader, claim) for claim in claims):
        return True
    tolls = [claim for claim in claims if claim.about is About.TOLL and not claim.part_of]
    return any(
        _contradict(one, other) and not (is_superseded(reader, one) or is_superseded(reader, other))
        for one, other in combinations(tolls, 2)
    )


def _is_standing_denial(reader: Reader, claim: Claim) -> bool:
    return claim.stance is Stance.DENIES and not is_superseded(reader, claim)


def _claims(reader: Reader, event: Ref) -> Iterator[Claim]:
    numbers = reader.neighbours(event, Kind.CLAIM)
    for claim in reader.listing(Kind.CLAIM, numbers):
        if isinstance(claim, Claim) and claim.event == event:
            yield claim


def _contradict(one: Claim, other: Claim) -> bool:
    if one.source == other.source or _counted(one) != _counted(other):
        return False
    lows = [claim.low for claim in (one, other) if claim.low is not None]
    highs = [claim.high for claim in (one, other) if claim.high is not None]
    return bool(lows and highs) and max(lows) > min(highs)


def _counted(claim: Claim) -> tuple[object, ...]:
    """What a toll counts, and over which days."""
    return claim.measure, claim.whom.casefold(), claim.as_of, claim.covers_from
