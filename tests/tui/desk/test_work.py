"""Marks, and what is done to all that is marked: tags, status, who works on it, covers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from store.changes import Command
from store.commands.tags import TagRecords
from store.derive.dossier import dossier
from store.ids import Kind, Ref
from store.model import Event
from store.reader import Links
from store.repository import Repository
from tests import builders
from tests.builders import a_store
from tests.tui.desk.pilot import OpenDesk, at_desk
from tui.config import DEFAULTS, Confirm
from tui.desk.link import Link
from tui.hits import refound
from tui.search import Found, Search
from tui.state import Pane

FEW = DEFAULTS._replace(confirm=Confirm(many=3))


def footer(desk: OpenDesk) -> str:
    """What is said below."""
    return " ".join(" ".join(desk.lines("footer")).split())


def event(desk: OpenDesk, ref: str) -> Event:
    """An event as the store has it."""
    with desk.app.link.repository.read() as reader:
        found = reader.get(Ref(ref))
    assert isinstance(found, Event)
    return found


def operations(desk: OpenDesk) -> int:
    """How many operations the store has."""
    with desk.app.link.repository.history() as log:
        return log.head()[0]


async def test_a_line_of_tags_is_one_change_of_all_that_is_marked(demo: Path) -> None:
    """What they have is told, a tag in use is completed, one undo takes all of it back."""
    async with at_desk(demo) as desk:
        before, first = event(desk, "E15").tags, operations(desk)
        await desk.press("space", "space", "t")
        assert "Tags of 2 events:" in footer(desk)
        assert f"some have: {', '.join(before)}" in footer(desk)
        await desk.press(*"dupl", "space", "minus", *"buri")
        assert "dupl -burial" in desk.screen
        await desk.press("tab", "enter")
        assert footer(desk) == "Tagged 2 records dupl, took the tag burial away."
        assert desk.title(Pane.EVENTS) == "1 EVENTS all 15 leads"
        assert event(desk, "E15").tags == (*(tag for tag in before if tag != "burial"), "dupl")
        assert operations(desk) == first + 1
        await desk.press("u")
        assert event(desk, "E15").tags == before


async def test_a_line_that_means_nothing_is_mended_where_it_stands(demo: Path) -> None:
    """The sentence stands above the line, and nothing that was typed is lost."""
    async with at_desk(demo) as desk:
        first = operations(desk)
        await desk.press("t", *"dup", "space", "minus", "enter")
        assert "There is a minus without a tag." in footer(desk)
        assert "Tags of E15: dup -" in desk.screen
        await desk.press("escape", "t", "enter")
        assert footer(desk) == "No tag was typed: nothing was changed."
        assert operations(desk) == first


async def test_many_are_asked_about_and_so_is_what_was_brought_to_an_end(demo: Path) -> None:
    """The question has both numbers, Enter is no answer, and the others can be changed alone."""
    async with at_desk(demo, config=FEW) as desk:
        first = operations(desk)
        await desk.press("space", "space", "space", "space", "w", "1")
        question = " ".join(desk.screen.split())
        assert "Set 4 events to “to do”? Of them 2 would be overruled: 1 ready" in question
        assert "only the other 2" in question
        await desk.press("enter", "escape")
        assert footer(desk) == "Left as it is."
        assert operations(desk) == first
        await desk.press("w", "1", "o")
        assert footer(desk) == "Set 2 events to “to do”."
        assert desk.title(Pane.EVENTS) == "1 EVENTS all 15 2 marked leads"
        await desk.press("5", "w")
        assert footer(desk).startswith("Events have a status; a report is decided on instead: a, x")


async def test_work_is_taken_given_back_and_found(demo: Path) -> None:
    """m takes; of somebody else's it asks first, be it one alone; m again gives it back."""
    async with at_desk(demo) as desk:
        await desk.press("j", "j", "m")
        assert footer(desk) == "Assigned E13 to ada."
        assert "(ada)" in desk.row(Pane.EVENTS)
        await desk.press("g", "m")
        assert "Take E15? It is assigned to kim." in desk.screen
        await desk.press("y", "slash", *"is:mine", "enter")
        assert desk.title(Pane.EVENTS) == "1 EVENTS 2 of 15 matching leads"
        await desk.press("V", "m")
        assert footer(desk) == "Gave 2 records back."
        assert event(desk, "E15").assignee == ""
        await desk.press("3", "m")
        assert footer(desk).startswith("Events and reports are taken, not a quote.")


