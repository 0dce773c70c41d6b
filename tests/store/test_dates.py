"""Dates that keep their precision."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.dates import UNDATED, Instant, PartialDate, now
from tests.store.strategies import DATES, POINTS


def days(text: str) -> tuple[str, str]:
    """The first and last day that a date covers, `..` where it is open."""
    read = PartialDate(text)
    first, last = (
        date.fromordinal(day).isoformat() if day else ".."
        for day in (read.first_day, read.last_day)
    )
    return first, last


@given(DATES)
def test_an_accepted_date_keeps_its_text(read: PartialDate) -> None:
    """Nothing is padded, nothing is moved: the text is the date."""
    assert PartialDate(str(read)) == read == str(read)


@given(DATES)
def test_a_date_covers_its_days_in_order(read: PartialDate) -> None:
    """The first day is not behind the last, and the day to order by is one of the two."""
    first, last = read.first_day, read.last_day
    assert first is not None or last is not None
    assert read.day in {first, last}
    assert read.day > UNDATED
    if first is not None and last is not None:
        assert first <= last


@given(st.text(st.sampled_from("0123456789-/:T.Z+"), max_size=24) | st.text(max_size=12))
def test_any_text_is_a_date_or_is_refused_in_words(text: str) -> None:
    """Whatever is typed, it is taken as it is or refused with a reason that repeats it."""
    refused = ""
    try:
        assert PartialDate(text) == text
    except ValueError as refusal:
        refused = str(refusal)
    assert not refused or re.search(
        r"is not a date|no clock|calendar|ends before|open at both", refused
    )


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-03", "2025-03-01", "2025-03-31"),
        ("2025-03-07", "2025-03-07", "2025-03-07"),
        ("2025-02", "2025-02-01", "2025-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2000-02-29", "2000-02-29", "2000-02-29"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
        ("2025-03-07T09:15", "2025-03-07", "2025-03-07"),
        ("2025-03-07T23:59:60Z", "2025-03-07", "2025-03-07"),
        ("2025-03-07T09:15:30.25+02:00", "2025-03-07", "2025-03-07"),
        ("2025-03-07T23:30-05:00", "2025-03-07", "2025-03-07"),
        ("2025-03-07T00:10+14:00", "2025-03-07", "2025-03-07"),
        ("2025-03-06/2025-03-08", "2025-03-06", "2025-03-08"),
        ("2025-03/2025-04", "2025-03-01", "2025-04-30"),
        ("2025/2025-03", "2025-01-01", "2025-03-31"),
        ("2025-03-06/..", "2025-03-06", ".."),
        ("../2025-03-08", "..", "2025-03-08"),
        ("2025-03-07/2025-03-07", "2025-03-07", "2025-03-07"),
    ],
)
def test_a_date_covers_what_it_says(text: str, first: str, last: str) -> None:
    """A month covers its month, a range both its ends, and no clock moves a day."""
    assert days(text) == (first, last)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is not a date"),
        ("soon", "is not a date"),
        ("7 March 2025", "is not a date"),
        ("2025-3-7", "is not a date"),
        ("25-03-07", "is not a date"),
        ("2025-03-07 ", "is not a date"),
        ("2025-03-07\n", "is not a date"),
        ("2025-03-07 09:15", "is not a date"),
        ("2025-03-07T9:15", "is not a date"),
        ("٢٠٢٥", "is not a date"),
        ("２０２５", "is not a date"),
        ("20250307", "is not a date"),
        ("2025-W10", "is not a date"),
        ("0000", "is not in the calendar"),
        ("0000-02", "is not in the calendar"),
        ("2025-00", "is not in the calendar"),
        ("2025-13", "is not in the calendar"),
        ("2025-02-29", "is not in the calendar"),
        ("1900-02-29", "is not in the calendar"),
        ("2025-04-31", "is not in the calendar"),
        ("2025-03-07T24:00", "has a time that no clock shows"),
        ("2025-03-07T09:60", "has a time that no clock shows"),
        ("2025-03-07T09:15:61", "has a time that no clock shows"),
        ("2025-03-07T09:15+15:00", "has a time that no clock shows"),
        ("2025-03-08/2025-03-06", "ends before it begins"),
        ("2025-03/2025-02-28", "ends before it begins"),
        ("../..", "is open at both ends"),
        ("/", "is not a date"),
        ("2025-03-06/", "is not a date"),
        ("..", "is not a date"),
        ("2025/2026/2027", "is not a date"),
    ],
)
def test_what_is_no_date_is_refused(text: str, reason: str) -> None:
    """A day that the calendar lacks, another notation and a reversed range are named as such."""
    with pytest.raises(ValueError, match=reason):
        PartialDate(text)


@given(st.dates(), st.timedeltas(timedelta(0), timedelta(days=400)))
def test_a_range_covers_exactly_its_days(start: date, length: timedelta) -> None:
    """The bounds of a range are its two days, counted as Python counts them."""
    end = min(start.toordinal() + length.days, date.max.toordinal())
    read = PartialDate(f"{start.isoformat()}/{date.fromordinal(end).isoformat()}")
    assert (read.first_day, read.last_day, read.day) == (start.toordinal(), end, start.toordinal())


@given(POINTS)
def test_an_open_range_is_ordered_by_the_end_it_has(point: str) -> None:
    """`since` is ordered by its first day, `until` by its last."""
    read = PartialDate(point)
    assert PartialDate(f"{point}/..").day == read.first_day
    assert PartialDate(f"../{point}").day == read.last_day


@pytest.mark.parametrize(
    "text", ["2025-03-09T10:30:00Z", "2025-03-09T10:30:00.5Z", "2025-03-09T10:30:00.123456Z"]
)
def test_a_moment_is_in_utc(text: str) -> None:
    """A moment has a day, a time to the second or finer, and a Z; its text is kept."""
    assert Instant(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "now", "2025-03-09", "2025-03-09Z", "2025-03-09T10:30Z", "2025-03-09T10:30:00"),
        *("2025-03-09T10:30:00+00:00", "2025-03-09 10:30:00Z", "20250309T103000Z"),
        *("2025-W10-7T10:30:00Z", "2025-03-09T10:30:00,5Z", "2025-03-09T10:30:00.1234567Z"),
        *("2025-02-30T10:30:00Z", "2025-03-09T24:00:00Z", "2025-03-09T10:30:60Z"),
        *("2025-03-09t10:30:00z", "2025-03-09T10:30:00Z\n", "٢٠٢٥-03-09T10:30:00Z"),
    ],
)
def test_what_is_no_moment_in_utc_is_refused(text: str) -> None:
    """Moments have one notation, so that their texts sort as they happened."""
    with pytest.raises(ValueError, match="is not a moment such as 2025-03-09T10:30:00Z"):
        Instant(text)


def test_this_moment_is_a_moment() -> None:
    """The clock's moment has the notation of all moments."""
    assert Instant(now()).endswith("Z")
