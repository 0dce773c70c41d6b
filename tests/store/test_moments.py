"""What a person types to name an operation: its number, a day, a minute, a moment."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from store.commands.records import WriteRecords
from store.dates import Instant
from store.errors import UnknownOperation
from store.ids import Kind
from store.moments import date_of, start_of
from store.repository import Repository
from store.sql import commit
from store.tiny import checkpoint
from tests.builders import a_store, event, listed


@pytest.fixture
def in_damascus(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The user's clock is three hours ahead of UTC."""
    monkeypatch.setenv("TZ", "Asia/Damascus")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def dated(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Repository]:
    """A store with an operation at each of three moments."""
    monkeypatch.setattr(checkpoint, "now", lambda: Instant("2025-03-08T20:59:59Z"))
    with a_store(place) as repository:
        for number, at in enumerate(
            ("2025-03-08T23:10:00Z", "2025-03-09T10:30:40Z", "2025-03-09T21:30:00Z"), start=1
        ):
            monkeypatch.setattr(commit, "now", lambda at=at: Instant(at))
            repository.run(WriteRecords([event(number)]))
        yield repository


@pytest.mark.usefixtures("in_damascus")
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3", 3),
        (" 4 ", 4),
        ("2025-03-08 23:59", 1),
        ("2025-03-09", 3),
        ("2025-03-10", 4),
        ("2025-03-09 02:09", 1),
        ("2025-03-09 02:10", 2),
        ("2025-03-09 13:30", 3),
        ("2025-03-09 13:30:39", 2),
        ("2025-03-09T13:30", 3),
        ("2025-03-09T10:30:40Z", 3),
        ("2025-03-09T10:30:39Z", 2),
        ("2025-03-09 11:30+01:00", 3),
        ("2025-03-07", None),
        ("5", None),
        ("0", None),
        ("yesterday", None),
        ("2025-02-30", None),
        ("9999-12-31", None),
        ("", None),
    ],
)
def test_a_number_a_day_or_a_minute_names_an_operation(
    dated: Repository, typed: str, meant: int | None
) -> None:
    """A day and a minute are the user's own, to their end; what names none has a sentence."""
    if meant is None:
        with pytest.raises(UnknownOperation, match=r"^The history has no operation .*\.$"):
            dated.operation_at(typed)
    else:
        assert dated.operation_at(typed) == meant


@pytest.mark.parametrize("typed", ["99999999999999999999", "9223372036854775807", "9" * 5000])
def test_a_number_that_is_too_long_is_told_as_it_was_typed(dated: Repository, typed: str) -> None:
    """No computer's number ends before it."""
    with pytest.raises(UnknownOperation) as caught:
        dated.operation_at(f" {typed} ")
    assert str(caught.value) == f"The history has no operation {typed}."


def test_an_import_in_parts_is_meant_as_a_whole(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its number in the history is the first part's; the desk of then has all of it."""
    monkeypatch.setattr(commit, "PART", 0.0)
    with a_store(place) as repository:
        written = repository.run_in_parts(WriteRecords([event(n) for n in range(1, 6)]))
        assert written
        repository.run(WriteRecords([event(6)]))
        operation = repository.operation_at(str(written.sequence))
        with closing(repository.as_of(operation)) as past, past.read() as reader:
            found = reader.listing(Kind.EVENT, reader.numbers(Kind.EVENT))
    assert listed(found) == ["E5", "E4", "E3", "E2", "E1"]


@pytest.mark.parametrize(
    ("typed", "began"),
    [
        ("today", "2025-03-08T21:00:00Z"),
        ("Yesterday", "2025-03-07T21:00:00Z"),
        ("2h", "2025-03-09T08:30:00Z"),
        ("90 min", "2025-03-09T09:00:00Z"),
        ("1w", "2025-03-02T10:30:00Z"),
        ("99999w", "1924-12-24T10:30:00Z"),
        ("0800-01-01T00:00:00Z", "0800-01-01T00:00:00Z"),
        ("2025-03-07", "2025-03-06T21:00:00Z"),
        ("2025-03-07 10:30", "2025-03-07T07:30:00Z"),
        ("2025-03-07T10:30:00Z", "2025-03-07T10:30:00Z"),
    ],
)
def test_a_stretch_of_time_begins_as_a_person_types_it(typed: str, began: str) -> None:
    """Days and minutes are those of the person's clock."""
    now = datetime(2025, 3, 9, 13, 30, tzinfo=timezone(timedelta(hours=3)))
    assert start_of(typed, now) == began


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("soon", "no time such as"),
        ("2025-02-30", "not in the calendar"),
        ("2025-03-10", "has not come yet"),
        ("0001-01-01 00:00:00+14:00", "a clock can show"),
    ],
)
def test_no_other_beginning_is_guessed(typed: str, why: str) -> None:
    """Each is refused with the reason."""
    now = datetime(2025, 3, 9, 13, 30, tzinfo=timezone(timedelta(hours=3)))
    with pytest.raises(ValueError, match=why):
        start_of(typed, now)


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("2025-03", "2025-03"),
        ("7 March 2025", "2025-03-07"),
        ("March 7th, 2025", "2025-03-07"),
        ("Sept. 2025", "2025-09"),
        (" 6 mar 2025 / 8 Mar 2025 ", "2025-03-06/2025-03-08"),
        ("2025-03-06/..", "2025-03-06/.."),
        ("٧ آذار ٢٠٢٥", "2025-03-07"),
        ("8 من آذار/مارس 2025", "2025-03-08"),
        ("كانون الأول 2024/ كانون الثاني 2025", "2024-12/2025-01"),
        ("٢٠٢٥-٠٣-٠٧", "2025-03-07"),
    ],
)
def test_a_date_in_words(typed: str, date: str) -> None:
    """As people write it, kept to what they said."""
    assert date_of(typed) == date


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31 February 2025", "is not in the calendar"),
        ("31 شباط 2025", "is not in the calendar"),
        ("7 M 2025", "is not a date"),
        ("Ma 2025", "is not a date"),
        ("7 March 8 2025", "is not a date"),
        ("8 March 2025/6 March 2025", "ends before it begins"),
    ],
)
def test_a_date_that_is_none(typed: str, said: str) -> None:
    """Why is said."""
    with pytest.raises(ValueError, match=said):
        date_of(typed)