async def test_all_results_are_marked_though_they_are_still_coming(demo: Path) -> None:
    """V waits for the last hit; what is then listed is marked, and nothing that is not."""
    async with at_desk(demo) as desk:
        await desk.press("slash", *"baniyas", "enter")
        first = Found(Search("baniyas", 15, goes_on=True), Links(Kind.EVENT, [15], {}, 1))
        desk.workspace.show(refound(desk.view, {first.sought: first}, desk.workspace.link.rows_of))
        assert desk.title(Pane.EVENTS) == "1 EVENTS 1… of 15 matching leads"
        await desk.press("V")
        assert footer(desk) == "2 of 2 marked."
        assert desk.title(Pane.EVENTS) == "1 EVENTS 2 of 15 matching 2 marked leads"
        await desk.press("escape")
        assert "Esc again takes the marks away." in footer(desk)
        await desk.press("escape", "v", "j", "escape")
        assert footer(desk) == "The range is dropped."
        assert desk.view.lists[Pane.EVENTS].marks == frozenset()


def words_of(place: Path, *refs: str) -> list[str]:
    """The first words of what these records must not show."""
    repository = Repository.open(place)
    try:
        with repository.read() as reader:
            records = [found.record for ref in refs if (found := dossier(reader, Ref(ref)))]
    finally:
        repository.close()
    texts = [getattr(one, "text", "") or getattr(one, "words", "") for one in records]
    return [text[:24] for text in texts if text]


async def test_covered_words_are_in_no_picture_until_they_are_asked_for(demo: Path) -> None:
    """Not in rows, details, hits, the palette or the history; R shows them, R covers them."""
    article, quote = words_of(demo, "R1", "Q21")
    async with at_desk(demo) as desk:

        async def look(*keys: str) -> None:
            await desk.press(*keys)
            assert article not in desk.screen
            assert quote[:14] not in desk.screen

        await look("3", "b", "slash", *"humiliated", "enter")
        assert desk.row(Pane.QUOTES) == "Q21 ▒▒ graphic, R shows it"
        await look("0", "J", "J")
        await look(":", *"humil")
        await desk.until(lambda: "Q21 ▒▒ graphic" in " ".join(desk.screen.split()))
        await look("escape", "5", "b", "G", "k", "k", "k", "0", "J")
        assert "▒▒ graphic, R shows it" in desk.screen
        await desk.press("R")
        assert article in desk.screen
        assert footer(desk) == "R covers it again."
        await look("R")
        assert footer(desk) == "Covered again."
        await desk.press("S", "1")
        assert footer(desk) == "Marked R1 as open."
        assert article in desk.screen


async def test_a_mark_goes_where_no_work_can_be_done(tmp_path: Path) -> None:
    """In a store without records each key says what is missing."""
    with a_store(tmp_path / "store", builders.event(1)):
        pass
    async with at_desk(tmp_path / "store") as desk:
        for key in ("space", "v", "V", "t", "w", "m"):
            await desk.press("5", key)
            assert "no " in footer(desk)
        await desk.press("1", "R")
        assert footer(desk) == "Nothing is covered of E1."


@pytest.mark.parametrize(("many", "how"), [(500, "at once"), (501, "in parts")])
def test_what_changes_many_records_gives_others_their_turn(many: int, how: str) -> None:
    """It is one operation either way; a long one is written in parts."""

    class Shelf:
        def run(self, command: Command) -> str:
            return f"{command.label} at once"

        def run_in_parts(self, command: Command, progress: Callable[[int], None]) -> str:
            progress(many)
            return f"{command.label} in parts"

    told: list[int] = []
    refs = [Ref(f"R{number}") for number in range(1, many + 1)]
    link = Link(cast(Repository, Shelf()))
    assert str(link.run(TagRecords(refs, ("dup",)), told.append)).endswith(how)
    assert told == ([many] if how == "in parts" else [])
