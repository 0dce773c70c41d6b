"""From word to word in a text of any script and any length."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.spans import Span
from store.steps import word_after, word_at, word_before
from store.words import words
from tests.tui.strategies import TEXTS


def forward(text: str) -> list[Span]:
    """The words from the first to the last."""
    found, at = [], 0
    while (word := word_after(text, at)) is not None:
        found.append(word)
        at = word.end
    return found


def backward(text: str) -> list[Span]:
    """The words from the last to the first, put in order."""
    found, at = [], len(text)
    while (word := word_before(text, at)) is not None:
        found.append(word)
        at = word.start
    return found[::-1]


@pytest.mark.parametrize(
    ("text", "stepped"),
    [
        ("In al-Mukhtariyah, 1,000 men", ["In", "al-Mukhtariyah", "1,000", "men"]),
        ("Syria’s 14-year-long war", ["Syria", "s", "14-year-long", "war"]),
        ("قُتِل ٣١ شخصاً في بانياس", ["قُتِل", "٣١", "شخصاً", "في", "بانياس"]),
        ("事件发生", ["事", "件", "发", "生"]),
        ("הרוגים, ופצועים", ["הרוגים", "ופצועים"]),
        (" … ", []),
        ("a- b", ["a", "b"]),
    ],
    ids=["hyphens", "apostrophe", "arabic", "chinese", "hebrew", "no words", "dash"],
)
def test_a_step_is_a_word_as_people_see_one(text: str, stepped: list[str]) -> None:
    """Hyphens and the commas of figures join; where no blanks are set, a sign is a word."""
    assert [text[span.start : span.end] for span in forward(text)] == stepped


@given(st.one_of(TEXTS, st.text("ab-1, 事ا\u0651\n", max_size=1300)))
def test_forward_and_back_are_the_same_steps(text: str) -> None:
    """Whatever a text holds, its words are met in both directions, each once, none left out."""
    steps = forward(text)
    assert backward(text) == steps
    assert all(one.end <= other.start for one, other in pairwise(steps))
    met = [word for span in steps for word in words(text[span.start : span.end])]
    assert met == words(text)


@given(TEXTS, st.integers(0, 60))
def test_the_word_at_a_place_is_one_of_the_steps(text: str, at: int) -> None:
    """The word that has the place, else the next one, else the last."""
    steps = forward(text)
    expected = next((span for span in steps if span.end > at), steps[-1] if steps else None)
    assert word_at(text, min(at, len(text))) == expected


def test_a_word_without_end_is_taken_in_pieces() -> None:
    """A megabyte without a blank is gone through without being looked at whole."""
    text = "x" * 1_000_000
    first = word_after(text, 0)
    assert first is not None
    assert first.end < 1000
    assert word_before(text, len(text)) is not None
