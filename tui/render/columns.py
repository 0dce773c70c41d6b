"""The columns of each kind's rows: which there are, which are shown, and from what width on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from store.dates import OPEN, PartialDate
from store.ids import Kind, Ref
from store.model import Event, Location, Note
from tui.render.line import Piece
from tui.render.states import STATUS, TRIAGE, VERDICT, style_of

#: The name of the row's words, which take the room that the columns leave.
TITLE = "title"
#: Columns that were chosen leave a row's words so many cells, or are not shown.
LEAST_FOR_WORDS = 16
#: Cells before the columns: the cursor's, the reference's and a blank.
_BEFORE = 7


class Column(NamedTuple):
    """A column beside the row's words: shown from `room` cells on."""

    name: str
    room: int
    width: int
    # Each kind's columns draw that kind's records.
    piece: Callable[[Any], Piece]


# Compared by identity: whether a row was drawn already is asked at each key.
@dataclass(frozen=True, eq=False, slots=True)
class Columns:
    """The columns before and behind a row's words, and from which width its roles are shown."""

    before: tuple[Column, ...] = ()
    behind: tuple[Column, ...] = ()
    roles_from: int = 44
    has_title: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """What is shown, from left to right."""
        title = (TITLE,) if self.has_title else ()
        before = tuple(column.name for column in self.before)
        return (*before, *title, *(column.name for column in self.behind))


def names_of(kind: Kind) -> tuple[str, ...]:
    """Every column that rows of the kind can have."""
    return (*COLUMNS[kind].names, *(column.name for column in _MORE.get(kind, ())), _TAGS.name)


def chosen(kind: Kind, names: Sequence[str]) -> Columns:
    """These columns in this order; each is shown as long as there is room for the words."""
    usual = COLUMNS[kind]
    if tuple(names) == usual.names:
        return usual
    known = {
        column.name: column
        for column in (*usual.before, *usual.behind, *_MORE.get(kind, ()), _TAGS)
    }
    columns: list[Column] = []
    room = _BEFORE + (LEAST_FOR_WORDS if TITLE in names else 0)
    for name in names:
        if name != TITLE:
            room += known[name].width + 1
            columns.append(known[name]._replace(room=room))
    at = names.index(TITLE) if TITLE in names else len(names)
    return Columns(
        tuple(columns[:at]),
        tuple(columns[at:]),
        roles_from=max(usual.roles_from, room + LEAST_FOR_WORDS),
        has_title=TITLE in names,
    )


def date_piece(date: PartialDate | None) -> Piece:
    """A date in its own precision; a range by its start."""
    if date is None:
        return Piece("no date", "dim")
    start, _, end = date.partition("/")
    if start == OPEN:
        return Piece(f"to {end[:7]}", "date")
    return Piece(start.partition("T")[0], "date")


def _name(row: Any, ref: Ref | None) -> Piece:
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


def _author(note: Note) -> str:
    return note.created.by if note.created else ""


def _written(note: Note) -> str:
    return note.created.at[:10] if note.created else ""


COLUMNS = {
    Kind.EVENT: Columns(
        (
            Column("status", 0, 1, lambda row: _letter(STATUS, row.record.status)),
            Column("start", 0, 10, lambda row: date_piece(row.record.start)),
        ),
        (
            Column("place", 70, 16, lambda row: _name(row, _first_place(row.record))),
            Column("type", 110, 30, lambda row: Piece(row.record.type, "dim")),
            Column("assessment", 140, 10, lambda row: Piece(row.record.assessment or "", "dim")),
        ),
        roles_from=64,
    ),
    Kind.REPORT: Columns(
        (
            Column("triage", 0, 1, lambda row: _letter(TRIAGE, row.record.triage.state)),
            Column("verdict", 60, 1, lambda row: _letter(VERDICT, row.record.verdict)),
            Column(
                "urgent", 0, 1, lambda row: Piece("!" if row.record.urgent else " ", "state-bad")
            ),
            Column("published", 38, 10, lambda row: date_piece(row.record.published_at)),
        ),
        (Column("publisher", 64, 14, lambda row: _name(row, row.record.publisher)),),
        roles_from=100,
    ),
    Kind.LOCATION: Columns(
        (),
        (
            Column("adm1", 76, 16, lambda row: Piece(row.record.adm1, "dim")),
            Column("coordinates", 90, 19, lambda row: Piece(coordinates(row.record), "dim")),
            Column("country", 36, 2, lambda row: Piece(row.record.country, "dim")),
        ),
    ),
    Kind.SOURCE: Columns(
        (Column("reliability", 0, 1, lambda row: Piece(row.record.reliability, "grade")),),
        (Column("kind", 34, 8, lambda row: Piece(row.record.kind, "dim")),),
    ),
    Kind.QUOTE: Columns(
        (),
        (
            Column("speaker", 44, 12, lambda row: _name(row, row.record.speaker)),
            Column("role", 110, 24, lambda row: Piece(row.record.speaker_role, "dim")),
        ),
        roles_from=80,
    ),
    Kind.CLAIM: Columns(
        (),
        (
            Column("source", 44, 10, lambda row: _name(row, row.record.source)),
            Column("via", 100, 14, lambda row: _name(row, next(iter(row.record.via), None))),
            Column("as_of", 38, 10, lambda row: date_piece(row.record.as_of)),
            Column("credibility", 90, 1, lambda row: Piece(str(row.record.credibility), "grade")),
        ),
        roles_from=100,
    ),
    Kind.NOTE: Columns(
        (Column("kind", 30, 8, lambda row: Piece(row.record.kind, "dim")),),
        (
            Column("author", 70, 12, lambda row: Piece(_author(row.record), "dim")),
            Column("written", 76, 10, lambda row: Piece(_written(row.record), "dim")),
        ),
        roles_from=200,
    ),
}

_TAGS = Column("tags", 0, 16, lambda row: Piece(", ".join(row.record.tags), "dim"))
#: What a row shows only where it was chosen.
_MORE = {
    Kind.EVENT: (
        Column("assignee", 0, 10, lambda row: Piece(row.record.assignee, "dim")),
        Column("end", 0, 10, lambda row: _end(row.record)),
    ),
    Kind.REPORT: (
        Column("assignee", 0, 10, lambda row: Piece(row.record.assignee, "dim")),
        Column("kind", 0, 9, lambda row: Piece(row.record.kind, "dim")),
        Column("language", 0, 3, lambda row: Piece(row.record.language, "dim")),
    ),
    Kind.SOURCE: (Column("affiliation", 0, 16, lambda row: Piece(row.record.affiliation, "dim")),),
}


def _end(event: Event) -> Piece:
    return date_piece(event.end) if event.end else Piece("")
