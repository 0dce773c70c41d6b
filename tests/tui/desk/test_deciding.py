"""Deciding on reports at the desk, in the inbox and beside others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self

import pytest

from store.commands.tags import TagRecords
from store.commands.triage import Decide
from store.dates import PartialDate
from store.derive.inbox import Waiting
from store.ids import Kind, Ref
from store.model import Event, Report
from store.repository import Repository
from store.vocabulary import TriageState
from tests import builders
from tests.tui.desk.changes import is_shown, write
from tests.tui.desk.pilot import OpenDesk, at_desk
from tui.desk import inbox_count, likely, link
from tui.desk.workbench import deciding
from tui.state import Pane

CALM = "Nine people were killed in the village of Tuwaym on Friday, residents said."


class Later(datetime):
    """Two hours from now."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """As the clock of a desk that was left alone."""
        return super().now(tz) + timedelta(hours=2)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A store of six reports, the last one urgent, the first two the same, and of an event."""
    place = tmp_path / "store"
    reports = [builders.report(n, title=f"Report {n}", text=f"{n} {CALM}") for n in range(3, 6)]
    copies = [builders.report(n, title=f"Copy {n}", text=CALM) for n in (1, 2)]
    urgent = builders.report(6, title="Urgent", urgent=True)
    with builders.a_store(place, *copies, *reports, urgent, builders.event(1, title="Raid")):
        pass
    return place


@pytest.fixture
def vera(place: Path) -> Iterator[Repository]:
    """Vera's session in the same store."""
    repository = Repository.open(place, author="vera")
    yield repository
    repository.close()


def decided(repository: Repository) -> dict[str, str]:
    """What was decided on each report that was decided on."""
    with repository.read() as reader:
        reports = reader.listing(Kind.REPORT, reader.numbers(Kind.REPORT))
        states = {one.ref: one.triage.state for one in reports if isinstance(one, Report)}
    return {str(ref): str(state) for ref, state in states.items() if state is not TriageState.NEW}


async def decide(desk: OpenDesk, *keys: str, until: str) -> None:
    """Press keys, and wait until the message says what was done."""
    await desk.press(*keys)
    await desk.until(lambda: until in desk.screen)


def is_on(desk: OpenDesk, ref: str) -> Callable[[], bool]:
    """Whether the cursor of the reports stands there."""
    return lambda: desk.row(Pane.REPORTS).startswith(f"{ref} ")


async def test_the_inbox_is_worked_through_with_one_key_a_report(place: Path) -> None:
    """Decided rows stay, dimmed and with their letter, until r; then nothing is left but later."""
    async with at_desk(place) as desk:
        await desk.press("i")
        assert desk.lines("header")[0].startswith(" all events > E1 > inbox > R6")
        assert desk.title(Pane.REPORTS) == "5 REPORTS 6 in the inbox leads"
        await desk.until(lambda: "6 open, +" in desk.lines("header")[0])
        await decide(desk, "a", until="R6: relevant. u undoes.")
        assert is_on(desk, "R1")()
        await decide(desk, "X", "2", until="R1: not relevant (out of time).")
        await decide(desk, "s", "2", until="R2: later, back ")
        await decide(desk, ".", until="R3: later, back ")
        await decide(desk, "!", until="R4: urgent.")
        await decide(desk, "x", until="R4: not relevant.")
        await desk.until(lambda: "1 open, +" in desk.lines("header")[0])
        rows = [" ".join(line.split()[:2]) for line in desk.lines("reports")[1:7]]
        assert rows == ["R6 R", "R1 X", "R2 L", "R3 L", "R4 X", ">R5 N"]
        assert desk.view.lists[Pane.REPORTS].settled == {6, 1, 2, 3, 4}
        await decide(desk, "a", until="Inbox done: nothing waits here.")
        await desk.press("r")
        await is_shown(desk, "The inbox is empty")
        await desk.press("h")
        assert desk.title(Pane.EVENTS) == "1 EVENTS all 1 leads"


