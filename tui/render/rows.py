"""A record as one row of its list: columns of fixed width, then what has room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from store.dates import OPEN, PartialDate
from store.ids import Kind, Ref
from store.model import RECORDS, Attachment, Claim, Event, Location, Note, Quote, Report
from store.record import Record
from store.vocabulary import About, QuoteForm, Stance
from tui.render.line import Line, Piece, fit
from tui.render.states import STATUS, TRIAGE, VERDICT, style_of

Names = Mapping[Ref, str]


@dataclass(frozen=True, eq=False, slots=True)
class Row:
    """What a row is drawn from; the same one is drawn once."""

    record: Record
    names: Names
    """Labels of the records that it names."""
    roles: tuple[str, ...] = ()
    """What it is to the record that its list is linked to."""
    is_replaced: bool = False
    """For a claim: whether a later one replaces it."""
    is_gone: bool = False
    """Whether the store has no such record: all that is known is its reference."""


def gone(ref: Ref) -> Row:
    """The row of a record that is named and not in the store, or not any more."""
    return Row(RECORDS[ref.kind](id=ref.number), {}, is_gone=True)


class Column(NamedTuple):
    """A column beside the title: shown from `room` cells on."""

    room: int
    width: int
    # Each kind's columns draw that kind's records.
    piece: Callable[[Any], Piece]


#: The widest that a row's roles are shown.
ROLES_WIDTH = 24


@lru_cache(maxsize=4096)
def row_line(row: Row, width: int, id_width: int, cursor: str = "", base: str = "") -> Line:
    """The row in exactly `width` cells; `cursor` is the sign before it."""
    pieces = [Piece(fit(cursor, 1), "cursor-sign"), Piece(fit(row.record.ref, id_width), "dim")]
    pieces.append(Piece(" "))
    left = width - 2 - id_width
    if row.is_gone:
        return Line((*pieces, Piece(fit("not in the store", left), "dim")), base)
    columns = COLUMNS[row.record.kind_of]
    for column in columns.before:
        if width >= column.room and left > column.width:
            pieces += [_sized(column, row), Piece(" ")]
            left -= column.width + 1
    after: list[Piece] = []
    for column in columns.behind:
        if width >= column.room and left > column.width:
            after += [Piece(" "), _sized(column, row)]
            left -= column.width + 1
    if row.roles and width >= columns.roles_from:
        # One width for all rows, so that the columns before it stand under each other.
        room = min(ROLES_WIDTH, width // 4)
        if left > room:
            after += [Piece(" "), Piece(fit(", ".join(row.roles), room), "role")]
            left -= room + 1
    style = "struck" if row.is_replaced else title_style(row.record)
    pieces.append(Piece(fit(title_of(row), left), style))
    return Line((*pieces, *after), base)


def _sized(column: Column, row: Row) -> Piece:
    text, style = column.piece(row)
    return Piece(fit(text, column.width), style)


def title_style(record: Record) -> str:
    """The style of the row's words: what is settled and set aside stands back."""
    if isinstance(record, Claim) and record.stance is Stance.DENIES:
        return "state-bad"
    return "dim" if style_of(state_word(record)) == "state-off" else ""


def state_word(record: Record) -> str:
    """The word of the record's state, which its style goes by."""
    match record:
        case Event():
            return str(record.status)
        case Report():
            return str(record.triage.state)
        case Claim():
            return str(record.stance)
        case _:
            return ""


def title_of(row: Row) -> str:
    """The words of the row."""
    record = row.record
    match record:
        case Quote() if record.words and record.form is QuoteForm.DIRECT:
            return f"“{record.words}”"
        case Claim():
            about = "" if record.about is About.TOLL else f"{record.about}: "
            denies = "denies " if record.stance is Stance.DENIES else ""
            replaced = "replaced: " if row.is_replaced else ""
            return f"{replaced}{denies}{about}{record.label}"
        case Attachment():
            told = (record.media_type, record.captured_at or "", record.sha256[:12])
            return f"{record.label} ({', '.join(str(part) for part in told if part)})"
        case Note():
            target = row.names.get(record.target, record.target) if record.target else "nothing"
            return f"{record.label}  ({record.target}: {target})" if record.target else record.label
        case _:
            return record.label


