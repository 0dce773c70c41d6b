"""From how many voices something comes: many outlets may repeat the words of one.

A voice is a report with its copies; what the same source says, or passes on, is the same voice.
What is joined by a chain of these is one: it is better to count too few than too many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from store.ids import Kind, Ref
from store.model import Claim, Report
from store.reader import Reader
from store.record import Record
from store.vocabulary import TriageState

#: A chain of copies is followed so far: records may be made to lead in a circle.
LONGEST_CHAIN = 20
#: So many copies of a report are looked for.
MOST_COPIES = 1000


class Voices(NamedTuple):
    """In how many outlets something stands, and how many of them are independent."""

    outlets: int
    independent: int

    def __str__(self) -> str:
        if not self.outlets:
            # Claims may name who says it, and no report.
            return f"no outlet, {self.independent:,} voice{'' if self.independent == 1 else 's'}"
        outlets = f"{self.outlets:,} outlet{'' if self.outlets == 1 else 's'}"
        return f"{outlets}, {self.independent:,} independent"


class Voicing(NamedTuple):
    """Which voice each claim is of, and where it stands."""

    voice: Mapping[Ref, int]
    """Claims with the same number are one voice."""
    outlets: Mapping[Ref, frozenset[Ref]]
    """The publishers of each claim's report and of its copies; a report without one itself."""

    def of(self, claims: Iterable[Claim]) -> Voices:
        """From how many voices these come."""
        some = [claim.ref for claim in claims]
        outlets = frozenset[Ref]().union(*(self.outlets[ref] for ref in some))
        return Voices(len(outlets), len({self.voice[ref] for ref in some}))


def voicing(reader: Reader, claims: Iterable[Claim]) -> Voicing:
    """The voices of claims, numbered from 1 as they come."""
    known = list(claims)
    shelf = Shelf(reader)
    joined: dict[Ref, Ref] = {}

    def head(ref: Ref) -> Ref:
        while (above := joined.setdefault(ref, ref)) != ref:
            # Long chains are cut in half as they are walked.
            joined[ref] = joined[above]
            ref = above
        return ref

    for claim in known:
        for ref in shelf.said_by(claim):
            joined[head(ref)] = head(claim.ref)
    numbers: dict[Ref, int] = {}
    voice = {claim.ref: numbers.setdefault(head(claim.ref), len(numbers) + 1) for claim in known}
    return Voicing(voice, {claim.ref: shelf.outlets_of(claim) for claim in known})


class Shelf:
    """Reports with their originals and copies, each looked up once."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._reports: dict[Ref, Report | None] = {}
        self._outlets: dict[Ref, frozenset[Ref]] = {}

    def report(self, ref: Ref | None) -> Report | None:
        """The report, without its text; None where there is none."""
        if ref is None or ref.kind is not Kind.REPORT:
            return None
        if ref not in self._reports:
            found: list[Record] = self._reader.listing(Kind.REPORT, (ref.number,))
            one = found[0] if found else None
            self._reports[ref] = one if isinstance(one, Report) else None
        return self._reports[ref]

    def original(self, ref: Ref) -> Ref:
        """The report that it is copied from in the end; itself where it is no copy."""
        chain = [ref]
        while len(chain) < LONGEST_CHAIN:
            report = self.report(chain[-1])
            above = _copied_from(report) if report else None
            if above is None:
                break
            if above in chain:
                # Of a circle one and the same, wherever it was entered.
                return min(chain[chain.index(above) :])
            chain.append(above)
        return chain[-1]

    def family(self, ref: Ref) -> frozenset[Ref]:
        """A report's original, with all copies of it."""
        found = {self.original(ref), ref}
        waiting = list(found)
        while waiting and len(found) < MOST_COPIES:
            for copy in self._copies(waiting.pop()):
                if copy not in found:
                    found.add(copy)
                    waiting.append(copy)
        return frozenset(found)

    def _copies(self, ref: Ref) -> Iterator[Ref]:
        for by, _ in self._reader.named_by(ref):
            report = self.report(by)
            if report is not None and _copied_from(report) == ref:
                yield by

    def outlets_of(self, claim: Claim) -> frozenset[Ref]:
        """Who published the claim's report and its copies."""
        if claim.report is None:
            return frozenset()
        original = self.original(claim.report)
        if original not in self._outlets:
            reports = (self.report(ref) for ref in self.family(claim.report))
            self._outlets[original] = frozenset(
                report.publisher or report.ref for report in reports if report is not None
            )
        return self._outlets[original]

    def speaker(self, claim: Claim) -> Ref:
        """Who says it: the source, else the report's publisher, else the report or the claim."""
        if claim.source is not None:
            return claim.source
        if claim.report is None:
            return claim.ref
        original = self.original(claim.report)
        report = self.report(original)
        return (report.publisher if report else None) or original

    def said_by(self, claim: Claim) -> Iterator[Ref]:
        """All that makes the claim one voice with another that has it too."""
        yield self.speaker(claim)
        yield from claim.via
        if claim.report is not None:
            yield self.original(claim.report)


def _copied_from(report: Report) -> Ref | None:
    if report.derived_from is not None:
        return report.derived_from
    return report.triage.of if report.triage.state is TriageState.DUPLICATE else None
