"""A record as one row of its list: columns of fixed width, then what has room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from store.ids import Ref
from store.model import RECORDS, Attachment, Claim, Event, Note, Quote, Report
from store.record import Record
from store.values import Cover
from store.vocabulary import About, QuoteForm, Stance
from store.words import Phrase, snippet
from tui.render.columns import COLUMNS, Column, Columns
from tui.render.found import has_found, marked
from tui.render.line import Line, Piece, cut, fit, width_of
from tui.render.states import style_of

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
    snippet: str = ""
    """Of a hit: the part of its text that has the words, one safe line."""


def gone(ref: Ref) -> Row:
    """The row of a record that is named and not in the store, or not any more."""
    return Row(RECORDS[ref.kind](id=ref.number), {}, is_gone=True)


#: Behind the reference of a marked row.
MARK = "*"
#: A title keeps so many cells beside a snippet, which has as many at least.
LEAST_TITLE = 12
#: A row tells who works on its record where its words have so many cells.
ROOM_FOR_ASSIGNEE, WIDEST_ASSIGNEE = 36, 10
ASSIGNEE = "assignee"
#: The widest that a row's roles are shown.
ROLES_WIDTH = 24


@lru_cache(maxsize=4096)
def row_line(
    row: Row,
    width: int,
    id_width: int,
    cursor: str = "",
    base: str = "",
    columns: Columns | None = None,
    phrases: tuple[Phrase, ...] = (),
    *,
    is_marked: bool = False,
    is_settled: bool = False,
) -> Line:
    """The row in exactly `width` cells; without `columns` it has those usual for its kind.

    `cursor` is the sign before it, phrases are marked, what `is_settled` stands back.
    """
    name = Piece(fit(row.record.ref, id_width), "mark" if is_marked else "dim")
    mark = Piece(MARK, "mark") if is_marked else Piece(" ")
    pieces = [Piece(fit(cursor, 1), "cursor-sign"), name, mark]
    left = width - 2 - id_width
    if row.is_gone:
        return Line((*pieces, Piece(fit("not in the store", left), "dim")), base)
    columns = columns or COLUMNS[row.record.kind_of]
    for column in columns.before:
        if width >= column.room and left > column.width:
            pieces += [_sized(column, row), Piece(" ")]
            left -= column.width + 1
    room_behind = left
    after: list[Piece] = []
    if who := _worker(row, columns, left):
        after += [Piece(" "), who]
        left -= width_of(who.text) + 1
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
    style = "struck" if row.is_replaced else "dim" if is_settled else title_style(row.record)
    title = title_of(row) if columns.has_title else ""
    words = marked((Piece(fit(title, left), style), *after), phrases)
    if row.snippet and phrases and not has_found(words):
        words = _with_snippet(row, room_behind, style, phrases)
    return Line((*pieces, *words), base)


def _with_snippet(
    row: Row, room: int, style: str, phrases: tuple[Phrase, ...]
) -> tuple[Piece, ...]:
    """The title shortened, and in the place of what stands behind it why the record is a hit."""
    title = title_of(row)
    titled = min(width_of(cut(title, room)), max(room * 2 // 5, min(room, LEAST_TITLE)))
    left = room - titled - 1
    span = snippet(row.snippet, phrases, max(left - 1, 1))
    if span is None or left < LEAST_TITLE:
        return (Piece(fit(title, room), style),)
    lead = "…" if span.start and not row.snippet.startswith("…", span.start) else ""
    said = Piece(fit(lead + row.snippet[span.start :], left), "dim")
    return (Piece(f"{fit(title, titled)} ", style), *marked((said,), phrases))


def _worker(row: Row, columns: Columns, left: int) -> Piece | None:
    """Who works on the record, behind the words of its own row: most rows have nobody yet."""
    who = "" if ASSIGNEE in columns.names else getattr(row.record, ASSIGNEE, "")
    if not who or left < ROOM_FOR_ASSIGNEE:
        return None
    return Piece(f"({cut(who, WIDEST_ASSIGNEE)})", "role")


def _sized(column: Column, row: Row) -> Piece:
    piece = column.piece(row)
    return piece._replace(text=fit(piece.text, column.width))


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
        case Quote() if isinstance(record.words, Cover):
            return record.words
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
