"""What a program sends to a terminal, cut into texts and sequences (ECMA-48), and named by kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

#: One unit of output.  Strings (OSC, DCS, APC, PM, SOS) reach to their terminator.
_UNIT = re.compile(
    rb"(?P<csi>\x1b\[[0-?]*[ -/]*[@-~])"
    rb"|(?P<osc>\x1b\][^\x07\x1b]*(?:\x07|\x1b\\))"
    rb"|(?P<string>\x1b[PX^_][^\x1b]*\x1b\\)"
    rb"|(?P<escape>\x1b[ -/]*[0-OQ-WYZ\\`-~])"
    rb"|(?P<control>[\x00-\x1a\x1c-\x1f\x7f])"
    rb"|(?P<text>[^\x00-\x1f\x7f]+)"
)
_CSI = re.compile(rb"\x1b\[([<=>?]?)([0-9;:]*)([ -/]*)([@-~])")
#: The first bytes of a character in UTF-8.
_BEGUN = re.compile(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z")
#: Colours among the parameters of SGR: foreground, background, underline, bright.
_COLOUR = re.compile(r"(?:^|;)(?:3[0-8]|4[0-8]|58|9[0-7]|10[0-7])(?=[;:]|$)")


class Unit(NamedTuple):
    """A run of text, a control character, or a whole escape sequence."""

    sort: str
    """csi, osc, string, escape, control or text."""
    raw: bytes

    @property
    def kind(self) -> str:
        """What sort of order it is, numbers left out, except for modes, of which each is one."""
        match self.sort:
            case "csi":
                return _csi_kind(self.raw)
            case "osc":
                return f"OSC {self.raw[2:].partition(b';')[0].decode('ascii', 'replace')}"
            case "string" | "escape":
                return f"ESC {self.raw[1:2].decode('ascii')}"
            case "control":
                return f"C0 {self.raw[0]:02x}"
            case _:
                return "text"

    @property
    def sets_colour(self) -> bool:
        """Whether it is an SGR sequence that names a colour."""
        found = _CSI.fullmatch(self.raw)
        return bool(
            found and found[4] == b"m" and not found[1] and _COLOUR.search(found[2].decode())
        )


def _csi_kind(raw: bytes) -> str:
    found = _CSI.fullmatch(raw)
    if not found:
        return "CSI malformed"
    private, numbers, between, final = (part.decode("ascii") for part in found.groups())
    # A mode is known by its number, and a report to the window manager by its first.
    told = numbers if final in "hlpt" else ""
    return f"CSI {private}{told}{between}{final}"


def units(output: bytes) -> tuple[list[Unit], bytes]:
    """The units of an output, and what is left at its end: a part of a sequence or a character."""
    begun = _BEGUN.search(output, max(0, len(output) - 3))
    whole = output[: begun.start()] if begun else output
    found: list[Unit] = []
    at = 0
    while at < len(whole):
        match = _UNIT.match(whole, at)
        if match is None:
            break
        found.append(Unit(match.lastgroup or "", match[0]))
        at = match.end()
    return found, output[at:]


def kinds(output: bytes) -> set[str]:
    """The kinds of all orders in an output; C1 controls, written in UTF-8, are among them."""
    found, rest = units(output)
    named = {unit.kind for unit in found if unit.sort != "text"}
    named |= {f"C1 {ord(each):02x}" for each in re.findall("[\x80-\x9f]", text_of(found))}
    return named | ({f"unfinished {rest[:8]!r}"} if rest else set())


def text_of(found: list[Unit]) -> str:
    """All texts among the units, one after the other."""
    return b"".join(unit.raw for unit in found if unit.sort == "text").decode("utf-8", "replace")


def colours(output: bytes) -> Iterator[bytes]:
    """The sequences that set a colour."""
    return (unit.raw for unit in units(output)[0] if unit.sets_colour)
