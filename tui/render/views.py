"""The saved views as lines: number, name, how many hits, and the query."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from store.derive.views import SavedView
from store.ids import Ref
from store.text import clean
from tui.render.chrome import message_lines
from tui.render.line import Line, Piece, fit, fit_right, width_of, wrap

#: What is said where there is none.
EMPTY = (
    "No view has been saved yet.\n{search} asks for something; then {views} and a save the query"
    " under a name, for all who use the store."
)
HINTS = (
    ("Enter 1-9", "apply"),
    ("a", "save query"),
    ("e", "rename"),
    ("J K", "move"),
    ("D", "delete"),
    ("u", "undo"),
    ("Esc", "close"),
)
#: The cells of a number of hits.
FIGURE = 9
#: The lines of the chosen view's query below the list, at most, and of what is wrong with it.
MOST_OF_A_QUERY = 3


def views_lines(
    views: Sequence[SavedView] | None,
    hits: Mapping[Ref, int],
    cursor: int,
    top: int,
    message: str,
    size: tuple[int, int],
    empty: str = EMPTY,
) -> tuple[Line, ...]:
    """A box with the views from `top` on; None is not read yet, no hits are not counted yet."""
    width, height = size
    many = f"{len(views):,} " if views else ""
    title = (Piece(fit(" SAVED VIEWS", width - len(many))), Piece(many))
    lines = [Line(title, "title-active")]
    below = [*_query(views[cursor], width)] if views and cursor < len(views) else []
    footer = list(message_lines(message, width)) if message else [hints_line(HINTS, width)]
    room = list_room(views, cursor, message, size)
    if views is None:
        lines.append(Line((Piece("  Being read …", "dim"),)))
    elif not views:
        spans = wrap(empty, width - 3)
        lines += [Line((Piece(f"  {empty[span.start : span.end]}"),)) for span in spans]
    else:
        name = max(8, min(max(width_of(clean(one.view.label)) for one in views), width // 3))
        for at, one in list(enumerate(views))[top : top + room]:
            lines.append(_row(at, one, hits, name, width, has_cursor=at == cursor))
    lines = lines[: room + 1]
    blank = [Line()] * (height - len(lines) - len(below) - len(footer))
    return (*lines, *blank, *below, *footer)


def list_room(
    views: Sequence[SavedView] | None, cursor: int, message: str, size: tuple[int, int]
) -> int:
    """How many views can be seen at once."""
    width, height = size
    below = len([*_query(views[cursor], width)]) if views and cursor < len(views) else 0
    footer = len(message_lines(message, width)) if message else 1
    return max(height - 1 - below - footer, 1)


def _row(
    at: int, one: SavedView, hits: Mapping[Ref, int], name: int, width: int, *, has_cursor: bool
) -> Line:
    number = f"{at + 1} " if at < 9 else "  "
    pieces = [
        Piece("> " if has_cursor else "  ", "cursor-sign"),
        Piece(number, "key"),
        Piece(f"{fit(one.view.label, name)} ", "heading" if has_cursor else ""),
    ]
    room = width - 5 - name - FIGURE - 2
    if one.query is None:
        pieces += [Piece(fit_right("!", FIGURE), "state-bad"), Piece("  ")]
        pieces += [Piece(fit(one.problem, room), "state-bad")]
    else:
        found = hits.get(one.view.ref)
        pieces += [Piece(fit_right("…" if found is None else f"{found:,}", FIGURE), "figure")]
        pieces += [Piece("  "), Piece(fit(one.text, room), "dim")]
    return Line(tuple(pieces), "cursor" if has_cursor else "")


def _query(one: SavedView, width: int) -> Iterator[Line]:
    """The query of the view under the cursor; one that cannot be understood, with what is wrong."""
    yield Line((Piece("─" * width, "divider"),))
    for text, style in ((one.text, ""), (one.problem, "state-bad")):
        # A query may be as long as a book.
        safe = clean(text[:2000])
        for span in islice(wrap(safe, width - 4), MOST_OF_A_QUERY if safe else 0):
            yield Line((Piece(f"  {safe[span.start : span.end]}", style),))


def hints_line(hints: Sequence[tuple[str, str]], width: int) -> Line:
    """Keys with what they do, as many as fit; the last one always."""
    *firsts, last = hints
    pieces: list[Piece] = []
    left = width - _size(last)
    for one in (*firsts, last):
        if one is last or _size(one) <= left:
            left -= _size(one)
            pieces += [Piece(f" {one[0]}", "key"), Piece(f" {one[1]} ", "dim")]
    return Line(tuple(pieces), "footer")


def _size(hint: tuple[str, str]) -> int:
    return width_of(hint[0]) + width_of(hint[1]) + 3
