"""The colours that terminals with 256 of them have at fixed numbers: xterm's cube and its greys.

The sixteen before them are the person's own; some shells give the six after those away, too.
"""

from __future__ import annotations

#: What a side of the cube has of red, of green and of blue.
_STEPS = {value: step for step, value in enumerate((0, 95, 135, 175, 215, 255))}
_CUBE = 16
_GREYS = range(8, 239, 10)
FIRST_GREY = 232
#: Below, base16-shell and its like put colours of their own.
_FIRST = 22


def number_of(red: int, green: int, blue: int) -> int | None:
    """The number of exactly this colour; None where it has none that is sure."""
    if red in _STEPS and green in _STEPS and blue in _STEPS:
        number = _CUBE + 36 * _STEPS[red] + 6 * _STEPS[green] + _STEPS[blue]
        return number if number >= _FIRST else None
    if red == green == blue and red in _GREYS:
        return FIRST_GREY + _GREYS.index(red)
    return None