async def test_a_duplicate_takes_two_keys_when_the_first_candidate_is_right(place: Path) -> None:
    """d d takes it; another one is named by its reference, or found by words."""
    async with at_desk(place, (160, 45)) as desk:
        await desk.press("i", "j")
        await desk.press("d")
        await is_shown(desk, "R1 is a duplicate of")
        assert "same words" in desk.screen
        await decide(desk, "d", until="R1: duplicate of R2.")
        await desk.press("j", "d", "0", *"r3", "enter")
        await is_shown(desk, "R3 cannot be a duplicate of itself.")
        await desk.press("ctrl+u", *"urgent", "enter")
        await is_shown(desk, "1 R6 Urgent")
        await decide(desk, "1", until="R3: duplicate of R6.")
        assert decided(desk.workspace.link.repository) == {"R1": "duplicate", "R3": "duplicate"}


async def test_a_duplicate_of_a_duplicate_is_said_to_repeat_the_original(
    place: Path, vera: Repository
) -> None:
    """Whatever was named: that is what is written."""
    vera.run(Decide([Ref("R1")], TriageState.DUPLICATE, of=Ref("R2")))
    async with at_desk(place) as desk:
        await desk.press("i", "G", "d", "0", *"r1", "enter")
        await is_shown(desk, "R5: duplicate of R2.")


