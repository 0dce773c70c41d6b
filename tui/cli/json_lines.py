"""Records as JSON on stdout, for programs, and harmless on the terminal where it may end up."""

from __future__ import annotations

import sys


def line(value: object) -> str:
    """One JSON value on a line; of foreign text nothing can act on a terminal."""
    from store.codec import to_json
    from store.text import escaped

    return escaped(to_json(value).decode())


def write_line(value: object) -> None:
    """The same on a line of its own."""
    sys.stdout.write(f"{line(value)}\n")
