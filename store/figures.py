"""Figures as people state them: exact, at least, at most, between, about, unknown.

Unknown is not zero: a figure without bounds says nothing and shows as `?`.
"""

from __future__ import annotations

from typing import NamedTuple


class Figure(NamedTuple):
    """A count with bounds, both included; None is an open bound."""

    low: int | None = None
    high: int | None = None
    approximate: bool = False

    @property
    def is_known(self) -> bool:
        """Whether anything at all is stated."""
        return self.low is not None or self.high is not None

    def __str__(self) -> str:
        return f"{'~' if self.approximate and self.is_known else ''}{self._bounds()}"

    def _bounds(self) -> str:
        match self.low, self.high:
            case None, None:
                return "?"
            case None, int(high):
                return f"up to {high:,}"
            case int(low), None:
                return f"{low:,}+"
            case low, high if low == high:
                return f"{low:,}"
            case low, high:
                return f"{low:,}-{high:,}"


def range_words(low: int | None, best: int | None, high: int | None) -> str:
    """As `803-1,426, best 1,400`, or one number where all three are the same."""
    figure = Figure(low, high)
    if best is None or low == best == high:
        return str(figure)
    return f"{figure}, best {best:,}" if figure.is_known else f"best {best:,}"
