"""Several people at work: what others changed, whom a note calls, who is here, what was done."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import apsw
import pytest

from store import session
from store.commands.notes import WriteNotes
from store.commands.triage import Decide
from store.ids import Ref
from store.repository import Repository
from store.sql.connection import connect
from store.vocabulary import TriageState
from tests.tui.desk.changes import is_shown, rename
from tests.tui.desk.pilot import OpenDesk, at_desk
from tui.desk.message import Trouble
from tui.state import Pane


def sign_of(desk: OpenDesk, ref: str) -> str:
    """What stands before the row of an event."""
    return next(line[0] for line in desk.lines("events") if line[1:].startswith(f"{ref} "))


async def test_what_a_colleague_changed_is_marked_until_it_was_shown(
    demo: Path, noor: Repository
) -> None:
    """A sign before the row; who, when and what in the title of the detail, until one goes on."""
    async with at_desk(demo, (160, 45)) as desk:
        rename(noor, "E14", "Renamed by noor", label="renamed E14")
        await is_shown(desk, "Renamed by noor")
        assert sign_of(desk, "E14") == "~"
        own = desk.workspace.link._repository
        rename(own, "E13", "Renamed at this desk")
        await is_shown(desk, "Renamed at this desk")
        assert sign_of(desk, "E13") == " "
        await desk.press("j")
        assert "changed by noor" in desk.title(Pane.DETAIL)
        assert ": renamed E14" in desk.title(Pane.DETAIL)
        noor.be_present("E14")
        await is_shown(desk, "noor has it open")
        noor.be_present("E1")
        await desk.press("j")
        await desk.until(lambda: sign_of(desk, "E14") == " ")
        await desk.press("k")
        assert "noor" not in desk.title(Pane.DETAIL)


async def test_a_note_that_calls_lights_the_header_until_it_was_read(
    demo: Path, noor: Repository
) -> None:
    """It tells how many and the key that lists them, after a restart too; who writes is not lit."""
    async with at_desk(demo) as desk:
        noor.run(WriteNotes([Ref("E12"), Ref("E13")], "@Ada, can you look?"))
        noor.run(WriteNotes([Ref("E12")], "ada@example.org wrote, @adam"))
        await is_shown(desk, "@ada 2, I")
        desk.workspace.link._repository.run(WriteNotes([Ref("E1")], "@ada: my own"))
        await desk.press("I")
        assert desk.title(Pane.NOTES).startswith("7 NOTES 3 of")
        await desk.press("j")
        await is_shown(desk, "@ada 1, I")
    async with at_desk(demo) as desk:
        await is_shown(desk, "@ada 1, I")
        await desk.press("I", "j", "j")
        await desk.until(lambda: "@ada" not in desk.lines("header")[0].replace("calls:ada", ""))


async def test_who_is_here_and_what_was_done_today(demo: Path, noor: Repository) -> None:
    """Each desk with its record, one's own second one too; Enter goes to what a line is about."""
    with closing(Repository.open(demo, author="ada")) as second:
        second.be_present("E13")
        noor.be_present("E13")
        async with at_desk(demo, (100, 30)) as desk:
            await desk.press("P")
            await is_shown(desk, "ada, another desk of yours")
            assert "at Roads to the coast sealed" in desk.screen
            await desk.press("enter")
            assert desk.view.focus == "E13"
            second.run(Decide([Ref("R1")], TriageState.LATER))
            second.run(Decide([Ref("R2")], TriageState.NOT_RELEVANT, reason="rumour"))
            await desk.press("W")
            await is_shown(desk, "2 reports decided: 1 not relevant, 1 put off.")
            assert "Not relevant: 1 rumour." in desk.screen
            await desk.press("enter")
            assert "about no record" in desk.screen
            await desk.press("G", "enter")
            assert desk.view.focus == "R1"


def make_read_only(repository: Repository, patch: pytest.MonkeyPatch) -> None:
    """From now on the system refuses every write to the store, as after a remount."""

    def connected(*given: Any, **named: Any) -> apsw.Connection:
        connection = connect(*given, **named)
        connection.pragma("query_only", 1)
        return connection

    patch.setattr(session, "connect", connected)
    for connection in repository._session._connections:
        connection.pragma("query_only", 1)


async def test_a_store_that_is_made_read_only_stops_nobody(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A decision is taken back, a note kept, both say why; the desk goes on, and so does work."""
    async with at_desk(demo) as desk:
        await desk.press("i")
        report = desk.view.shown
        repository = desk.workspace.link.repository
        with monkeypatch.context() as patch:
            make_read_only(repository, patch)
            await desk.press("a")
            await is_shown(desk, "desk.sqlite cannot be written: it was made read-only")
            assert desk.view.shown == report
            await desk.press("j")
            assert desk.view.shown != report
            await desk.press("c", "W", "h", "y", "enter")
            await is_shown(desk, "The text is kept as a draft")
        for connection in repository._session._connections:
            connection.pragma("query_only", 0)
        await desk.press("k", "a")
        await is_shown(desk, f"{report}: relevant.")
        assert desk.view.shown != report


async def test_what_goes_wrong_behind_the_screen_takes_no_answer_away(demo: Path) -> None:
    """The answer stays and the trouble stands behind it, until the next key."""
    async with at_desk(demo) as desk:
        await desk.press("f")
        answer = desk.lines("footer")[0].strip()
        desk.workspace.post_message(Trouble("The disk is full."))
        await is_shown(desk, f"{answer} The disk is full.")
        await desk.press("j")
        assert "The disk is full." not in desk.screen
