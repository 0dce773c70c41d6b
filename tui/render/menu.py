"""A menu as lines in the footer's place: what it asks, and the key of each answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from store.text import clean
from tui.render.line import Line, Piece, cut, fit, width_of

#: Before the answer that holds now.
NOW = "•"


class Answer(NamedTuple):
    """One answer of a menu."""

    key: str
    """The key that gives it."""
    words: str
    meaning: str = ""
    """What it means, in one line; with it each answer has a line of its own."""
    is_now: bool = False
    """Whether it is what holds already."""
    also: tuple[str, ...] = ()
    """Other keys that give it."""


def menu_lines(
    title: str, answers: Sequence[Answer], message: str, width: int, most: int
) -> tuple[Line, ...]:
    """The menu, its title first, in at most so many lines; a message takes the title's place."""
    head = fit(f" {message or title}", width)
    first = Line((Piece(head, "message" if message else "key"),), "footer")
    beside = _beside(title, answers, width)
    if beside is not None and not message and not any(answer.meaning for answer in answers):
        return (beside,)
    widest = max((width_of(clean(answer.words)) for answer in answers), default=0)
    room = min(widest, max(width // 3, 8)) if any(a.meaning for a in answers) else width - 6
    listed = [
        Line(
            (
                Piece(f" {NOW if answer.is_now else ' '} ", "cursor-sign"),
                Piece(f"{answer.key} ", "key"),
                Piece(fit(answer.words, max(room, 1))),
                Piece(fit(_behind(answer), max(width - room - 5, 0)), "dim"),
            ),
            "footer",
        )
        for answer in answers
    ]
    if len(listed) >= most:
        flowing = _flowing("" if message else title, answers, width)
        return ((first, *flowing) if message else flowing)[: max(most, 1)]
    return (first, *listed)[: max(most, 1)]


def _flowing(title: str, answers: Sequence[Answer], width: int) -> tuple[Line, ...]:
    """As many beside each other as there is room for, where a line for each is too much."""
    head = cut(f" {clean(title)} ", width) if title else ""
    lines = [[Piece(head, "key")] if head else []]
    used = width_of(head)
    for answer in answers:
        key = f" {NOW if answer.is_now else ''}{answer.key} "
        words = f"{cut(clean(answer.words), width - width_of(key) - 1)} "
        size = width_of(key) + width_of(words)
        if used + size > width and lines[-1]:
            lines.append([])
            used = 0
        lines[-1] += [Piece(key, "key"), Piece(words)]
        used += size
    return tuple(Line(tuple(pieces), "footer") for pieces in lines)


def _behind(answer: Answer) -> str:
    return f"  {answer.meaning}" if answer.meaning else ""


def _beside(title: str, answers: Sequence[Answer], width: int) -> Line | None:
    """All in one line; None where there is no room for it."""
    pieces = [Piece(f" {clean(title)} ", "key")]
    for answer in answers:
        now = NOW if answer.is_now else ""
        pieces += [Piece(f" {now}{answer.key}", "key"), Piece(f" {cut(answer.words, width)} ")]
    pieces.append(Piece(" Esc leaves", "dim"))
    if sum(width_of(piece.text) for piece in pieces) > width:
        return None
    return Line(tuple(pieces), "footer")
