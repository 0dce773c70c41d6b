"""Somebody goes through the newest event and everything linked to it, with keys alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.derive.dossier import dossier
from store.ids import Kind, Ref
from store.repository import Repository
from tests.tui.stories.desk_terminal import DeskTerminal
from tui.render.detail import detail_lines
from tui.state import PANE_OF, Pane

SIZES = pytest.mark.parametrize(("columns", "rows"), [(80, 24), (160, 45)])
NEWEST = Ref("E15")


def entries(place: Path, ref: Ref) -> list[Ref]:
    """The records that can be entered from a record's detail, in their order."""
    repository = Repository.open(place)
    try:
        with repository.read() as reader:
            found = dossier(reader, ref)
            assert found is not None
            return [line.ref for line in detail_lines(found, 100) if line.ref is not None]
    finally:
        repository.close()


@SIZES
def test_every_pane_is_reached_by_tab_and_by_its_digit(demo: Path, columns: int, rows: int) -> None:
    """Tab goes round through all eight, a digit straight to one; the detail shows its row."""
    with DeskTerminal(demo, columns=columns, rows=rows) as desk:
        desk.wait_until_open()
        first = desk.text
        by_tab = []
        for pane in [*list(Pane)[1:], Pane.EVENTS]:
            desk.do("tab")
            if pane is not Pane.DETAIL:
                by_tab.append(desk.cursor(pane))
                assert desk.title_of(Pane.DETAIL).startswith(f"0 DETAIL {by_tab[-1]}")
        desk.wait_for(lambda: desk.text == first)
        by_digit = []
        for pane in list(Pane)[1:-1]:
            desk.do(pane.value)
            by_digit.append(desk.cursor(pane))
            assert desk.title_of(Pane.DETAIL).startswith(f"0 DETAIL {by_digit[-1]}")
        assert [ref[0] for ref in by_digit] == list("LQSRCN")
        assert by_tab == [*by_digit, NEWEST]
        desk.press("0")
        desk.wait_for(lambda: desk.cursor(Pane.DETAIL) != "")


@SIZES
def test_every_link_is_followed_there_and_back(demo: Path, columns: int, rows: int) -> None:
    """From the detail of the newest event each row is entered, and h returns the same screen."""
    wanted = entries(demo, NEWEST)
    assert {ref.kind for ref in wanted} == {*PANE_OF} - {Kind.EVENT}
    with DeskTerminal(demo, columns=columns, rows=rows) as desk:
        desk.wait_until_open()
        # By itself, it tells of all of them.
        desk.do("0", "+")
        for ref in wanted:
            while desk.cursor(Pane.DETAIL) != ref:
                desk.do("j")
            before = desk.text
            desk.press("enter")
            desk.wait_for(lambda: desk.trail == f"all events > {NEWEST} > {ref}")  # noqa: B023
            desk.wait_for(lambda: desk.title_of(Pane.DETAIL).startswith(f"0 DETAIL {ref}"))  # noqa: B023
            assert desk.title_of(PANE_OF[ref.kind]).endswith("leads")
            desk.press("h")
            desk.wait_for(lambda: desk.text == before)  # noqa: B023
        desk.press("Q")
        assert desk.wait_for_end() == 0


@SIZES
def test_a_way_through_the_store_and_home_again(demo: Path, columns: int, rows: int) -> None:
    """Event, source, its other event, a claim there: the trail tells the way, q unwinds it."""
    with DeskTerminal(demo, columns=columns, rows=rows) as desk:
        desk.wait_until_open()
        desk.do("G", "4", "j")
        first = desk.text
        assert desk.trail == "all events > E1"
        desk.do("enter", "1", "enter", "6", "enter")
        desk.wait_for(lambda: desk.trail.count(">") == 4)
        assert desk.trail.startswith("all events > E1 > S2 > E15 > C")
        desk.do("q", "q", "q")
        desk.wait_for(lambda: desk.text == first)
        desk.press("q")
        assert desk.wait_for_end() == 0
