"""Facets at the desk: what the list's records have in common, to narrow it by."""

from __future__ import annotations

from pathlib import Path

from tests.builders import a_store, event, location, quote
from tests.tui.desk.pilot import OpenDesk, at_desk
from tui.desk.dialogs.facets import FacetsDialog
from tui.state import Pane


def _store(place: Path) -> Path:
    records = [
        location(7, name="Baniyas"),
        location(8, name="Latakia"),
        event(1, title="One", places=["L7"], status="completed"),
        event(2, title="Two", places=["L7", "L8"]),
        event(3, title="Three", places=["L8"]),
        quote(1, words="they came", events=["E2"]),
        quote(2, words="they left", events=["E3"]),
    ]
    with a_store(place, *records):
        pass
    return place


def _cursor(desk: OpenDesk) -> str:
    dialog = desk.app.screen
    assert isinstance(dialog, FacetsDialog)
    rows = [line.text for line in dialog.picture if line.text.startswith(">")]
    return " ".join(rows[0].replace("█", "").split())


def _listed(desk: OpenDesk) -> list[int]:
    return sorted(desk.view.lists[Pane.EVENTS].rows.numbers)


async def test_a_list_is_narrowed_by_a_value(tmp_path: Path) -> None:
    """B counts the list; Enter on a value leaves as many records as it said; h goes back."""
    async with at_desk(_store(tmp_path / "store")) as desk:
        await desk.press("B")
        assert _cursor(desk) == "> to do 2"
        await desk.press("tab")
        assert _cursor(desk) == "> L7 Baniyas 2"
        await desk.press("enter")
        assert not desk.has_dialog
        assert _listed(desk) == [1, 2]
        await desk.press("h")
        assert _listed(desk) == [1, 2, 3]


async def test_a_value_is_excluded_and_another_added(tmp_path: Path) -> None:
    """- and + stay: the counts are those of what is left; closing applies it, as one step."""
    async with at_desk(_store(tmp_path / "store")) as desk:
        await desk.press("B")
        await desk.press("tab", "minus")
        assert "FACETS of events" in desk.screen
        assert "-place:L7" in desk.screen
        assert desk.screen.split("FACETS of events")[1].split()[0] == "1"
        await desk.press("q")
        assert _listed(desk) == [3]
        await desk.press("B")
        await desk.press("tab", "+")
        assert "-place:L7 place:L8" in desk.screen or "-place:L7 status" in desk.screen
        await desk.press("escape", "h")
        assert _listed(desk) == [3]
        await desk.press("h")
        assert _listed(desk) == [1, 2, 3]


async def test_facets_closed_without_a_choice(tmp_path: Path) -> None:
    """Nothing picked, nothing changed."""
    async with at_desk(_store(tmp_path / "store")) as desk:
        before = desk.screen
        await desk.press("B")
        await desk.press("j", "k", "escape")
        assert desk.screen == before


async def test_facets_of_what_is_linked(tmp_path: Path) -> None:
    """Where a list of linked records leads, its records alone are counted."""
    async with at_desk(_store(tmp_path / "store")) as desk:
        await desk.press("1", "G")
        events = desk.view.lists[Pane.EVENTS]
        while events.ref != "E2":
            await desk.press("k")
            events = desk.view.lists[Pane.EVENTS]
        await desk.press("3", "enter", "B")
        assert "FACETS of quotes" in desk.screen
        assert "event:E2" in desk.screen
