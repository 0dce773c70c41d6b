"""What of a record is compared with another: its fields in words, its text."""

from __future__ import annotations

from collections.abc import Iterator

from store.derive.covers import Masked
from store.derive.differences import Differences, differences
from store.derive.dossier import Dossier
from store.derive.duplicates import Candidate, without_words
from store.ids import Kind
from store.model import Claim, Event, Report
from store.record import Record
from store.values import Cover
from tui.render.compare import Pair, Side
from tui.render.fields import fields_of

#: Of a report what tells whether another is the same; its text stands below.
_OF_REPORT = frozenset({"author", "published at", "derived from", "triage"})
#: So many claims of an event are told.
CLAIMS = 12


def pair(candidate: Candidate, mine: Dossier, theirs: Dossier) -> Pair:
    """Two records, ready to be compared."""
    one, other = side(mine), side(theirs)
    if one.is_covered or other.is_covered:
        nothing = Differences((), (), is_of_same=False)
        return Pair(without_words(candidate), one, other, nothing)
    if isinstance(one.text, Masked) or isinstance(other.text, Masked):
        candidate = without_words(candidate)
    return Pair(candidate, one, other, differences(one.text, other.text))


def side(dossier: Dossier) -> Side:
    """One record as it is compared; its words may be covered."""
    record = dossier.record
    fields = dict.fromkeys((label, value) for label, value in _fields(dossier) if value)
    text = _text(record)
    is_covered = isinstance(text, Cover) and not isinstance(text, Masked)
    return Side(record.ref, record.label, tuple(fields), text, is_covered=is_covered)


def _text(record: Record) -> str:
    match record:
        case Report():
            return record.text
        case Event():
            return record.summary
    return ""


def _fields(dossier: Dossier) -> Iterator[tuple[str, str]]:
    record = dossier.record
    yield "title" if isinstance(record, Report | Event) else "name", record.label
    if isinstance(record, Report) and record.publisher:
        yield "publisher", dossier.names.get(record.publisher, str(record.publisher))
    if isinstance(record, Report) and record.url:
        yield "url", record.url
    for field in fields_of(dossier):
        is_told = field.label in _OF_REPORT or not isinstance(record, Report)
        if is_told and not field.is_background and field.label not in ("sensitivity", "summary"):
            yield field.label, field.value
    if isinstance(record, Event) and record.part_of:
        yield "part of", dossier.names.get(record.part_of, str(record.part_of))
    for claim in dossier.claims[:CLAIMS]:
        yield "claims", _claimed(claim, dossier)
    counted = [
        f"{section.total:,} {section.kind.noun if section.total == 1 else section.kind.table}"
        for section in dossier.sections
        # An event's places stand among its fields.
        if not (isinstance(record, Event) and section.kind is Kind.LOCATION)
    ]
    if dossier.notes_total:
        counted.append(f"{dossier.notes_total:,} note{'' if dossier.notes_total == 1 else 's'}")
    yield "linked", ", ".join(counted)


def _claimed(claim: Claim, dossier: Dossier) -> str:
    source = dossier.short_names.get(claim.source, "") if claim.source else ""
    return f"{claim.label} ({source})" if source else claim.label
