"""Marks and what is done with them, as somebody has looked at it; see `make snapshots`."""

from __future__ import annotations

import pytest

from tests.tui.snapshots.test_screens import LooksAsBefore, looks_as_before, utc

__all__ = ["looks_as_before", "utc"]

NARROW_AND_WIDE = pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=["80x24", "160x45"])


@NARROW_AND_WIDE
def test_marks_and_an_open_range(looks_as_before: LooksAsBefore, size: tuple[int, int]) -> None:
    """A sign at each marked row, the count and the range in the title, who works on what."""
    assert looks_as_before("demo", size, "space", "space", "j", "v", "j", "j")


@NARROW_AND_WIDE
def test_a_question_about_many(looks_as_before: LooksAsBefore, size: tuple[int, int]) -> None:
    """All, the others or nothing: with the numbers, and what would be overruled."""
    assert looks_as_before("demo", size, "V", "w", "2")


def test_a_line_of_tags(looks_as_before: LooksAsBefore) -> None:
    """What the records have, and what the word may be completed to."""
    assert looks_as_before("demo", (80, 24), "space", "space", "t", "d", "u", "p", "space", "minus")


def test_covered_quotes(looks_as_before: LooksAsBefore) -> None:
    """What it is and how it is shown, in the row, the heading and the evidence."""
    assert looks_as_before("demo", (160, 45), "3", "b")
