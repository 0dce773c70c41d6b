"""The square degrees around a place, as the full-text index names them."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, cos, floor, radians

from store.terms import cell

_KM_A_DEGREE = 111.0


def cells_around(center: tuple[float, float], km: float) -> Iterator[str]:
    """The terms of the square degrees that are not farther than so many kilometres."""
    north, east = center
    high = km / _KM_A_DEGREE + 0.01
    widest = max(cos(radians(min(abs(north) + high, 90))), 1e-9)
    wide = min(high / widest, 180)
    for row in range(floor(north - high), ceil(north + high) + 1):
        for column in range(floor(east - wide), ceil(east + wide) + 1):
            yield cell(row, (column + 180) % 360 - 180)
            # A place on the line where the degrees begin again has two names.
            if (column + 180) % 360 == 0:
                yield cell(row, 180)
