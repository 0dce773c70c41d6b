"""The emulated screen as text."""

from __future__ import annotations

import pyte
import pytest

from tests.tui.cells import lines_of


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("事件ab", "事件ab  "),
        ("事件ab\x1b[1;1Hx", "x 件ab  "),
        ("事件ab\x1b[1;2Hx", " x件ab  "),
        ("a\u0301b", "\u00e1b      "),
    ],
)
def test_half_a_wide_character_is_a_blank(written: str, shown: str) -> None:
    """Each other cell stays in its column when a wide character loses one of its two."""
    screen = pyte.Screen(8, 1)
    pyte.Stream(screen).feed(written)
    assert lines_of(screen) == [shown]