def date_piece(date: PartialDate | None) -> Piece:
    """A date in its own precision; a range by its start."""
    if date is None:
        return Piece("no date", "dim")
    start, _, end = date.partition("/")
    if start == OPEN:
        return Piece(f"to {end[:7]}", "date")
    return Piece(start.partition("T")[0], "date")


def _name(row: Row, ref: Ref | None) -> Piece:
    return Piece(row.names.get(ref, ref) if ref else "", "name")


def _letter(letters: Mapping[Any, str], state: str) -> Piece:
    return Piece(letters[state], style_of(state))


def _first_place(event: Event) -> Ref | None:
    return event.locations[0].location if event.locations else None


def coordinates(place: Location) -> str:
    """Latitude and longitude in degrees, or that they are unknown."""
    if place.lat is None or place.lon is None:
        return "no coordinates"
    return f"{place.lat:.3f}, {place.lon:.3f}"


class Columns(NamedTuple):
    """The columns of a kind before and behind its title, and from which width roles are shown."""

    before: tuple[Column, ...] = ()
    behind: tuple[Column, ...] = ()
    roles_from: int = 44


COLUMNS = {
    Kind.EVENT: Columns(
        (
            Column(0, 1, lambda row: _letter(STATUS, row.record.status)),
            Column(0, 10, lambda row: date_piece(row.record.start)),
        ),
        (
            Column(70, 16, lambda row: _name(row, _first_place(row.record))),
            Column(110, 30, lambda row: Piece(row.record.type, "dim")),
            Column(140, 10, lambda row: Piece(row.record.assessment or "", "dim")),
        ),
        roles_from=64,
    ),
    Kind.REPORT: Columns(
        (
            Column(0, 1, lambda row: _letter(TRIAGE, row.record.triage.state)),
            Column(60, 1, lambda row: _letter(VERDICT, row.record.verdict)),
            Column(0, 1, lambda row: Piece("!" if row.record.urgent else " ", "state-bad")),
            Column(38, 10, lambda row: date_piece(row.record.published_at)),
        ),
        (Column(64, 14, lambda row: _name(row, row.record.publisher)),),
        roles_from=100,
    ),
    Kind.LOCATION: Columns(
        (),
        (
            Column(76, 16, lambda row: Piece(row.record.adm1, "dim")),
            Column(90, 19, lambda row: Piece(coordinates(row.record), "dim")),
            Column(36, 2, lambda row: Piece(row.record.country, "dim")),
        ),
    ),
    Kind.SOURCE: Columns(
        (Column(0, 1, lambda row: Piece(row.record.reliability, "grade")),),
        (Column(34, 8, lambda row: Piece(row.record.kind, "dim")),),
    ),
    Kind.QUOTE: Columns(
        (),
        (
            Column(44, 12, lambda row: _name(row, row.record.speaker)),
            Column(110, 24, lambda row: Piece(row.record.speaker_role, "dim")),
        ),
        roles_from=80,
    ),
    Kind.CLAIM: Columns(
        (),
        (
            Column(44, 10, lambda row: _name(row, row.record.source)),
            Column(100, 14, lambda row: _name(row, next(iter(row.record.via), None))),
            Column(38, 10, lambda row: date_piece(row.record.as_of)),
            Column(90, 1, lambda row: Piece(str(row.record.credibility), "grade")),
        ),
        roles_from=100,
    ),
    Kind.NOTE: Columns(
        (Column(30, 8, lambda row: Piece(row.record.kind, "dim")),),
        (Column(70, 12, lambda row: Piece(_author(row.record), "dim")),),
        roles_from=200,
    ),
}


def _author(note: Note) -> str:
    return note.created.by if note.created else ""
