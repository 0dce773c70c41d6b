"""Saved views at the desk: saved, applied, put in order, shared."""

from __future__ import annotations

import shutil
from pathlib import Path

from store.commands.records import WriteRecords
from store.commands.views import SaveView
from store.derive.views import saved_views
from store.ids import Kind, Ref
from store.repository import Repository
from tests.builders import a_store, event, location, report, view
from tests.tui.desk.pilot import OpenDesk, at_desk
from tests.tui.test_render_line import ACTING
from tui.desk.dialogs.views import ViewsDialog
from tui.state import Pane


def _store(place: Path) -> Path:
    records = [
        location(7, name="Baniyas"),
        *(event(n, title=f"Killing {n}", places=["L7"]) for n in range(1, 4)),
        event(4, title="Protest"),
        report(1, title="Nine killed"),
    ]
    with a_store(place, *records):
        pass
    return place


def _rows(desk: OpenDesk) -> list[str]:
    """The lines of the dialog that are views: name, hits, query."""
    dialog = desk.app.screen
    assert isinstance(dialog, ViewsDialog)
    lines = [" ".join(line.text.split()) for line in dialog.picture]
    return [line for line in lines if line[:1].isdigit() or line.startswith("> ")]


async def _ask(desk: OpenDesk, query: str) -> None:
    await desk.press("/", *("space" if letter == " " else letter for letter in query), "enter")


async def _name(desk: OpenDesk, name: str) -> None:
    await desk.until(lambda: bool(desk.app.screen.query("Input")))
    await desk.press(*name, "enter")
    await desk.until(lambda: not desk.app.screen.query("Input"))
    await desk.settle()


async def test_a_query_is_saved_and_applied_again(tmp_path: Path) -> None:
    """/ a query, F a and a name: from any list F and 1 bring its hits back; h goes back."""
    async with at_desk(_store(tmp_path / "store")) as desk:
        await desk.press("F")
        assert "No view has been saved yet." in desk.screen
        await desk.press("a")
        assert "There is no query to save." in desk.screen
        await desk.press("q")
        await _ask(desk, "place:baniyas")
        await desk.press("F")
        await desk.press("a")
        await _name(desk, "Coast")
        assert _rows(desk) == ["> 1 Coast 3 kind:event place:baniyas"]
        await desk.press("q", "h")
        before = desk.view
        await desk.press("5", "b", "F")
        await desk.press("1")
        assert not desk.has_dialog
        assert desk.view.leading is Pane.EVENTS
        assert len(desk.view.lists[Pane.EVENTS].rows.numbers) == 3
        await desk.press("h", "h")
        assert desk.view.lists == before.lists


async def test_counts_follow_the_store(tmp_path: Path) -> None:
    """While the dialog is open the counts are those of now, and views of others come in."""
    place = _store(tmp_path / "store")
    noor = Repository.open(place, author="noor")
    noor.run(SaveView("Coast", "kind:event place:L7"))
    async with at_desk(place) as desk:
        await desk.press("F")
        assert _rows(desk) == ["> 1 Coast 3 kind:event place:L7"]
        noor.run(WriteRecords([event(9, title="Another", places=["L7"])]))
        await desk.until(lambda: _rows(desk) == ["> 1 Coast 4 kind:event place:L7"])
        noor.run(SaveView("All", "kind:report"))
        await desk.until(lambda: len(_rows(desk)) == 2)
        await desk.until(lambda: _rows(desk)[1] == "2 All 1 kind:report")
    noor.close()


async def test_views_are_renamed_moved_deleted_and_brought_back(tmp_path: Path) -> None:
    """e, J, D and u: each changes the store at once, and u takes the last one back."""
    place = _store(tmp_path / "store")
    with_views = Repository.open(place, author="ada")
    for name in ("a", "b", "c"):
        with_views.run(SaveView(name, f"kind:event {name}"))
    async with at_desk(place) as desk:
        await desk.press("F")
        await desk.press("J")
        assert [row.split()[:3] for row in _rows(desk)] == [
            ["1", "b", "0"],
            [">", "2", "a"],
            ["3", "c", "0"],
        ]
        await desk.press("e")
        await _name(desk, "2")
        assert _rows(desk)[1] == "> 2 a2 0 kind:event a"
        await desk.press("D")
        assert "Deleted a2. u undoes it." in desk.screen
        assert len(_rows(desk)) == 2
        await desk.press("u")
        await desk.until(lambda: len(_rows(desk)) == 3)
        await desk.settle()
    with with_views.read() as reader:
        assert [one.view.name for one in saved_views(reader)] == ["b", "a2", "c"]
    with_views.close()


async def test_a_view_that_cannot_be_understood_is_not_lost(tmp_path: Path) -> None:
    """It is listed with what is wrong; applied it says so; its name and query act on nothing."""
    place = tmp_path / "store"
    bad = "\x1b[31m[@click=app.quit]x[/]"
    with a_store(place, view(1, name=bad, query=f"(place:{bad}"), event(1)):
        pass
    async with at_desk(place) as desk:
        await desk.press("F")
        assert not ACTING.search(desk.screen.replace("\n", ""))
        await desk.press("enter")
        assert "cannot be understood" in desk.screen
        await desk.press("e")
        await desk.press("2")
        assert not ACTING.search(desk.screen.replace("\n", ""))
        await desk.press("escape", "q")
        assert not desk.has_dialog
        with desk.app.link.repository.read() as reader:
            assert reader.find(Ref("V1")) is not None
            assert reader.count(Kind.VIEW) == 1


async def test_views_of_a_bare_file(hard_cases: Path, tmp_path: Path) -> None:
    """Where nothing can be changed, views are listed all the same, and it says why not more."""
    bare = shutil.copyfile(hard_cases / "incidents.json", tmp_path / "bare.json")
    async with at_desk(bare) as desk:
        await desk.press("F")
        await desk.press("D")
        assert "Nothing can be changed here" in desk.screen
        await desk.press("q")
        assert not desk.has_dialog
