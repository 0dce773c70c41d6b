"""Words that are being selected, as somebody has looked at them: `make snapshots` accepts anew."""

from __future__ import annotations

import pytest

from tests.tui.snapshots.test_screens import LooksAsBefore, looks_as_before, utc

__all__ = ["looks_as_before", "utc"]

NARROW_AND_WIDE = pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=["80x24", "160x45"])
#: A report of claims and quotes, its detail, the cursor in its text.
IN_THE_TEXT = ("G", "5", "G", "enter", "0", "v", "right", "right")


@NARROW_AND_WIDE
def test_words_that_are_selected(looks_as_before: LooksAsBefore, size: tuple[int, int]) -> None:
    """The selection over words that are cited already, the word of the cursor apart."""
    assert looks_as_before("demo", size, *IN_THE_TEXT, "v", "down", "right")


def test_a_claim_that_was_made(looks_as_before: LooksAsBefore) -> None:
    """What was guessed, in the footer's place; the words are marked at once."""
    assert looks_as_before("demo", (80, 24), *IN_THE_TEXT, "s", "#", "1")
