"""What is said."""

from __future__ import annotations

from datetime import datetime

import pytest

from store.dates import PartialDate
from store.ids import Ref
from store.values import Triage
from store.vocabulary import TriageState
from tests import builders
from tui.cli.plain import telling

NOW = datetime(2025, 3, 10, 12, 0).astimezone()


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2025", "2025"),
        ("2025-03", "March 2025"),
        ("2025-03-09", "9 March 2025"),
        ("2025-03-09T10:30:00Z", "9 March 2025 10:30 UTC"),
        ("2025-03-06/2025-03-08", "6 March 2025 to 8 March 2025"),
    ],
)
def test_days_in_words(date: str, said: str) -> None:
    """A date is read as it is spoken."""
    assert telling.day_words(PartialDate(date)) == said


def test_what_waits() -> None:
    """How many, and since when."""
    then = datetime(2025, 3, 9, 14, 5).astimezone()
    assert telling.opening(37, then, NOW) == "37 reports wait; the oldest since 9 March 14:05."
    assert telling.opening(1, NOW, NOW) == "1 report waits; it has waited since 12:00."
    assert telling.opening(0, None, NOW) == "No report waits for a decision."
    assert [telling.wait(many) for many in (0, 1, 36)] == ["None waits.", "1 waits.", "36 wait."]


def test_a_report_is_told_of() -> None:
    """Which one it is comes first, then what it is, then its title, in short lines."""
    report = builders.report(
        12, title="عنوان", urgent=True, published_at="2025-03-09", kind="article"
    )
    assert telling.introduced(report, "Example Agency", (3, 37), 4) == [
        "Report R12, 3 of 37. Urgent. Article, Example Agency, 9 March 2025.",
        "عنوان",
        "4 lines of text; more reads on.",
    ]


@pytest.mark.parametrize(
    ("triage", "said"),
    [
        (Triage(state=TriageState.RELEVANT), "R1 is relevant."),
        (Triage(state=TriageState.NOT_RELEVANT, reason="rumour"), "R1 is not relevant: rumour."),
        (
            Triage(state=TriageState.LATER, when=PartialDate("2025-04")),
            "R1 is put off until April 2025.",
        ),
        (Triage(state=TriageState.DUPLICATE, of=Ref("R5")), "R1 is a duplicate of R5."),
        (Triage(), "R1 is undecided."),
    ],
    ids=lambda value: str(value)[:12],
)
def test_what_was_decided(triage: Triage, said: str) -> None:
    """One line a decision."""
    assert telling.decided(Ref("R1"), triage) == said


def test_what_was_done() -> None:
    """The end tells what was done, in numbers."""
    said = telling.farewell(["decision", "note", "decision"], 34)
    assert said == "Done: 2 decisions, 1 note. 34 wait."
    assert telling.farewell([], 3) == "Nothing was changed."


def test_nothing_is_drawn() -> None:
    """A long name ends in words, not in a sign."""
    assert telling.short("one two, three", 9) == "one two, and more"
