"""The themes as Textual knows them, for its own widgets."""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

from tui.fixed_colours import FIRST_GREY, number_of
from tui.looks import LIGHT, PALETTES, TERMINAL, Palette


def themes(*, are_rounded: bool) -> list[Theme]:
    """All of them; `are_rounded`: Rich will make colours of 256 of them, for the terminal."""
    return [
        _theme(name, {part: _rounds_to(one) for part, one in palette.items()})
        if are_rounded
        else _theme(name, palette)
        for name, palette in PALETTES.items()
    ]


def _rounds_to(colour: str) -> str:
    """What Rich rounds to a colour: many greys themselves would become the next darker one."""
    number = number_of(*bytes.fromhex(colour[1:])) if colour.startswith("#") else None
    if number is None or number < FIRST_GREY:
        return colour
    # It takes them for equal steps from black to white; xterm's stop short of both.
    return "#" + f"{round((number - FIRST_GREY + 1) * 255 / 25):02x}" * 3


def _theme(name: str, palette: Palette) -> Theme:
    is_terminal = name == TERMINAL
    colours = {
        part: f"ansi_{colour}" if is_terminal else colour for part, colour in palette.items()
    }
    # What Textual's own widgets need besides: without them, black would stand on black, and what
    # stands in an empty line, or is selected in one, could hardly be read.
    own = BUILTIN_THEMES["ansi-dark"].variables if is_terminal else _own(palette)
    return Theme(
        name=name,
        primary=colours["accent"],
        secondary=colours["role"],
        accent=colours["accent"],
        warning=colours["busy"],
        error=colours["bad"],
        success=colours["good"],
        foreground=colours["text"],
        background=colours["ground"],
        surface=colours["bar"],
        panel=colours["bar"],
        boost=colours["bar"],
        dark=name not in LIGHT,
        ansi=is_terminal,
        variables={**own},
    )


def _own(palette: Palette) -> dict[str, str]:
    return {
        "text-disabled": palette["hint"],
        "text-muted": palette["hint"],
        "input-selection-foreground": palette["on-accent"],
        "input-selection-background": palette["accent"],
    }
