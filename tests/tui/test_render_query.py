"""What stands above the query line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from store.errors import QueryError
from store.query import parse
from tests.tui.strategies import TEXTS
from tests.tui.test_render_line import ACTING
from tui.render.query import MARK, SIGN, Asking, Suggestion, query_lines


def problem_of(text: str) -> QueryError | None:
    """What is wrong with a query."""
    try:
        parse(text)
    except QueryError as error:
        return error
    return None


@pytest.mark.parametrize(
    ("text", "scrolled", "under"),
    [
        ("plac:x", 0, "plac:x"),
        ("killed plac:x", 0, "plac:x"),
        ("事件 plac:x", 0, "plac:x"),
        ("killed plac:x", 4, "plac:x"),
        ("(a b", 0, "(a b"),
    ],
)
def test_what_is_wrong_is_said_and_marked(text: str, scrolled: int, under: str) -> None:
    """A sentence, then a mark in the cell above the character that is wrong."""
    problem = problem_of(text)
    assert problem is not None
    said, mark, line = query_lines(text, scrolled, Asking(problem), 80)
    assert said.text.split(" ", 1)[1].startswith(f"Column {problem.column}:")
    shown = SIGN + " " * 0 + text
    cells = cell_len(shown[: shown.index(under)]) - scrolled
    assert mark.text == " " * cells + MARK
    assert line.text == SIGN


def test_a_mark_that_is_out_of_sight_is_left_out() -> None:
    """Scrolled past the column, the sentence alone tells it."""
    problem = problem_of("plac:x and much more behind it")
    lines = query_lines("plac:x", 10, Asking(problem), 80)
    assert [MARK in line.text for line in lines] == [False, False]


def test_without_a_problem_the_keys_are_told() -> None:
    """Enter and Esc, the recent ones; a message stands in their place."""
    keys, line = query_lines("killed", 0, Asking(), 80)
    assert keys.text.split()[:4] == ["Enter", "keep", "Esc", "as"]
    said, line = query_lines("killed", 0, Asking(said="Searching … 12 so far"), 80)
    assert said.text.strip() == "Searching … 12 so far"
    assert line.text == SIGN


def test_suggestions_stand_above_the_keys() -> None:
    """What Tab would take, each with what it is; the one that was gone to has a mark."""
    offered = [Suggestion("place:Baniyas", "place:Baniyas (12)"), Suggestion("b", "\x1b[2J")]
    first, second, keys, _ = query_lines("place:b", 0, Asking(None, "", offered, 1), 80)
    assert first.text.split() == ["place:Baniyas", "place:Baniyas", "(12)"]
    assert second.text.split() == [">", "b", "␛[2J"]
    assert keys.text.startswith(" Tab take ")
    problem = problem_of("place:")
    lines = query_lines("place:", 0, Asking(problem, "", offered), 80, 1)
    assert [line.text.split()[0] for line in lines[:2]] == ["place:Baniyas", "Column"]


@given(TEXTS, st.integers(0, 60), st.integers(40, 120))
def test_no_line_is_wider_than_the_screen_or_acts(text: str, scrolled: int, width: int) -> None:
    """Whatever was typed, and whatever is wrong with it."""
    for line in query_lines(text, scrolled, Asking(problem_of(text)), width):
        assert cell_len(line.text) <= width
        assert not ACTING.search(line.text)
