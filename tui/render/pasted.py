"""A text that was pasted, as lines below a form."""

from __future__ import annotations

from itertools import islice

from tui.render.line import Line, Piece, wrap


def text_lines(safe: str, top: int, size: tuple[int, int]) -> tuple[Line, ...]:
    """The lines of a text from `top` on, below a divider; as many as there is room for."""
    width, height = size
    divider = Line((Piece("─" * width, "divider"),))
    spans = list(islice(wrap(safe, width - 4), top, top + height - 1))
    lines = [Line((Piece(f"  {safe[one.start : one.end].rstrip()}"),)) for one in spans]
    return (divider, *lines, *[Line()] * (height - 1 - len(lines)))
