"""A question as lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.layout import LEAST_HEIGHT, LEAST_WIDTH
from tui.render.line import width_of
from tui.render.question import Choice, question_lines

MERGE = (
    Choice("y", "merge E15 into E6"),
    Choice("o", "the other way: keep E15"),
    Choice("n", "leave both"),
)


@given(st.text(max_size=600), st.integers(LEAST_WIDTH, 80), st.integers(LEAST_HEIGHT, 24))
def test_the_answers_of_a_question_are_always_to_be_seen(text: str, width: int, most: int) -> None:
    """However long it is, and however small the screen; no line is wider than that."""
    lines = question_lines("Merge E15 into E6?", text, MERGE, width, most)
    assert len(lines) <= most
    assert all(width_of(line.text) <= width for line in lines)
    shown = "\n".join(line.text for line in lines)
    assert all(f"{choice.key} {choice.words}" in shown for choice in MERGE)


def test_a_question_that_is_cut_says_so() -> None:
    """With the sign at the end of what can be read."""
    lines = question_lines("Merge?", "moved " * 100, MERGE, 40, 12)
    assert [line.text.rstrip()[-1] for line in lines[-4:]] == ["…", "6", "5", "h"]
