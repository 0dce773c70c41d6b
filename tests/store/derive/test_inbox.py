"""The inbox: which reports wait, and how fast they come and go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from store.dates import Instant, PartialDate
from store.derive.inbox import comes_back, is_open, rates, since
from store.history import Flow
from store.ids import Kind
from store.memory_reader import MemoryReader
from store.query import parse
from store.reader import Asker
from tests.builders import event, report
from tests.store.readers import sql_reader

NOW = datetime(2026, 11, 27, 14, 30).astimezone()
TODAY = Asker(NOW.date(), "ada", NOW)
QUERY = "is:open sort:waiting"


def put_off(when: str | None) -> dict[str, object]:
    """What was decided on a report that comes back."""
    return {"state": "later", "when": when}


@pytest.mark.parametrize(
    ("when", "is_back"),
    [
        ("2026-11-26", True),
        ("2026-11-27", True),
        ("2026-11", True),
        ("../2026-12-01", True),
        ("2026-11-28", False),
        ("2026-12", False),
        (NOW.isoformat(timespec="minutes"), True),
        ((NOW + timedelta(minutes=1)).isoformat(timespec="minutes"), False),
        ("2026-11-27T14:29", True),
        ("2026-11-27T14:31", False),
        (None, False),
    ],
)
def test_a_report_that_was_put_off_comes_back_by_itself(when: str | None, is_back: bool) -> None:
    """With its day, or at its time of that day; without either never."""
    assert is_open(report(1, triage=put_off(when)), TODAY) is is_back


def test_the_inbox_has_what_waits_the_urgent_first_then_as_it_came_in() -> None:
    """New ones and those that are back; decided ones, and what is no report, are not there."""
    records = [
        report(1, triage={"state": "relevant"}, urgent=True),
        report(2, published_at="2025-01-01"),
        report(3, urgent=True),
        report(4, triage=put_off("2026-11-28")),
        report(5, triage=put_off("2026-11-27T14:00")),
        report(6, published_at="2026-01-01"),
        event(7),
    ]
    for reader in (MemoryReader(records), sql_reader(records)):
        assert list(reader.search(parse(QUERY), Kind.REPORT, TODAY)) == [3, 2, 5, 6]
        assert list(reader.search(parse(QUERY), Kind.EVENT, TODAY)) == []
        last = parse(f"{QUERY[: -len('waiting')]}-waiting")
        assert list(reader.search(last, Kind.REPORT, TODAY)) == [6, 5, 2, 3]


def test_a_report_waits_since_it_came_in_or_came_back() -> None:
    """Of one without a stamp it is not known."""
    came = {"at": "2026-11-27T09:00:00Z", "by": "ada"}
    new = report(1, created=came)
    back = report(2, created=came, triage=put_off("2026-11-27"))
    assert since(new) == datetime.fromisoformat("2026-11-27T09:00:00Z")
    assert since(back) == comes_back(PartialDate("2026-11-27")) == NOW.replace(hour=0, minute=0)
    assert since(report(3)) is None


def test_the_rates_are_those_of_the_last_minutes() -> None:
    """What lies before them does not count; an undo cannot make fewer than none."""
    began = NOW - timedelta(minutes=10)

    def flow(minutes: int, arrived: int, decided: int) -> Flow:
        at = (NOW - timedelta(minutes=minutes)).astimezone(UTC)
        return Flow(1, Instant(at.strftime("%Y-%m-%dT%H:%M:%SZ")), arrived, decided)

    flows = [flow(11, 100, 100), flow(9, 50, 30), flow(1, 0, 10)]
    assert rates(flows, began, NOW) == (50, 40, 600.0)
    assert rates([flow(1, 0, -2)], NOW - timedelta(seconds=1), NOW) == (0, 0, 60)
