"""Rows of a table that others have made: what our fields say, in the words that came in.

An importer keeps a cell that its field does not give back, sign for sign.  Such a cell is written
as it came, as long as it still says what the field says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from store.exports import cells
from store.exports.found import Found
from store.exports.whole_event import WholeEvent, whole_events
from store.ids import Kind

#: Of one event: by column, what the fields say; None where no field says anything of it.
Told = Mapping[str, str | None]
#: Whether two cells of a column say the same.
Same = Callable[[str, str, str], bool]


class Shape(NamedTuple):
    """A table of one format."""

    format: str
    """Under this name `extra` has what came in."""
    columns: tuple[str, ...]
    tell: Callable[[WholeEvent], Told]
    is_same: Same
    """Whether a cell that came in says the same as ours: column, that cell, ours."""


def write(found: Found, shape: Shape) -> Iterator[str]:
    """The headings, and a row for each event."""
    columns = (*shape.columns, *_more(found, shape))
    yield cells.row(map(cells.foreign, columns))
    for events in whole_events(found):
        yield "".join(
            cells.row(map(cells.foreign, _row(shape, columns, event))) for event in events
        )


def _more(found: Found, shape: Shape) -> list[str]:
    """Headings of other releases that an event came in with, in their order."""
    known = {name.lower() for name in shape.columns}
    more: dict[str, None] = {}
    for piece in found.slices(Kind.EVENT):
        for shown in piece.records:
            for name in _kept(shape, shown.record.extra):
                if name.lower() not in known:
                    more[name] = None
    return list(more)


def _kept(shape: Shape, extra: Mapping[str, object]) -> dict[str, str]:
    kept = extra.get(shape.format)
    if not isinstance(kept, dict):
        return {}
    return {name: cell for name, cell in kept.items() if isinstance(cell, str)}


def _row(shape: Shape, columns: tuple[str, ...], whole: WholeEvent) -> Iterator[str]:
    told = shape.tell(whole)
    kept = _kept(shape, whole.event.extra)
    by_name = {name.lower(): cell for name, cell in kept.items()}
    for column in columns:
        came = kept.get(column, by_name.get(column))
        ours = told.get(column)
        if came is not None and (ours is None or shape.is_same(column, came, ours)):
            yield came
        else:
            yield ours or ""
