"""What undo says: in plain words, whatever stays."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from store.changes import Act, Kept, Operation, Undone
from store.dates import Instant
from store.history import Version
from tui.render.mending import done_sentence, earlier_question, intake_sentence, local, what


@pytest.fixture(autouse=True)
def in_damascus(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A clock three hours ahead of UTC."""
    monkeypatch.setenv("TZ", "UTC-3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def operation(label: str, act: Act = Act.DO, records: int = 500, reason: str = "") -> Operation:
    """An operation of ada's."""
    at = Instant("2025-03-09T10:30:00Z")
    return Operation(412, at, "ada", "session", label, reason, "0" * 64, act, None, records)


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
        "This was done in another session, 2025-03-09 13:30: imported ucdp.csv, "
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


def test_a_moment_at_the_end_of_the_calendar_is_told_in_utc() -> None:
    """Only an altered store has one, and this machine's clock would leave the calendar."""
    assert local(Instant("9999-12-31T23:30:00Z")) == "9999-12-31 23:30"


CONFLICT = {"body": "Changed outside.\n\ntitle was changed.", "created": {"by": "ada"}}
CHANGED = Version("E1", {"title": "one"}, {"title": "two"})
DELETED = Version("E2", {"title": "one"}, None)


@pytest.mark.parametrize(
    ("versions", "said"),
    [
        ([CHANGED], "1 changed."),
        ([CHANGED, Version("E3", None, {}), DELETED], "1 added, 1 changed, 1 deleted."),
        ([DELETED, Version("N11", None, CONFLICT)], "1 deleted; 1 conflict, N11."),
        ([Version("N11", None, CONFLICT)], "1 conflict, N11."),
        ([Version(f"N{n}", None, CONFLICT) for n in (11, 12)], "2 conflicts, N11 and 1 more."),
        ([Version("N11", None, {"body": "theirs", "created": {"by": "vera"}})], "1 added."),
    ],
)
def test_what_came_in_is_told_by_what_was_done(versions: list[Version], said: str) -> None:
    """Deletions and conflicts are named as such; somebody's own note is no conflict."""
    taken = operation("changed outside", records=len(versions))
    assert intake_sentence(taken, versions) == f"Another program changed incidents.json: {said}"


def test_what_got_another_id_is_told() -> None:
    """Behind the counts, where few records came in and where many did."""
    reason = "from incidents.json; near the highest id, and so given another: E9"
    begin = "Another program changed incidents.json"
    end = "near the highest id, and so given another: E9."
    for many, counts in ((1, "1 changed"), (5000, "5,000 records came in")):
        taken = operation("changed outside", records=many, reason=reason)
        assert intake_sentence(taken, [CHANGED]) == f"{begin}: {counts}; {end}"


def test_of_much_that_came_in_only_the_number_is_told() -> None:
    """Where not all of it was read."""
    said = intake_sentence(operation("changed outside", records=5000), [])
    assert said == "Another program changed incidents.json: 5,000 records came in."
