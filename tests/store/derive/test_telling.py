"""What a text tells by its words alone, and how far two dates lie apart."""

from __future__ import annotations

import pytest

from store.dates import PartialDate
from store.derive.differences import differences
from store.derive.telling import days_apart, is_earlier, lag, told
from store.spans import Span


def marked(text: str, spans: tuple[Span, ...]) -> list[str]:
    """The words that are marked."""
    return [text[one.start : one.end] for one in spans]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("At least 31 people were killed, 12 injured.", {"31 killed", "12 injured"}),
        ("More than 1,018 dead in 2025, says the monitor.", {"1018 killed"}),
        ("Nine people died; seventeen were wounded.", {"9 killed", "17 injured"}),
        ("The attack killed 4.", {"4 killed"}),
        ("In March 2025 people fled.", set()),
    ],
)
def test_figures_stand_beside_what_they_count(text: str, figures: set[str]) -> None:
    """In digits or in words; a year counts nobody."""
    assert {f"{number} {measure}" for measure, number in told("", text).figures} == figures


def test_names_tell_most() -> None:
    """Where a text has capitals, what is written like a name comes first."""
    found = told("", "On Friday the gunmen entered Tuwaym, and residents fled towards Qadmus.")
    assert found.names == {"tuwaym", "qadmus"}
    assert set(found.words[:2]) == found.names
    assert not told("", "GUNMEN ENTERED TUWAYM AND MANY RESIDENTS OF THE TOWN FLED").names


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("2025-03-07T09:00Z", "2025-03-07T11:00Z", "2 h later"),
        ("2025-03-07T09:00Z", "2025-03-07T08:50Z", "10 min earlier"),
        ("2025-03-07T23:30-05:00", "2025-03-08T04:30Z", "at the same time"),
        ("2025-03-07", "2025-03-09", "2 days later"),
        ("2025-03-09", "2025-03-08T11:00Z", "1 day earlier"),
        ("2025-03-07", "2025-03-07", "the same day"),
        ("2025-03", "2025-03-07", ""),
        ("2025-03-07T09:00", "2025-03-07T09:00Z", ""),
        ("2025-03-06/..", "2025-03-01", "5 days earlier"),
    ],
)
def test_how_much_later(one: str, other: str, said: str) -> None:
    """As exactly as both dates allow, and no further."""
    first, second = PartialDate(one), PartialDate(other)
    assert lag(first, second) == said
    assert is_earlier(first, second) is said.endswith("later")
    assert is_earlier(second, first) is said.endswith("earlier")


def test_days_between_dates() -> None:
    """None where one is not known; dates that may be one day are not apart."""
    assert days_apart(None, PartialDate("2025-03-07")) is None
    assert days_apart(PartialDate("2025-03"), PartialDate("2025-03-07")) == 0
    assert days_apart(PartialDate("2025-03-07"), PartialDate("2025-03-10")) == 3


def test_of_copies_what_differs_is_marked() -> None:
    """Word by word, case and punctuation aside; words in a row are one mark."""
    one = "At least 31 people were killed near Tuwaym on Friday."
    other = "At least 34 people were KILLED near the town of Tuwaym on Friday"
    found = differences(one, other)
    assert not found.is_of_same
    assert marked(one, found.mine) == ["31"]
    assert marked(other, found.theirs) == ["34", "the town of"]


def test_of_other_texts_what_is_the_same_is_marked() -> None:
    """All else would be; small words say nothing."""
    one = "The toll in Tuwaym has reached 31, says the Red Crescent."
    other = "Gunmen attacked a convoy at Tuwaym; 31 of the passengers are dead."
    found = differences(one, other)
    assert found.is_of_same
    assert marked(one, found.mine) == ["Tuwaym", "31"]
    assert marked(other, found.theirs) == ["Tuwaym; 31"]
    assert differences("", "") == differences("", "")
