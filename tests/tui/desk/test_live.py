"""The desk while others work in the store, and what undo, history and the past show there."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.events import Key, MouseScrollDown

from store.commands.records import DeleteRecords, WriteRecords
from store.errors import Interrupted
from store.ids import Ref
from store.record import Record
from store.repository import Repository
from store.sql.asof import Progress
from tests import builders
from tests.tui.desk.pilot import SIZES, OpenDesk, at_desk
from tests.tui.desk.test_the_desk_and_its_store import edit_outside
from tui.desk.workspace import Workspace
from tui.state import Pane


@pytest.fixture
def noor(demo: Path) -> Iterator[Repository]:
    """A colleague who has the demonstration store open."""
    repository = Repository.open(demo, author="noor")
    yield repository
    repository.close()


def write(repository: Repository, *records: Record, label: str = "wrote") -> None:
    """Write records."""
    repository.run(WriteRecords(records, label=label))


def rename(repository: Repository, ref: str, title: str, label: str = "renamed") -> None:
    """Give an event another title."""
    with repository.read() as reader:
        record = reader.get(Ref(ref))
    write(repository, replace(record, title=title), label=label)


async def is_shown(desk: OpenDesk, words: str) -> None:
    """Wait until words are on the screen."""
    await desk.until(lambda: words in desk.screen)


@SIZES
async def test_a_change_by_another_is_shown_in_its_row(
    demo: Path, noor: Repository, size: tuple[int, int]
) -> None:
    """Row and detail say the new name, without a key; focus and cursors stay."""
    async with at_desk(demo, size) as desk:
        await desk.press("j", "5", "j", "1")
        before = desk.view
        rename(noor, "E14", "Renamed by noor")
        await desk.until(lambda: "Renamed by noor" in desk.row(Pane.EVENTS))
        assert "Renamed by noor" in desk.lines("detail")[1]
        assert (desk.view.focus, desk.view.active) == (before.focus, before.active)
        assert {pane: shown.ref for pane, shown in desk.view.lists.items()} == {
            pane: shown.ref for pane, shown in before.lists.items()
        }


@SIZES
async def test_new_records_wait_until_they_are_asked_for(
    demo: Path, noor: Repository, size: tuple[int, int]
) -> None:
    """The title counts them; r lists them, and the cursor stays on its record."""
    async with at_desk(demo, size) as desk:
        await desk.press("j")
        write(noor, *(builders.event(n, title="later", start="2025-12-01") for n in (98, 99)))
        await is_shown(desk, "+2 new, r")
        assert desk.title(Pane.EVENTS) == "1 EVENTS all 15 +2 new, r leads"
        assert not any("later" in line for line in desk.lines("events"))
        await desk.press("r")
        assert desk.title(Pane.EVENTS) == "1 EVENTS all 17 leads"
        assert desk.row(Pane.EVENTS).startswith("E14 ")


async def test_a_deleted_record_stays_as_gone(demo: Path, noor: Repository) -> None:
    """No row moves up: what another deleted is told to be gone."""
    async with at_desk(demo) as desk:
        rows = [line.split()[0].lstrip(">") for line in desk.lines("events")[1:]]
        noor.run(DeleteRecords([Ref("E14")]))
        await is_shown(desk, "not in the store")
        assert [line.split()[0].lstrip(">") for line in desk.lines("events")[1:]] == rows
        assert "not in the store" in desk.lines("events")[2]


async def test_what_was_put_aside_hears_the_news_too(demo: Path, noor: Repository) -> None:
    """While one looks at a source an event comes: back at all events, its title says so."""
    async with at_desk(demo) as desk:
        await desk.press("4", "enter")
        write(noor, builders.event(99, title="later", start="2025-12-01"))
        rename(noor, "E15", "Renamed by noor")
        await is_shown(desk, "Renamed by noor")
        await desk.press("h", "1")
        await is_shown(desk, "+1 new, r")


async def test_a_quote_that_comes_waits_in_its_pane(demo: Path, noor: Repository) -> None:
    """Linked lists keep their rows as well."""
    async with at_desk(demo, (160, 45)) as desk:
        before = desk.lines("quotes")[1:]
        write(noor, builders.quote(99, words="there was nobody", events=["E15"]))
        await is_shown(desk, "+1 new, r")
        assert desk.title(Pane.QUOTES) == "3 QUOTES 2 of E15 +1 new, r"
        assert desk.lines("quotes")[1:] == before


async def test_the_header_tells_who_else_is_at_work(demo: Path, noor: Repository) -> None:
    """Their names, and the row of the record on their screen; nobody once they have left."""
    async with at_desk(demo, (120, 40)) as desk:
        noor.be_present("E13")
        await is_shown(desk, "with noor · ")
        assert desk.lines("events")[3].startswith("@E13 ")
        noor.close()
        await desk.until(lambda: "noor" not in desk.screen)


async def test_others_are_told_what_this_desk_shows(demo: Path, noor: Repository) -> None:
    """A little later, and not for every key."""
    async with at_desk(demo) as desk:
        await desk.until(lambda: [one.record for one in noor.others()] == ["E15"])
        await desk.press("j")
        await desk.until(lambda: [one.record for one in noor.others()] == ["E14"])


async def test_undo_and_redo_by_keys(demo: Path, noor: Repository) -> None:
    """u takes the newest back, U does it again; what noor changed since stays, and is named."""
    async with at_desk(demo) as desk:
        repository = desk.workspace.link._repository
        rename(repository, "E15", "one", label="renamed E15")
        events = [builders.event(15, title="two"), builders.event(14, title="two")]
        write(repository, *events, label="renamed 2 events")
        await is_shown(desk, "two")
        rename(noor, "E14", "three")
        await desk.press("u")
        assert desk.lines("footer")[0] == (
            " Undone: renamed 2 events (E14 changed since by noor and stays)."
        )
        await desk.until(lambda: desk.row(Pane.EVENTS).split()[3:4] == ["one"])
        await desk.press("U")
        assert desk.lines("footer")[0].startswith(" Done again: renamed 2 events")
        await desk.until(lambda: "two" in desk.row(Pane.EVENTS))
        await desk.press("u", "u")
        await desk.until(lambda: "The dead of Baniyas" in desk.row(Pane.EVENTS))
        await desk.press("u")
        assert desk.lines("footer")[0] == " There is nothing of yours to undo."


@pytest.mark.parametrize(("answer", "name"), [("y", "The dead of"), ("n", "one"), ("q", "one")])
async def test_earlier_work_is_undone_when_the_person_says_so(
    demo: Path, answer: str, name: str
) -> None:
    """After a restart u asks, saying what and when; Enter is no answer."""
    ada = Repository.open(demo, author="ada")
    rename(ada, "E15", "one", label="renamed E15")
    ada.close()
    async with at_desk(demo) as desk:
        await desk.press("u")
        assert desk.has_dialog
        assert "renamed E15" in desk.screen
        await desk.press("enter")
        assert desk.has_dialog
        await desk.press(answer)
        await desk.until(lambda: not desk.has_dialog)
        await desk.until(lambda: name in desk.row(Pane.EVENTS))


async def test_the_desk_can_be_left_from_a_question(demo: Path) -> None:
    """Q quits from anywhere, and nothing is undone."""
    ada = Repository.open(demo, author="ada")
    rename(ada, "E15", "one", label="renamed E15")
    ada.close()
    async with at_desk(demo) as desk:
        await desk.press("u", "Q")
        assert not desk.app.is_running
    ada = Repository.open(demo, author="ada")
    newest = ada.undoable()
    ada.close()
    assert newest is not None
    assert newest.label == "renamed E15"


async def test_a_question_takes_no_key_that_was_typed_before_it(demo: Path) -> None:
    """`u` and `y` in one burst: the y was not meant for what nobody had seen."""
    ada = Repository.open(demo, author="ada")
    rename(ada, "E15", "one")
    ada.close()
    async with at_desk(demo) as desk:
        early = Key("y", "y")
        await desk.press("u")
        assert desk.has_dialog
        desk.app.screen.post_message(early)
        await desk.settle()
        assert desk.has_dialog


@SIZES
async def test_the_history_of_a_record(demo: Path, noor: Repository, size: tuple[int, int]) -> None:
    """H lists who changed the record in focus; the changes stand beside; q comes back."""
    rename(noor, "E15", "Renamed by noor", label="renamed E15")
    write(noor, builders.event(99, title="later"), label="wrote E99")
    async with at_desk(demo, size) as desk:
        before = desk.screen
        await desk.press("H")
        assert "HISTORY of E15" in desk.screen
        assert "wrote E99" not in desk.screen
        await desk.until(lambda: "The dead of Baniyas" in desk.screen)
        assert "Renamed by noor" in desk.screen
        await desk.press("tab")
        assert "HISTORY of the store" in desk.screen
        await is_shown(desk, "wrote E99")
        await desk.press("x")
        assert "x does nothing here" in desk.screen
        await desk.press("q")
        await desk.until(lambda: desk.screen == before)


@SIZES
async def test_the_history_counts_what_is_written_meanwhile(
    demo: Path, noor: Repository, size: tuple[int, int]
) -> None:
    """Nothing moves under the eyes; r lists it. A record's own history counts only its own."""
    rename(noor, "E15", "first name", label="renamed E15")
    async with at_desk(demo, size) as desk:
        await desk.press("H")
        await is_shown(desk, "first name")
        write(noor, builders.event(99, title="later"), label="wrote E99")
        rename(noor, "E15", "second name", label="renamed E15 again")
        await is_shown(desk, "+1 new, r · 2")
        assert "again" not in desk.screen
        await desk.press("r")
        await is_shown(desk, "renamed E15 again")
        assert "new, r" not in desk.screen
        await desk.press("tab")
        await is_shown(desk, "wrote E99")
        rename(noor, "E14", "third name", label="renamed E14")
        await is_shown(desk, "+1 new, r · 4")


