"""Keys at the open desk, in each layout."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.repository import Repository
from tests import builders
from tests.builders import a_store
from tests.tui.desk.pilot import SIZES, at_desk
from tui.bindings import USUAL
from tui.intents import ENTERS, Action
from tui.key import DESK
from tui.looks import NAMES
from tui.state import Pane


@SIZES
async def test_the_desk_opens_on_the_newest_event(demo: Path, size: tuple[int, int]) -> None:
    """Events lead with the newest on top, and the detail shows it."""
    async with at_desk(demo, size) as desk:
        assert desk.title(Pane.EVENTS) == "1 EVENTS all 15 leads"
        assert desk.row(Pane.EVENTS).startswith("E15 P 2025-03-09 The dead of Baniyas")
        assert desk.title(Pane.DETAIL).startswith("0 DETAIL E15")
        assert desk.lines("header")[0].startswith(" all events > E15 ")


@SIZES
async def test_keys_move_follow_and_go_back(demo: Path, size: tuple[int, int]) -> None:
    """j and k move, Enter follows, h comes back to the same screen."""
    async with at_desk(demo, size) as desk:
        await desk.press("j", "j", "k", "4", "j")
        before, second = desk.screen, desk.row(Pane.SOURCES).split()[0]
        await desk.press("enter")
        assert desk.lines("header")[0].startswith(f" all events > E14 > {second} ")
        assert desk.title(Pane.SOURCES).endswith("of E14 leads")
        assert desk.screen != before
        await desk.press("h")
        assert desk.screen == before


@SIZES
@pytest.mark.parametrize("keys", [["tab"] * 8, ["shift+tab"] * 8, ["tab", "shift+tab"], ["3", "1"]])
async def test_looking_around_changes_nothing(
    demo: Path, size: tuple[int, int], keys: list[str]
) -> None:
    """A circle of Tabs, Tab and Shift+Tab, `3 1`: each returns the same screen."""
    async with at_desk(demo, size) as desk:
        await desk.press("G", "k", "k", "J")
        before = desk.screen
        await desk.press(*keys)
        assert desk.screen == before


@SIZES
async def test_every_pane_is_entered_by_its_digit(demo: Path, size: tuple[int, int]) -> None:
    """The digit in a pane's title enters it."""
    async with at_desk(demo, size) as desk:
        for pane in Pane:
            await desk.press(pane.value)
            assert desk.view.active is pane
            assert desk.title(pane).startswith(f"{pane.value} {pane.name} ")


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        (["down"], "E14"),
        (["down", "down", "up"], "E14"),
        (["G"], "E1"),
        (["end"], "E1"),
        (["G", "g"], "E15"),
        (["G", "home"], "E15"),
        (["pagedown"], "E8"),
        (["G", "pageup"], "E6"),
        (["k"], "E15"),
        (["G", "j"], "E1"),
    ],
)
async def test_keys_that_move(demo: Path, keys: list[str], row: str) -> None:
    """By a row, by a page, to the first and to the last, and never over the edge."""
    async with at_desk(demo) as desk:
        await desk.press(*keys)
        assert desk.row(Pane.EVENTS).split()[0] == row


@pytest.mark.parametrize("keys", [("enter", "h"), ("l", "left"), ("right", "h")])
async def test_keys_that_follow_and_go_back(demo: Path, keys: tuple[str, str]) -> None:
    """Enter, l and right follow; h and left come back."""
    async with at_desk(demo) as desk:
        await desk.press("5", keys[0])
        assert desk.lines("header")[0].startswith(" all events > E15 > R18 ")
        await desk.press(keys[1])
        assert desk.lines("header")[0].startswith(" all events > E15  ")


async def test_a_row_of_the_detail_can_be_followed(demo: Path) -> None:
    """In the detail j goes from row to row, Enter follows the one with the cursor."""
    async with at_desk(demo) as desk:
        await desk.press("0")
        assert desk.row(Pane.DETAIL).startswith("C44")
        await desk.press("j", "j")
        assert desk.row(Pane.DETAIL).startswith("N10")
        await desk.press("enter")
        assert desk.lines("header")[0].startswith(" all events > E15 > N10 ")
        assert desk.title(Pane.NOTES) == "7 NOTES 1 of E15 leads"


async def test_the_detail_scrolls_from_anywhere(demo: Path) -> None:
    """J and K scroll it without entering; Space pages in it; the title says what is hidden."""
    async with at_desk(demo) as desk:
        top = desk.lines("detail")
        assert desk.title(Pane.DETAIL) == "0 DETAIL E15 J more"
        await desk.press("J")
        assert desk.lines("detail")[1:-1] == top[2:]
        assert desk.title(Pane.DETAIL) == "0 DETAIL E15 J K more"
        await desk.press("K")
        assert desk.lines("detail") == top
        await desk.press("0", *["space"] * 12)
        assert desk.title(Pane.DETAIL) == "0 DETAIL E15 K more"
        assert desk.lines("detail")[-1] != ""


