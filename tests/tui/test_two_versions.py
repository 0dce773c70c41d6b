"""Two versions of a text, line by line."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tui.two_versions import MOST_PAIRS, Part, parts

LINES = st.lists(st.sampled_from(["", "a", "b", "c", "d", "e"]), max_size=12)


@given(LINES, LINES)
def test_nothing_is_lost_or_made_up(one: list[str], other: list[str]) -> None:
    """The parts put together are both versions; what is the same is so, and parts take turns."""
    found = list(parts(one, other))
    assert [line for part in found for line in part.one] == one
    assert [line for part in found for line in part.other] == other
    assert all(list(part.one) == list(part.other) for part in found if part.is_same)
    assert all(a.is_same != b.is_same for a, b in pairwise(found))


@given(LINES)
def test_a_version_is_like_itself(one: list[str]) -> None:
    """One part, and none for no line."""
    assert list(parts(one, one)) == ([Part(True, one, one)] if one else [])


def test_what_differs_stands_between_what_is_the_same() -> None:
    """Also a line that was moved, and one that stands twice."""
    found = [
        (part.is_same, *part[1:]) for part in parts(["a", "", "b", "", "c"], ["a", "", "x", "c"])
    ]
    assert found == [
        (True, ["a", ""], ["a", ""]),
        (False, ["b", ""], ["x"]),
        (True, ["c"], ["c"]),
    ]


def test_a_long_text_of_lines_that_are_alike_is_compared_at_once() -> None:
    """Compared pair by pair, a hundred thousand empty lines would keep a desk for hours."""
    alike = [""] * 100_000
    assert len(alike) ** 2 > MOST_PAIRS
    one, other = ["a", *alike, "b", *alike], ["x", *alike, "b", *alike, "c"]
    found = list(parts(one, other))
    assert [part.is_same for part in found] == [False, True, False]
