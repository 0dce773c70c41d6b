"""How tables write dates, counts and coordinates: what is read, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.dates import PartialDate
from store.figures import Figure
from store.ingest.notations import (
    DayOrder,
    count_in,
    date_in,
    degrees_in,
    order_of,
    point_in,
)

#: Cells that look like something.
almost = st.text(st.sampled_from("0123456789-/.:,+~<> TZdmA\u0663\u00a0'")) | st.text()


@given(almost, st.sampled_from([None, *DayOrder]))
def test_a_cell_is_a_date_or_none(cell: str, order: DayOrder | None) -> None:
    """Whatever stands there: a date of the calendar comes out, nothing, or ValueError."""
    try:
        found = date_in(cell, order)
    except ValueError:
        return
    assert found is None or PartialDate(found) == found


@given(almost)
def test_a_cell_is_a_count_or_none(cell: str) -> None:
    """Whatever stands there: bounds that are in order, nothing, or ValueError."""
    try:
        found = count_in(cell)
    except ValueError:
        return
    if found is not None:
        assert found.is_known
        assert (found.low or 0) >= 0
        assert found.low is None or found.high is None or found.low <= found.high


@given(almost)
def test_a_cell_is_a_point_or_none(cell: str) -> None:
    """Whatever stands there: degrees that are on the map, nothing, or ValueError."""
    try:
        found = point_in(cell)
    except ValueError:
        return
    if found is not None:
        assert abs(found[0]) <= 90
        assert abs(found[1]) <= 180


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("2025-03-07", "2025-03-07"),
        ("2025-3-7", "2025-03-07"),
        ("2025/03/07", "2025-03-07"),
        ("20250307", "2025-03-07"),
        ("7.3.2025", "2025-03-07"),
        ("13/04/2025", "2025-04-13"),
        ("04/13/2025", "2025-04-13"),
        ("04/04/2025", "2025-04-04"),
        ("2025-03", "2025-03"),
        ("2025", "2025"),
        (" 7 March 2025 ", "2025-03-07"),
        ("٢٠٢٥-٠٣-٠٧", "2025-03-07"),
        ("٧/٣/٢٠٢٥", ""),
        ("2025-03-07 00:00:00", "2025-03-07"),
        ("2025-03-07T10:30", "2025-03-07T10:30"),
        ("2025-03-07 10:30:00 UTC", "2025-03-07T10:30:00Z"),
        ("2025-03-07 10:30:00+00", "2025-03-07T10:30:00+00:00"),
        ("2025-03-07T23:30:00-0500", "2025-03-07T23:30:00-05:00"),
        ("2025-03-06/2025-03-08", "2025-03-06/2025-03-08"),
    ],
)
def test_dates_are_read_as_they_are_written(cell: str, date: str) -> None:
    """With the precision they have, and in no other time zone."""
    if not date:
        with pytest.raises(ValueError, match="may be two days"):
            date_in(cell)
        return
    assert date_in(cell) == date


@pytest.mark.parametrize("cell", ["", " ", "n/a", "Unknown", "-", "NULL", "?"])
def test_what_says_that_nothing_is_known_is_nothing(cell: str) -> None:
    """It is no zero, and no oddity."""
    assert (date_in(cell), count_in(cell), degrees_in(cell, 90), point_in(cell)) == (None,) * 4


@pytest.mark.parametrize(
    "cell",
    ["03/04/2025", "03-04-2025", "2025-02-30", "45722", "03/04/25", "2025-03-07" + " x" * 60],
)
def test_a_date_is_not_guessed(cell: str) -> None:
    """What may be two days, is not in the calendar or is something else is refused."""
    with pytest.raises(ValueError, match=r"may be two|not in the calendar|not a date|100 signs"):
        date_in(cell)


def test_whoever_knows_says_which_part_is_the_day() -> None:
    """The same cell is one day or the other by what was told."""
    assert date_in("03/04/2025", DayOrder.DAY_FIRST) == "2025-04-03"
    assert date_in("03/04/2025", DayOrder.MONTH_FIRST) == "2025-03-04"


def test_a_column_tells_its_order() -> None:
    """One day above the twelfth is enough, two that contradict each other are not."""
    assert order_of(["03/04/2025", "25/04/2025", ""]) == DayOrder.DAY_FIRST
    assert order_of(["03/04/2025", "04/25/2025"]) == DayOrder.MONTH_FIRST
    assert order_of(["25/04/2025", "04/25/2025"]) is None
    assert order_of(["03/04/2025"]) is None


@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        ("12", Figure(12, 12)),
        ("0", Figure(0, 0)),
        ("12.0", Figure(12, 12)),
        ("1.234", Figure(1234, 1234)),
        ("1,234,567", Figure(1_234_567, 1_234_567)),
        ("1 234", Figure(1234, 1234)),
        ("~12", Figure(12, 12, approximate=True)),
        ("about 1,200", Figure(1200, 1200, approximate=True)),
        ("3-5", Figure(3, 5)),
        ("3 to 5", Figure(3, 5)),
        ("100+", Figure(100, None)),
        ("at least 5", Figure(5, None)),
        ("more than 1,000", Figure(1001, None)),
        (">10", Figure(11, None)),
        ("up to 9", Figure(None, 9)),
        ("<10", Figure(None, 9)),
        ("١٢", Figure(12, 12)),
        ("٣-٥", Figure(3, 5)),
    ],
)
def test_counts_keep_their_bounds(cell: str, figure: Figure) -> None:
    """At least, at most, between, about: none becomes an exact number."""
    assert count_in(cell) == figure


@pytest.mark.parametrize("cell", ["-3", "12.5", "several", "5-3", "1e5", "9" * 101, "1.23"])
def test_what_is_no_count_is_none(cell: str) -> None:
    """A fraction, a negative number, a word."""
    with pytest.raises(ValueError, match=r"is no count|is no range|100 signs"):
        count_in(cell)


@pytest.mark.parametrize(
    ("cell", "degrees"),
    [("34,80", 34.8), ("34.80", 34.8), ("-35.5", -35.5), ("35.5 S", -35.5), ("−35.5°", -35.5)],
)
def test_degrees_may_have_a_comma(cell: str, degrees: float) -> None:
    """As where a spreadsheet has `;` between its cells; a side stands before or behind."""
    assert degrees_in(cell, 90) == degrees


@pytest.mark.parametrize("cell", ["91", "1.234.567", "35°11'", "N", "nan.", "3_5"])
def test_what_is_no_place_on_the_map_is_none(cell: str) -> None:
    """Too many degrees, or none at all."""
    with pytest.raises(ValueError, match=r"degrees"):
        degrees_in(cell, 90)


def test_a_long_cell_is_refused_and_not_remembered() -> None:
    """A cell of a megabyte is no date, no count and no point, whatever it begins with."""
    for read in (date_in, count_in, point_in):
        with pytest.raises(ValueError, match="more than 100 signs"):
            read("2025" + "0" * 1_000_000)
