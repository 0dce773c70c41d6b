"""Numbers as reports write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis.strategies import lists, sampled_from

from store.derive.numerals import numerals
from tests.tui.strategies import TEXTS


def said(text: str) -> list[tuple[str, str]]:
    """The numbers of a text with their bounds, and the figures that they mean."""
    return [(text[one.span.start : one.span.end], str(one.figure)) for one in numerals(text)]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("at least 745 civilians", [("at least 745", "745+")]),
        ("More than 1,000 people", [("More than 1,000", "1,000+")]),
        ("about 1,400, nearly 200", [("about 1,400", "~1,400"), ("nearly 200", "~200")]),
        ("up to 50, fewer than 12", [("up to 50", "up to 50"), ("fewer than 12", "up to 12")]),
        ("between 20 and 30; 10-15", [("20 and 30", "20-30"), ("10-15", "10-15")]),
        ("38 or more, 400+", [("38 or more", "38+"), ("400+", "400+")]),
        (
            "thirty-one of two thousand three hundred",
            [("thirty-one", "31"), *[("two thousand three hundred", "2,300")]],
        ),
        ("one hundred and twenty-five", [("one hundred and twenty-five", "125")]),
        (
            "at least two dozen; half a dozen",
            [("at least two dozen", "24+"), ("half a dozen", "6")],
        ),
        ("dozens, tens of thousands", [("dozens", "~24+"), ("tens of thousands", "~20,000+")]),
        ("٣١ شخصاً، 1.5 million", [("٣١", "31"), ("1.5 million", "1,500,000")]),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_a_number_has_the_bounds_that_its_words_give_it(
    text: str, figures: list[tuple[str, str]]
) -> None:
    """In digits, in words, in Arabic digits; vague ones are at least what they mean."""
    assert said(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("ما لا يقل عن عشرين شخصا", [("ما لا يقل عن عشرين", "20+")]),
        ("أكثر من ألف مدني، نحو 1500", [("أكثر من ألف", "1,000+"), ("نحو 1500", "~1,500")]),
        (
            "تجاوز عدد القتلى في تلك الأيام ألف شخص",
            [("تجاوز عدد القتلى في تلك الأيام ألف", "1,000+")],
        ),
        ("لا يتجاوز عددهم عشرة", [("لا يتجاوز عددهم عشرة", "up to 10")]),
        ("20 شخصاً على الأقل", [("20", "20+")]),
        ("7 نساء و3 أطفال", [("7", "7"), ("3", "3")]),
        ("أحد عشر، اثني عشر", [("أحد عشر", "11"), ("اثني عشر", "12")]),
        ("واحد وعشرون، ثلاثة وثلاثين", [("واحد وعشرون", "21"), ("ثلاثة وثلاثين", "33")]),
        ("ألف ومئتين وثلاثة وثمانين", [("ألف ومئتين وثلاثة وثمانين", "1,283")]),
        (
            "ثلاثمئة، ثلاث مئة، خمسة آلاف",
            [("ثلاثمئة", "300"), ("ثلاث مئة", "300"), ("خمسة آلاف", "5,000")],
        ),
        ("ألفا شخص، عشرين ألفاً", [("ألفا", "2,000"), ("عشرين ألفا\u064b", "20,000")]),
        ("15 ألف، نصف مليون", [("15 ألف", "15,000"), ("نصف مليون", "500,000")]),
        ("عشرات القتلى، مئات الآلاف", [("عشرات", "~20+"), ("مئات الآلاف", "~200,000+")]),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_numbers_are_read_in_arabic(text: str, figures: list[tuple[str, str]]) -> None:
    """As its news write them: more than a thousand is not a thousand, nor nothing."""
    assert said(text) == figures


@pytest.mark.parametrize(
    "text",
    ["في 8 آذار 2025", "السادس من آذار", "قبل ثلاثة أيام", "57 عاماً", "عام 2013", "10 صباحاً"],
)
def test_what_counts_nobody_in_arabic_is_no_figure(text: str) -> None:
    """Days, years, ages, hours."""
    assert said(text) == []


WORDS_OF_NUMBERS = sampled_from(
    [
        "ألف",
        "ألفا",
        "ومئة",
        "مئات",
        "الآلاف",
        "نصف",
        "مليون",
        "ثلاثة",
        "وعشرون",
        "عشر",
        "واحد",
        "3",
        "و",
    ]
)


@given(lists(WORDS_OF_NUMBERS, max_size=8).map(" ".join))
def test_any_words_of_numbers_make_some_numbers_or_none(text: str) -> None:
    """In whatever order they stand; each is where it is said to be."""
    for one in numerals(text):
        assert text[one.number.start : one.number.end].strip() != ""
        assert (one.figure.low or one.figure.high or 0) >= 0


@pytest.mark.parametrize(
    "text",
    [
        *("on 6 March 2025", "March 6", "2025-03-07", "in 2013", "at 10:30", "aged 57"),
        *("Adam Poe, 57, who fled", "a 14-year-long war", "20 kilometers (12 miles)"),
        *("30 percent", "12%", "$400", "nine videos", "3 days", "E412"),
    ],
)
def test_what_counts_nobody_is_no_figure(text: str) -> None:
    """Days, years, hours, ages, distances, shares and money."""
    assert said(text) == []


@given(TEXTS)
def test_any_text_can_be_looked_at(text: str) -> None:
    """Numbers lie in the text, one behind the other."""
    spans = [one.span for one in numerals(text)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert spans == sorted(spans)
