"""What undo says: in plain words, whatever stays."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from store.changes import Act, Kept, Operation, Undone
from store.dates import Instant
from tui.render.mending import done_sentence, earlier_question, local, what


@pytest.fixture(autouse=True)
def in_damascus(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A clock three hours ahead of UTC."""
    monkeypatch.setenv("TZ", "UTC-3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def operation(label: str, act: Act = Act.DO, records: int = 500) -> Operation:
    """An operation of ada's."""
    at = Instant("2025-03-09T10:30:00Z")
    return Operation(412, at, "ada", "session", label, "", "0" * 64, act, None, records)


def undone(*kept: Kept, count: int | None = None, restored: int = 497) -> Undone:
    """An undo that left some records as they are."""
    target = operation("decided 500 reports")
    many = len(kept) if count is None else count
    return Undone(target, operation("decided 500 reports", Act.UNDO, restored), kept, many)


SAMI = Kept("R12", "sami", is_used=False)


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (undone(), "Undone: decided 500 reports."),
        (
            undone(SAMI),
            "Undone: decided 500 reports (R12 changed since by sami and stays).",
        ),
        (
            undone(SAMI, Kept("R14", "vera", is_used=False)),
            "Undone: decided 500 reports (R12 and R14 changed since by sami and vera and stay).",
        ),
        (
            undone(*[SAMI] * 3),
            "Undone: decided 500 reports (R12 and 2 more changed since by sami and stay).",
        ),
        (
            undone(*[SAMI] * 100, count=400),
            "Undone: decided 500 reports (R12 and 399 more changed since by sami and stay).",
        ),
        (
            undone(Kept("S3", "vera", is_used=True)),
            "Undone: decided 500 reports (S3 is used since by vera and stays).",
        ),
        (
            undone(SAMI, Kept("S3", "vera", is_used=True), Kept("S4", "vera", is_used=True)),
            (
                "Undone: decided 500 reports (R12 changed since by sami; "
                "S3 and S4 are used since by vera and stay)."
            ),
        ),
        (
            undone(SAMI, restored=0),
            (
                "Not undone, for all of it stays: decided 500 reports "
                "(R12 changed since by sami and stays)."
            ),
        ),
    ],
)
def test_what_an_undo_says(done: Undone, said: str) -> None:
    """What was undone, and what stays because of whom."""
    assert done_sentence(Act.UNDO, done) == said


def test_what_a_redo_says() -> None:
    """It names what was done again."""
    assert done_sentence(Act.REDO, undone()) == "Done again: decided 500 reports."


def test_earlier_work_is_asked_about_with_what_and_when() -> None:
    """The question tells the time on this machine's clock, and how much it is."""
    assert earlier_question(Act.UNDO, operation("imported ucdp.csv", records=5000)) == (
        "This was done in an earlier session, 2025-03-09 13:30: imported ucdp.csv, "
        "5,000 records. Undo it?"
    )


def test_an_operation_is_told_by_what_it_did() -> None:
    """An undo names what it undid."""
    assert what(operation("decided", Act.UNDO)) == "undid: decided"
    assert what(operation("decided", Act.ROLL_BACK)) == "rolled back: decided"
    assert what(operation("decided")) == "decided"


def test_moments_are_told_in_local_time() -> None:
    """What was done at 22:30 UTC was done after midnight here."""
    assert local(Instant("2025-03-09T22:30:00Z")) == "2025-03-10 01:30"
