"""Many reports are changed by one key, and are as before after the desk was closed and opened."""

from __future__ import annotations

from pathlib import Path

from store.ids import Kind
from store.repository import Repository
from tests import builders
from tests.builders import a_store
from tests.tui.stories.desk_terminal import DeskTerminal
from tui.state import Pane

MANY = 30


def tags_of(place: Path) -> list[tuple[str, ...]]:
    """The tags of every report."""
    repository = Repository.open(place)
    try:
        with repository.read() as reader:
            numbers = reader.numbers(Kind.REPORT)
            return [record.tags for record in reader.listing(Kind.REPORT, numbers)]
    finally:
        repository.close()


def test_thirty_reports_are_tagged_and_untagged_a_day_later(tmp_path: Path) -> None:
    """V, t, a tag, the question; quit, open, u, the question: one operation there and back."""
    place = tmp_path / "store"
    reports = [
        builders.report(number, title=f"Report {number}", tags=["kept"] if number % 2 else [])
        for number in range(1, MANY + 1)
    ]
    with a_store(place, *reports):
        pass
    before = tags_of(place)
    with DeskTerminal(place) as desk:
        desk.wait_until_open()
        desk.do("V")
        assert desk.title_of(Pane.REPORTS) == "5 REPORTS all 30 30 marked, 7 on screen leads"
        desk.press("t")
        desk.wait_for(lambda: "Tags of 30 reports:" in desk.lines[-1])
        desk.press("dup\r")
        desk.wait_for(lambda: "Tag 30 reports dup?" in desk.text and "y all 30" in desk.text)
        desk.press("\r")
        desk.press("y")
        desk.wait_for(lambda: "Tagged 30 records dup." in desk.text)
        assert desk.title_of(Pane.REPORTS) == "5 REPORTS all 30 leads"
        desk.press("Q")
        assert desk.wait_for_end() == 0
    assert all("dup" in tags for tags in tags_of(place))
    with DeskTerminal(place) as desk:
        desk.wait_until_open()
        desk.press("u")
        desk.wait_for(lambda: "done in another session" in desk.text and "dup" in desk.text)
        desk.press("y")
        desk.wait_for("Undone: tagged 30 records dup.")
        desk.press("Q")
        assert desk.wait_for_end() == 0
    assert tags_of(place) == before
