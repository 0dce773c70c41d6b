"""What a list shows of a record of each kind: the last column is as long as it likes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from store.ids import Kind, Ref
from store.record import Record
from store.vocabulary import Stance
from tui.cli import document


class Column(NamedTuple):
    """A column: its heading, and a record's value in it, a reference where that is named."""

    heading: str
    value: Callable[[Any], object]


def columns_of(kind: Kind, names: Sequence[str]) -> tuple[Column, ...]:
    """The columns of a kind, or those of the fields that were asked for."""
    if not names:
        return _COLUMNS[kind]
    return tuple(map(_field, names))


def _field(name: str) -> Column:
    return Column(name, lambda record: document.as_text(document.value_of(record, name)))


def cells(
    records: Iterable[Record], columns: Sequence[Column], names: dict[Ref, str]
) -> list[tuple[str, ...]]:
    """The rows; what is named by its reference has its label, where that is known."""
    return [
        tuple(
            names.get(value, value) if isinstance(value, Ref) else str(value or "")
            for value in (column.value(record) for column in columns)
        )
        for record in records
    ]


def named_in(records: Iterable[Record], columns: Sequence[Column]) -> list[Ref]:
    """The records whose labels the rows show."""
    values = (column.value(record) for record in records for column in columns)
    return [value for value in values if isinstance(value, Ref)]


def _ref(record: Record) -> str:
    return str(record.ref)


def _claim(claim: Any) -> str:
    return f"denies: {claim.label}" if claim.stance is Stance.DENIES else claim.label


_REF = Column("ref", _ref)
_LABEL = Column("name", lambda record: record.label)
_COLUMNS = {
    Kind.EVENT: (
        _REF,
        Column("date", lambda event: event.start),
        Column("status", lambda event: event.status),
        Column("place", lambda e: e.locations[0].location if e.locations else None),
        Column("title", lambda event: event.label),
    ),
    Kind.REPORT: (
        _REF,
        Column("date", lambda report: report.published_at),
        Column("triage", lambda report: report.triage.state),
        Column("publisher", lambda report: report.publisher),
        Column("title", lambda report: report.label),
    ),
    Kind.CLAIM: (
        _REF,
        Column("as of", lambda claim: claim.as_of),
        Column("event", lambda claim: str(claim.event or "")),
        Column("source", lambda claim: claim.source),
        Column("claim", _claim),
    ),
    Kind.QUOTE: (
        _REF,
        Column("report", lambda quote: str(quote.report or "")),
        Column("speaker", lambda quote: quote.speaker),
        Column("words", lambda quote: quote.label),
    ),
    Kind.LOCATION: (
        _REF,
        Column("country", lambda place: place.country),
        Column("adm1", lambda place: place.adm1),
        _LABEL,
    ),
    Kind.SOURCE: (
        _REF,
        Column("reliability", lambda source: source.reliability),
        Column("kind", lambda source: source.kind),
        _LABEL,
    ),
    Kind.ACTOR: (_REF, Column("kind", lambda actor: actor.kind), _LABEL),
    Kind.ATTACHMENT: (
        _REF,
        Column("report", lambda attachment: str(attachment.report or "")),
        Column("type", lambda attachment: attachment.media_type),
        Column("shows", lambda attachment: attachment.label),
    ),
    Kind.NOTE: (
        _REF,
        Column("kind", lambda note: note.kind),
        Column("about", lambda note: str(note.target or "")),
        Column("by", lambda note: note.created.by if note.created else ""),
        Column("note", lambda note: note.label),
    ),
    Kind.VIEW: (_REF, Column("query", lambda view: view.query), _LABEL),
}
