"""Records as JSON on stdout, for programs, and harmless on the terminal where it may end up."""

from __future__ import annotations

import sys


def write_line(value: object) -> None:
    """One JSON value on a line of its own; of foreign text nothing can act on a terminal."""
    from store.codec import to_json
    from store.text import escaped

    sys.stdout.write(f"{escaped(to_json(value).decode())}\n")
