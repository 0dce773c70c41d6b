"""How each style that a picture names looks in the themes; Textual is not needed for it.

The looks are made here and not by CSS classes: Textual matches every class of every widget
against its style sheet when the screen opens, which took a quarter of the time to the first rows.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from rich.style import Style

from tui.terminal import Terminal


class Look(NamedTuple):
    """Colours by their name in the palette, and attributes; "" leaves what is below."""

    colour: str = ""
    background: str = ""
    attributes: str = ""


LOOKS = {
    "": Look("text", "ground"),
    "dim": Look("dim"),
    "date": Look("dim"),
    "name": Look("name"),
    "role": Look("role"),
    "grade": Look("role"),
    "figure": Look("", "", "bold"),
    "heading": Look("", "", "bold"),
    "label": Look("dim"),
    "section": Look("accent", "", "bold"),
    "mark": Look("match", "", "bold"),
    "match": Look("match", "", "bold underline"),
    "found": Look("match", "", "bold reverse"),
    "selected": Look("", "", "reverse"),
    "word": Look("accent", "", "reverse bold underline"),
    "struck": Look("dim", "", "strike"),
    "cursor": Look("", "", "reverse"),
    "cursor-resting": Look("", "resting"),
    "cursor-sign": Look("accent", "", "bold"),
    "title": Look("", "bar"),
    "title-active": Look("on-accent", "accent", "bold"),
    "title-name": Look("", "", "bold"),
    "title-mark": Look("dim"),
    "header": Look("", "bar"),
    "footer": Look("", "bar"),
    "trail": Look("", "", "bold"),
    "call": Look("match", "", "reverse bold"),
    "past": Look("bad", "", "reverse bold"),
    "tabs": Look("", "bar"),
    "tab": Look("dim"),
    "tab-active": Look("", "", "reverse bold"),
    "key": Look("accent", "", "bold"),
    "message": Look("match", "", "bold"),
    "divider": Look("line"),
    "state-open": Look("open", "", "bold"),
    "state-busy": Look("busy"),
    "state-good": Look("good"),
    "state-bad": Look("bad", "", "bold"),
    "state-off": Look("dim"),
}
#: Bases that colour a line from edge to edge, whatever its pieces say.
FLAT = frozenset({"cursor", "title-active"})
#: What is seen in these lines too, by attributes alone.
FOUND = "found"

Palette = dict[str, str]

#: In the order in which the key goes through them.
PALETTES: dict[str, Palette] = {
    "desk-dark": {
        "text": "#d8d8d2",
        "ground": "#16181b",
        "dim": "#949aa2",
        "hint": "#949aa2",
        "name": "#a8c7dc",
        "role": "#c3b38a",
        "accent": "#6fb3d2",
        "on-accent": "#0f1214",
        "match": "#f2d479",
        "resting": "#2a2f35",
        "bar": "#23272c",
        "line": "#3a4047",
        "open": "#f2d479",
        "busy": "#d8a657",
        "good": "#8fbf7f",
        "bad": "#ef8a80",
    },
    "desk-light": {
        "text": "#1d2126",
        "ground": "#fbfaf7",
        "dim": "#5d636b",
        "hint": "#565c64",
        "name": "#1f5673",
        "role": "#6b5310",
        "accent": "#0b5c84",
        "on-accent": "#ffffff",
        "match": "#7a3e00",
        "resting": "#dfe6ea",
        "bar": "#e9e7e1",
        "line": "#c9c6bd",
        "open": "#7a3e00",
        "busy": "#7d5600",
        "good": "#22692f",
        "bad": "#a8201a",
    },
    "desk-terminal": {
        "text": "default",
        "ground": "default",
        "dim": "default",
        "hint": "default",
        "name": "cyan",
        "role": "default",
        "accent": "cyan",
        "on-accent": "black",
        "match": "yellow",
        "resting": "default",
        "bar": "default",
        "line": "default",
        "open": "yellow",
        "busy": "yellow",
        "good": "green",
        "bad": "red",
    },
    "desk-contrast": {
        "text": "#ffffff",
        "ground": "#000000",
        "dim": "#d0d0d0",
        "hint": "#d0d0d0",
        "name": "#7fe0ff",
        "role": "#ffe080",
        "accent": "#ffff00",
        "on-accent": "#000000",
        "match": "#ffff00",
        "resting": "#303030",
        "bar": "#202020",
        "line": "#808080",
        "open": "#ffff00",
        "busy": "#ffb000",
        "good": "#80ff80",
        "bad": "#ffa8a8",
    },
    # Blue, yellow and orange: found by search, so that those of the states stay apart for who has
    # no cones for red, for green or for blue.
    "desk-colourblind": {
        "text": "#e4e4de",
        "ground": "#14171a",
        "dim": "#9aa0a6",
        "hint": "#9aa0a6",
        "name": "#a8c7dc",
        "role": "#d6cba4",
        "accent": "#87c3ff",
        "on-accent": "#0f1214",
        "match": "#fff833",
        "resting": "#2a2f35",
        "bar": "#23272c",
        "line": "#3a4047",
        "open": "#fff833",
        "busy": "#f0c377",
        "good": "#87e1ff",
        "bad": "#ff6944",
    },
}
NAMES = tuple(PALETTES)
LIGHTEST = "desk-light"
LIGHT = frozenset({LIGHTEST})
#: The one theme whose colours are the terminal's own.
TERMINAL = "desk-terminal"
#: So many colours the others need.
FEWEST = 256


def suited(terminal: Terminal) -> str:
    """The theme of somebody who has chosen none.

    With few colours, and without any, the terminal's own are the only ones that can be read:
    greys of 24 bits would be rounded to the text's own colour.
    """
    if terminal.is_plain or terminal.colours < FEWEST:
        return TERMINAL
    return LIGHTEST if terminal.is_light else NAMES[0]


@cache
def look(theme: str, base: str, piece: str, plain: bool = False) -> Style:
    """How a piece looks on a line with that base, `plain` without colour.

    An unknown theme looks like the first.
    """
    palette = PALETTES.get(theme, PALETTES[NAMES[0]])
    names = ["", base] if base in FLAT else ["", base, piece]
    style = Style.combine(_style(LOOKS[name], palette) for name in dict.fromkeys(names))
    if piece == FOUND and base in FLAT:
        # In a line that is reversed already, reversed words would not be seen.
        style += Style(bold=True, underline=True)
    return style.without_color if plain else style


def _style(look: Look, palette: Palette) -> Style:
    style = Style.parse(look.attributes) if look.attributes else Style()
    return style + Style(
        color=palette[look.colour] if look.colour else None,
        bgcolor=palette[look.background] if look.background else None,
    )
