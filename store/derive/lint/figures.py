"""Figures that contradict themselves: bounds in the wrong order, parts against their whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from store.derive.lint.finding import Finding
from store.derive.lint.shelf import Shelf, called
from store.derive.sums import Fit, Sum, sums_of
from store.figures import Figure
from store.ids import Kind, Ref
from store.model import Claim, Event
from store.references import edge
from store.values import Estimate
from store.vocabulary import About

#: UCDP: reports give a sum for several events, so the best figure of one may be above its high one.
PART_OF_A_SUM = 2
_PARTS = edge(Kind.CLAIM, "part_of")
_REPLACED = edge(Kind.CLAIM, "supersedes")
_SET_ANEW = "Set the range anew: one of the two figures is mistaken, and nobody knows which."


def of_event(event: Event, shelf: Shelf) -> Iterator[Finding]:
    """The desk's own ranges in the wrong order; a figure that is not known says nothing."""
    for one in event.estimates:
        whom = f"{called(event)}: {one.group} {one.measure}"
        for rule, sentence in _wrong(one, event):
            yield shelf.finding(rule, event, "estimates", f"{whom}: {sentence}.", _SET_ANEW)


def _wrong(one: Estimate, event: Event) -> Iterator[tuple[str, str]]:
    low, best, high = one.low, one.best, one.high
    if low is not None and high is not None and low > high:
        yield "low-above-high", f"at least {low:,}, and at most {high:,}"
    if best is not None and high is not None and best > high and event.clarity != PART_OF_A_SUM:
        yield "best-above-high", f"best {best:,}, and at most {high:,}"
    if low is not None and best is not None and low > best:
        yield "low-above-best", f"at least {low:,}, and best {best:,}"


def of_claim(claim: Claim, shelf: Shelf) -> Iterator[Finding]:
    """A toll that says at least more than at most."""
    low, high = claim.low, claim.high
    if low is not None and high is not None and low > high:
        # Its name would tell the figures a second time, in the order that is wrong.
        yield shelf.finding(
            "low-above-high",
            claim,
            "high",
            f"{claim.ref}, {claim.whom} {claim.measure or ''}".rstrip()
            + f": at least {low:,}, and at most {high:,}.",
            "Look at the words of the claim, and enter what they say.",
        )


def wholes(claims: Iterable[Claim], shelf: Shelf, *, is_all: bool) -> dict[Ref, None]:
    """The claims that have parts; where these are not all claims, the store is asked too."""
    found: dict[Ref, None] = {}
    for claim in claims:
        if claim.part_of is not None and claim.part_of.kind is Kind.CLAIM:
            found[claim.part_of] = None
        if not is_all and shelf.reader.named_by(claim.ref, _PARTS):
            found[claim.ref] = None
    return found


def of_whole(ref: Ref, shelf: Shelf) -> Iterator[Finding]:
    """A toll whose parts are more than it, one by one or together, or add up to less."""
    whole = shelf.record(ref)
    if not isinstance(whole, Claim) or whole.about is not About.TOLL:
        return
    parts = [shelf.record(by) for by, _ in shelf.reader.named_by(ref, _PARTS) if by != ref]
    claims = [one for one in parts if isinstance(one, Claim)]
    replaced = {one.ref for one in claims if shelf.reader.named_by(one.ref, _REPLACED)}
    found = sums_of([whole, *claims], replaced).get(ref)
    if found is not None:
        yield from _told(found, shelf)


def _told(found: Sum, shelf: Shelf) -> Iterator[Finding]:
    whole = found.whole
    for part in found.too_large:
        sentence = f"{called(part)} is part of {called(whole)}, and is more."
        mending = "Enter what the reports say, or take the part out of the whole."
        yield shelf.finding("part-above-whole", (part, whole), "part_of", sentence, mending)
    about = (whole, *found.parts)
    said = _addition(found)
    if found.fit is Fit.MORE and not any(one in found.too_large for one in found.parts):
        sentence = f"The parts of {called(whole)} add up to more: {said}."
        mending = "A part may be counted twice, or lie within the whole beside the others."
        yield shelf.finding("part-above-whole", about, "part_of", sentence, mending)
    elif found.fit is Fit.LESS:
        sentence = f"The parts of {called(whole)} add up to less: {said}."
        mending = "A part may be missing, or the parts only lie within the whole."
        yield shelf.finding("parts-below-whole", about, "part_of", sentence, mending)


def _addition(found: Sum) -> str:
    """As `C2 745 + C3 125 = 870, not 1,000`."""
    terms = " + ".join(f"{one.ref} {one.figure}" for one in found.parts[:6])
    more = len(found.parts) - 6
    terms += f" + {more} more" if more > 0 else ""
    return f"{terms} = {Figure(found.total.low, found.total.high)}, not {found.whole.figure}"
