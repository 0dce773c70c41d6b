"""What a record may be the same as, in lines of its detail: the reference, how likely, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tui.render.detail import DetailLine
from tui.render.line import Line, Piece, cut, fit, fit_right, width_of

if TYPE_CHECKING:
    from store.derive.duplicates import Candidate

TITLE = "LIKELY THE SAME"


class Twin(NamedTuple):
    """A record that may be the same as another, and what it is called."""

    candidate: Candidate
    title: str


def percent(score: float) -> str:
    """A score as it is shown; nothing is certain."""
    return f"{min(int(score * 100), 99)} %"


def likely_lines(twins: Sequence[Twin], width: int, hint: str) -> Iterator[DetailLine]:
    """The section, each row one that can be entered; `hint` says which keys go on from here."""
    if not twins:
        return
    head = f" {TITLE} {len(twins)}"
    room = width - width_of(head) - width_of(hint) - 2
    behind = f"{' ' * room} {hint} " if room > 0 else " " * max(width - width_of(head), 0)
    yield DetailLine(Line())
    yield DetailLine(Line((Piece(head, "section"), Piece(behind, "dim"))))
    for candidate, title in twins:
        name = f" {candidate.ref:5} {fit_right(percent(candidate.score), 4)}  "
        left = width - width_of(name)
        reason = cut(candidate.reason, left)
        left -= width_of(reason)
        pieces = (
            Piece(name, "figure" if candidate.is_copy else ""),
            Piece(reason),
            Piece(fit(f"  {title}", left) if left > 6 else " " * left, "dim"),
        )
        yield DetailLine(Line(pieces), candidate.ref)
