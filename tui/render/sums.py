"""Why a toll is in dispute, and whether its parts add up, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from store.derive.disputes import Dispute
from store.derive.sums import Fit, Sum
from store.ids import Ref
from store.model import Claim
from store.vocabulary import About

#: More terms than these are not written out.
MOST_TERMS = 6
#: Evidence that is no longer stands for the figure: it says "more than" and "about" itself.
LONGEST_WORDS = 24


def sum_words(checked: Sum) -> Iterator[str]:
    """As `745 + 125 + 148 = 1,018 fits more than 1,000`; nothing where there is nothing to say."""
    whole = whole_words(checked.whole)
    if checked.parts:
        yield f"{_terms(checked)} = {checked.total}{_verdict(checked, whole)}"
    for part in checked.too_large:
        yield f"{part.ref} says {part.figure}, more than the whole of {whole}"


def _verdict(checked: Sum, whole: str) -> str:
    match checked.fit:
        case Fit.FITS:
            return f" fits {whole}"
        case Fit.MORE:
            return f", more than the whole of {whole}"
        case Fit.LESS:
            return f", less than the whole of {whole}"
        case Fit.CLOSE:
            return f", close to {whole}"
        case Fit.OPEN if checked.unknown:
            return f" of {whole}: a part is not known, and unknown is not zero"
        case Fit.OPEN:
            return ": the whole has no figure"


def _terms(checked: Sum) -> str:
    terms = [str(part.figure) for part in checked.parts]
    if len(terms) > MOST_TERMS:
        terms[MOST_TERMS - 1 :] = [f"… ({len(terms)} parts)"]
    return " + ".join(terms)


def whole_words(claim: Claim) -> str:
    """A figure as its evidence puts it where that is short, else as the desk does."""
    figure, words = claim.figure, claim.words
    number = figure.low if figure.low is not None else figure.high
    is_bound = figure.low != figure.high or figure.approximate
    is_short = len(words) <= LONGEST_WORDS and words.isascii()
    says_it = number is not None and f"{number:,}" in words
    return words if is_bound and is_short and says_it else str(figure)


def is_wrong(checked: Sum) -> bool:
    """Whether the parts contradict the whole."""
    return checked.fit in (Fit.MORE, Fit.LESS) or bool(checked.too_large)


def dispute_words(dispute: Dispute, names: Mapping[Ref, str]) -> str:
    """What is in dispute, between whom."""
    claim, other = dispute
    if other is None:
        about = "" if claim.about is About.TOLL else f"{claim.about}: "
        return f"{_who(claim, names)} denies ({claim.ref}) {about}{claim.label}"
    return f"{claim.measure or 'toll of'} {claim.whom}: {brief_dispute(dispute, names)}"


def brief_dispute(dispute: Dispute, names: Mapping[Ref, str]) -> str:
    """As `AP says 745+ (C3), SANA says 1,018 (C9), both up to 2025-03-09`, or `SANA denies C28`."""
    claim, other = dispute
    if other is None:
        return f"{_who(claim, names)} denies {claim.ref}"
    until = f", both up to {claim.as_of}" if claim.as_of else ""
    said = f"{_who(claim, names)} says {claim.figure} ({claim.ref})"
    return f"{said}, {_who(other, names)} says {other.figure} ({other.ref}){until}"


def _who(claim: Claim, names: Mapping[Ref, str]) -> str:
    return names.get(claim.source, claim.source) if claim.source else "somebody"
