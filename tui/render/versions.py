"""Two versions of a note as lines: what both have, what only theirs has, what only mine has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from store.ids import Ref
from store.text import clean, clean_lines
from tui.render.chrome import message_lines
from tui.render.line import Line, Piece, fit, wrap
from tui.render.views import hints_line
from tui.two_versions import parts

THEIRS, MINE, BOTH = "<", ">", " "
#: From so many cells on all hints have room.
WIDE = 80
HINTS = (
    ("t", "theirs"),
    ("m", "mine"),
    ("b", "both, marked"),
    ("e", "edit mine"),
    ("J K", "scroll"),
    ("Esc", "keep as draft"),
)

#: On a narrow screen every answer is named, too.
SHORT = (("t", "theirs"), ("m", "mine"), ("b", "both"), ("e", "edit"), ("Esc", ""))


def differing_lines(theirs: str, mine: str, width: int) -> tuple[Line, ...]:
    """Both texts as one, in lines of that width: `<` before theirs, `>` before mine."""
    return tuple(_differing(theirs.split("\n"), mine.split("\n"), width))


def _differing(one: Sequence[str], other: Sequence[str], width: int) -> Iterator[Line]:
    for part in parts(one, other):
        if part.is_same:
            yield from _signed(BOTH, "dim", part.one, width)
        else:
            yield from _signed(THEIRS, "state-bad", part.one, width)
            yield from _signed(MINE, "state-good", part.other, width)


def _signed(sign: str, style: str, lines: Sequence[str], width: int) -> Iterator[Line]:
    for line in lines:
        safe = clean_lines(line)
        for span in wrap(safe, width - 3):
            yield Line((Piece(f" {sign} ", style), Piece(safe[span.start : span.end], style)))


def versions_lines(
    ref: Ref, name: str, lines: Sequence[Line], top: int, message: str, size: tuple[int, int]
) -> tuple[Line, ...]:
    """The box: who wrote what, the lines from `top` on, and the answers."""
    width = size[0]
    head = [
        Line(
            (Piece(fit(f" {ref} was written by {clean(name)}, meanwhile", width)),), "title-active"
        ),
        Line(
            (
                Piece(f" {THEIRS} ", "state-bad"),
                Piece(fit(f"{clean(name)}", max(width // 2 - 3, 0)), "state-bad"),
                Piece(f"{MINE} ", "state-good"),
                Piece("yours, not written yet", "state-good"),
            )
        ),
    ]
    hints = HINTS if width >= WIDE else SHORT
    footer = list(message_lines(message, width)) if message else [hints_line(hints, width)]
    room = room_of(message, size)
    shown = list(lines[top : top + room])
    return (*head, *shown, *[Line()] * (room - len(shown)), *footer)


def room_of(message: str, size: tuple[int, int]) -> int:
    """How many lines of the texts can be seen at once."""
    width, height = size
    footer = len(message_lines(message, width)) if message else 1
    return max(height - 2 - footer, 1)
