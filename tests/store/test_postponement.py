"""When a report that is put off comes back, as it is typed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.derive.inbox import comes_back
from store.errors import WrongValue
from store.postponement import USUAL, returning

#: A Friday, in whatever zone the test runs.
NOW = datetime(2026, 11, 27, 14, 30).astimezone()


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("tomorrow", "2026-11-28"),
        (" 2d ", "2026-11-29"),
        ("in 3 days", "2026-11-30"),
        ("1W", "2026-12-04"),
        ("3m", "2027-02-27"),
        ("fri", "2026-12-04"),
        ("Saturday", "2026-11-28"),
        ("2026-12-1", "2026-12-01"),
        ("2026-12", "2026-12"),
        ("2027", "2027"),
    ],
)
def test_a_day_is_kept_as_a_day(typed: str, when: str) -> None:
    """No time of day is put beside what was said without one."""
    assert returning(typed, NOW) == when


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("1h", "2026-11-27 15:30"),
        ("20min", "2026-11-27 14:50"),
        ("15:30", "2026-11-27 15:30"),
        ("9.00", "2026-11-28 09:00"),
        ("today 16:00", "2026-11-27 16:00"),
        ("tomorrow at 9:05", "2026-11-28 09:05"),
        ("2026-12-01T15:30", "2026-12-01 15:30"),
    ],
)
def test_a_time_of_day_is_kept_with_its_zone(typed: str, when: str) -> None:
    """It comes back at that moment, wherever the store is opened."""
    back = comes_back(returning(typed, NOW))
    assert back == datetime.strptime(when, "%Y-%m-%d %H:%M").astimezone()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "When it comes back has to be said: tomorrow"),
        ("soon", "'soon' is no time that can be understood. Type tomorrow"),
        ("2026-02-30", "2026-02-30 is not in the calendar."),
        ("2026-11-26", "2026-11-26 is past already."),
        ("2026", "2026 has begun already."),
        ("0d", "2026-11-27 is today."),
        ("today 13:00", "13:00 is past already."),
        ("2026-13", "2026-13 is not in the calendar."),
        ("25:00", "'25:00' is no time"),
    ],
)
def test_what_is_no_time_to_come_is_said_plainly(typed: str, said: str) -> None:
    """Of the past, outside the calendar, or nothing at all: one sentence."""
    with pytest.raises(WrongValue) as wrong:
        returning(typed, NOW)
    assert said in str(wrong.value)


def test_what_the_menu_offers_lies_ahead_in_its_order() -> None:
    """From an hour to a month."""
    back = [comes_back(returning(one.typed, NOW)) for one in USUAL]
    assert None not in back
    assert back == sorted(back, key=lambda one: one or NOW)
    assert [one.key for one in USUAL] == [str(at) for at in range(1, len(USUAL) + 1)]


@given(st.text(max_size=12) | st.from_regex(r"\d{1,4}[hdwm:-]\d{0,2}", fullmatch=True))
def test_anything_that_is_typed_comes_back_later_or_is_refused(typed: str) -> None:
    """No text ends the program, and none puts a report off until before now."""
    try:
        when = returning(typed, NOW)
    except WrongValue:
        return
    back = comes_back(when)
    assert back is not None
    assert back > NOW - timedelta(minutes=1)
