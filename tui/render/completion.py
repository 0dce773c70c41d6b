"""What may come next in a query, as lines over the query line."""

from __future__ import annotations

from collections.abc import Sequence

from store.text import clean
from tui.render.line import Line, Piece, fit, width_of

#: At most so many lines.
MOST_LINES = 8


def completion_lines(
    suggestions: Sequence[tuple[str, str]],
    chosen: int | None,
    width: int,
    most: int = MOST_LINES,
) -> tuple[Line, ...]:
    """Each with what it is; around the chosen one where there are more than there is room for."""
    first = max(0, min((chosen or 0) - most // 2, len(suggestions) - most))
    shown = list(enumerate(suggestions))[first : first + most]
    widest = max((width_of(clean(text[:width])) for _, (text, _) in shown), default=0)
    room = max(1, min(widest, width * 3 // 5))
    return tuple(
        Line(
            (
                Piece(" > " if at == chosen else "   ", "cursor-sign"),
                Piece(f"{fit(text, room)}  ", "key"),
                Piece(fit(meaning, max(width - room - 5, 0)), "dim"),
            ),
            "cursor" if at == chosen else "footer",
        )
        for at, (text, meaning) in shown
    )


def chosen_after(chosen: int | None, step: int, count: int) -> int | None:
    """The one chosen a step on, in a circle through none of them."""
    if not count:
        return None
    places: list[int | None] = [None, *range(count)]
    return places[(places.index(chosen if chosen in places else None) + step) % len(places)]
