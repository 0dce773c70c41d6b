"""The screens as somebody has looked at them and found them good: `make snapshots` accepts anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from textual.pilot import Pilot

from store.repository import Repository
from tests.tui.conftest import CopyOf
from tests.tui.desk.pilot import SIZES, OpenDesk
from tui.desk.app import Desk
from tui.desk.link import Link

#: Whether the desk on a store looks as it did, at a size and after some keys.
LooksAsBefore = Callable[..., bool]


@pytest.fixture
def looks_as_before(snap_compare: Any, copy_of: CopyOf) -> Iterator[LooksAsBefore]:
    """Opens the desk on a copy of a seed store and compares it with the picture of it."""
    opened: list[Repository] = []

    def compare(store: str, size: tuple[int, int], *keys: str, theme: str = "") -> bool:
        repository = Repository.open(copy_of(store))
        opened.append(repository)
        desk = Desk(Link(repository), theme)

        async def work(pilot: Pilot[None]) -> None:
            await OpenDesk(desk, pilot).press(*keys)

        return bool(snap_compare(desk, terminal_size=size, run_before=work))

    yield compare
    for repository in opened:
        repository.close()


@SIZES
def test_the_first_screen(looks_as_before: LooksAsBefore, size: tuple[int, int]) -> None:
    """All events, the newest in the detail, what is linked to it around."""
    assert looks_as_before("demo", size)


@SIZES
def test_an_event_of_many_parts(looks_as_before: LooksAsBefore, size: tuple[int, int]) -> None:
    """The event for the whole: its claims as a table, parts under their wholes."""
    assert looks_as_before("demo", size, "G")


@SIZES
def test_a_source_that_was_followed(looks_as_before: LooksAsBefore, size: tuple[int, int]) -> None:
    """A source leads: all that it says, and where it stands in the trail."""
    assert looks_as_before("demo", size, "G", "4", "j", "enter")


@SIZES
def test_the_text_of_a_report(looks_as_before: LooksAsBefore, size: tuple[int, int]) -> None:
    """A report leads; in its text the words are marked that claims and quotes rest on."""
    assert looks_as_before("demo", size, "G", "5", "G", "enter", "0", "space")


@SIZES
def test_an_empty_pane(looks_as_before: LooksAsBefore, size: tuple[int, int]) -> None:
    """A pane without rows says why, and what would fill it."""
    assert looks_as_before("demo", size, "j", "7")


@SIZES
def test_the_help(looks_as_before: LooksAsBefore, size: tuple[int, int]) -> None:
    """Every key, over the desk."""
    assert looks_as_before("demo", size, "?")


@SIZES
def test_hard_cases(looks_as_before: LooksAsBefore, size: tuple[int, int]) -> None:
    """What breaks other programs is drawn in its place."""
    assert looks_as_before("hard_cases", size)


@pytest.mark.parametrize("theme", ["desk-light", "desk-terminal", "desk-contrast"])
def test_a_theme(looks_as_before: LooksAsBefore, theme: str) -> None:
    """The same screen in other colours."""
    assert looks_as_before("demo", (120, 40), "G", "3", theme=theme)
