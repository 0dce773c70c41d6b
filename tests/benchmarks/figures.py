"""What a benchmark found: figures, their ratios and budgets, and the table they stand in."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Figure(NamedTuple):
    """One line of the outcome."""

    what: str
    value: float
    unit: str
    other: str = ""
    """What it is measured against."""
    other_value: float = 0.0
    budget: float | None = None
    """The highest ratio allowed; without another program, the highest value."""

    @property
    def ratio(self) -> float | None:
        """How many times the other's value this is."""
        return self.value / self.other_value if self.other_value else None

    @property
    def is_met(self) -> bool | None:
        """Whether the budget is kept; None without one."""
        if self.budget is None:
            return None
        return (self.value if self.ratio is None else self.ratio) <= self.budget


def median(seconds: Iterable[float]) -> float:
    """In milliseconds."""
    return statistics.median(seconds) * 1000


def percentile(seconds: Iterable[float], percent: int) -> float:
    """In milliseconds."""
    return statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1] * 1000


def table(figures: Sequence[Figure]) -> str:
    """The outcome in Markdown."""
    lines = ["| what | figure | against | ratio | budget | met |", "|---|---|---|---|---|---|"]
    for figure in figures:
        against = (
            f"{figure.other} {_number(figure.other_value)} {figure.unit}" if figure.other else ""
        )
        ratio = _ratio(figure.ratio) if figure.ratio is not None else ""
        budget = f"{figure.budget:g}" if figure.budget is not None else ""
        met = {None: "", True: "yes", False: "**no**"}[figure.is_met]
        value = f"{_number(figure.value)} {figure.unit}"
        lines.append(f"| {figure.what} | {value} | {against} | {ratio} | {budget} | {met} |")
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:.1f}" if value == 0 or value >= 1 else f"{value:.3f}"


def _ratio(value: float) -> str:
    return f"{value:.2f}" if value >= 0.1 else f"{value:.2g}"