async def test_a_pinned_list_stays(demo: Path) -> None:
    """p in a pane that does not lead keeps its rows while the focus moves on."""
    async with at_desk(demo, (120, 40)) as desk:
        await desk.press("3", "p")
        rows = desk.lines("quotes")[1:]
        assert desk.title(Pane.QUOTES) == "3 QUOTES 2 of E15 pinned"
        await desk.press("1", "G", "3")
        assert desk.lines("quotes")[1:] == rows
        await desk.press("p")
        assert desk.title(Pane.QUOTES) == "3 QUOTES 8 of E1"


async def test_a_pane_takes_the_whole_screen_and_gives_it_back(demo: Path) -> None:
    """+ zooms the pane with the keyboard, + again or q shows the others again."""
    async with at_desk(demo, (120, 40)) as desk:
        before = desk.screen
        await desk.press("+")
        assert set(desk.boxes) == {"header", "events", "footer"}
        assert sum("2025-03" in line for line in desk.lines("events")) == 15
        await desk.press("+")
        assert desk.screen == before
        await desk.press("+", "q")
        assert desk.screen == before


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (["f"], "f does nothing here. ? shows the keys."),
        (["0", "p"], "p works only in a list. ? shows the keys."),
        (["p"], "The leading pane keeps its list"),
        (["h"], "This is the start of the trail."),
        (["ctrl+c"], "Ctrl+C does not end the desk. Q quits."),
        (["f5"], "F5 does nothing here."),
        (["escape"], "Escape does nothing here."),
        (["é"], "é does nothing here."),
        (["ز"], "ز, which is . on an Arabic and c on a Persian keyboard, does nothing"),
        (["а"], "а (f) does nothing here."),
    ],
)
async def test_a_key_that_does_nothing_says_why(demo: Path, keys: list[str], said: str) -> None:
    """The reason stands in the footer's place, until the next key."""
    async with at_desk(demo) as desk:
        footer = desk.lines("footer")
        await desk.press(*keys)
        assert desk.lines("footer")[0].startswith(f" {said}")
        await desk.press("1", "j", "k")
        assert desk.lines("footer") == footer


async def test_enter_says_so_where_nothing_can_be_followed(tmp_path: Path) -> None:
    """In the detail of a record without links Enter does nothing, and says it."""
    with a_store(tmp_path / "store", builders.event(1, title="A burial")):
        async with at_desk(tmp_path / "store") as desk:
            await desk.press("0", "enter")
            assert desk.lines("footer")[0] == (
                " No row of this record can be followed. Tab goes to another pane."
            )


async def test_the_theme_key_goes_through_the_themes(demo: Path) -> None:
    """T takes the next theme, says its name, and comes round to the first."""
    async with at_desk(demo) as desk:
        for name in (*NAMES[1:], NAMES[0]):
            await desk.press("T")
            assert desk.app.theme == name
            assert desk.lines("footer")[0] == f" Theme: {name}."


async def test_q_closes_the_topmost_and_quits_at_the_root(demo: Path) -> None:
    """First the zoom, then each step of the trail, then the desk."""
    async with at_desk(demo) as desk:
        await desk.press("5", "enter", "4", "enter", "+")
        for trail in ("E15 > R18 > S", "E15 > R18 > S", "E15 > R18 ", "E15  "):
            assert desk.lines("header")[0].startswith(f" all events > {trail}")
            assert desk.app.is_running
            await desk.press("q")
        assert not desk.app.is_running
        assert desk.app.return_code == 0


@pytest.mark.parametrize("key", ["Q", "ctrl+q"])
async def test_a_capital_q_quits_from_anywhere(demo: Path, key: str) -> None:
    """Also from the middle of a trail."""
    async with at_desk(demo) as desk:
        await desk.press("5", "enter", "0", key)
        assert not desk.app.is_running


@pytest.mark.parametrize("pane", [Pane.EVENTS, Pane.QUOTES, Pane.DETAIL])
async def test_no_key_fails_in_an_empty_store(tmp_path: Path, pane: Pane) -> None:
    """Every key of the table can be pressed in a store without records, and the desk stays."""
    Repository.create(tmp_path / "empty").close()
    elsewhere = {*ENTERS, Action.NEXT_PANE, Action.PREVIOUS_PANE, Action.ALL}
    elsewhere |= {Action.INBOX, Action.CALLS}
    # These take the keyboard, or end the desk.
    ends = {
        *(Action.QUIT, Action.CLOSE, Action.HELP, Action.PALETTE, Action.HISTORY, Action.SEARCH),
        Action.DRAFTS,
    }
    async with at_desk(tmp_path / "empty", (120, 40)) as desk:
        await desk.press(pane.value)
        for action in set(Action) - elsewhere - ends:
            if not DESK & USUAL.of_action[action].contexts:
                continue
            await desk.press(USUAL.of_action[action].keys[0])
        assert desk.app.is_running
        assert desk.view.active is pane
