"""The toll at the desk: read, follow, grade, set a range; and grades by a key."""

from __future__ import annotations

from pathlib import Path

from store.commands.grading import Grade
from store.ids import Ref
from store.model import Claim, Event, Source
from store.record import Record
from store.repository import Repository
from tests.tui.desk.pilot import OpenDesk, at_desk
from tui.state import Pane


def record(desk: OpenDesk, ref: str) -> Record:
    """A record as the store has it."""
    with desk.app.link.repository.read() as reader:
        return reader.get(Ref(ref))


def estimates(desk: OpenDesk) -> dict[str, tuple[int | None, int | None, int | None, str, str]]:
    """The ranges of the event for the whole, by group."""
    whole = record(desk, "E1")
    assert isinstance(whole, Event)
    return {
        one.group: (one.low, one.best, one.high, one.rationale, one.by) for one in whole.estimates
    }


async def test_a_range_is_set_by_a_rule_and_undone(demo: Path) -> None:
    """= and a digit and s; the rationale and the name stay with it; other ranges are as before."""
    async with at_desk(demo, (80, 24)) as desk:
        await desk.press("G", "equals_sign")
        before = estimates(desk)
        for told in (
            "= 745 + 125 + 148 = 1,018 fits more than 1,000",
            "From 5 outlets, 4 independent.",
            "803-1,426",
        ):
            assert told in desk.screen
        await desk.press("2", "s", *"names", "enter")
        assert "Set killed people of E1 to 1,400. u undoes." in desk.screen
        assert estimates(desk) == {**before, "people": (1400, 1400, 1400, "names", "ada")}
        await desk.press("u")
        assert estimates(desk) == before
        await desk.press("s", "escape")
        assert "Nothing was set: a range is kept with its rationale." in desk.screen
        assert estimates(desk) == before


async def test_a_claim_of_the_toll_is_graded_and_followed(demo: Path) -> None:
    """z and a digit, the row at once; Enter makes it the focus."""
    async with at_desk(demo, (160, 45)) as desk:
        await desk.press("G", "6", "equals_sign", "j", "j", "z")
        assert "confirmed by other, independent sources (now)" in desk.screen
        await desk.press("4")
        graded = record(desk, "C9")
        assert isinstance(graded, Claim)
        assert graded.credibility == 4
        assert any(line.startswith(">C9 ") and " B4 " in line for line in desk.screen.splitlines())
        await desk.press("enter")
        assert not desk.has_dialog
        assert desk.view.focus == "C9"


async def test_the_toll_says_what_it_cannot_do(demo: Path) -> None:
    """A line that is no claim, a rule that says nothing, a place without an event."""
    async with at_desk(demo, (80, 24)) as desk:
        await desk.press("G", "equals_sign", "G", "s")
        assert "Nobody's figure here makes a range" in desk.screen
        await desk.press("k", "k", "4", "s")
        assert "no range, only one independent voice" in desk.screen
        await desk.press("z")
        assert "This line is no claim of a toll" in desk.screen
        await desk.press("q", "2", "b", "equals_sign")
        assert not desk.has_dialog
        assert "shows the toll of an event" in desk.screen
        await desk.press("z")
        assert "graded, not a location." in desk.screen


async def test_marked_sources_are_graded_at_once(demo: Path) -> None:
    """The menu says what each grade means; what others have graded is asked about; one undo."""

    def grades(desk: OpenDesk) -> list[str]:
        found = [record(desk, ref) for ref in ("S8", "S22")]
        return [str(one.reliability) for one in found if isinstance(one, Source)]

    async with at_desk(demo, (80, 24)) as desk:
        await desk.press("G", "4", "space", "j", "space", "z")
        assert desk.view.active is Pane.SOURCES
        assert "has mostly been right: little doubt" in desk.screen
        await desk.press("b")
        assert grades(desk) == ["B", "B"]
        assert "Graded 2 sources reliability B." in desk.screen
        await desk.press("u")
        assert grades(desk) == ["F", "F"]


async def test_who_graded_meanwhile_is_not_overruled_unseen(demo: Path, noor: Repository) -> None:
    """The menu was open while a colleague graded: said with her name; again overrules."""
    async with at_desk(demo, (80, 24)) as desk:
        await desk.press("G", "6", "z")
        noor.run(Grade([Ref("C12")], "5"))
        await desk.press("3")
        assert "noor" in desk.screen
        await desk.press("z", "3")
        graded = record(desk, "C12")
        assert isinstance(graded, Claim)
        assert graded.credibility == 3
