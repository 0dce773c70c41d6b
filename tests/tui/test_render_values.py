"""Values of fields beside each other: whole where they are short, cut to the difference else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.strategies import TEXTS
from tests.tui.test_render_line import ACTING
from tui.render.values import LONG, both_sides, value_text

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(JSON, JSON)
def test_any_two_values_are_safe_to_show(before: object, after: object) -> None:
    """Whatever a document holds, nothing of it acts on the terminal."""
    for text in both_sides(before, after):
        assert not ACTING.search(text.replace("\n", ""))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "(nothing)"),
        ("", '""'),
        ([], "(empty)"),
        (0, "0"),
        (True, "yes"),
        ("عاجل", "عاجل"),
        (["burial", "flight"], "burial\nflight"),
        ([{"location": "L7", "role": "site"}], "location L7, role site"),
        ({"state": "later", "when": None}, "state later, when (nothing)"),
    ],
)
def test_a_value_in_words(value: object, text: str) -> None:
    """Unknown is not zero, and nothing is not an empty text."""
    assert value_text(value) == text


def test_long_texts_are_cut_to_what_differs() -> None:
    """Of two long texts the difference can be seen, with some words around it."""
    text = "word " * 1000
    before, after = both_sides(text, text[:2500] + "NEW " + text[2500:])
    assert "NEW" in after
    assert "NEW" not in before
    assert max(len(before), len(after)) <= LONG
    assert before.startswith("… ")
    assert after.endswith(" …")


@given(st.text("ab ", min_size=LONG), st.text("ab ", min_size=LONG))
def test_what_differs_is_never_cut_away(first: str, second: str) -> None:
    """Two texts that differ are shown differently."""
    before, after = both_sides(first, second)
    assert (before == after) is (first == second)


def test_of_long_lists_only_what_differs_is_listed() -> None:
    """A tag more among twenty: that one, and how many are the same."""
    tags = [f"tag {n}" for n in range(20)]
    before, after = both_sides(tags, [*tags, "new"])
    assert before == "(20 more, the same)"
    assert after == "new\n(20 more, the same)"
    assert (
        json.dumps(both_sides(tags[:2], tags[:3])) == '["tag 0\\ntag 1", "tag 0\\ntag 1\\ntag 2"]'
    )
