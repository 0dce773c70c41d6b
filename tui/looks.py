"""How each style that a picture names looks in the themes; Textual is not needed for it.

The looks are made here and not by CSS classes: Textual matches every class of every widget
against its style sheet when the screen opens, which took a quarter of the time to the first rows.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from rich.color import Color, ColorType
from rich.style import Style

from tui.fixed_colours import number_of
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

#: In the order in which the key goes through them.  Every colour of ours is a fixed one: sent in
#: half the bytes, and the same with 256 colours as with 24 bits.
PALETTES: dict[str, Palette] = {
    "desk-dark": {
        "text": "#dadada",
        "ground": "#1c1c1c",
        "dim": "#9e9e9e",
        "hint": "#a8a8a8",
        "name": "#87afd7",
        "role": "#d7af87",
        "accent": "#5fafd7",
        "on-accent": "#121212",
        "match": "#ffd787",
        "resting": "#262626",
        "bar": "#303030",
        "line": "#444444",
        "open": "#ffd787",
        "busy": "#d7af5f",
        "good": "#87af5f",
        "bad": "#ff8787",
    },
    "desk-light": {
        "text": "#1c1c1c",
        "ground": "#ffffff",
        "dim": "#626262",
        "hint": "#585858",
        "name": "#005f87",
        "role": "#875f00",
        "accent": "#005f87",
        "on-accent": "#ffffff",
        "match": "#875f00",
        "resting": "#e4e4e4",
        "bar": "#eeeeee",
        "line": "#c6c6c6",
        "open": "#875f00",
        "busy": "#5f5f00",
        "good": "#005f00",
        "bad": "#af0000",
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
        "ground": "#080808",
        "dim": "#d0d0d0",
        "hint": "#d0d0d0",
        "name": "#87d7ff",
        "role": "#ffd787",
        "accent": "#ffff00",
        "on-accent": "#080808",
        "match": "#ffff00",
        "resting": "#303030",
        "bar": "#262626",
        "line": "#808080",
        "open": "#ffff00",
        "busy": "#ffaf00",
        "good": "#87ff87",
        "bad": "#ffafaf",
    },
    # Blue, yellow and orange: found by search, so that those of the states stay apart for who has
    # no cones for red, for green or for blue.
    "desk-colourblind": {
        "text": "#e4e4e4",
        "ground": "#121212",
        "dim": "#9e9e9e",
        "hint": "#9e9e9e",
        "name": "#afd7d7",
        "role": "#d7d7af",
        "accent": "#87afff",
        "on-accent": "#121212",
        "match": "#ffff5f",
        "resting": "#1c1c1c",
        "bar": "#262626",
        "line": "#444444",
        "open": "#ffff5f",
        "busy": "#ffaf5f",
        "good": "#87d7ff",
        "bad": "#ff5f00",
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
        color=_colour(palette[look.colour]) if look.colour else None,
        bgcolor=_colour(palette[look.background]) if look.background else None,
    )


def _colour(name: str) -> Color:
    """A colour as it is sent: by its number, if it has one."""
    colour = Color.parse(name)
    number = number_of(*colour.triplet) if colour.triplet else None
    # Rich would round light greys to others.  Textual leaves alone what has a triplet.
    return colour if number is None else colour._replace(type=ColorType.EIGHT_BIT, number=number)
