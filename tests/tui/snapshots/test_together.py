"""The screens that tell of the others, and of the day's work."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from typing import Any

import pytest
from textual.pilot import Pilot

from store.changes import Operation
from store.dates import Instant
from store.derive.digest import Digest, Told
from store.history import Touched
from store.ids import Kind, Ref
from store.presence import Present
from store.repository import Repository
from store.vocabulary import TriageState
from tests.tui.conftest import CopyOf
from tests.tui.desk.pilot import OpenDesk
from tui.desk import painter
from tui.desk.app import Desk
from tui.desk.calls import CallsChanged
from tui.desk.dialogs.told import ToldDialog
from tui.desk.link import Link
from tui.desk.live import OthersChanged
from tui.render.digest import rows_of
from tui.render.present import present_rows
from tui.render.told import Row

BOTH = pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=["80x24", "160x45"])
AT = Instant("2025-03-10T10:32:00Z")


@pytest.fixture(autouse=True)
def that_day(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A clock that is the same everywhere, and a day on which all of it was done."""

    class Clock(datetime):
        """It stands still."""

        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime(2025, 3, 10, 11, tzinfo=tz)

    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    monkeypatch.setattr(painter, "datetime", Clock)
    yield
    monkeypatch.undo()
    time.tzset()


@BOTH
def test_the_desk_among_others(snap_compare: Any, copy_of: CopyOf, size: tuple[int, int]) -> None:
    """Rows that others changed or have open, what was changed in the detail, a lit header."""
    with closing(Repository.open(copy_of("demo"), author="ada")) as repository:
        desk = Desk(Link(repository))

        async def work(pilot: Pilot[None]) -> None:
            open_desk = OpenDesk(desk, pilot)
            await open_desk.settle()
            screen = open_desk.workspace
            screen.stop_watching()
            touched = [
                Touched(Ref(ref), Operation(9, AT, "vera", "", f"renamed {ref}", "", ""), False)
                for ref in ("E15", "E11", "E9")
            ]
            screen._painter.unseen = screen._painter.unseen.hear(touched, "mine")
            screen.post_message(OthersChanged((("vera", "E15"), ("noor", "E13"), ("noor", ""))))
            screen.post_message(CallsChanged(2))
            await open_desk.settle()

        assert snap_compare(desk, terminal_size=size, run_before=work)


def told() -> list[Row]:
    """The digest of a day."""
    digest = Digest(
        decisions=Counter({TriageState.RELEVANT: 12, TriageState.NOT_RELEVANT: 25}),
        reasons=Counter({"rumour": 14, "out of area": 9, "": 2}),
        relevant=[Told(Ref("R12"), "Hundreds killed on the coast, monitor says", "ada")],
        events=[Told(Ref("E16"), "Abductions on the road to Qadmus", "ada")],
        notes=[Told(Ref("N11"), "question about E16: Who was at the checkpoint?", "ada")],
        merges=["merged E5, Shelling of Baniyas, into E4"],
        written=Counter({Kind.CLAIM: 9, Kind.QUOTE: 4}),
        people=Counter({"ada": 60}),
        undone=1,
    )
    return rows_of(digest)


def here() -> list[Row]:
    """Two people at three desks."""
    found = [Present("noor", AT, 1, "E13"), Present("vera", AT, 2), Present("vera", AT, 3, "R12")]
    labels = {"E13": "Roads to the coast sealed", "R12": "Hundreds killed on the coast"}
    return present_rows(found, labels, "ada", AT[:10])


@BOTH
@pytest.mark.parametrize("what", ["digest", "who is here"])
def test_a_panel(snap_compare: Any, copy_of: CopyOf, size: tuple[int, int], what: str) -> None:
    """What is told, line by line, over the desk."""
    rows = told() if what == "digest" else here()
    heading = "DIGEST of ada, today" if what == "digest" else "WHO IS HERE"
    with closing(Repository.open(copy_of("demo"), author="ada")) as repository:
        desk = Desk(Link(repository))

        async def work(pilot: Pilot[None]) -> None:
            open_desk = OpenDesk(desk, pilot)
            desk.push_screen(ToldDialog(heading, lambda _: rows))
            await open_desk.settle()
            open_desk.workspace.stop_watching()

        assert snap_compare(desk, terminal_size=size, run_before=work)
