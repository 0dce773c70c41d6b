"""Completion under the query line, at the desk."""

from __future__ import annotations

from pathlib import Path

from tests.builders import a_store, event, location
from tests.tui.desk.pilot import OpenDesk, at_desk
from tests.tui.test_render_line import ACTING
from tui.desk.line_field import LineField
from tui.state import Pane


def _store(place: Path) -> Path:
    places = [location(7, name="Baniyas"), location(8, name="Banyas \x1b[31m[@click=app.quit]x[/]")]
    events = [event(1, title="One", places=["L7"], tags=["mass grave"]), event(2, places=["L8"])]
    with a_store(place, *places, *events):
        pass
    return place


def _line(desk: OpenDesk) -> str:
    return desk.workspace.query_one(LineField).value


def _offered(desk: OpenDesk) -> list[str]:
    """What stands above the query line and the keys, or what is wrong."""
    lines = [" ".join(line.split()) for line in desk.lines("footer")]
    return [line for line in lines if ":" in line.split(" ")[0] or line.startswith(">")]


async def test_a_field_and_its_value_are_taken_by_tab(tmp_path: Path) -> None:
    """Tab takes the field, Tab the first of its values; Enter keeps the query."""
    async with at_desk(_store(tmp_path / "store")) as desk:
        await desk.press("/", *"pl")
        assert _offered(desk) == ["place: a place, by its names or division"]
        await desk.press("tab")
        assert _line(desk) == "place:"
        await desk.press(*"bani")
        assert _offered(desk) == ["place:L7 Baniyas 1 event"]
        await desk.press("tab")
        assert _line(desk) == "place:L7 "
        await desk.press("enter")
        assert list(desk.view.lists[Pane.EVENTS].rows.numbers) == [1]


async def test_another_suggestion_is_chosen(tmp_path: Path) -> None:
    """Down and Ctrl+n go to the next, up and Ctrl+p back; Enter takes the chosen one and stays."""
    async with at_desk(_store(tmp_path / "store")) as desk:
        await desk.press("/", *"place:ban", "down", "ctrl+n")
        assert _offered(desk)[1].startswith("> place:L8")
        assert not ACTING.search(desk.screen.replace("\n", ""))
        await desk.press("ctrl+p", "up", "up", "enter")
        assert _line(desk) == "place:L8 "
        await desk.press("escape")
        assert len(desk.view.lists[Pane.EVENTS].rows.numbers) == 2


async def test_tab_ahead_of_the_suggestions(tmp_path: Path) -> None:
    """Who types quicker than the store answers has the first suggestion taken when it comes."""
    async with at_desk(_store(tmp_path / "store")) as desk:
        await desk.press("/")
        searching = desk.workspace.searching
        await desk.pilot.press(*"tag:mas", "tab")
        await desk.settle()
        await desk.until(lambda: _line(desk) == 'tag:"mass grave" ')
        assert searching.is_open


async def test_arrows_of_an_empty_line_go_through_recent_queries(tmp_path: Path) -> None:
    """Up in an empty line brings the last query back, and no list stands in the way."""
    async with at_desk(_store(tmp_path / "store")) as desk:
        await desk.press("/", *"grave", "enter", "h", "/", "up")
        assert _line(desk) == "grave"
        assert _offered(desk) == []
        await desk.press("down")
        assert _line(desk) == ""
