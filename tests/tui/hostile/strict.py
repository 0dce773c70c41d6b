"""What may be sent to a terminal, named one by one; all else is a fault, and told by its bytes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from tests.tui.sequences import Unit, units

#: Moves, colours, erasing, and the marks around a frame: the desk's whole drawing.
_DRAWING = re.compile(
    rb"\x1b\[(?:[0-9]{1,3}(?:;[0-9]{1,3})?)?[HfCDGd]"
    rb"|(?:\x1b[DM]|\x1b\[[0-9]{0,3}[AB])\x08{0,4}"
    rb"|\x1b\[[0-9]{0,3}[JKX]|\x1b\[r"
    rb"|\x1b\[[0-9;]*m"
    rb"|\x1b\[\?(?:2026[hl]|25[hl]|2026\$p)"
)
#: What is set when the desk begins, and set back when it ends or is put aside.
_SETTING = re.compile(
    rb"\x1b\[\?(?:1049|1000|1002|1003|1004|1006|1015|2004|2048|7)[hl]"
    rb"|\x1b\[\?2048\$p|\x1b\[>[0-9]+u|\x1b\[<u|\x1b\]22;default\x07"
)
_POINTER = b"\x1b]22;default\x07"
_ADDRESS = re.compile(rb"\x1b\]8;(?:id=[\w.-]*)?;(https?://[!-~]+)?(?:\x1b\\|\x07)")
_KNOWN = re.compile(
    b"|".join(
        (
            b"\r",
            _DRAWING.pattern,
            _SETTING.pattern,
            _ADDRESS.pattern.replace(b"(https", b"(?:https"),
        )
    )
)
#: No control character but the line feeds that stand where something known was.
_CONTROLS = re.compile(rb"[\x00-\x09\x0b-\x1f\x7f]+")
#: The letters of the scripts whose spelling needs joiners.
_JOINING = re.compile("[\u0600-\u08ff\u0900-\u0dff\u1800-\u18af\ufb50-\ufdff\ufe70-\ufefc]")
#: Shown as nothing at all by those that know them (Default_Ignorable_Code_Point), but joiners.
_NOTHING = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0d\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def faults(output: bytes) -> list[str]:
    """Everything in an output that has no business there."""
    # Whole rows are sent again and again: what is known is taken out at once, by one expression.
    rest = _KNOWN.sub(b"\n", output)
    addresses = _addresses(units(output)[0]) if b"\x1b]8;" in output else ()
    return [*_orders(rest), *addresses, *_letters(rest)]


def settings(output: bytes) -> list[bytes]:
    """The settings in an output, in their order: a desk that is open changes none.

    But for the shape of the mouse's pointer, which is told again whenever a widget has it below.
    """
    return [one for one in _SETTING.findall(output) if one != _POINTER]


def _orders(rest: bytes) -> Iterator[str]:
    for found in _CONTROLS.finditer(rest):
        around = rest[found.start() : found.start() + 60]
        yield f"{units(around)[0][0].kind if units(around)[0] else 'unfinished'}: {around!r}"


def _addresses(found: list[Unit]) -> Iterator[str]:
    """OSC: the mouse's pointer, and addresses that stand in full where they lead."""
    open_ones: list[tuple[bytes, bytes]] = []
    for one in found:
        if one.sort == "text":
            open_ones = [(address, shown + one.raw) for address, shown in open_ones]
        if one.sort != "osc" or _SETTING.fullmatch(one.raw):
            continue
        address = _ADDRESS.fullmatch(one.raw)
        if address is None:
            yield f"{one.kind}: {one.raw[:60]!r}"
            continue
        for leads, shown in open_ones:
            # An address that is wrapped is one of several lines; letters are encoded in it.
            if shown.strip() and shown.strip() not in leads + b"\n" + unquote_to_bytes(leads):
                yield f"OSC 8 to {leads[:60]!r} on {shown[:60]!r}"
        open_ones = [(address[1], b"")] if address[1] else []
    if open_ones:
        yield f"OSC 8 left open: {open_ones[0][0][:60]!r}"


def _letters(rest: bytes) -> Iterator[str]:
    # Each text once.
    for raw in dict.fromkeys(rest.split(b"\n")):
        if raw.isascii():
            continue
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            yield f"no UTF-8: {raw[max(error.start - 10, 0) : error.end + 10]!r}"
            text = raw.decode("utf-8", "replace")
        yield from _odd(text)


def _odd(line: str) -> Iterator[str]:
    height, before = 0, ""
    for letter in line:
        category = unicodedata.category(letter)
        height = height + 1 if category in ("Mn", "Me") else 0
        if letter in "\u200c\u200d":
            if not (before and (_JOINING.match(before) or category in ("Mn", "Mc"))):
                yield f"a joiner behind {before!r}: {line[:60]!r}"
        elif _is_hidden(letter, category):
            yield f"U+{ord(letter):04X}: {line[:60]!r}"
        if height == 7:
            yield f"seven marks on one letter: {line[:60]!r}"
        if height == 0:
            before = letter


def _is_sign(letter: str) -> bool:
    """Whether a format character is one that is drawn: the signs of numbers and verses."""
    return letter in "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2"


def _is_hidden(letter: str, category: str) -> bool:
    """Whether it acts, or takes a place that nobody sees."""
    if _NOTHING.match(letter) or _is_none(letter):
        return True
    return category in ("Cc", "Cf", "Cs", "Zl", "Zp") and not _is_sign(letter)


def _is_none(letter: str) -> bool:
    """Whether Unicode says that it will never be a character."""
    return ord(letter) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(letter) <= 0xFDEF
