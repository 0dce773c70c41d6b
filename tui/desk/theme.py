"""The themes as Textual knows them, for its own widgets."""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

from tui.looks import LIGHT, PALETTES, TERMINAL, Palette


def themes() -> list[Theme]:
    """All of them."""
    return [_theme(name, palette) for name, palette in PALETTES.items()]


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
