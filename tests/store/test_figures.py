"""Figures as people state them."""

from __future__ import annotations

import pytest

from store.figures import Figure


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        (Figure(9, 9), "9"),
        (Figure(1018, 1018), "1,018"),
        (Figure(1000, None), "1,000+"),
        (Figure(None, 1200), "up to 1,200"),
        (Figure(745, 1018), "745-1,018"),
        (Figure(30, 30, approximate=True), "~30"),
        (Figure(30, None, approximate=True), "~30+"),
        (Figure(None, None), "?"),
        (Figure(None, None, approximate=True), "?"),
        (Figure(0, 0), "0"),
        (Figure(0, None), "0+"),
        (Figure(None, 0), "up to 0"),
        (Figure(0, 4), "0-4"),
    ],
)
def test_a_figure_is_shown_as_it_was_stated(figure: Figure, shown: str) -> None:
    """Exact, at least, at most, between, about: each has its own notation."""
    assert str(figure) == shown


@pytest.mark.parametrize(
    ("figure", "known"),
    [(Figure(), False), (Figure(approximate=True), False), (Figure(0, 0), True), (Figure(0), True)],
)
def test_unknown_is_not_zero(figure: Figure, known: bool) -> None:
    """Nobody killed is known; how many were killed may not be."""
    assert figure.is_known is known
