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
