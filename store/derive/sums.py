"""The parts of a toll against their whole: whether they add up to it, and lie within it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from enum import Enum
from typing import NamedTuple

from store.figures import Figure
from store.ids import Ref
from store.model import Claim
from store.vocabulary import About, PartKind, Stance

#: Of figures that are about right, so many hundredths more or less are no contradiction.
TOLERANCE = 10


class Fit(Enum):
    """How the sum of the parts stands to the whole."""

    FITS = "fits"
    MORE = "more"
    LESS = "less"
    CLOSE = "close"
    """It would not fit, and a figure in it is only about right."""
    OPEN = "open"
    """A part or the whole is not known."""


class Sum(NamedTuple):
    """The parts of a whole that add up, and what comes of it."""

    whole: Claim
    parts: tuple[Claim, ...]
    """Those that are to add up, in the order in which they were entered."""
    total: Figure
    """Of the parts that are known; open above where a part is, or is not known."""
    unknown: int
    """How many of the parts have no figure: they are not zero."""
    fit: Fit
    too_large: tuple[Claim, ...] = ()
    """Parts of any kind that are larger than the whole by themselves."""


def sums_of(claims: Iterable[Claim], replaced: Collection[Ref] = ()) -> dict[Ref, Sum]:
    """For each whole with something to be said of its parts: their sum."""
    known = [claim for claim in claims if _counts(claim)]
    by_ref = {claim.ref: claim for claim in known}
    parts: dict[Ref, list[Claim]] = {}
    for claim in known:
        whole = by_ref.get(claim.part_of) if claim.part_of else None
        is_part = whole is not None and whole is not claim and whole.measure is claim.measure
        if whole is not None and is_part and claim.ref not in replaced:
            parts.setdefault(whole.ref, []).append(claim)
    found = {ref: _sum(by_ref[ref], sorted(of, key=_entered)) for ref, of in parts.items()}
    return {ref: one for ref, one in found.items() if one.parts or one.too_large}


def _counts(claim: Claim) -> bool:
    return claim.about is About.TOLL and claim.stance is Stance.ASSERTS


def _entered(claim: Claim) -> int:
    return claim.id


def _sum(whole: Claim, parts: list[Claim]) -> Sum:
    adding = tuple(part for part in parts if part.part_kind is PartKind.ADDS_UP)
    total, unknown = total_of([part.figure for part in adding])
    too_large = tuple(part for part in parts if _is_more(part.figure, whole.figure))
    if len(adding) < 2:
        # One part is no sum; all there is to say is whether it is too large.
        return Sum(whole, (), total, unknown, Fit.OPEN, too_large)
    return Sum(whole, adding, total, unknown, _fit(total, whole.figure, unknown), too_large)


def total_of(figures: Sequence[Figure]) -> tuple[Figure, int]:
    """The sum of what is known of the figures, and how many are not known at all."""
    known = [figure for figure in figures if figure.is_known]
    unknown = len(figures) - len(known)
    lows = [figure.low for figure in known if figure.low is not None]
    highs = [figure.high for figure in known if figure.high is not None]
    is_bounded = len(highs) == len(known) and known and not unknown
    about = any(figure.approximate for figure in known)
    return Figure(sum(lows) if lows else None, sum(highs) if is_bounded else None, about), unknown


def _fit(total: Figure, whole: Figure, unknown: int) -> Fit:
    if not whole.is_known or not total.is_known:
        return Fit.OPEN
    is_rough = total.approximate or whole.approximate
    if _is_more(total, whole):
        # What is not known can only make it more.
        return Fit.CLOSE if is_rough and not unknown and _is_near(total, whole) else Fit.MORE
    if unknown:
        return Fit.OPEN
    if _is_more(whole, total):
        return Fit.CLOSE if is_rough and _is_near(whole, total) else Fit.LESS
    return Fit.FITS


def _is_more(one: Figure, other: Figure) -> bool:
    """Whether the first is more than the second, whatever the true numbers are."""
    return one.low is not None and other.high is not None and one.low > other.high


def _is_near(more: Figure, less: Figure) -> bool:
    high, low = more.low or 0, less.high or 0
    return (high - low) * 100 <= high * TOLERANCE
