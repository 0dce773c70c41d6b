"""What kind of terminal this is, as the environment tells it."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from enum import Enum
from typing import NamedTuple

#: Colours of 24 bits.
ALL = 1 << 24
#: Terminals that have 256 colours, and do not say so in their names.
_MANY = frozenset({"alacritty", "contour", "foot", "ghostty", "kitty", "rio", "wezterm"})
#: The terminals of before there were colours.
_VIDEO = re.compile(r"vt[1-4][0-9]{2}|dumb|unknown")
_ASKED = {"standard": 16, "windows": 16, "256": 256, "truecolor": ALL}
#: What Textual calls them.
_SYSTEMS = {0: "standard", 8: "standard", 16: "standard", 256: "256", ALL: "truecolor"}


class Around(Enum):
    """A program between us and the terminal, which draws in our place."""

    TMUX = "tmux"
    SCREEN = "screen"


class Terminal(NamedTuple):
    """The terminal that a desk is drawn on."""

    name: str
    """What TERM says."""
    around: Around | None
    is_remote: bool
    """Whether it is at the other end of an SSH connection."""
    is_plain: bool
    """Whether NO_COLOR asks for no colour."""
    is_light: bool | None
    """Whether its ground is light, as COLORFGBG says; None where that is not set."""
    can_move: bool
    """Whether its cursor can be moved: on a dumb terminal nothing can be drawn."""
    colours: int = 256
    """How many colours it has: 0, 8, 16, 256 or all."""

    @property
    def is_console(self) -> bool:
        """Whether its font is the kernel's, which has few signs besides letters."""
        return self.name == "linux" and self.around is None


def of_environment(environment: Mapping[str, str]) -> Terminal:
    """The terminal that the environment tells of."""
    name = environment.get("TERM", "").strip().lower()
    colours = _colours(environment, name)
    return Terminal(
        name=name,
        around=_around(environment, name),
        is_remote="SSH_CONNECTION" in environment,
        # An empty value asks for nothing: no-color.org.
        is_plain=bool(environment.get("NO_COLOR")) or colours == 0,
        is_light=_is_light(environment.get("COLORFGBG", "")),
        can_move=name not in ("", "dumb", "unknown"),
        colours=colours,
    )


def prepared(environment: MutableMapping[str, str]) -> Terminal:
    """The same; Textual, which reads them when it is imported, is told of colours by variables."""
    terminal = of_environment(environment)
    if terminal.is_plain:
        environment["NO_COLOR"] = "1"
        # In any other theme, no colour means greys of 24 bits.
        environment.setdefault("TEXTUAL_THEME", "ansi-dark")
    else:
        # Textual takes an empty one for a wish.
        environment.pop("NO_COLOR", None)
    # COLORTERM is often that of another terminal, around screen or before a console.
    environment.setdefault("TEXTUAL_COLOR_SYSTEM", _SYSTEMS[terminal.colours])
    return terminal


def why_not(terminal: Terminal, encoding: str) -> str:
    """Why the desk cannot be drawn there, where texts are written so; "" when it can."""
    if not terminal.can_move:
        named = f"TERM={terminal.name} does not" if terminal.name else "TERM names none"
        return (
            f"the desk needs a terminal whose cursor can be moved, and {named}: "
            "`incident-desk triage --plain` asks and tells line by line."
        )
    if encoding.lower().replace("-", "") not in ("utf8", "utf_8"):
        return (
            f"the desk writes UTF-8, and the locale here says {encoding}. If the terminal shows "
            "UTF-8, LC_ALL=C.UTF-8 says so; else `incident-desk triage --plain` needs no screen."
        )
    return ""


def _colours(environment: Mapping[str, str], name: str) -> int:
    asked = environment.get("TEXTUAL_COLOR_SYSTEM", "")
    if asked in _ASKED:
        return _ASKED[asked]
    base, _, last = name.rpartition("-")
    if _VIDEO.match(name) or last in ("m", "mono"):
        return 0
    is_many = last in ("256color", "direct") or not _MANY.isdisjoint((name, last))
    if _around(environment, name) is Around.SCREEN or name == "linux":
        # What they make of 24 bits is blinking.
        return 256 if is_many else 16 if last == "16color" else 8
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit") or last == "direct":
        return ALL
    return 256 if is_many else 16 if last == "16color" or base == "rxvt" else 8


def _around(environment: Mapping[str, str], name: str) -> Around | None:
    if environment.get("TMUX"):
        return Around.TMUX
    # Inside tmux, TERM may be called screen too.
    return Around.SCREEN if environment.get("STY") or name.startswith("screen") else None


def _is_light(said: str) -> bool | None:
    """Whether the last number of COLORFGBG is a light colour: white, or one of the bright ones."""
    ground = said.rpartition(";")[2]
    if not (ground.isascii() and ground.isdecimal()):
        return None
    return int(ground) == 7 or 9 <= int(ground) <= 15
