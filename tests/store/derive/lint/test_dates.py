"""Dates that cannot all be right."""

from __future__ import annotations

from tests.builders import claim, event, report, source
from tests.store.derive.lint.looked import found, rules

S1 = source(1, name="Red Wire")


def test_an_event_that_ends_before_it_starts() -> None:
    """The two can be put in the other order, after a question."""
    (one,) = found(event(1, title="Siege", start="2025-03-09", end="2025-03-07"))
    assert one.rule == "end-before-start"
    assert one.mend is not None
    assert one.mend.is_asked
    assert dict(one.mend.values) == {"start": "2025-03-07", "end": "2025-03-09"}


def test_a_date_that_is_known_less_exactly_contradicts_nothing() -> None:
    """A month that holds the other day."""
    assert rules(event(1, title="Siege", start="2025-03-09", end="2025-03")) == []
    assert rules(event(1, title="Siege", start="2025-03/..", end="2025-03-02")) == []
    assert rules(event(1, title="Siege", start="2025-03", end="2025-02")) == ["end-before-start"]


def test_a_toll_that_ends_before_its_event_begins() -> None:
    """By more than a clock elsewhere makes; a later count of the dead is no contradiction."""
    siege = event(1, title="Siege", start="2025-03-09")

    def counted(**days: str) -> list[str]:
        return rules(siege, S1, claim(1, event="E1", source="S1", measure="killed", low=9, **days))

    assert counted(as_of="2025-03-07") == ["counted-before-event"]
    assert counted(as_of="2025-03-08") == []
    assert counted(as_of="2025-06-01") == []
    assert counted(as_of="2025-03") == []
    assert counted(covers_from="2025-03-12", as_of="2025-03-10") == ["counted-backwards"]


def test_a_report_that_is_older_than_the_event_it_tells_of() -> None:
    """Both are named; a day before may be another clock."""
    siege = event(1, title="Siege", start="2025-03-09", reports=["R1"])
    assert rules(siege, report(1, title="Calm", published_at="2025-03-08")) == []
    (one,) = found(siege, report(1, title="Calm", published_at="2025-03-01"))
    assert (one.rule, one.refs) == ("published-before-event", ("E1", "R1"))
    assert one.sentence == (
        "E1 “Siege” begins 2025-03-09, and its report R1 “Calm” was published before, 2025-03-01."
    )


def test_a_date_that_is_still_to_come() -> None:
    """Counted from today, which is told to the lint."""
    assert rules(event(1, title="Siege", start="2026-02-01")) == []
    assert rules(event(1, title="Siege", start="2062-02-01")) == ["in-the-future"]
    assert rules(report(1, title="Calm", published_at="2052-03")) == ["in-the-future"]
