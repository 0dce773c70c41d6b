"""The themes, and the look of each style that a picture names."""

from __future__ import annotations

from textual.theme import Theme

#: Style name -> its look in Textual's CSS; the variables are the theme's.
LOOKS = {
    "dim": "color: $desk-dim;",
    "date": "color: $desk-dim;",
    "name": "color: $desk-name;",
    "role": "color: $desk-role;",
    "grade": "color: $desk-role;",
    "figure": "text-style: bold;",
    "heading": "text-style: bold;",
    "label": "color: $desk-dim;",
    "section": "color: $desk-accent; text-style: bold;",
    "match": "color: $desk-match; text-style: bold underline;",
    "struck": "color: $desk-dim; text-style: strike;",
    "cursor": "text-style: reverse;",
    "cursor-resting": "background: $desk-resting;",
    "cursor-sign": "color: $desk-accent; text-style: bold;",
    "title": "background: $desk-bar;",
    "title-active": "background: $desk-accent; color: $desk-on-accent; text-style: bold;",
    "title-name": "text-style: bold;",
    "title-mark": "color: $desk-dim;",
    "header": "background: $desk-bar;",
    "footer": "background: $desk-bar;",
    "trail": "text-style: bold;",
    "tabs": "background: $desk-bar;",
    "tab": "color: $desk-dim;",
    "tab-active": "text-style: reverse bold;",
    "key": "color: $desk-accent; text-style: bold;",
    "message": "color: $desk-message; text-style: bold;",
    "divider": "color: $desk-line;",
    "state-open": "color: $desk-open; text-style: bold;",
    "state-busy": "color: $desk-busy;",
    "state-good": "color: $desk-good;",
    "state-bad": "color: $desk-bad; text-style: bold;",
    "state-off": "color: $desk-dim;",
}
COMPONENT_CLASSES = {f"line--{name}" for name in LOOKS}
CSS = "\n".join(f".line--{name} {{ {look} }}" for name, look in LOOKS.items())

_NAMES = [
    "dim",
    "name",
    "role",
    "accent",
    "on-accent",
    "match",
    "resting",
    "bar",
    "message",
    "line",
    "open",
    "busy",
    "good",
    "bad",
]


def _theme(name: str, foreground: str, background: str, colours: str, *, dark: bool) -> Theme:
    variables = dict(zip((f"desk-{n}" for n in _NAMES), colours.split(), strict=True))
    accent = variables["desk-accent"]
    return Theme(
        name=name,
        primary=accent,
        secondary=variables["desk-role"],
        accent=accent,
        warning=variables["desk-busy"],
        error=variables["desk-bad"],
        success=variables["desk-good"],
        foreground=foreground,
        background=background,
        surface=variables["desk-bar"],
        panel=variables["desk-bar"],
        dark=dark,
        ansi=background.startswith("ansi_"),
        variables=variables,
    )


#: In the order in which the key goes through them.
THEMES = (
    _theme(
        "desk-dark",
        "#d8d8d2",
        "#16181b",
        "#8e939b #a8c7dc #c3b38a #6fb3d2 #0f1214 #f2d479 #2a2f35 #23272c #f2d479 #3a4047"
        " #f2d479 #d8a657 #8fbf7f #ef8a80",
        dark=True,
    ),
    _theme(
        "desk-light",
        "#1d2126",
        "#fbfaf7",
        "#5d636b #1f5673 #6b5310 #0b5c84 #ffffff #7a3e00 #dfe6ea #e9e7e1 #7a3e00 #c9c6bd"
        " #7a3e00 #7d5600 #22692f #a8201a",
        dark=False,
    ),
    _theme(
        "desk-terminal",
        "ansi_default",
        "ansi_default",
        "ansi_default ansi_cyan ansi_yellow ansi_blue ansi_bright_white ansi_yellow ansi_default"
        " ansi_default ansi_yellow ansi_default ansi_yellow ansi_cyan ansi_green ansi_red",
        dark=True,
    ),
    _theme(
        "desk-contrast",
        "#ffffff",
        "#000000",
        "#d0d0d0 #7fe0ff #ffe080 #ffff00 #000000 #ffff00 #303030 #202020 #ffff00 #808080"
        " #ffff00 #ffb000 #80ff80 #ff9090",
        dark=True,
    ),
)
NAMES = tuple(theme.name for theme in THEMES)
