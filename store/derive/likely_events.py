"""The events that a report may tell of, each with a score and a reason in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from store.derive.duplicates import MOST, Candidate, candidates
from store.derive.incidents import BOTH_SAY, Named, figures, names_told, said
from store.derive.probing import probe
from store.derive.telling import Told, acts_of, days_apart, told
from store.derive.tolls_told import figures_of
from store.ids import Kind, Ref
from store.model import Event, Report
from store.reader import Asker, Reader
from store.syntax import Asked, Free, Text

#: A report tells of an event so many days behind it, or before it: zones differ.
BEFORE, AFTER = 10, 1
#: An inquiry tells of it so late; that is looked for where nothing nearer is likely.
LONG_BEFORE = 400
#: So many events that share most words are looked at.
LOOKED_AT = 12
LIKELY = 0.35


def likely_events(reader: Reader, report_ref: Ref, asker: Asker) -> list[Candidate]:
    """Events that the report may tell of and is not linked to, best first.

    Takes some hundredths of a second: to be asked on a worker thread.  Interrupted when `stop` of
    the read says so.
    """
    report = reader.find(report_ref)
    if not isinstance(report, Report):
        return []
    known = frozenset(reader.neighbours(report_ref, Kind.EVENT))
    best: dict[Ref, Candidate] = {}
    found = [*_of_twins(reader, report_ref, asker), *_by_words(reader, report, asker)]
    for one in sorted(found, key=lambda one: -one.score):
        if one.ref.number not in known:
            best.setdefault(one.ref, one)
    return list(best.values())[:MOST]


def _of_twins(reader: Reader, report: Ref, asker: Asker) -> Iterator[Candidate]:
    """The events of reports that say the same, or tell of the same incident."""
    for twin in candidates(reader, report, asker):
        numbers = reader.neighbours(twin.ref, Kind.EVENT)
        for event in reader.listing(Kind.EVENT, sorted(numbers)[:MOST]):
            what = "its copy" if twin.is_copy else "the report"
            score = min(0.95, twin.score) if twin.is_copy else twin.score * 0.9
            yield Candidate(event.ref, score, f"{what} {twin.ref} tells of it", is_copy=False)


def _by_words(reader: Reader, report: Report, asker: Asker) -> Iterator[Candidate]:
    mine = told(report.title, report.text)
    nodes = tuple(_nodes(mine, names_told(reader, mine, Kind.LOCATION, asker)))
    for days in _windows(report):
        likely = list(_within(reader, report, mine, asker, nodes, days))
        if likely:
            yield from likely
            return


def _windows(report: Report) -> Iterator[tuple[int, int] | None]:
    """The days in which what it tells of may lie, the likelier first; None for any."""
    date = report.published_at
    if date is None or not date.day:
        yield None
        return
    for before in (BEFORE, LONG_BEFORE):
        yield date.day - before, (date.last_day or date.day) + AFTER


def _within(
    reader: Reader,
    report: Report,
    mine: Told,
    asker: Asker,
    nodes: Iterable[Named],
    days: tuple[int, int] | None,
) -> Iterator[Candidate]:
    """Events of these days that say what the report says."""
    votes = probe(reader, Kind.EVENT, asker, nodes, days)
    for event in reader.listing(Kind.EVENT, votes.best(LOOKED_AT)):
        if isinstance(event, Event):
            score, reason = _compared(reader, report, mine, event, votes.shared[event.id])
            score += 0.3 * min(votes.share(event.id), 0.5) / 0.5
            if score >= LIKELY:
                yield Candidate(event.ref, min(score, 0.95), reason, is_copy=False)


def _nodes(mine: Told, places: frozenset[str]) -> Iterator[Named]:
    """Each word as the event or one of its places says it."""
    for word in mine.words:
        yield word, Free(Text(word))
        if word in places:
            yield f"{word} ", Asked("place", Text(word))


def _compared(
    reader: Reader, report: Report, mine: Told, event: Event, shared: tuple[str, ...]
) -> tuple[float, str]:
    score, reasons = 0.0, []
    places = [word.strip() for word in shared if word.endswith(" ")]
    apart = days_apart(event.start, report.published_at)
    if apart is not None:
        score += 0.3 if apart == 0 else 0.25 if apart == 1 else max(0.2 - apart * 0.015, 0)
        day = "same day" if apart == 0 else f"{apart} day{'' if apart == 1 else 's'} before"
        joined = "and" if apart == 0 else "but the same"
        reasons.append(f"{day} {joined} place ({said(places)})" if places else day)
    elif places:
        reasons.append(f"same place ({said(places)})")
    score += 0.25 if places else 0.0
    rest = [word for word in shared if not word.endswith(" ") and word not in places]
    if rest:
        reasons.append(f"{BOTH_SAY}{said(rest)}")
    same, differs = figures(mine.figures, figures_of(reader, event))
    if same:
        score += 0.2
        reasons.append(same)
    elif differs:
        score -= 0.05
    if mine.acts & acts_of(f"{event.type} {event.title}"):
        score += 0.1
    return score, "; ".join(reasons)