@SIZES
@pytest.mark.parametrize("key", ["q", "h"])
async def test_the_desk_as_of_an_operation_and_back(
    demo: Path, noor: Repository, size: tuple[int, int], key: str
) -> None:
    """Enter opens the desk as it was then; q and h come back to the history, then to the desk."""
    rename(noor, "E15", "first name")
    rename(noor, "E15", "second name")
    async with at_desk(demo, size) as desk:
        before = desk.screen
        await desk.press("H", "j")
        await is_shown(desk, "first name")
        history = desk.screen
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, Workspace) and desk.has_dialog)
        await is_shown(desk, "AS OF")
        assert "first name" in desk.screen
        assert "second name" not in desk.screen
        footer = desk.screen.split("\n")[-1]
        assert "follow" in footer
        assert "undo" not in footer
        assert "history" not in footer
        await desk.press("u")
        assert "Nothing can be changed here: this is how it was at operation" in desk.screen
        await desk.press("H", "3", "1")
        await desk.press(key)
        await desk.until(lambda: desk.screen == history)
        await desk.press(key)
        await desk.until(lambda: not desk.has_dialog)
        await desk.until(lambda: desk.screen == before)


async def test_help_in_the_history_is_about_the_history(demo: Path) -> None:
    """It opens over the history, and closes onto it."""
    async with at_desk(demo) as desk:
        await desk.press("H", "?")
        assert "Open the desk as it was" in desk.screen
        await desk.press("q")
        assert "HISTORY of E15" in desk.screen
        await desk.press("Q")
        assert not desk.app.is_running


