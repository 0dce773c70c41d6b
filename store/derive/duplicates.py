"""What a record may be a duplicate of, each with a score and a reason in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from store.derive.incidents import BOTH_SAY
from store.ids import Kind, Ref
from store.model import Event, Report
from store.reader import Asker, Reader

#: Of a report that is no copy the words are taken up again within so many days.
NEWS_LASTS = 7
#: So many are answered.
MOST = 8
#: The kinds of record that can be the same as another: reports are decided on, others merged.
COMPARABLE = frozenset({Kind.REPORT, Kind.EVENT, Kind.SOURCE, Kind.LOCATION, Kind.ACTOR})


class Candidate(NamedTuple):
    """A record that may be the same as another, or tell of the same."""

    ref: Ref
    score: float
    """How likely it is, 0 to 1."""
    reason: str
    """What speaks for it: `same words 94 %; published 2 h earlier`."""
    is_copy: bool
    """Whether one has the words of the other."""


def candidates(reader: Reader, ref: Ref, asker: Asker) -> list[Candidate]:
    """What the record may be the same as, best first; nothing for kinds that have no duplicates.

    Takes some hundredths of a second: to be asked on a worker thread.  Interrupted when `stop` of
    the read says so.
    """
    record = reader.find(ref)
    found: Iterable[Candidate] = ()
    if isinstance(record, Report):
        found = _of_report(reader, record, asker)
    elif isinstance(record, Event):
        from store.derive.same_events import same_events  # noqa: PLC0415  only its kind needs it

        found = (Candidate(*one, is_copy=False) for one in same_events(reader, record, asker))
    elif record is not None and ref.kind in COMPARABLE:
        from store.derive.namesakes import namesakes  # noqa: PLC0415  only its kinds need it

        found = (Candidate(*one, is_copy=False) for one in namesakes(reader, record, asker))
    return _best(found)


def without_words(candidate: Candidate) -> Candidate:
    """The candidate, its reason without what the two records say: words of one are covered."""
    kept = [part for part in candidate.reason.split("; ") if not part.startswith(BOTH_SAY)]
    return candidate._replace(reason="; ".join(kept))


def _of_report(reader: Reader, report: Report, asker: Asker) -> list[Candidate]:
    from store.derive.copies import copies, original_of  # noqa: PLC0415  see above
    from store.derive.incidents import same_incident  # noqa: PLC0415
    from store.derive.telling import days_apart, lag  # noqa: PLC0415

    found = []
    copied = copies(reader, report, asker)
    for one in copied:
        apart = days_apart(report.published_at, one.report.published_at)
        if not one.is_copy and (apart or 0) > NEWS_LASTS:
            # Some sentences of an article that is taken up again, or of a form that is filled in.
            continue
        reason = f"same words {min(int(one.share * 100), 100)} %"
        when = lag(report.published_at, one.report.published_at)
        behind = f"; published {when}" if when else ""
        of = original_of(reader, one.report)
        if of != one.report.ref:
            behind += f"; {one.report.ref} repeats it"
        if of != report.ref:
            found.append(Candidate(of, min(one.share, 1.0), reason + behind, one.is_copy))
    known = [one.report.id for one in copied if one.is_copy]
    for same in same_incident(reader, report, asker, known):
        of = original_of(reader, same.report)
        reason = same.reason if of == same.report.ref else f"{same.reason}; {same.report.ref}"
        if of != report.ref:
            found.append(Candidate(of, same.score, reason, is_copy=False))
    return found


def _best(found: Iterable[Candidate]) -> list[Candidate]:
    """The best of them first, each record once."""
    best: dict[Ref, Candidate] = {}
    for one in sorted(found, key=lambda one: (-one.is_copy, -one.score)):
        best.setdefault(one.ref, one)
    return sorted(best.values(), key=lambda one: -one.score)[:MOST]
