"""What a person types to name an operation: its number, a day, a minute, a moment."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store.commands.records import WriteRecords
from store.dates import Instant
from store.errors import UnknownOperation
from store.ids import Kind
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
