"""What a record must satisfy to be written by the desk.

An importer's record need not: odd values come in and are flagged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from store import codec, spans
from store.errors import InvalidRecord
from store.ids import HIGHEST, Ref
from store.model import Claim, Event, Location, Note, Quote
from store.record import Record
from store.references import misfits
from store.values import Cover

#: The exact text of a report; None when there is no such report.
TextOf = Callable[[Ref], str | None]

#: So many characters a note's text may have.
LONGEST_NOTE = 1_000_000


def check(
    record: Record, before: Record | None = None, known: Record | None = None
) -> bytes | None:
    """Raise InvalidRecord for the first rule that the record breaks by itself.

    A flaw that it had before keeps nobody from changing the rest.  `known` and the answer are
    those of `codec.validate`.
    """
    written = codec.validate(record, known)
    flaws = list(flaws_of(record))
    had = set(flaws_of(before)) if flaws and before is not None else set()
    for field, reason in flaws:
        if (field, reason) not in had:
            raise InvalidRecord(record.ref, field, reason)
    return written


def next_number(table: str, highest: int) -> int:
    """The document id after the highest that was given out; InvalidRecord where there is none."""
    if highest >= HIGHEST:
        reason = f"the table has used its highest id, {HIGHEST}, and has none left for a new record"
        raise InvalidRecord(table, "id", reason)
    return highest + 1


def check_evidence(record: Record, before: Record | None, text_of: TextOf) -> Ref | None:
    """Raise InvalidRecord when a quote's or a claim's words are not in the report as it says.

    To be asked when every change of the operation is known: the report may come with the quote.
    Evidence that is as it was is not asked about again.  Answers the report that is not there.
    """
    if not isinstance(record, Quote | Claim) or (record.start is None and record.end is None):
        return None
    if not cites_anew(record, before):
        return None
    if record.start is None or record.end is None or record.report is None:
        raise InvalidRecord(record.ref, "start", "evidence needs a report, a start and an end")
    text = text_of(record.report)
    if text is None:
        return record.report
    wrong = spans.mismatch(text, record.start, record.end, record.words)
    if wrong:
        raise InvalidRecord(record.ref, "words", wrong)
    return None


def cites_anew(record: Record, before: Record | None) -> bool:
    """Whether a quote or a claim rests on other words than before, so that they are asked about."""
    if not isinstance(record, Quote | Claim):
        return False
    return not isinstance(before, Quote | Claim) or _span(before) != _span(record)


def _span(record: Quote | Claim) -> tuple[object, ...]:
    return record.report, record.start, record.end, record.words


def flaws_of(record: Record) -> Iterator[tuple[str, str]]:
    """What a record breaks by itself: field and reason."""
    for field in record.__struct_fields__:
        if isinstance(getattr(record, field), Cover):
            yield field, "is covered: what stands in its place is not written"
    for field, to, expected in misfits(record):
        yield field, f"expected one of the {expected.table}, got {to}"
    match record:
        case Claim(low=int(low), high=int(high)) if low > high:
            yield "high", f"{high} is less than low, {low}"
        case Event():
            first = record.start.first_day if record.start else None
            last = record.end.last_day if record.end else None
            if first and last and last < first:
                yield "end", f"{record.end} is before the start, {record.start}"
        case Note() if len(record.body) > LONGEST_NOTE:
            yield "body", f"{len(record.body):,} characters are more than {LONGEST_NOTE:,}"
        case Location() if (record.lat is None) != (record.lon is None):
            yield "lon", "latitude and longitude go together"
