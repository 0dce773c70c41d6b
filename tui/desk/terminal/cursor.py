"""What moves a terminal's cursor, as short as it can be said.

Nothing is used that is taken in two ways: no tabs, which may be set anywhere; no line feed, of
which the line's driver may make two characters; no NEL, which pyte takes for a line feed.
"""

from __future__ import annotations

from functools import lru_cache

#: To the next line, and to the one before (IND, RI).
_NEXT, _BEFORE = "\x1bD", "\x1bM"


@lru_cache(maxsize=8192)
def move(x: int, y: int) -> str:
    """What moves the cursor to a place from wherever it is."""
    return f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H"


def moved(column: int, row: int, x: int, y: int) -> str:
    """What moves the cursor from one place to another; the column is -1 when it is not known."""
    if y == row:
        return _along(column, x)
    to = move(x, y)
    if column < 0:
        return to
    # Steps back stand behind a move down or up alone: one elsewhere is a stranger's.
    along, back = _along(column, x), column - x
    by = _down(y - row) + ("\b" * back if 0 < back < len(along) else along)
    return by if len(by) < len(to) else to


@lru_cache(maxsize=1024)
def _down(rows: int) -> str:
    """What moves the cursor so many rows down, or up."""
    if abs(rows) == 1:
        return _NEXT if rows > 0 else _BEFORE
    return f"\x1b[{rows}B" if rows > 0 else f"\x1b[{-rows}A"


@lru_cache(maxsize=8192)
def _along(column: int, x: int) -> str:
    """What moves the cursor along its row."""
    if x == column:
        return ""
    to = f"\x1b[{x + 1}G" if x else "\r"
    if column < 0:
        return to
    steps = abs(x - column)
    by = f"\x1b[{steps if steps > 1 else ''}{'C' if x > column else 'D'}"
    return by if len(by) < len(to) else to
