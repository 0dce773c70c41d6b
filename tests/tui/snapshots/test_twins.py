"""The screens of duplicates as somebody has looked at them: `make snapshots` accepts anew."""

from __future__ import annotations

import pytest

from tests.tui.snapshots.test_screens import LooksAsBefore, looks_as_before, utc

__all__ = ["looks_as_before", "utc"]

NARROW_AND_WIDE = pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=["80x24", "160x45"])
#: Two reports say "clashes"; the second one is R12.
TO_R12 = ("5", "b", "slash", *"clashes", "enter", "j")


@NARROW_AND_WIDE
def test_a_report_beside_its_original(
    looks_as_before: LooksAsBefore, size: tuple[int, int]
) -> None:
    """R12 has many words of R3: what differs is marked, the fields stand beside each other."""
    assert looks_as_before("demo", size, *TO_R12, "D")


def test_a_report_beside_another_of_the_same(looks_as_before: LooksAsBefore) -> None:
    """R8 tells of the same day in other words: what both say is marked."""
    assert looks_as_before("demo", (160, 45), *TO_R12, "D", "n")
