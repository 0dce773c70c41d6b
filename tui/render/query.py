"""What stands around the query line: what may be pressed, or what is wrong and where."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from store.errors import QueryError
from store.text import clean
from tui.render.completion import MOST_LINES as MOST_SUGGESTIONS
from tui.render.completion import completion_lines
from tui.render.line import Line, Piece, fit, width_of, wrap

#: The sign before the query, and the cells that it takes.
SIGN = " /"
#: Above the column that is wrong.
MARK = "▾"
#: A sentence takes at most so many lines.
MOST_LINES = 2


class Suggestion(NamedTuple):
    """What the query may be completed to."""

    replacement: str
    """The whole query with it."""
    explanation: str
    """What a person reads of it: the name of a record, how many have it."""
    shown: str = ""
    """What takes the place of the word at the cursor: `place:L7`."""
    cursor: int | None = None
    """Where the cursor stands then; None for the end."""


class Asking(NamedTuple):
    """What is told of a query that is being typed."""

    problem: QueryError | None = None
    said: str = ""
    """In the place of the keys: how far the search is, or a message."""
    suggestions: Sequence[Suggestion] = ()
    chosen: int | None = None
    """Which of them was gone to."""


def query_lines(
    text: str, scrolled: int, asking: Asking, width: int, most: int = MOST_SUGGESTIONS
) -> tuple[Line, ...]:
    """The lines above the query line, and the place of that line itself, which is the last.

    The text is scrolled by so many cells; at most so many suggestions stand above.
    """
    listed = [(one.shown or one.replacement, one.explanation) for one in asking.suggestions]
    offered = completion_lines(listed, asking.chosen, width, most)
    if asking.problem is not None:
        above = _problem_lines(text, scrolled, asking.problem, width)
    elif asking.said:
        above = (Line((Piece(fit(f" {asking.said}", width), "message"),), "footer"),)
    else:
        above = (_hint_line(width, has_suggestions=bool(listed)),)
    return (*offered, *above, Line((Piece(SIGN, "key"),), "footer"))


def _problem_lines(text: str, scrolled: int, problem: QueryError, width: int) -> tuple[Line, ...]:
    """What is wrong, and below it a mark over the column, when that is in sight."""
    safe = clean(str(problem).replace("\n", " "))
    spans = islice(wrap(safe, width - 1), MOST_LINES)
    said = [
        Line((Piece(fit(f" {safe[span.start : span.end]}", width), "message"),), "footer")
        for span in spans
    ]
    at = len(SIGN) + width_of(clean(text[: problem.column - 1])) - scrolled
    if not len(SIGN) <= at < width:
        return tuple(said)
    return (*said, Line((Piece(" " * at), Piece(MARK, "state-bad")), "footer"))


_TAKE = (("Tab", "take"), ("↓ ↑", "choose"))
_KEYS = (("Enter", "keep"), ("Esc", "as before"), ("↑ ↓", "recent"), ("Ctrl+u", "empty"))


def _hint_line(width: int, *, has_suggestions: bool) -> Line:
    pieces: list[Piece] = []
    used = 0
    for shown, brief in [*_TAKE, *_KEYS] if has_suggestions else _KEYS:
        size = width_of(shown) + width_of(brief) + 3
        if used + size > width:
            break
        pieces += [Piece(f" {shown}", "key"), Piece(f" {brief} ", "dim")]
        used += size
    return Line(tuple(pieces), "footer")
