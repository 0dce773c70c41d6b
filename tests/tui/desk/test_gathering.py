"""Into which events a report may go."""

from __future__ import annotations

from datetime import UTC, date, datetime

from store.derive.covers import Covers
from store.ids import Ref
from store.memory_reader import MemoryReader
from store.reader import Asker
from tests.builders import event, evidence, location, quote, report
from tui.desk.kept import KeptReader
from tui.desk.twins import likely

NOW = datetime(2025, 3, 9, 10, 30, tzinfo=UTC)
SCENE = report(
    5,
    title="Baniyas",
    text="In Baniyas residents were lying by the roadside, killed on 7 March.",
    published_at="2025-03-07",
)
STORE = MemoryReader(
    [
        location(1, name="Baniyas"),
        event(
            1,
            title="Killings in Baniyas",
            summary="Residents lying roadside",
            start="2025-03-07",
            locations=[{"location": "L1"}],
        ),
        report(
            1,
            title="Baniyas",
            text="In Baniyas residents were lying by the roadside, killed on 7 March.",
            published_at="2025-03-07",
        ),
        report(
            2,
            title="Baniyas",
            text="In Baniyas residents were lying by the roadside, killed on 7 March.",
            published_at="2025-03-07",
            sensitivity="graphic",
        ),
        report(
            3,
            title="Amnesty on Baniyas",
            text="Baniyas residents found relatives lying on the roadside, it has concluded.",
            published_at="2025-06-04",
        ),
        report(
            4,
            title="Looking back at Baniyas",
            text="Baniyas residents remember those whom they found lying on the roadside.",
            published_at="2026-11",
        ),
        SCENE,
        quote(1, **evidence(SCENE, "lying by the roadside"), sensitivity="graphic"),
    ]
)


def reason(ref: str) -> str:
    """Why the event is offered for a report."""
    asker = Asker(date(2025, 3, 9), "ada", NOW)
    (found,) = likely([Ref(ref)], STORE, asker, Covers())
    return found.remark


def test_the_reason_for_an_event_tells_no_words_of_a_covered_report() -> None:
    """What both say is in what is covered."""
    assert "roadside" in reason("R1")
    assert "roadside" not in reason("R2")
    assert "same day" in reason("R2")


def test_nor_those_of_a_covered_quote_in_an_open_report() -> None:
    """They stand behind bars in its text; what has no such words is told with all reasons."""
    assert "roadside" not in reason("R5")
    kept = KeptReader()
    kept.begin(STORE)
    shown = {ref for ref in ("R1", "R2", "R5", "Q1", "E1", "R9") if kept.shows_all(Ref(ref))}
    assert shown == {"R1", "E1", "R9"}


def test_an_inquiry_months_later_is_offered_the_event_that_it_tells_of() -> None:
    """It is no less about it than the news of the next day; a year and more later is too late."""
    assert reason("R3").startswith("89 days before but the same place (baniyas)")
    asker = Asker(date(2025, 3, 9), "ada", NOW)
    assert likely([Ref("R4")], STORE, asker, Covers()) == []
