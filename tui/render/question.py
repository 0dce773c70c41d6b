"""A question as lines: what it is about, and the keys that answer it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from store.text import clean
from tui.render.line import Line, Piece, cut, fit, width_of, wrap


class Choice(NamedTuple):
    """An answer and the key that gives it."""

    key: str
    words: str


def question_lines(
    title: str, text: str, choices: Sequence[Choice], width: int, most: int
) -> tuple[Line, ...]:
    """The question in a box of that width, as high as it needs; its answers always have room."""
    head = Line((Piece(fit(f" {title}", width)),), "title-active")
    safe = clean(text)
    said = [safe[span.start : span.end] for span in wrap(safe, width - 4)]
    answers = _answers(choices, width)
    room = max(most - 1 - len(answers), 0)
    if len(said) > room:
        # What is cut has its sign where it ends.
        said = [*said[: room - 1], cut(f"{said[room - 1]} …", width - 4)] if room else []
    between = (Line(),) if len(said) + 2 <= room else ()
    lines = (Line((Piece(fit(f"  {one}", width)),)) for one in said)
    return (head, *between, *lines, *between, *answers)[: max(most, 1)]


def _answers(choices: Sequence[Choice], width: int) -> list[Line]:
    """Beside each other where there is room, else below."""
    beside = sum(len(choice.key) + width_of(choice.words) + 5 for choice in choices) <= width
    pieces = [(Piece(f"  {c.key} ", "key"), Piece(f"{c.words}  ")) for c in choices]
    if beside:
        return [Line(tuple(piece for pair in pieces for piece in pair), "footer")]
    return [Line(pair, "footer") for pair in pieces]
