"""The toll of an event: its claims by date, with sums, voices and ranges.

Unknown is not zero, figures are never averaged, and nothing of an event's parts is added to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from store.dates import UNDATED, PartialDate
from store.derive.covers import Covers
from store.derive.disputes import Dispute, disputes_among
from store.derive.dossier import is_superseded
from store.derive.independence import Shelf, Voices, Voicing, voicing
from store.derive.ranges import Said
from store.derive.sums import Sum, sums_of
from store.ids import Kind, Ref
from store.model import Claim, Event, Report, Source
from store.reader import Reader
from store.values import Estimate
from store.vocabulary import About, Measure, Reliability, Stance

#: Parts of parts are set in so deep.
DEEPEST = 8
#: So many disputes are told.
MOST_DISPUTES = 100


class Row(NamedTuple):
    """A claim in the table, with all that it names."""

    claim: Claim
    depth: int
    """How many wholes it stands under."""
    whole: Claim | None
    """The one that it stands under."""
    is_replaced: bool
    """Whether it, or the whole that it is part of, was replaced by a later claim."""
    source: Source | None
    via: tuple[Source, ...]
    report: Report | None
    publisher: Source | None
    voice: int
    """Rows with the same number are one voice."""
    outlets: int
    """In how many outlets its report and its copies stand."""

    @property
    def date(self) -> PartialDate | None:
        """Up to when it counts, else when it was published."""
        return self.claim.as_of or (self.report.published_at if self.report else None)

    @property
    def day(self) -> int:
        """The last day of that; UNDATED without one."""
        return _last_day(self.date)

    @property
    def grade(self) -> str:
        """Reliability of the source and credibility of the claim, as `B2`."""
        reliability = self.source.reliability if self.source else Reliability.F
        return f"{reliability}{self.claim.credibility}"


class Count(NamedTuple):
    """One measure of one group, with every figure that there is for it."""

    measure: Measure
    group: str
    said: tuple[Said, ...]
    """Standing figures; a part counts only where it is of another group than its whole."""
    voices: Voices
    label: str = ""
    """Whom, as it may be shown."""


class Toll(NamedTuple):
    """All that is said of how many an event hit."""

    event: Event
    rows: tuple[Row, ...]
    """The newest first, parts under their whole; denials of a toll among them."""
    sums: Mapping[Ref, Sum]
    """For a whole with parts: what they add up to."""
    counts: tuple[Count, ...]
    """By measure, wholes before parts, what most say before what few say."""
    disputes: tuple[Dispute, ...]
    counted: Mapping[Ref, Count]
    """What each claim counts, where somebody says how many."""
    names: Mapping[Ref, Source]
    """The sources of all claims."""
    versions: Mapping[Ref, int]
    """Of the event and of its tolls, as they were read."""

    def estimate(self, count: Count) -> Estimate | None:
        """What the desk has set for it."""
        return next((one for one in self.event.estimates if is_for(one, count)), None)


def is_for(estimate: Estimate, count: Count) -> bool:
    """Whether an estimate is one of the same people."""
    same = estimate.group.casefold() == count.group.casefold()
    return same and estimate.measure is count.measure


def toll(reader: Reader, ref: Ref) -> Toll | None:
    """The toll of an event; None when there is no such event."""
    event = reader.find(ref)
    if not isinstance(event, Event):
        return None
    claims = _claims(reader, ref)
    direct = {claim.ref for claim in claims if is_superseded(reader, claim)}
    tolls = [claim for claim in claims if claim.about is About.TOLL]
    replaced = _with_their_wholes(tolls, direct)
    gone = replaced | direct
    shelf = Shelf(reader)
    sources = _sources(reader, claims, shelf)
    voices = voicing(reader, tolls)
    rows = tuple(
        _row(claim, depth, whole, replaced, sources, shelf, voices)
        for claim, depth, whole in _in_order(tolls, shelf)
    )
    counts = tuple(_counts(rows, {claim.ref: claim for claim in tolls}, shelf, voices))
    by_group = {(count.measure, count.group.casefold()): count for count in counts}
    return Toll(
        event=event,
        rows=rows,
        sums=sums_of(tolls, direct),
        counts=counts,
        disputes=tuple(
            islice(disputes_among(claims, lambda claim: claim.ref in gone), MOST_DISPUTES)
        ),
        counted={
            claim.ref: by_group[claim.measure, claim.whom.casefold()]
            for claim in tolls
            if claim.measure and (claim.measure, claim.whom.casefold()) in by_group
        },
        names=sources,
        versions={one: reader.version(one) for one in (ref, *(claim.ref for claim in tolls))},
    )


def _claims(reader: Reader, event: Ref) -> list[Claim]:
    found = reader.listing(Kind.CLAIM, sorted(reader.neighbours(event, Kind.CLAIM)))
    return [claim for claim in found if isinstance(claim, Claim) and claim.event == event]


def _with_their_wholes(tolls: Sequence[Claim], direct: set[Ref]) -> frozenset[Ref]:
    """What was replaced, and the parts of it: they were said of a figure that stands no more."""
    found = set(direct)
    for _ in range(DEEPEST):
        more = {claim.ref for claim in tolls if claim.part_of in found} - found
        if not more:
            break
        found |= more
    return frozenset(found)


def _sources(reader: Reader, claims: Iterable[Claim], shelf: Shelf) -> dict[Ref, Source]:
    found: dict[Ref, Source] = {}
    for claim in claims:
        report = shelf.report(claim.report)
        for ref in (claim.source, *claim.via, report.publisher if report else None):
            if ref is not None and ref.kind is Kind.SOURCE and ref not in found:
                one = reader.find(ref)
                if isinstance(one, Source):
                    found[ref] = one
    return found


def _last_day(date: PartialDate | None) -> int:
    return (date.last_day or date.day) if date else UNDATED


def _in_order(tolls: Sequence[Claim], shelf: Shelf) -> list[tuple[Claim, int, Claim | None]]:
    """The newest first; parts under their whole, as they were entered."""

    def newness(claim: Claim) -> tuple[int, int, int]:
        report = shelf.report(claim.report)
        published = report.published_at if report else None
        return -_last_day(claim.as_of or published), -_last_day(published), -claim.id

    known = {claim.ref for claim in tolls}
    parts: dict[Ref, list[Claim]] = {}
    for claim in tolls:
        if claim.part_of in known:
            parts.setdefault(claim.part_of, []).append(claim)
    ordered: dict[Ref, tuple[Claim, int, Claim | None]] = {}

    def take(claim: Claim, depth: int, whole: Claim | None) -> None:
        ordered[claim.ref] = (claim, depth, whole)
        for part in parts.get(claim.ref, ()):
            # Records may be made to contain each other: no part is taken twice.
            if part.ref not in ordered and depth < DEEPEST:
                take(part, depth + 1, claim)

    by_date = sorted(tolls, key=newness)
    # Those that are left contain each other, or lie too deep.
    for of in ((claim for claim in by_date if claim.part_of not in known), by_date):
        for claim in of:
            if claim.ref not in ordered:
                take(claim, 0, None)
    return list(ordered.values())


def _row(
    claim: Claim,
    depth: int,
    whole: Claim | None,
    replaced: frozenset[Ref],
    sources: Mapping[Ref, Source],
    shelf: Shelf,
    voices: Voicing,
) -> Row:
    report = shelf.report(claim.report)
    publisher = report.publisher if report else None
    return Row(
        claim=claim,
        depth=depth,
        whole=whole,
        is_replaced=claim.ref in replaced,
        source=sources.get(claim.source) if claim.source else None,
        via=tuple(sources[ref] for ref in claim.via if ref in sources),
        report=report,
        publisher=sources.get(publisher) if publisher else None,
        voice=voices.voice[claim.ref],
        outlets=len(voices.outlets[claim.ref]),
    )


def _counts(
    rows: Iterable[Row], tolls: Mapping[Ref, Claim], shelf: Shelf, voices: Voicing
) -> Iterable[Count]:
    said: dict[tuple[Measure, str], list[Said]] = {}
    depths: dict[tuple[Measure, str], int] = {}
    for row in rows:
        claim = row.claim
        if claim.measure is None or row.is_replaced or not _is_figure_of_its_own(claim, tolls):
            continue
        reliability = row.source.reliability if row.source else Reliability.F
        one = Said(claim, row.day, shelf.speaker(claim), row.voice, reliability)
        counted = claim.measure, claim.whom.casefold()
        said.setdefault(counted, []).append(one)
        depths[counted] = min(row.depth, depths.get(counted, row.depth))

    def place(counted: tuple[Measure, str]) -> tuple[int, int, int]:
        return list(Measure).index(counted[0]), depths[counted], -len(said[counted])

    for counted in sorted(said, key=place):
        claims = [one.claim for one in said[counted]]
        whom = claims[0].whom
        yield Count(counted[0], whom, tuple(said[counted]), voices.of(claims), whom)


def _is_figure_of_its_own(claim: Claim, tolls: Mapping[Ref, Claim]) -> bool:
    if claim.stance is Stance.DENIES or not claim.figure.is_known:
        return False
    if claim.part_of is None:
        return True
    whole = tolls.get(claim.part_of)
    # "420 of the 803" are some of the same people, and no other figure for all of them.
    return whole is not None and (whole.measure, whole.whom.casefold()) != (
        claim.measure,
        claim.whom.casefold(),
    )


def seen_through(shown: Toll, covers: Covers) -> Toll:
    """The toll without the words that are covered; every figure and range stays as it is."""

    def seen(claim: Claim) -> Claim:
        found = covers.seen(claim)
        return found if isinstance(found, Claim) else claim

    def count(one: Count) -> Count:
        claims = [seen(said.claim) for said in one.said]
        # What is said openly by one of them may be shown.
        labels = [claim.whom for claim in claims]
        return one._replace(label=one.group if one.group in labels else labels[0])

    counts = {(one.measure, one.group): count(one) for one in shown.counts}
    rows = tuple(
        row._replace(claim=seen(row.claim), whole=seen(row.whole) if row.whole else None)
        for row in shown.rows
    )
    disputes = tuple(
        Dispute(seen(one.claim), seen(one.against) if one.against else None)
        for one in shown.disputes
    )
    sums = {ref: one._replace(whole=seen(one.whole)) for ref, one in shown.sums.items()}
    counted = {ref: counts[one.measure, one.group] for ref, one in shown.counted.items()}
    return shown._replace(
        rows=rows, disputes=disputes, sums=sums, counts=tuple(counts.values()), counted=counted
    )