async def test_what_another_program_wrote_is_undone_in_the_history(demo: Path) -> None:
    """u on such an entry asks, says what it is about, and takes it back; U cannot be lost by it."""
    async with at_desk(demo) as desk:
        edit_outside(demo, "changed elsewhere")
        await desk.until(lambda: "changed elsewhere" in desk.row(Pane.EVENTS))
        await desk.press("u")
        assert "There is nothing of yours to undo" in desk.screen
        await desk.press("H", "u")
        await is_shown(desk, "Undo another program's changes")
        await desk.press("y")
        await is_shown(desk, "Undone: ")
        await desk.until(lambda: "HISTORY of E15" in desk.screen and ": changed out" in desk.screen)
        await desk.press("j", "u")
        await is_shown(desk, "It is undone already")
        await desk.press("q")
        await desk.until(lambda: "The dead of Baniyas" in desk.row(Pane.EVENTS))


async def test_one_s_own_newest_is_undone_in_the_history(demo: Path, noor: Repository) -> None:
    """u there is the u of the desk; what is a colleague's, or older, says why it stays."""
    async with at_desk(demo) as desk:
        rename(noor, "E15", "theirs")
        rename(desk.workspace.link._repository, "E15", "ours")
        await desk.press("H")
        await is_shown(desk, "ours")
        await desk.press("j", "u")
        await is_shown(desk, "Only your newest change can be undone")
        await desk.press("k", "u")
        await is_shown(desk, "Undone: renamed")
        await desk.press("q")
        await desk.until(lambda: "theirs" in desk.row(Pane.EVENTS))


