"""Somebody decides on all that came in over night, with as few keys as there can be."""

from __future__ import annotations

from pathlib import Path

from store.ids import Kind
from store.model import Report
from store.repository import Repository
from store.vocabulary import TriageState
from tests import builders
from tests.tui.stories.desk_terminal import DeskTerminal
from tui.state import Pane

#: What is pressed on each ten of the reports: one key a decision, two with a reason, for a time,
#: or for a duplicate whose first candidate is right.
TEN = ("a", "x", "a", "X1", "s2", ".", "x", "a", "X4", "dd")
MENUS = {"X": "not relevant:", "s": "later:", "d": "is a duplicate of"}
REPORTS = 40
#: One for the inbox, one for each decision, and one more for four of each ten.
KEYS = 1 + REPORTS + 4 * (REPORTS // 10)


def texts() -> list[str]:
    """Forty reports; each tenth has the words of the one before the last."""
    found = [
        f"Report {n}: in village {n} {n + 3} houses burnt on day {n}, said witness number {n * 7}."
        for n in range(1, REPORTS + 1)
    ]
    for tenth in range(9, REPORTS, 10):
        found[tenth] = found[tenth - 2]
    return found


def test_forty_reports_with_the_least_keys(tmp_path: Path) -> None:
    """57 keys: each decision is one operation, and nothing is left in the inbox."""
    place = tmp_path / "store"
    reports = [builders.report(n, title=f"Report {n}", text=t) for n, t in enumerate(texts(), 1)]
    with builders.a_store(place, *reports):
        pass
    pressed = 0
    with DeskTerminal(place, columns=120, rows=40) as desk:
        desk.wait_until_open()
        desk.press("i")
        desk.wait_for("40 in the inbox")
        pressed += 1
        for n in range(1, REPORTS + 1):
            keys = TEN[(n - 1) % 10]
            for key in keys[:-1]:
                desk.press(key)
                desk.wait_for(MENUS[key])
            desk.press(keys[-1])
            pressed += len(keys)
            desk.wait_for(f" R{n}: ")
            if n < REPORTS:
                assert desk.cursor(Pane.REPORTS) == f"R{n + 1}"
        desk.wait_for("Inbox done")
        desk.wait_for("0 open, +")
        desk.press("Q")
        assert desk.wait_for_end() == 0
    assert pressed == KEYS == 57
    check(place)


def check(place: Path) -> None:
    """What the store has of it."""
    repository = Repository.open(place)
    with repository.read() as reader:
        found = reader.listing(Kind.REPORT, range(1, REPORTS + 1))
        triages = [one.triage for one in found if isinstance(one, Report)]
    with repository.history() as log:
        decisions = [entry.operation for entry in log.entries(limit=REPORTS)]
    repository.close()
    assert len({one.sequence for one in decisions}) == REPORTS
    assert all(one.label.startswith("decided R") for one in decisions)
    states = [one.state for one in triages]
    assert states.count(TriageState.RELEVANT) == 12
    assert states.count(TriageState.LATER) == 8
    assert [one.reason for one in triages if one.reason] == ["out of area", "rumour"] * 4
    duplicates = {n: one.of for n, one in enumerate(triages, 1) if one.of}
    assert duplicates == {n: f"R{n - 2}" for n in range(10, REPORTS + 1, 10)}
