"""Two versions of a note, drawn."""

from __future__ import annotations

import pytest

from store.ids import Ref
from tui.render.versions import versions_lines


@pytest.mark.parametrize("width", [40, 60, 79, 80, 100])
def test_every_answer_is_named(width: int) -> None:
    """At any width that the desk can have."""
    *_, footer = versions_lines(Ref("N1"), "noor", (), 0, "", (width, 12))
    said = "".join(piece.text for piece in footer.pieces)
    assert all(f" {answer} " in said for answer in ("t", "m", "b", "e", "Esc"))
    assert len(said) <= width
