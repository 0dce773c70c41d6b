"""What stands around a line that is typed in the footer's place."""

from __future__ import annotations

from collections.abc import Sequence

from tui.render.completion import completion_lines
from tui.render.line import Line, Piece, fit, width_of

_KEYS = (("Enter", "takes it"), ("Esc", "leaves"))


def prompt_lines(
    sign: str,
    hint: str,
    problem: str,
    suggestions: Sequence[tuple[str, str]],
    chosen: int | None,
    width: int,
    most: int,
) -> tuple[Line, ...]:
    """The lines above the line, and the place of that line itself, which is the last.

    What is wrong takes the place of the hint.
    """
    offered = completion_lines(suggestions, chosen, width, most)
    if problem:
        above = Line((Piece(fit(f" {problem}", width), "message"),), "footer")
    else:
        above = Line(_hint(hint, width, has_suggestions=bool(suggestions)), "footer")
    return (*offered, above, Line((Piece(fit(sign, width_of(sign)), "key"),), "footer"))


def _hint(hint: str, width: int, *, has_suggestions: bool) -> tuple[Piece, ...]:
    keys = (*((("Tab", "completes"),) if has_suggestions else ()), *_KEYS)
    pieces: list[Piece] = []
    used = 0
    for shown, brief in keys:
        size = width_of(shown) + width_of(brief) + 3
        if used + size > width:
            break
        pieces += [Piece(f" {shown}", "key"), Piece(f" {brief} ", "dim")]
        used += size
    return (*pieces, Piece(fit(f" {hint}", max(width - used, 0)), "dim"))
