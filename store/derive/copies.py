"""Near-copies of a report: other reports with the same words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from store.derive.probing import probe
from store.derive.similarity import SHARED, Run, runs
from store.ids import Kind, Ref
from store.model import Report
from store.reader import Asker, Reader
from store.syntax import Free, Text
from store.words import words

#: So many runs of three words are looked up, and so many reports that have some of them read.
PROBES = 16
READ = 16
#: Two texts are copies when so many of the runs of the shorter one are in the other.
COPIED = 0.5
#: So short a text is a copy where nearly all of it is the same.
SHORT = 12
NEARLY_ALL = 0.9
#: So many letters of two texts are compared.
COMPARED = 2000


class Copy(NamedTuple):
    """A report with the same words as another."""

    report: Report
    share: float
    """How much of the shorter one is in the other, 0 to 1."""
    is_copy: bool
    """Whether it is so much that one was made of the other."""


def copies(reader: Reader, report: Report, asker: Asker) -> list[Copy]:
    """Reports with the same words, those with most of them first.

    Interrupted when `stop` of the read says so.
    """
    mine = runs(report)
    nodes = ((" ".join(run), Free(Text(" ".join(run)))) for run in _telling(mine))
    votes = probe(reader, Kind.REPORT, asker, nodes, but=(report.id,), counts=False)
    # A run that many reports share may be of a text that many have copied: all of them count.
    found = sorted(votes.shared, key=lambda number: (-len(votes.shared[number]), -number))
    made = (_copy(report, mine, reader.find(Kind.REPORT.ref(number))) for number in found[:READ])
    return sorted((one for one in made if one), key=lambda one: -one.share)


def _telling(found: frozenset[Run]) -> Iterator[Run]:
    """Runs whose words are long, as rare ones are; the same ones each time."""

    def weight(run: Run) -> tuple[int, Run]:
        return -sum(min(len(word), 9) for word in run), run

    yield from sorted(found, key=weight)[:PROBES]


def _copy(report: Report, mine: frozenset[Run], other: object) -> Copy | None:
    if not isinstance(other, Report):
        return None
    theirs = runs(other)
    shorter = min(len(mine), len(theirs))
    if not shorter:
        return None
    share = len(mine & theirs) / shorter
    likeness = _likeness(report, other)
    if shorter < SHORT:
        # A few words in a row are soon the same by chance.
        share = min(share, likeness)
        return Copy(other, share, is_copy=True) if share >= NEARLY_ALL else None
    best = max(share, likeness if likeness >= NEARLY_ALL else 0.0)
    return Copy(other, best, is_copy=best >= COPIED) if best >= SHARED else None


def is_nearly_same(report: Report, other: Report) -> bool:
    """Whether two reports have the same words from the first to the last, but for a few."""
    sizes = sorted(len(words(one.text)) for one in (report, other))
    if not sizes[0] or sizes[0] < NEARLY_ALL * sizes[1]:
        return False
    return _likeness(report, other) >= NEARLY_ALL


def _likeness(report: Report, other: Report) -> float:
    """How alike the letters of two texts are, 0 to 1."""
    from rapidfuzz import fuzz  # noqa: PLC0415  nothing before the first screen needs it

    one, two = (" ".join(words((r.text or r.title)[:COMPARED])) for r in (report, other))
    return fuzz.ratio(one, two) / 100


def original_of(reader: Reader, report: Report) -> Ref:
    """The report that this one is decided to repeat, or itself."""
    of = report.triage.of
    return of if of is not None and reader.version(of) else report.ref
