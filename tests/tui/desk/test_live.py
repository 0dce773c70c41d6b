"""The desk while others work in the store, and what undo shows there."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Key
from textual.geometry import Region
from textual.strip import Strip

from store.commands.records import DeleteRecords
from store.ids import Ref
from store.repository import Repository
from tests import builders
from tests.tui.desk.changes import is_shown, rename, write
from tests.tui.desk.pilot import SIZES, at_desk
from tui.desk.canvas import Canvas
from tui.state import Pane


@SIZES
async def test_a_change_by_another_is_shown_in_its_row(
    demo: Path, noor: Repository, size: tuple[int, int]
) -> None:
    """Row and detail say the new name, without a key; focus and cursors stay."""
    async with at_desk(demo, size) as desk:
        await desk.press("j", "5", "j", "1")
        before = desk.view
        rename(noor, "E14", "Renamed by noor")
        await desk.until(lambda: "Renamed by noor" in desk.row(Pane.EVENTS))
        assert "Renamed by noor" in desk.lines("detail")[1]
        assert (desk.view.focus, desk.view.active) == (before.focus, before.active)
        assert {pane: shown.ref for pane, shown in desk.view.lists.items()} == {
            pane: shown.ref for pane, shown in before.lists.items()
        }


@SIZES
async def test_new_records_wait_until_they_are_asked_for(
    demo: Path, noor: Repository, size: tuple[int, int]
) -> None:
    """The title counts them; r lists them, and the cursor stays on its record."""
    async with at_desk(demo, size) as desk:
        await desk.press("j")
        write(noor, *(builders.event(n, title="later", start="2025-12-01") for n in (98, 99)))
        await is_shown(desk, "+2 new, r")
        assert desk.title(Pane.EVENTS) == "1 EVENTS all 15 +2 new, r leads"
        assert not any("later" in line for line in desk.lines("events"))
        await desk.press("r")
        assert desk.title(Pane.EVENTS) == "1 EVENTS all 17 leads"
        assert desk.row(Pane.EVENTS).startswith("E14 ")


async def test_a_deleted_record_stays_as_gone(demo: Path, noor: Repository) -> None:
    """No row moves up: what another deleted is told to be gone."""
    async with at_desk(demo) as desk:
        rows = [line.split()[0].lstrip(">") for line in desk.lines("events")[1:]]
        noor.run(DeleteRecords([Ref("E14")]))
        await is_shown(desk, "not in the store")
        assert [line.split()[0].lstrip(">~") for line in desk.lines("events")[1:]] == rows
        assert "not in the store" in desk.lines("events")[2]


async def test_what_was_put_aside_hears_the_news_too(demo: Path, noor: Repository) -> None:
    """While one looks at a source an event comes: back at all events, its title says so."""
    async with at_desk(demo) as desk:
        await desk.press("4", "enter")
        write(noor, builders.event(99, title="later", start="2025-12-01"))
        rename(noor, "E15", "Renamed by noor")
        await is_shown(desk, "Renamed by noor")
        await desk.press("h", "1")
        await is_shown(desk, "+1 new, r")


async def test_a_quote_that_comes_waits_in_its_pane(demo: Path, noor: Repository) -> None:
    """Linked lists keep their rows as well."""
    async with at_desk(demo, (160, 45)) as desk:
        before = desk.lines("quotes")[1:]
        write(noor, builders.quote(99, words="there was nobody", events=["E15"]))
        await is_shown(desk, "+1 new, r")
        assert desk.title(Pane.QUOTES) == "3 QUOTES 2 of E15 +1 new, r"
        assert desk.lines("quotes")[1:] == before


async def test_the_header_tells_who_else_is_at_work(demo: Path, noor: Repository) -> None:
    """Their names, and the row of the record on their screen; nobody once they have left."""
    async with at_desk(demo, (120, 40)) as desk:
        noor.be_present("E13")
        await is_shown(desk, "with noor · ")
        assert desk.lines("events")[3].startswith("@E13 ")
        noor.close()
        await desk.until(lambda: "noor" not in desk.lines("header")[0])


async def test_others_are_told_what_this_desk_shows(demo: Path, noor: Repository) -> None:
    """A little later, and not for every key."""
    async with at_desk(demo) as desk:
        await desk.until(lambda: [one.record for one in noor.others()] == ["E15"])
        await desk.press("j")
        await desk.until(lambda: [one.record for one in noor.others()] == ["E14"])


async def test_undo_and_redo_by_keys(demo: Path, noor: Repository) -> None:
    """u takes the newest back, U does it again; what noor changed since stays, and is named."""
    async with at_desk(demo) as desk:
        repository = desk.workspace.link._repository
        rename(repository, "E15", "one", label="renamed E15")
        events = [builders.event(15, title="two"), builders.event(14, title="two")]
        write(repository, *events, label="renamed 2 events")
        await is_shown(desk, "two")
        rename(noor, "E14", "three")
        await desk.press("u")
        assert desk.lines("footer")[0] == (
            " Undone: renamed 2 events (E14 changed since by noor and stays)."
        )
        await desk.until(lambda: desk.row(Pane.EVENTS).split()[3:4] == ["one"])
        await desk.press("U")
        assert desk.lines("footer")[0].startswith(" Done again: renamed 2 events")
        await desk.until(lambda: "two" in desk.row(Pane.EVENTS))
        await desk.press("u", "u")
        await desk.until(lambda: "The dead of Baniyas" in desk.row(Pane.EVENTS))
        await desk.press("u")
        assert desk.lines("footer")[0] == " There is nothing of yours to undo."


@pytest.mark.parametrize(("answer", "name"), [("y", "The dead of"), ("n", "one"), ("q", "one")])
async def test_earlier_work_is_undone_when_the_person_says_so(
    demo: Path, answer: str, name: str
) -> None:
    """After a restart u asks, saying what and when; Enter is no answer."""
    ada = Repository.open(demo, author="ada")
    rename(ada, "E15", "one", label="renamed E15")
    ada.close()
    async with at_desk(demo) as desk:
        await desk.press("u")
        assert desk.has_dialog
        assert "renamed E15" in desk.screen
        await desk.press("enter")
        assert desk.has_dialog
        await desk.press(answer)
        await desk.until(lambda: not desk.has_dialog)
        await desk.until(lambda: name in desk.row(Pane.EVENTS))


async def test_the_desk_can_be_left_from_a_question(demo: Path) -> None:
    """Q quits from anywhere, and nothing is undone."""
    ada = Repository.open(demo, author="ada")
    rename(ada, "E15", "one", label="renamed E15")
    ada.close()
    async with at_desk(demo) as desk:
        await desk.press("u", "Q")
        assert not desk.app.is_running
    ada = Repository.open(demo, author="ada")
    newest = ada.undoable()
    ada.close()
    assert newest is not None
    assert newest.label == "renamed E15"


async def test_a_question_takes_no_key_that_was_typed_before_it(demo: Path) -> None:
    """`u` and `y` in one burst: the y was not meant for what nobody had seen."""
    ada = Repository.open(demo, author="ada")
    rename(ada, "E15", "one")
    ada.close()
    async with at_desk(demo) as desk:
        early = Key("y", "y")
        await desk.press("u")
        assert desk.has_dialog
        desk.app.screen.post_message(early)
        await desk.settle()
        assert desk.has_dialog


async def test_a_question_takes_a_key_as_soon_as_it_is_drawn(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal may show it, and somebody answer, before the desk has done anything else."""
    ada = Repository.open(demo, author="ada")
    rename(ada, "E15", "one")
    ada.close()
    draw = Canvas.render_lines

    def answered(canvas: Canvas, crop: Region) -> list[Strip]:
        drawn = draw(canvas, crop)
        if "question" in canvas.pictures:
            monkeypatch.undo()
            canvas.screen.post_message(Key("y", "y"))
        return drawn

    monkeypatch.setattr(Canvas, "render_lines", answered)
    async with at_desk(demo) as desk:
        await desk.press("u")
        await is_shown(desk, "Undone")
