"""Forms and pickers as somebody has looked at them: `make snapshots` accepts anew."""

from __future__ import annotations

import pytest

from tests.tui.snapshots.test_screens import LooksAsBefore, looks_as_before, utc

__all__ = ["looks_as_before", "utc"]

NARROW_AND_WIDE = pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=["80x24", "160x45"])


@NARROW_AND_WIDE
def test_an_event_is_edited(looks_as_before: LooksAsBefore, size: tuple[int, int]) -> None:
    """Fields, places as rows, one date that is none, and a vocabulary with its digits."""
    typed = ("0", "2", "5", "minus", "0", "2", "minus", "3", "0")
    assert looks_as_before("demo", size, "e", *"jjjj", "2", *typed, "escape", *"jjjjj")


@NARROW_AND_WIDE
def test_a_report_goes_into_an_event(looks_as_before: LooksAsBefore, size: tuple[int, int]) -> None:
    """The likely events with their reasons, those it is in already, and a new one."""
    assert looks_as_before("demo", size, "5", "G", "A")