async def test_earlier_work_that_was_done_again_is_undone_without_a_question(demo: Path) -> None:
    """Once the person has undone and redone it here, it is work of this session."""
    ada = Repository.open(demo, author="ada")
    rename(ada, "E15", "one", label="renamed E15")
    ada.close()
    async with at_desk(demo) as desk:
        await desk.press("u", "y")
        await is_shown(desk, "Undone: renamed E15")
        await desk.press("U")
        await is_shown(desk, "Done again: renamed E15")
        await desk.press("u")
        await is_shown(desk, "Undone: renamed E15")
        assert not desk.has_dialog


async def click(desk: OpenDesk, line: int) -> None:
    """Point at a line of the screen."""
    await desk.pilot.click(offset=(5, line))
    await desk.settle()


def marked(desk: OpenDesk) -> int:
    """The line of the history's list that has the cursor."""
    return next(at for at, line in enumerate(desk.screen.split("\n")) if line.startswith(">"))


async def test_the_mouse_in_the_history(demo: Path, noor: Repository) -> None:
    """An operation is pointed at, or come to by the wheel; over the changes the wheel scrolls."""
    for number in range(9):
        rename(noor, "E15", f"name {number}")
    async with at_desk(demo, (160, 45)) as desk:
        await desk.press("H")
        await is_shown(desk, "name 8")
        await click(desk, 3)
        assert marked(desk) == 3
        await is_shown(desk, "name 6")
        await desk.pilot._post_mouse_events([MouseScrollDown], offset=(5, 20))
        await desk.until(lambda: marked(desk) == 6)
        await is_shown(desk, "name 3")
        await click(desk, 40)
        assert marked(desk) == 6


async def test_the_past_that_takes_long_can_be_stopped(
    demo: Path, noor: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How far it is stands below; q or Esc stops it, and the history is as before."""
    rename(noor, "E15", "first name")
    begun, told = threading.Event(), []
    as_of = Repository.as_of

    def slow(repository: Repository, operation: int, progress: Progress | None = None) -> object:
        assert progress is not None
        begun.set()
        for done in range(100_000):
            try:
                progress(done % 100, 100)
            except Interrupted:
                told.append(done)
                raise
            time.sleep(0.001)
        return as_of(repository, operation, progress)

    monkeypatch.setattr(Repository, "as_of", slow)
    async with at_desk(demo) as desk:
        before = desk.screen
        await desk.press("H")
        await is_shown(desk, "first name")
        history = desk.screen
        for key in ("q", "escape"):
            await desk.pilot.press("enter")
            await is_shown(desk, " %  q stops it.")
            await desk.pilot.press(key)
            await is_shown(desk, " Stopped.")
        await desk.until(lambda: len(told) == 2)
        await desk.press("j", "k")
        await desk.until(lambda: desk.screen == history)
        await desk.press("q")
        await desk.until(lambda: desk.screen == before)


async def test_a_q_while_the_history_gives_way_to_the_past_is_heard(
    demo: Path, noor: Repository
) -> None:
    """Enter and Q in one burst leave the desk, whichever screen the Q comes to."""
    rename(noor, "E15", "first name")
    async with at_desk(demo) as desk:
        await desk.press("H")
        await is_shown(desk, "first name")
        history = desk.app.screen
        await desk.press("enter")
        await is_shown(desk, "AS OF")
        history.post_message(Key("Q", "Q"))
        desk.workspace.post_message(Key("Q", "Q"))
        await desk.until(lambda: not desk.app.is_running)
