"""Stand-ins for signs that a terminal's font lacks: pure, one sign for one of the same width."""

from __future__ import annotations

from collections.abc import Mapping

from tui.terminal import Terminal

#: The kernel's console has one font of 256 signs, at the least those of code page 437: arrows,
#: boxes, bullets and shades are among them; typographic quotes, and what stands for what is
#: hidden, are not.
_CONSOLE = {
    "“”„‟": '"',
    "‘’‚‛": "'",
    "–—‐‑‒―": "-",
    "…": "~",
    "‹": "<",
    "›": ">",
    "▰": "#",
    "▱": "-",
    "▏▎": "│",
    "▍▋": "▌",
    "▊▉": "█",
    "▾": "v",
    "▯": "■",
    "⇋": "↔",
    # What Textual's own widgets are framed with.
    "▔▁━╸╺╾╼": "─",
    "▕▐┃": "│",
    "╭": "┌",
    "╮": "┐",
    "╰": "└",
    "╯": "┘",
    "▂▃": "▄",
    "▅▆▇": "█",
    # What could have acted on the terminal: which it was is told by no font of 256 signs.
    "".join(map(chr, range(0x2400, 0x2427))): "¿",
}
_TABLE = {ord(sign): ord(other) for signs, other in _CONSOLE.items() for sign in signs}


def stand_ins(terminal: Terminal) -> Mapping[int, int]:
    """What is sent in the place of which sign, for `str.translate`; empty where all is shown."""
    return _TABLE if terminal.is_console else {}
