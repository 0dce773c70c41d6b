"""Whether two texts tell of the same incident: by their days, names, figures and acts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from store.derive.probing import Votes, probe
from store.derive.telling import Told, days_apart, told
from store.ids import Kind
from store.model import Report
from store.reader import Asker, Reader
from store.syntax import NAME_OF, Asked, Free, Node, Query, Text
from store.vocabulary import Measure
from store.words import key_of

#: How a reason begins that tells words of both.
BOTH_SAY = "both say "
#: Reports of one incident are published within so many days.
WITHIN = 3
#: So many reports that share most words are read.
READ = 16
#: So much must speak for it.
LIKELY = 0.5
#: No independent report is so surely of the same incident as a copy is.
MOST = 0.9


#: A word, and how it is asked for.
Named = tuple[str, Node]


class Same(NamedTuple):
    """Another report that may tell of the same incident."""

    report: Report
    score: float
    reason: str


class Alike(NamedTuple):
    """What two texts have in common: how much speaks for one incident, and what, in words."""

    score: float
    reasons: tuple[str, ...]


def same_incident(
    reader: Reader, report: Report, asker: Asker, but: Iterable[int] = ()
) -> list[Same]:
    """Reports that may tell of the same incident, the likeliest first, but those named.

    Interrupted when `stop` of the read says so.
    """
    date = report.published_at
    if date is None or not date.day:
        return []
    mine = told(report.title, report.text)
    days = (date.day - WITHIN, (date.last_day or date.day) + WITHIN)
    places = names_told(reader, mine, Kind.LOCATION, asker)
    nodes = _nodes(mine, places, names_told(reader, mine, Kind.SOURCE, asker))
    votes = probe(reader, Kind.REPORT, asker, nodes, days, (report.id, *but))
    found = []
    for number in votes.best(READ):
        other = reader.find(Kind.REPORT.ref(number))
        if isinstance(other, Report):
            apart = days_apart(date, other.published_at)
            theirs = told(other.title, other.text)
            alike = compared(mine, theirs, apart, votes, number, places)
            if alike.score >= LIKELY:
                found.append(Same(other, alike.score, "; ".join(alike.reasons)))
    return sorted(found, key=lambda one: -one.score)


def _nodes(mine: Told, places: frozenset[str], sources: frozenset[str]) -> Iterator[Named]:
    """Each word but those by which who says it is called: they say much else."""
    for word in mine.words:
        if word in places or word not in sources:
            yield word, Free(Text(word))


def names_told(reader: Reader, mine: Told, kind: Kind, asker: Asker) -> frozenset[str]:
    """Those words by which the store knows a place, or a source."""
    # Of a text without capitals any word may be a name.
    asked = mine.names or mine.words
    return frozenset(
        word
        for word in mine.words
        if word in asked
        and next(reader.search(Query(Asked(NAME_OF[kind], Text(word))), kind, asker), None)
    )


def compared(
    mine: Told,
    theirs: Told,
    apart: int | None,
    votes: Votes,
    number: int,
    places: frozenset[str],
) -> Alike:
    """What speaks for it that two texts tell of one incident."""
    shared = votes.shared[number]
    there = [word for word in shared if word in places]
    score, reasons = 0.0, []
    if apart is not None and apart <= WITHIN:
        score += (0.25, 0.2, 0.12, 0.08)[apart]
        day = "same day" if apart == 0 else f"{apart} day{'' if apart == 1 else 's'} apart"
        joined = "and" if apart == 0 else "but the same"
        reasons.append(f"{day} {joined} place ({said(there)})" if there else day)
    score += min(votes.share(number), 0.5) / 0.5 * 0.45 + (0.05 if there else 0.0)
    rest = sorted((word for word in shared if word not in there), key=lambda w: -votes.rarity[w])
    if rest:
        reasons.append(f"{BOTH_SAY}{said(rest)}")
    same, differs = figures(mine.figures, theirs.figures)
    if same:
        score += 0.2
        reasons.append(same)
    elif differs:
        score -= 0.1
    if mine.acts and theirs.acts:
        score += 0.05 if mine.acts & theirs.acts else -0.05
    return Alike(max(0.0, min(score, MOST)), tuple(reasons))


def figures(
    mine: frozenset[tuple[Measure, int]], theirs: frozenset[tuple[Measure, int]]
) -> tuple[str, bool]:
    """`31 killed in both`, or "" and whether both count the same and differ in all they say."""
    same = sorted(mine & theirs, key=lambda one: (-one[1], one[0]))
    if same:
        measure, number = same[0]
        return f"{number:,} {measure} in both", False
    return "", bool({measure for measure, _ in mine} & {measure for measure, _ in theirs})


def said(found: Iterable[str], most: int = 3) -> str:
    """A few words, as they are said in a reason."""
    return ", ".join(dict.fromkeys(key_of(word) for word in list(found)[:most]))
