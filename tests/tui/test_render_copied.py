"""What is said of what was copied, and the panel from which it is selected by hand."""

from __future__ import annotations

import pytest

from tui.render.copied import Copy, copied_lines, said, text_lines
from tui.render.line import width_of

COPIES = (Copy("the reference", "E1"), Copy("its citation", "Killings " * 40, "It is long."))


def test_it_is_said_what_went_where_and_what_the_key_does_next() -> None:
    """Of a long text the beginning; where nobody knows whether it has arrived, this too."""
    first = said(COPIES, 0, "Sent", "y", is_sure=False)
    assert first == "Sent: E1   y again: its citation."
    last = said(COPIES, 1, "Sent", "y", is_sure=False)
    assert last.endswith("…   It is long. y again shows it, if it does not arrive.")
    assert said(COPIES, 1, "Sent", "y", is_sure=True).endswith("y again shows it.")
    assert said(COPIES[:1], 0, "Sent", "", is_sure=False) == "Sent: E1"


@pytest.mark.parametrize("size", [(40, 12), (100, 8)], ids=str)
def test_the_panel_has_nothing_beside_a_text(size: tuple[int, int]) -> None:
    """It begins at the left edge, fills the lines, and none is wider than the panel."""
    width, height = size
    texts = text_lines(COPIES, width)
    drawn = copied_lines(texts, 0, "Select it.", size)
    assert len(drawn) == height
    assert all(width_of(line.text) <= width for line in drawn)
    assert drawn[2].text == "E1"
    words = " ".join(line.text for line in texts[4:])
    assert words.split() == COPIES[1].text.split()
