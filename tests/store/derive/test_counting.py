"""What a figure counts, guessed from its sentence."""

from __future__ import annotations

import pytest
from hypothesis import given

from store.derive.counting import Toll, toll_in, tolls
from store.spans import Span, find
from store.vocabulary import Measure
from tests.tui.strategies import TEXTS

PARTS = (
    "The Observatory breaks its figure down: 745 civilians, most of them shot from close by; "
    "125 members of the government's security forces; and 148 fighters tied to Assad were killed."
)


def counted(text: str, words: str, before: str = "") -> Toll:
    """What the words of a sentence count."""
    place = find(text, words)
    assert place
    found = toll_in(text, place, before)
    assert found
    return found


@pytest.mark.parametrize(
    ("text", "words", "measure", "figure", "group"),
    [
        ("At least 745 civilians were killed.", "745", Measure.KILLED, "745+", "civilians"),
        (PARTS, "125 members of the government's", Measure.KILLED, "125", "security forces"),
        (PARTS, "148 fighters", Measure.KILLED, "148", "fighters"),
        (
            "It put the number of people killed at over 600.",
            "over 600",
            Measure.KILLED,
            "600+",
            "people",
        ),
        ("Nine killed, 24 wounded in a bombing", "24 wounded", Measure.INJURED, "24", "people"),
        ("Minibus bombing kills nine, injures 24", "nine", Measure.KILLED, "9", "people"),
        ("residents laid 31 people to rest", "31 people", Measure.KILLED, "31", "people"),
        ("at least 20 of his neighbours were executed", "20", Measure.KILLED, "20+", "civilians"),
        ("thousands of people had fled", "thousands", Measure.DISPLACED, "~2,000+", "people"),
        ("About 30 men were arrested", "30 men", Measure.DETAINED, "~30", "people"),
        ("12 are still missing", "12", Measure.MISSING, "12", "people"),
        ("قُتِل ٣١ مدنياً في بانياس", "٣١", Measure.KILLED, "31", "civilians"),
        ("قتل 12 مدنياً وأصيب ٣٠ آخرون", "12", Measure.KILLED, "12", "civilians"),
        ("قتل 12 مدنياً وأصيب ٣٠ آخرون", "٣٠", Measure.INJURED, "30", "people"),
        ("مقتل أكثر من ألف شخص وإصابة مئات", "ألف", Measure.KILLED, "1,000+", "people"),
        ("نزوح عشرات الآلاف", "عشرات", Measure.DISPLACED, "~20,000+", "people"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_a_figure_counts_what_its_sentence_says(
    text: str, words: str, measure: Measure, figure: str, group: str
) -> None:
    """The measure spoken of nearest, the group that the noun names, the bounds of the number."""
    found = counted(text, words)
    assert (found.measure, str(found.figure), found.group) == (measure, figure, group)


def test_women_children_and_girls_are_told_apart() -> None:
    """Sex and age where they are said; the word stays as what is counted."""
    text = "The dead include ten women, five children and two girls."
    for words, sex, age in (
        ("ten women", "female", "adults"),
        ("five children", "", "children"),
        ("two girls", "female", "children"),
    ):
        found = counted(text, words)
        assert (found.sex, found.age, found.value) == (sex, age, words.split()[1])


def test_what_a_sentence_leaves_out_was_said_before() -> None:
    """The measure of `38 men`, and whom `60 of them` are."""
    assert counted("It spoke of 38 men.", "38", "Two men died on Friday.").measure is Measure.KILLED
    before = "It lists places where civilians were killed."
    found = counted("In Baniyas it counts 60 of them so far.", "60", before)
    assert (found.group, found.measure, str(found.figure)) == ("civilians", Measure.KILLED, "60+")


def test_words_without_a_figure_count_nobody() -> None:
    """A claim of them is no toll."""
    assert toll_in("It was a massacre.", Span(0, 17)) is None


@given(TEXTS)
def test_any_text_can_be_counted(text: str) -> None:
    """Every phrase lies in the text and begins with its number."""
    for one in tolls(text):
        assert one.span.start == one.phrase.start < one.span.end <= one.phrase.end <= len(text)
