"""A picker as lines: what is typed, and the records that may be meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from store.derive.picking import Offer
from store.ids import Kind
from store.text import clean
from tui.layout import Box
from tui.render.chrome import message_lines
from tui.render.line import Line, Piece, cut, fit, width_of
from tui.render.views import hints_line

SIGN = " / "
HINTS = (
    ("Enter", "take"),
    ("Up Down", "choose"),
    ("Esc", "leave"),
)


class Choice(NamedTuple):
    """A row: a record that is there, or one to be made with the name that was typed."""

    offer: Offer | None = None
    making: Kind | None = None


def choices(found: Sequence[Offer], text: str, makes: Sequence[Kind]) -> tuple[Choice, ...]:
    """The rows: what is surely meant, what can be made, then what is only alike."""
    sure = [Choice(one) for one in found if not one.is_alike]
    alike = [Choice(one) for one in found if one.is_alike]
    made = [Choice(making=kind) for kind in makes if text.strip() or kind is Kind.EVENT]
    return (*sure, *made, *alike)


def picker_lines(
    title: str,
    rows: Sequence[Choice] | None,
    text: str,
    cursor: int,
    top: int,
    message: str,
    size: tuple[int, int],
    has_digits: bool,
) -> tuple[Line, ...]:
    """A box with the rows from `top` on; None is being looked up."""
    width, height = size
    footer = _footer(rows, message, width, has_digits=has_digits)
    lines = [Line((Piece(fit(f" {clean(title)}", width)),), "title-active")]
    lines.append(Line((Piece(SIGN, "key"),)))
    seen = room(message, size)
    if rows is None:
        lines.append(Line((Piece("  Being looked up …", "dim"),)))
    elif not rows:
        said = "Nothing has these words." if text.strip() else "There is nothing to choose yet."
        lines.append(Line((Piece(f"  {said}", "dim"),)))
    else:
        for at, row in list(enumerate(rows))[top : top + seen]:
            digit = str(at + 1) if has_digits and at < 9 and not text else " "
            lines.append(_row(row, text, digit, width, has_cursor=at == cursor))
    blank = [Line()] * (height - len(lines) - len(footer))
    return (*lines, *blank, *footer)[:height]


def room(message: str, size: tuple[int, int]) -> int:
    """How many rows can be seen at once."""
    return max(size[1] - 2 - (len(message_lines(message, size[0])) if message else 1), 1)


def line_box(size: tuple[int, int]) -> Box:
    """Where the text is typed."""
    return Box(len(SIGN), 1, max(size[0] - len(SIGN) - 1, 4), 1)


def _footer(
    rows: Sequence[Choice] | None, message: str, width: int, *, has_digits: bool
) -> list[Line]:
    if message:
        return list(message_lines(message, width))
    take = (("1-9", "take"), *HINTS[:1]) if has_digits and rows else HINTS[:1]
    makes = any(row.making for row in rows or ())
    return [
        hints_line((*take, HINTS[1], *((("+", "make new"),) if makes else ()), HINTS[2]), width)
    ]


def _row(row: Choice, text: str, digit: str, width: int, *, has_cursor: bool) -> Line:
    signs = (Piece("> " if has_cursor else "  ", "cursor-sign"), Piece(f"{digit} ", "key"))
    base = "cursor" if has_cursor else ""
    one = row.offer
    if one is None:
        noun = row.making.noun if row.making else ""
        named = f": {clean(text.strip())}" if text.strip() else ""
        return Line((*signs, Piece(cut(f"+ new {noun}{named}", width - 4), "heading")), base)
    ref = f"{one.ref:<5} "
    mark = "linked, " if one.is_linked else ""
    alike = "alike, " if one.is_alike else ""
    remark = cut(f"{mark}{alike}{clean(one.remark)}".rstrip(", "), max(width // 2, 10))
    left = width - 4 - width_of(ref) - width_of(remark) - 2
    label = Piece(fit(one.label, left) + "  ", "dim" if one.is_alike else "")
    return Line((*signs, Piece(ref, "label"), label, Piece(remark, "role")), base)
