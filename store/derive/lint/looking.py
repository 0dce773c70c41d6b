"""Looking a store through, rule by rule: all of it, or the records that a query finds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from store.derive.lint import alike, dates, evidence, figures, naming, places
from store.derive.lint.finding import RULE, Finding
from store.derive.lint.same_day import Calendar
from store.derive.lint.shelf import Shelf, Stop
from store.ids import Kind, Ref
from store.model import Attachment, Claim, Event, Location, Quote, Report
from store.reader import Asker, Reader
from store.record import Record
from store.syntax import Query

#: In this order the kinds are looked at.
KINDS = (
    # Events are compared with their reports, and claims with their events.
    Kind.REPORT,
    Kind.EVENT,
    Kind.CLAIM,
    Kind.QUOTE,
    Kind.LOCATION,
    Kind.SOURCE,
    Kind.ACTOR,
    Kind.ATTACHMENT,
    Kind.NOTE,
    Kind.VIEW,
)
_TWINS = {
    "same-place": Kind.LOCATION,
    "same-source": Kind.SOURCE,
    "same-actor": Kind.ACTOR,
}
#: Which kinds have to be looked at for rules that are not of every kind.
_KINDS_OF: dict[str, frozenset[Kind]] = {
    "low-above-high": frozenset({Kind.EVENT, Kind.CLAIM}),
    "best-above-high": frozenset({Kind.EVENT}),
    "low-above-best": frozenset({Kind.EVENT}),
    "part-above-whole": frozenset({Kind.CLAIM}),
    "parts-below-whole": frozenset({Kind.CLAIM}),
    "end-before-start": frozenset({Kind.EVENT}),
    "counted-backwards": frozenset({Kind.CLAIM}),
    "counted-before-event": frozenset({Kind.CLAIM}),
    "published-before-event": frozenset({Kind.EVENT}),
    "outside-country": frozenset({Kind.LOCATION}),
    "zero-coordinates": frozenset({Kind.LOCATION}),
    "half-a-point": frozenset({Kind.LOCATION}),
    "words-not-there": frozenset({Kind.QUOTE, Kind.CLAIM}),
    "quote-without-report": frozenset({Kind.QUOTE}),
    "quote-about-nothing": frozenset({Kind.QUOTE}),
    "claim-without-source": frozenset({Kind.CLAIM}),
    "claim-without-event": frozenset({Kind.CLAIM}),
    "same-event": frozenset({Kind.EVENT}),
    **dict.fromkeys(_TWINS, frozenset()),
}
#: Told how many records of how many have been looked at.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Wanted:
    """What is to be looked at, and what for."""

    query: Query | None = None
    """None for all records."""
    rules: frozenset[str] = frozenset(RULE)


def lint(
    reader: Reader,
    asker: Asker,
    wanted: Wanted = Wanted(),
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> Iterator[Finding]:
    """All that looks wrong, also what is said to be meant so; Interrupted when `stop` says so."""
    shelf = Shelf(reader, asker.today, stop)
    is_all = wanted.query is None or (wanted.query.node is None)
    numbers: dict[Kind, Sequence[int]] = {}
    for kind in KINDS:
        shelf.heed()
        numbers[kind] = (
            reader.numbers(kind)
            if is_all or wanted.query is None
            else list(reader.search(wanted.query, kind, asker))
        )
    for finding in _found(shelf, numbers, wanted.rules, progress, is_all=is_all):
        if finding.rule in wanted.rules:
            yield finding


def _found(
    shelf: Shelf,
    numbers: Mapping[Kind, Sequence[int]],
    rules: frozenset[str],
    progress: Progress | None,
    *,
    is_all: bool,
) -> Iterator[Finding]:
    done, total = 0, sum(map(len, numbers.values()))
    wholes: dict[Ref, None] = {}
    calendar = Calendar(shelf, is_whole=is_all) if "same-event" in rules else None
    for kind in KINDS:
        if not any(kind in _KINDS_OF.get(rule, frozenset(Kind)) for rule in rules):
            done += len(numbers[kind])
            continue
        for page in shelf.pages(kind, numbers[kind]):
            for record in _in_reading_order(page):
                yield from _of_record(record, shelf)
                if calendar is not None and isinstance(record, Event):
                    calendar.add(record)
            if kind is Kind.CLAIM and rules & {"part-above-whole", "parts-below-whole"}:
                claims = [one for one in page if isinstance(one, Claim)]
                wholes |= figures.wholes(claims, shelf, is_all=is_all)
            done += len(page)
            if progress is not None:
                progress(done, total)
    for ref in wholes:
        shelf.heed()
        yield from figures.of_whole(ref, shelf)
    if calendar is not None:
        yield from calendar.twins()
    for rule, kind in _TWINS.items():
        mine = None if is_all else frozenset(numbers[kind])
        if rule in rules and (mine is None or mine):
            yield from alike.twins(kind, shelf, mine)


def _in_reading_order(page: list[Record]) -> Iterable[Record]:
    """Those that cite one report behind each other: its text is read once."""
    if page and isinstance(page[0], Quote | Claim):
        return sorted(page, key=_report)
    return page


def _report(record: Record) -> str:
    return str(getattr(record, "report", None) or "")


def _of_record(record: Record, shelf: Shelf) -> Iterator[Finding]:
    """What looks wrong in a record by itself, and beside those that it names."""
    match record:
        case Event():
            yield from figures.of_event(record, shelf)
            yield from dates.of_event(record, shelf)
        case Claim():
            yield from figures.of_claim(record, shelf)
            yield from dates.of_claim(record, shelf)
            yield from evidence.of_claim(record, shelf)
        case Quote():
            yield from evidence.of_quote(record, shelf)
        case Location():
            yield from places.of_location(record, shelf)
        case Report():
            yield from dates.of_report(record, shelf)
        case Attachment():
            yield from dates.of_attachment(record, shelf)
    yield from naming.of_record(record, shelf)


@dataclass
class Gathered:
    """Findings by rule, in the order of the rules: of each so many, and how many there are."""

    kept: dict[str, list[Finding]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    meant: int = 0
    """How many are said to be meant so, and are not among them."""
    looked_at: dict[Kind, int] = field(default_factory=dict)
    """How many records the store has of each kind."""

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.counts.values())


def settled(found: Gathered, done: Collection[Finding], sequence: int) -> Gathered:
    """The findings without those that an operation of one's own did away with.

    What else was found in the same records is known to be of their new version: the operation was
    carried out because nobody had changed them since.
    """
    left = replace(found, kept={}, counts={})
    # Without a mend nobody asked whether the record was as it had been seen.
    refs = {one.ref for one in done if one.mend is not None}
    for rule, findings in found.kept.items():
        mine = [one for one in findings if one not in done]
        count = found.counts[rule] - (len(findings) - len(mine))
        if count:
            left.kept[rule] = [_at(one, refs, sequence) for one in mine]
            left.counts[rule] = count
    return left


def _at(finding: Finding, refs: Collection[Ref], sequence: int) -> Finding:
    mend = finding.mend
    if mend is None or not any(ref in refs for ref, _ in mend.versions):
        return finding
    versions = tuple((ref, sequence if ref in refs else known) for ref, known in mend.versions)
    return replace(finding, mend=replace(mend, versions=versions))


def gathered(
    findings: Iterable[Finding], most: int | None, *, with_meant: bool = False
) -> Gathered:
    """The findings by rule; `most` of each are kept."""
    found = Gathered()
    for one in findings:
        if one.is_meant and not with_meant:
            found.meant += 1
            continue
        found.counts[one.rule] = found.counts.get(one.rule, 0) + 1
        mine = found.kept.setdefault(one.rule, [])
        if most is None or len(mine) < most:
            mine.append(one)
    order = [rule for rule in RULE if rule in found.counts]
    found.kept = {rule: found.kept[rule] for rule in order}
    found.counts = {rule: found.counts[rule] for rule in order}
    return found
