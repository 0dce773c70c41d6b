"""What text is written with on a terminal, and how one pen is changed into another (SGR, OSC 8)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from tui.fixed_colours import number_of


class Pen(NamedTuple):
    """What text is written with; `pen_of` makes those that can be told apart by comparing."""

    attributes: str = ""
    """The parameters of SGR (ECMA-48, 8.3.117) that set it from none: signs, letters, ground."""
    link: str = ""
    """The address of the hyperlink that it is part of; "" for none."""


PLAIN = Pen()

#: An attribute by its number, a colour with what it colours before it.
Flags = frozenset[str]

#: What switches an attribute off; some go together.
_OFF = {
    **dict.fromkeys(("1", "2"), "22"),
    **dict.fromkeys(("4", "21"), "24"),
    **dict.fromkeys(("5", "6"), "25"),
    **dict.fromkeys(("51", "52"), "54"),
    **{number: f"2{number}" for number in ("3", "7", "8", "9")},
    "53": "55",
}
_COLOUR_OFF = {"39": "fg", "49": "bg"}
_GOES = {code: {flag for flag, off in _OFF.items() if off == code} for code in _OFF.values()}
#: Attributes that show on a blank, so that one cannot be erased: underlined, blinking, reversed,
#: struck, framed and the like.
_SHOWN_ON_BLANKS = frozenset({"4", "21", "5", "6", "7", "9", "51", "52", "53"})


@lru_cache(maxsize=4096)
def pen_of(parameters: str, before: Pen = PLAIN) -> Pen | None:
    """The pen that SGR with these parameters makes of another; None where they are not understood.

    The same pen is always told by the same attributes, in whatever order they came.
    """
    flags = _flags(before.attributes)
    parts = iter(parameters.split(";"))
    for part in parts:
        changed = _with(flags, part, parts)
        if changed is None:
            return None
        flags = changed
    return Pen(";".join(_code(flag) for flag in _in_order(flags)), before.link)


@lru_cache(maxsize=1024)
def on_blanks(pen: Pen) -> Pen:
    """What can be seen of a pen where it wrote a blank: the ground, unless there is a line."""
    flags = _flags(pen.attributes)
    if pen.link or not flags.isdisjoint(_SHOWN_ON_BLANKS):
        return pen
    return Pen(";".join(_code(flag) for flag in flags if _kind(flag) == "bg"))


@lru_cache(maxsize=1024)
def can_erase(pen: Pen, *, by_ground: bool) -> bool:
    """Whether a blank of this pen looks erased; `by_ground`: to the colour of the ground."""
    return pen == PLAIN or (
        by_ground and not pen.link and all(_kind(flag) == "bg" for flag in _flags(pen.attributes))
    )


@lru_cache(maxsize=8192)
def change(before: Pen, after: Pen) -> str:
    """What changes one pen into another, as short as it can be said."""
    linked = "" if before.link == after.link else _linked(after.link)
    return linked + _set(before.attributes, after.attributes)


@lru_cache(maxsize=4096)
def _set(before: str, after: str) -> str:
    if before == after:
        return ""
    old, new = _flags(before), _flags(after)
    return min(_difference(old, new), _anew(new), key=len)


@lru_cache(maxsize=1024)
def _linked(address: str) -> str:
    # By its id, a terminal shows the parts of a link as one, also where they were sent apart.
    told = f"id={crc32(address.encode('utf-8', 'replace')):x}" if address else ""
    return f"\x1b]8;{told};{address}\x1b\\"


def _anew(flags: Flags) -> str:
    return f"\x1b[0;{';'.join(map(_code, _in_order(flags)))}m" if flags else "\x1b[m"


def _difference(old: Flags, new: Flags) -> str:
    kinds = {_kind(flag) for flag in new}
    off = dict.fromkeys(
        _OFF.get(flag) or {"fg": "39", "bg": "49"}[_kind(flag)]
        for flag in _in_order(old - new)
        if flag in _OFF or _kind(flag) not in kinds
    )
    gone = old & frozenset().union(*(_GOES.get(code, ()) for code in off))
    return f"\x1b[{';'.join([*off, *map(_code, _in_order(new - (old - gone)))])}m"


def _with(flags: Flags, part: str, more: Iterator[str]) -> Flags | None:
    """The flags behind one parameter, for which more may be taken; None when it is not known."""
    if part and not (part.isascii() and part.isdecimal()):
        return None
    code = str(int(part or 0))
    if code == "0":
        return frozenset()
    if code in _GOES:
        return flags - _GOES[code]
    if code in _COLOUR_OFF:
        return _without(flags, _COLOUR_OFF[code])
    if code in _OFF:
        # Underlined once or twice, not both.
        return (flags - _GOES["24"] if _OFF[code] == "24" else flags) | {code}
    colour = _colour(int(code), more)
    return None if colour is None else _without(flags, _kind(colour)) | {colour}


def _without(flags: Flags, kind: str) -> Flags:
    return frozenset(flag for flag in flags if _kind(flag) != kind)


def _colour(code: int, more: Iterator[str]) -> str | None:
    kind = "fg" if code in range(30, 39) or code in range(90, 98) else "bg"
    if code in (38, 48):
        sort = next(more, "")
        parts = [next(more, "") for _ in range({"2": 3, "5": 1}.get(sort, 0))]
        if not parts or not all(part.isascii() and part.isdecimal() for part in parts):
            return None
        if sort == "2" and (number := number_of(*map(int, parts))) is not None:
            # The same colour in fewer bytes.
            sort, parts = "5", [str(number)]
        return f"{kind}{code};{sort};{';'.join(parts)}"
    known = code in range(30, 38) or code in range(40, 48) or code in range(90, 98)
    return f"{kind}{code}" if known or code in range(100, 108) else None


@lru_cache(maxsize=1024)
def _flags(attributes: str) -> Flags:
    """The flags that attributes, as `pen_of` writes them, stand for."""
    flags: Flags = frozenset()
    parts = iter(attributes.split(";") if attributes else ())
    for part in parts:
        # What is not known was never let in.
        flags = _with(flags, part, parts) or flags
    return flags


def _in_order(flags: Flags) -> list[str]:
    return sorted(flags, key=lambda flag: (("", "fg", "bg").index(_kind(flag)), len(flag), flag))


def _kind(flag: str) -> str:
    return flag[:2] if flag[:2] in ("fg", "bg") else ""


def _code(flag: str) -> str:
    return flag[2:] if _kind(flag) else flag
