"""A question as lines: what it is about, and the keys that answer it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from store.text import clean
from tui.render.line import Line, Piece, fit, width_of, wrap


class Choice(NamedTuple):
    """An answer and the key that gives it."""

    key: str
    words: str


def question_lines(
    title: str, text: str, choices: Sequence[Choice], width: int
) -> tuple[Line, ...]:
    """The question in a box of that width, as high as it needs."""
    lines = [Line((Piece(fit(f" {title}", width)),), "title-active"), Line()]
    safe = clean(text)
    lines += [
        Line((Piece(fit(f"  {safe[span.start : span.end]}", width)),))
        for span in wrap(safe, width - 4)
    ]
    lines.append(Line())
    beside = sum(len(choice.key) + width_of(choice.words) + 5 for choice in choices) <= width
    pieces = [(Piece(f"  {c.key} ", "key"), Piece(f"{c.words}  ")) for c in choices]
    if beside:
        lines.append(Line(tuple(piece for pair in pieces for piece in pair), "footer"))
    else:
        lines += [Line(pair, "footer") for pair in pieces]
    return tuple(lines)
