"""The screens as somebody has looked at them and found them good: `make snapshots` accepts anew."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from store.changes import Act, Operation
from store.dates import Instant
from store.history import Entry, Version
from store.ids import Ref
from store.repository import Repository
from tests.tui.conftest import CopyOf
from tests.tui.desk.pilot import SIZES, OpenDesk
from tui.desk.app import Desk
from tui.desk.dialogs.history import HistoryScreen
from tui.desk.dialogs.question import Question
from tui.desk.link import Link
from tui.render.question import Choice

#: Whether the desk on a store looks as it did, at a size and after some keys.
LooksAsBefore = Callable[..., bool]


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A clock that is the same everywhere."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def looks_as_before(snap_compare: Any, copy_of: CopyOf) -> Iterator[LooksAsBefore]:
    """Opens the desk on a copy of a seed store and compares it with the picture of it."""
    opened: list[Repository] = []

    def compare(
        store: str,
        size: tuple[int, int],
        *keys: str,
        theme: str = "",
        dialog: Screen[Any] | None = None,
    ) -> bool:
        repository = Repository.open(copy_of(store))
        opened.append(repository)
        desk = Desk(Link(repository), theme)

        async def work(pilot: Pilot[None]) -> None:
            open_desk = OpenDesk(desk, pilot)
            if dialog is not None:
                desk.push_screen(dialog)
                await open_desk.settle()
            # What a key opens is there before the next one is pressed.
            for key in keys:
                await open_desk.press(key)
            open_desk.workspace.stop_watching()

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


class Shelf:
    """A history that is the same in every run: of three operations, one of them undone."""

    def entries(self, of: Ref | None, before: int | None, limit: int) -> list[Entry]:
        """All of them."""
        del of, before, limit
        told = (
            (414, "09:12:40", "vera", "imported 500 events from ucdp.csv", 500, None),
            (413, "08:30:00", "ada", "marked R12 as a duplicate of R3", 1, 415),
            (412, "08:15:03", "ada", "renamed E15", 1, None),
        )
        return [
            Entry(
                Operation(
                    *(number, Instant(f"2025-03-10T{at}Z"), who, "", label, "asked by the editor"),
                    *("5f67c2dd9069a72d" * 4, Act.DO, None, count),
                ),
                undone_by,
            )
            for number, at, who, label, count, undone_by in told
        ]

    def without_path(self, sentence: str) -> str:
        """No path is said."""
        return sentence

    def versions(self, sequence: int, of: Ref | None, limit: int) -> list[Version]:
        """The same for each."""
        del sequence, of, limit
        long = "Residents had not dared to go near the dead who lay in streets and houses. " * 3
        before = {"title": "The dead of Baniyas", "summary": long, "tags": ["burial"]}
        after = {
            "title": "The dead of Baniyas, بانياس, are collected",
            "summary": f"{long[:75]}On Sunday volunteers came. {long[75:]}",
            "tags": ["burial", "flight"],
            "locations": [{"location": "L4", "role": "site", "precision": 2}],
        }
        return [Version("E15", before, after), Version("N31", None, {"body": "Which village?"})]


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (160, 45)], ids=["40x12", "80x24", "160x45"])
def test_the_history(looks_as_before: LooksAsBefore, size: tuple[int, int]) -> None:
    """Operations in a list, what the one under the cursor changed beside or below it."""
    dialog = HistoryScreen(Shelf(), Ref("E15"), lambda _: None, lambda _: None)
    assert looks_as_before("demo", size, "j", dialog=dialog)


@pytest.mark.parametrize("size", [(40, 12), (80, 24)], ids=["40x12", "80x24"])
def test_a_question(looks_as_before: LooksAsBefore, size: tuple[int, int]) -> None:
    """What it is about, and the keys that answer it."""
    words = "This was done in another session, 2025-03-10 08:30: renamed E15. Undo it?"
    choices = (Choice("y", "undo"), Choice("n", "leave it"))
    assert looks_as_before("demo", size, dialog=Question("Undo earlier work", words, choices))
