"""Duplicates at the desk: found as a report opens, compared, decided; sources merged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from store.commands.records import SetFields
from store.ids import Ref
from store.model import Report, Source
from store.record import Record
from store.repository import Repository
from tests.tui.desk.pilot import OpenDesk, at_desk
from tui.state import Pane

#: Undecided; R3 has its words, others tell of the same.
R12 = Ref("R12")


def stored(desk: OpenDesk) -> Callable[[str], Record | None]:
    """Looks a record up, as the store has it."""

    def find(ref: str) -> Record | None:
        with desk.app.link.repository.read() as reader:
            return reader.find(Ref(ref))

    return find


async def test_a_copy_is_found_compared_and_decided(demo: Path) -> None:
    """R12 has the words of R3: its detail says so, D shows both, d decides, one undo ends it."""
    async with at_desk(demo) as desk:
        find = stored(desk)
        desk.workspace.follow(R12)
        await desk.until(lambda: "LIKELY THE SAME" in desk.screen)
        likely = [line for line in desk.lines("detail") if " % " in line]
        assert likely[0].split()[:3] == ["R3", "78", "%"]
        await desk.press("D")
        assert "COMPARE R12 with R3" in desk.screen
        assert "78 %  same words 78 %" in desk.screen
        await desk.press("n")
        assert "COMPARE R12 with R8" in desk.screen
        await desk.press("N", "pagedown", "pageup", "J", "x")
        assert "x does nothing here. q closes." in desk.screen
        await desk.press("d")
        assert not desk.has_dialog
        assert desk.lines("footer")[0].startswith(" R12: duplicate of R3.")
        decided = find("R12")
        assert isinstance(decided, Report)
        assert (decided.triage.state, decided.triage.of) == ("duplicate", "R3")
        assert decided.derived_from == "R3"
        assert "LIKELY THE SAME" not in desk.screen
        await desk.press("u")
        again = find("R12")
        assert isinstance(again, Report)
        assert (again.triage.state, again.derived_from) == ("new", None)


async def test_a_row_of_the_likely_ones_can_be_entered(demo: Path) -> None:
    """And a wire copy that is kept is said to be one from where both are seen."""
    async with at_desk(demo, (160, 45)) as desk:
        find = stored(desk)
        desk.workspace.follow(R12)
        await desk.until(lambda: "LIKELY THE SAME" in desk.screen)
        await desk.press("0", "enter")
        assert desk.view.focus == "R3"
        await desk.press("h", "D")
        assert "w wire copy, kept" in desk.screen
        await desk.press("w")
        kept = find("R12")
        assert isinstance(kept, Report)
        assert (kept.triage.state, kept.derived_from) == ("new", "R3")
        await desk.press("D", "o")
        assert desk.view.focus == "R3"


async def test_what_is_covered_stays_covered_beside_another(demo: Path) -> None:
    """Neither the words nor those of the reason are shown."""
    repository = Repository.open(demo, author="noor")
    repository.run(SetFields([Ref("R3"), Ref("R8")], {"sensitivity": "graphic"}))
    repository.close()
    async with at_desk(demo, (160, 45)) as desk:
        desk.workspace.follow(R12)
        await desk.press("D")
        assert "COMPARE R12 with R3" in desk.screen
        assert "graphic, R shows it" in desk.screen
        assert "are marked" not in desk.screen
        await desk.press("n")
        assert "both say" not in desk.screen


async def test_what_was_revealed_is_covered_again_in_the_reasons_too(demo: Path) -> None:
    """They were found while its words were shown."""
    repository = Repository.open(demo, author="noor")
    repository.run(SetFields([R12], {"sensitivity": "graphic"}))
    repository.close()
    async with at_desk(demo, (160, 45)) as desk:
        desk.workspace.follow(R12)
        await desk.until(lambda: "LIKELY THE SAME" in desk.screen)
        assert "both say" not in desk.screen
        await desk.press("R")
        await desk.until(lambda: "both say" in desk.screen)
        await desk.press("R")
        assert "both say" not in desk.screen
        await desk.until(lambda: "LIKELY THE SAME" in desk.screen)
        assert "both say" not in desk.screen


async def test_sources_are_merged_after_a_question(demo: Path) -> None:
    """It says what moves; o turns it round, y merges, the cursor goes to what stays, u undoes."""
    async with at_desk(demo) as desk:
        find = stored(desk)
        desk.workspace.follow(Ref("S9"))
        await desk.press("d")
        assert "1 S19 residents of Baniyas" in desk.screen
        await desk.press("1")
        assert "Merge S9 into S19?" in desk.screen or "Merge S19 into S9?" in desk.screen
        while "Merge S9 into S19?" not in desk.screen:
            await desk.press("o")
        await desk.press("enter", "y")
        assert find("S9") is None
        kept = find("S19")
        assert isinstance(kept, Source)
        assert "a resident of Baniyas" in kept.aliases
        assert desk.view.shown == "S19"
        await desk.press("u")
        assert find("S9") is not None


async def test_what_cannot_be_compared_or_merged_says_so(demo: Path) -> None:
    """In one sentence; what is wrong with a reference is said before anything is asked."""
    async with at_desk(demo) as desk:
        await desk.press("d", "0", *"s3", "enter")
        assert "S3 is a source; E15 is none." in desk.screen
        await desk.press("backspace", "backspace", *"e15", "enter")
        assert "E15 cannot be merged with itself." in desk.screen
        await desk.press("backspace", "backspace", "backspace", *"e99", "enter")
        assert "There is no record E99." in desk.screen
        assert desk.lines("footer")[-1].startswith(" Merge E15 with")
        await desk.press("escape")
        await desk.press("6", "D")
        assert "is a claim; reports, events, places, sources" in desk.lines("footer")[0]
        await desk.press("d")
        assert "is a claim; events, places, sources" in desk.screen
        desk.workspace.follow(Ref("S5"))
        await desk.press("D")
        assert "Nothing in the store is likely the same as S5." in desk.lines("footer")[0]
        assert desk.view.active is Pane.SOURCES
