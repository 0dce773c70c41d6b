"""What is said of what was copied, and the panel from which it can be selected by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tui.render.chrome import message_lines
from tui.render.line import Line, Piece, cut, fit, wrap
from tui.render.views import hints_line

#: Of a longer text its beginning is said.
_SAID = 60
HINTS = (("j k", "move"), ("Esc", "close"))


class Copy(NamedTuple):
    """A text that can be copied."""

    what: str
    """What it is, as `the reference`."""
    text: str
    """Safe, in one line."""
    remark: str = ""
    """What is to be known of it, in a sentence."""


def said(copies: Sequence[Copy], at: int, done: str, key: str, *, is_sure: bool) -> str:
    """Where the text is now, and what the `key` does if it is pressed again; "" for nothing."""
    # It may end in what looks like the end of a sentence, or like more of an address.
    told = f"{done}: {cut(copies[at].text, _SAID)}"
    if not key:
        return told
    told += f"   {copies[at].remark} " if copies[at].remark else "   "
    if at + 1 < len(copies):
        return f"{told}{key} again: {copies[at + 1].what}."
    return f"{told}{key} again shows it{'' if is_sure else ', if it does not arrive'}."


def copied_lines(
    texts: Sequence[Line], top: int, message: str, size: tuple[int, int]
) -> tuple[Line, ...]:
    """A box with the texts from a line on, which are `text_lines` of its width."""
    width, height = size
    title = Line((Piece(fit(" COPY: select it with the mouse", width)),), "title-active")
    footer = message_lines(message, width) if message else (hints_line(HINTS, width),)
    lines = texts[top : top + text_room(message, size)]
    blank = [Line()] * (height - 1 - len(lines) - len(footer))
    return (title, *lines, *blank, *footer)


def text_room(message: str, size: tuple[int, int]) -> int:
    """How many lines of the texts can be seen at once."""
    width, height = size
    footer = len(message_lines(message, width)) if message else 1
    return max(height - 1 - footer, 1)


def text_lines(copies: Sequence[Copy], width: int) -> tuple[Line, ...]:
    """The texts from the left edge on, so that a mouse selects them and nothing else."""
    return tuple(_texts(copies, width))


def _texts(copies: Sequence[Copy], width: int) -> Iterator[Line]:
    for copy in copies:
        yield Line((Piece(fit(copy.what[:1].upper() + copy.what[1:], width), "section"),))
        for span in wrap(copy.text, width):
            yield Line((Piece(copy.text[span.start : span.end]),))
        yield Line()
