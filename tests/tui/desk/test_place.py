"""Where somebody was at the desk, kept for the next desk until one is left by a key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from store.repository import Repository
from tests.tui.desk.pilot import OpenDesk, at_desk
from tui import bookmark, moves, savers
from tui.bindings import USUAL
from tui.cli.ending import Asked
from tui.desk.link import Link
from tui.desk.place import Place
from tui.state import Pane, View, enter, put_cursor


class Seats:
    """Desks without a screen, each a place in the demonstration store."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self.open = ExitStack()

    def sit(self, author: str = "ada") -> tuple[Place, View]:
        """A new desk's place, and what it shows first."""
        store = Repository.open(self._place, author=author)
        self.open.callback(store.close)
        link = Link(store)
        place = Place(link)
        found = place.find()
        with link.reading():
            view = found or moves.begun(link.rows_of, None)
            place.move(view)
        return place, view

    def moved(self, place: Place, view: View, row: int) -> View:
        """The desk's cursor on another row."""
        with place._link.reading():
            there = put_cursor(view, Pane.EVENTS, row, place._link.rows_of, 10)
        place.move(there)
        place.save()
        return there


@pytest.fixture
def seats(demo: Path) -> Iterator[Seats]:
    """Desks that are closed in the end."""
    made = Seats(demo)
    with made.open:
        yield made


def cut(place: Place) -> None:
    """The process of a desk is gone: nothing holds its file any more."""
    if place._open is not None:
        place._open.keep()


def test_the_next_desk_is_where_the_last_one_was_cut(seats: Seats) -> None:
    """It tells of it, and goes on with the same file; nobody else may read it."""
    place, view = seats.sit()
    there = seats.moved(place, view, 5)
    cut(place)
    again, found = seats.sit()
    assert found.focus == there.focus
    assert again.sentence(USUAL).startswith("The line was cut: this is where you were at ")
    assert again.sentence(USUAL).endswith(" b shows everything.")
    (text,) = (seats._place / "drafts" / "places").glob("*.md")
    assert text.stat().st_mode & 0o777 == 0o600


def test_who_has_gone_nowhere_leaves_nothing(seats: Seats) -> None:
    """The next desk opens there by itself, and has nothing to tell."""
    place, _ = seats.sit()
    place.save()
    cut(place)
    assert seats.sit()[0].sentence(USUAL) == ""


def test_a_place_is_its_desk_s_as_long_as_that_is_open(seats: Seats) -> None:
    """A second desk begins at the beginning; of two that were cut the newest is gone on with."""
    first, view = seats.sit()
    seats.moved(first, view, 3)
    second, beginning = seats.sit()
    assert beginning.focus == view.focus
    last = seats.moved(second, beginning, 7)
    cut(first)
    cut(second)
    assert seats.sit()[1].focus == last.focus


def test_a_line_that_is_cut_at_the_first_key_is_come_back_from(seats: Seats) -> None:
    """What keeps a place while somebody moves has not begun yet, and the signal saves it."""
    with seats.sit()[0] as place:
        assert place._newest is not None
        with place._link.reading():
            there = put_cursor(place._newest, Pane.EVENTS, 5, place._link.rows_of, 10)
        place.move(there)
        savers.save_all()
    savers.forget(place.save)
    cut(place)
    assert seats.sit()[1].focus == there.focus


def test_a_desk_left_by_a_key_leaves_no_place(seats: Seats) -> None:
    """Nor does it leave that of an earlier one: the next begins at the beginning."""
    earlier, view = seats.sit()
    seats.moved(earlier, view, 3)
    other, beginning = seats.sit()
    seats.moved(other, beginning, 4)
    cut(earlier)
    other.discard()
    assert seats.sit()[1].focus == view.focus


def test_nobody_is_led_to_where_a_colleague_was(seats: Seats) -> None:
    """Also where both use one login: a place is that of who works there."""
    place, view = seats.sit("ada")
    seats.moved(place, view, 3)
    cut(place)
    assert seats.sit("noor")[1].focus == view.focus


@pytest.mark.parametrize("text", [b"", b"\xff", b'{"version": 99, "steps": []}'])
def test_what_cannot_be_read_is_passed_over(seats: Seats, text: bytes) -> None:
    """A half, noise, what a later program left: the desk opens at its beginning."""
    place, view = seats.sit()
    seats.moved(place, view, 3)
    assert place._open is not None
    place._open.path.write_bytes(text)
    cut(place)
    assert seats.sit()[1].focus == view.focus


@pytest.mark.parametrize(
    ("fault", "is_kept"), [(KeyError("zq"), False), (OSError("gone"), True), (Asked(1), True)]
)
def test_no_desk_dies_of_a_place_twice(
    seats: Seats, monkeypatch: pytest.MonkeyPatch, fault: BaseException, is_kept: bool
) -> None:
    """A fault while it is opened removes it; a terminal that goes away, or a signal, does not."""
    place, view = seats.sit()
    there = seats.moved(place, view, 3)
    cut(place)

    def fail(*_: object) -> View:
        raise fault

    again = Place(place._link)
    with monkeypatch.context() as opening:
        opening.setattr(bookmark, "opened", fail)
        with pytest.raises(type(fault)), again:
            again.find()
    cut(again)
    assert (seats.sit()[1].focus == there.focus) is is_kept


async def test_hits_are_searched_for_again(demo: Path, seats: Seats) -> None:
    """Cut in the middle of a search: its hits, the cursor and the pane are there, and all of it."""
    async with at_desk(demo, (120, 40)) as desk:
        await desk.press("slash", *"killed", "enter", "j", "j", "3")
        place = Place(desk.app.link)
        place.move(desk.view)
        place.move(enter(desk.view, Pane.SOURCES))
        place.save()
        hits, focus = desk.view.lists[Pane.EVENTS].rows.total, desk.view.focus
        cut(place)
    async with at_desk(demo, (120, 40), goes_on=True) as desk:
        await desk.settle()
        shown = desk.view.lists[Pane.EVENTS]
        assert (desk.view.focus, desk.view.active) == (focus, Pane.SOURCES)
        assert (shown.query, shown.rows.total) == ("killed", hits)
        assert shown.search is not None
        assert not shown.search.goes_on
        assert said(desk).startswith("The line was cut")
        await desk.press("k")
        assert not said(desk).startswith("The line was cut")


def said(desk: OpenDesk) -> str:
    """What stands in the footer's place."""
    return " ".join(" ".join(desk.lines("footer")).split())