async def test_a_duplicate_can_be_said_to_repeat_another_one(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That nothing is shown of what it is like does not mean that nothing is like it."""
    monkeypatch.setattr(likely, "REST", 0.001)
    async with at_desk(place) as desk:
        await desk.press("i", "j", "x")
        await is_shown(desk, "R1: not relevant.")
        await desk.press("k")
        await desk.until(lambda: Ref("R1") in desk.workspace.likely._looked)
        await desk.press("d")
        await is_shown(desk, "1 R2 Copy 2")


async def test_what_is_typed_for_later_is_mended_where_it_is_no_time(place: Path) -> None:
    """A day of the past, or of no calendar, is said plainly, and the text stays."""
    async with at_desk(place) as desk:
        await desk.press("i", "s", "0", *"2026-02-30", "enter")
        await is_shown(desk, "2026-02-30 is not in the calendar.")
        await desk.press("ctrl+u", *"2020", "enter")
        await is_shown(desk, "2020 is past already.")
        await decide(desk, "ctrl+u", *"9999-12", "enter", until="R6: later, back 9999-12.")


async def test_a_key_that_is_held_down_decides_once(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first press counts; the others come back to the report that was shown then."""
    ticks = iter([10.0, 10.5, *(10.53 + 0.03 * at for at in range(30))])
    monkeypatch.setattr(deciding, "monotonic", lambda: next(ticks))
    # What waits must wait, however slowly the keys come here.
    monkeypatch.setattr(deciding, "REPEAT", 60.0)
    async with at_desk(place) as desk:
        await desk.press("i")
        await desk.pilot.press(*"xxxxxxxx")
        await desk.until(lambda: "x was held down: it counts once." in desk.screen)
        await desk.until(lambda: decided(desk.workspace.link.repository) == {"R6": "not relevant"})
        assert is_on(desk, "R1")()
        assert desk.view.lists[Pane.REPORTS].settled == {6}


async def test_a_decision_of_a_second_ago_is_refused_where_it_stands(
    place: Path, vera: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By whom, what, and how long ago; the cursor is back on it, and the same key overrules."""
    monkeypatch.setattr(deciding, "GRACE", 60.0)
    async with at_desk(place, (120, 40)) as desk:
        await desk.press("i", "j")
        desk.workspace.stop_watching()
        vera.run(Decide([Ref("R1")], TriageState.NOT_RELEVANT, "rumour"))
        vera.run(TagRecords([Ref("R2")], add=["seen"]))
        await decide(desk, "a", until="R1: vera decided not relevant (rumour)")
        assert " s ago. a again overrules." in desk.screen
        assert is_on(desk, "R1")()
        assert decided(vera) == {"R1": "not relevant"}
        await desk.press("x")
        await is_shown(desk, "R1 has come back here meanwhile. x again decides on it.")
        await decide(desk, "a", until="R1: relevant.")
        # A tag is no decision: what was seen of the report is still so.
        await decide(desk, "x", until="R2: not relevant.")
        assert decided(vera) == {"R1": "relevant", "R2": "not relevant"}


async def test_an_event_takes_no_report_that_somebody_decided_on_meanwhile(
    place: Path, vera: Repository
) -> None:
    """Not while the picker was open; who picks again overrules."""
    async with at_desk(place, (120, 40)) as desk:
        await desk.press("i", "j", "A")
        vera.run(Decide([Ref("R1")], TriageState.NOT_RELEVANT, "rumour"))
        await desk.press(*"raid")
        await is_shown(desk, ">   E1    Raid")
        await decide(desk, "enter", until="R1: vera decided not relevant (rumour)")
        assert decided(vera) == {"R1": "not relevant"}
        await desk.press("A", *"raid")
        await is_shown(desk, ">   E1    Raid")
        await decide(desk, "enter", until="R1 tells of E1 Raid.")
        assert decided(vera) == {"R1": "relevant"}
        await desk.press("G")
        await decide(desk, "u", until="Undone: put R1 into E1")
        assert is_on(desk, "R1")()


async def test_a_repeated_decision_is_the_one_that_was_made_last(place: Path) -> None:
    """Whichever key it was made by: an event takes the next reports, too, one key each."""
    async with at_desk(place, (120, 40)) as desk:
        await desk.press("i")
        await decide(desk, "X", "4", until="R6: not relevant (rumour).")
        await desk.press("A", *"raid")
        await is_shown(desk, ">   E1    Raid")
        await decide(desk, "enter", until="R1 tells of E1 Raid.")
        await decide(desk, "j", ".", until="R2: relevant, into E1.")
        assert is_on(desk, "R3")()
        await decide(desk, ".", until="R3: relevant, into E1.")
        await desk.press("k", "k", "k", "D")
        await is_shown(desk, "COMPARE R1 with R2")
        await decide(desk, "d", until="R1: duplicate of R2.")
        await decide(desk, ".", until="R4: duplicate of R2.")
        with desk.workspace.link.repository.read() as reader:
            event = reader.get(Ref("E1"))
        assert isinstance(event, Event)
        assert event.reports == (Ref("R1"), Ref("R2"), Ref("R3"))


async def test_what_is_asked_is_answered_for_the_report_that_was_seen(
    place: Path, vera: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the cursor goes back meanwhile, no menu is answered for another report unawares."""
    monkeypatch.setattr(deciding, "GRACE", 60.0)
    async with at_desk(place, (120, 40)) as desk:
        await desk.press("i")
        desk.workspace.stop_watching()
        await desk.press("X")
        await is_shown(desk, "R6 · not relevant:")
        # As it is where something was refused, or undone, while the menu was open.
        desk.workspace.acting.bench.return_to(Ref("R2"))
        await decide(desk, "4", until="R6: not relevant (rumour).")
        assert decided(vera) == {"R6": "not relevant"}
        await desk.press("g", "j")
        vera.run(Decide([Ref("R1")], TriageState.NOT_RELEVANT))
        await decide(desk, "a", until="R1: vera decided not relevant")
        await desk.press("s")
        await is_shown(desk, "R1 has come back here meanwhile. s again decides on it.")
        await desk.press("s")
        await is_shown(desk, "R1 · later:")


async def test_undo_comes_back_to_the_report(place: Path) -> None:
    """Wherever the cursor was meanwhile, as long as its row is there."""
    async with at_desk(place) as desk:
        await desk.press("i")
        await decide(desk, "x", until="R6: not relevant.")
        await desk.press("j", "j")
        await decide(desk, "u", until="Undone: decided R6 not relevant.")
        assert is_on(desk, "R6")()
        await desk.until(lambda: not desk.view.lists[Pane.REPORTS].settled)


async def test_marks_are_decided_together_and_undone_together(place: Path) -> None:
    """Of several, some decided before, it is asked; the others are done alone if one likes."""
    async with at_desk(place) as desk:
        await desk.press("i")
        await decide(desk, "a", until="R6: relevant.")
        await desk.press("g", "space", "space", "space", "x")
        await is_shown(desk, "Decide on 3 reports: not relevant? Of them 1 would be overruled")
        await decide(desk, "o", until="2 reports: not relevant.")
        assert is_on(desk, "R3")()
        repository = desk.workspace.link.repository
        assert decided(repository) == {"R6": "relevant", "R1": "not relevant", "R2": "not relevant"}
        await decide(desk, "u", until="Undone: decided 2 reports not relevant")
        assert is_on(desk, "R1")()
        assert decided(repository) == {"R6": "relevant"}


async def test_what_waits_again_or_is_decided_so_already_is_not_overruled(
    place: Path, vera: Repository
) -> None:
    """Of marks in the inbox nothing is asked that nobody has to decide between."""
    vera.run(Decide([Ref("R1")], TriageState.LATER, when=PartialDate("2025-04")))
    vera.run(Decide([Ref("R2")], TriageState.NOT_RELEVANT))
    vera.run(Decide([Ref("R3")], TriageState.RELEVANT))
    async with at_desk(place) as desk:
        await desk.press("5", "b", "g", "V", "x")
        await is_shown(desk, "Of them 1 would be overruled")
        await decide(desk, "o", until="5 reports: not relevant.")


async def test_nobody_is_led_to_what_somebody_else_has_open(place: Path, vera: Repository) -> None:
    """Nor to what was decided on elsewhere in this moment."""
    vera.be_present("R1")
    async with at_desk(place) as desk:
        await desk.press("i")
        desk.workspace.stop_watching()
        vera.run(Decide([Ref("R2")], TriageState.RELEVANT))
        await decide(desk, "x", until="R6: not relevant.")
        assert is_on(desk, "R3")()
        await desk.press("G")
        await decide(desk, "x", until="The end of the inbox; 3 wait above, or at other desks.")


async def test_what_comes_in_and_what_comes_back_waits_for_a_refresh(
    place: Path, vera: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a key the title tells of it, and no row moves; urgent ones come first then."""
    monkeypatch.setattr(inbox_count, "TICK", 0.05)
    async with at_desk(place) as desk:
        await desk.press("i", "j")
        back = (datetime.now().astimezone() + timedelta(hours=1)).isoformat(timespec="minutes")
        vera.run(Decide([Ref("R2")], TriageState.LATER, when=PartialDate(back)))
        await desk.until(lambda: 2 in desk.view.lists[Pane.REPORTS].settled)
        write(vera, builders.report(9, title="New", urgent=True))
        await is_shown(desk, "+1 new, r")
        for module in (inbox_count, link):
            monkeypatch.setattr(module, "datetime", Later)
        await desk.until(lambda: not desk.view.lists[Pane.REPORTS].settled)
        assert desk.title(Pane.REPORTS) == "5 REPORTS 6 in the inbox +1 new, r leads"
        assert is_on(desk, "R1")()
        await desk.press("r")
        rows = [line.split()[0].lstrip("~") for line in desk.lines("reports")[1:5]]
        assert rows == ["R6", "R9", ">R1", "R2"]


async def test_an_inbox_at_rest_draws_nothing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock goes on, and a line at which nobody types carries nothing."""
    monkeypatch.setattr(inbox_count, "TICK", 0.02)
    async with at_desk(place) as desk:
        await desk.press("i")
        await desk.until(lambda: "6 open, +" in desk.lines("header")[0])
        looks: list[object] = []
        tell = desk.workspace._painter.tell_of_inbox

        def look(waiting: Waiting) -> None:
            looks.append(waiting)
            tell(waiting)

        monkeypatch.setattr(desk.workspace._inbox, "_tell", look)
        drawn: list[object] = []
        monkeypatch.setattr(desk.workspace._canvas, "show", lambda *what: drawn.append(what))
        await desk.until(lambda: len(looks) > 3)
        assert drawn == []


async def test_a_key_that_decides_says_why_it_does_nothing(place: Path) -> None:
    """On an event, in an empty list, and where nothing is there to repeat."""
    async with at_desk(place) as desk:
        await desk.press("a")
        await is_shown(desk, "E1 is an event: a decides on reports. i lists them.")
        await desk.press("5", "x")
        await is_shown(desk, "There is no report here.")
        await desk.press("i", ".")
        await is_shown(desk, "Nothing was decided yet")
        await desk.press("i")
        await is_shown(desk, "This is the inbox.")
