"""The outcome of the benchmarks: ratios, budgets, and the table they stand in."""

from __future__ import annotations

import pytest

from tests.benchmarks.figures import Figure, table


@pytest.mark.parametrize(
    ("figure", "ratio", "met"),
    [
        (Figure("start", 140.0, "ms", "hello", 100.0, 1.4), 1.4, True),
        (Figure("start", 150.0, "ms", "hello", 100.0, 1.4), 1.5, False),
        (Figure("start", 150.0, "ms", "VisiData", 300.0), 0.5, None),
        (Figure("idle", 0, "B", budget=0), None, True),
        (Figure("idle", 1, "B", budget=0), None, False),
        (Figure("size", 800, "B"), None, None),
    ],
)
def test_a_budget_is_a_ratio_or_a_highest_value(
    figure: Figure, ratio: float | None, met: bool | None
) -> None:
    """Against another program the ratio counts, else the value; without a budget neither."""
    assert figure.ratio == ratio
    assert figure.is_met is met


def test_the_table_says_which_budget_is_not_met() -> None:
    """One line a figure; what is not met stands out."""
    assert table(
        [
            Figure("start", 150.0, "ms", "hello", 100.0, 1.4),
            Figure("idle", 0, "B", budget=0),
            Figure("size", 800, "B"),
        ]
    ).splitlines() == [
        "| what | figure | against | ratio | budget | met |",
        "|---|---|---|---|---|---|",
        "| start | 150.0 ms | hello 100.0 ms | 1.50 | 1.4 | **no** |",
        "| idle | 0.0 B |  |  | 0 | yes |",
        "| size | 800.0 B |  |  |  |  |",
    ]
