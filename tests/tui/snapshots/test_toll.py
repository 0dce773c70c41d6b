"""The toll's screens as somebody has looked at them: `make snapshots` accepts anew."""

from __future__ import annotations

import pytest

from tests.tui.snapshots.test_screens import LooksAsBefore, looks_as_before, utc

__all__ = ["looks_as_before", "utc"]

NARROW_AND_WIDE = pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=["80x24", "160x45"])


@NARROW_AND_WIDE
def test_the_toll_of_the_seed(looks_as_before: LooksAsBefore, size: tuple[int, int]) -> None:
    """Twelve claims, a sum, five ranges by four rules, and what is denied, on one screen."""
    assert looks_as_before("demo", size, "G", "equals_sign")


def test_the_grades_of_an_event(looks_as_before: LooksAsBefore) -> None:
    """A menu with what each grade means, the one that holds marked."""
    assert looks_as_before("demo", (80, 24), "G", "z")
