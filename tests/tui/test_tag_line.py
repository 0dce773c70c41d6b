"""What is meant by a line of tags, and what it may be completed to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.strategies import TEXTS
from tui.tag_line import TagWish, problem, suggested, wished

USED = (("burial", "12"), ("mass grave", "3"), ("dup", "2"), ("bus", "1"))


@pytest.mark.parametrize(
    ("line", "add", "remove"),
    [
        ("", (), ()),
        ("dup", ("dup",), ()),
        ("dup,coast  dup", ("dup", "coast"), ()),
        ('dup "mass  grave" -old', ("dup", "mass grave"), ("old",)),
        ('-"mass grave" +new', ("new",), ("mass grave",)),
        ("sub-prefecture", ("sub-prefecture",), ()),
        ("مجزرة -事件", ("مجزرة",), ("事件",)),
        ("مجزرة، بانياس", ("مجزرة", "بانياس"), ()),
    ],
)
def test_words_add_and_a_minus_takes_away(
    line: str, add: tuple[str, ...], remove: tuple[str, ...]
) -> None:
    """Blanks and commas part tags, quotes hold one together."""
    assert wished(line) == TagWish(add, remove)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("dup -", "There is a minus without a tag."),
        ('dup "mass grave', "A quotation mark is not closed."),
        ('""', "There is a tag without letters."),
        ("dup -dup", "dup is to be added and to be taken away."),
        ("x" * 101, "A tag has at most 100 characters."),
    ],
    ids=["minus", "open quote", "empty", "both", "long"],
)
def test_a_line_that_means_nothing_clear_is_told(line: str, sentence: str) -> None:
    """In one sentence, so that it can be mended where it stands."""
    assert problem(line) == sentence


@given(TEXTS)
def test_any_line_is_tags_or_one_sentence(line: str) -> None:
    """Nothing that is typed is an error of the program."""
    assert problem(line) or all(wished(line).add + wished(line).remove) or not line.strip(" ,")


def test_a_word_is_completed_from_the_tags_in_use() -> None:
    """By the beginning of any of its words, what the records have left out; the most used first."""
    assert suggested("b", [], USED) == [("burial ", "12"), ("bus ", "1")]
    assert suggested("gr", [], USED) == [('"mass grave" ', "3")]
    assert suggested("dup b", ["burial"], USED) == [("dup bus ", "1")]
    assert suggested('bus "mass', [], USED) == [('bus "mass grave" ', "3")]


def test_behind_a_minus_the_tags_of_the_records_are_meant() -> None:
    """Only what is there can be taken away."""
    assert suggested("bus -", ["burial", "mass grave"], USED) == [
        ("bus -burial ", "taken away"),
        ('bus -"mass grave" ', "taken away"),
    ]


@given(
    st.lists(st.text('ab ,-+"é', min_size=1, max_size=6).filter(str.strip), max_size=4),
    st.sampled_from(["", "x ", "a -", "-", "b"]),
)
def test_what_is_suggested_can_be_read_again(tags: list[str], line: str) -> None:
    """A completed line is not wrong by its last word, whatever a tag of the store is called."""
    for completed, _ in suggested(line, tags, [(tag, "1") for tag in tags]):
        assert "closed" not in problem(completed)
        assert "minus" not in problem(completed)
