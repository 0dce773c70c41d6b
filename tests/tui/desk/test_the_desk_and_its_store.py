"""What the desk does when the store, the screen or its size changes under it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.events import MouseScrollDown, MouseScrollUp

from store.commands.records import DeleteRecords, WriteRecords
from store.errors import Interrupted
from store.ids import Kind, Ref
from store.reader import Links
from store.record import Record
from store.repository import Repository
from store.sql.read import SqlReader
from tests import builders
from tests.builders import a_store
from tests.tui.desk.pilot import SIZES, OpenDesk, at_desk
from tui.desk import link
from tui.desk.link import Link
from tui.ends import Ends
from tui.state import Pane

#: How a reader reads the links of a record.
Linked = Callable[[SqlReader, Ref, Kind], Links]
MANY = 5000


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of 5,000 events; no test may change it."""
    place = tmp_path_factory.mktemp("crowd") / "store"
    events = (builders.event(number, start="2025-03-06") for number in range(1, MANY + 1))
    with a_store(place, *events):
        pass
    return place


def write(place: Path, *records: Record) -> None:
    """Somebody else writes records."""
    other = Repository.open(place, author="noor")
    other.run(WriteRecords(records))
    other.close()


def delete(place: Path, *refs: str) -> None:
    """Somebody else deletes records."""
    other = Repository.open(place, author="noor")
    other.run(DeleteRecords(list(map(Ref, refs))))
    other.close()


@SIZES
async def test_a_refresh_shows_what_another_has_written(demo: Path, size: tuple[int, int]) -> None:
    """r reads the store again: the new record is there, and every cursor stays on its record."""
    async with at_desk(demo, size) as desk:
        await desk.press("j", "5", "j", "1")
        before = desk.row(Pane.EVENTS)
        write(demo, builders.event(99, title="A later event", start="2025-12-01"))
        assert "A later event" not in desk.screen
        await desk.press("r")
        assert desk.title(Pane.EVENTS) == "1 EVENTS all 16 leads"
        assert desk.row(Pane.EVENTS) == before
        assert desk.lines("footer")[0] == " Read again."
        await desk.press("g")
        assert desk.row(Pane.EVENTS).startswith("E99 ")


async def test_a_changed_record_is_shown_after_a_refresh(demo: Path) -> None:
    """The detail and the row show what the record says now."""
    async with at_desk(demo) as desk:
        write(demo, builders.event(15, title="Renamed by noor", start="2025-03-09"))
        await desk.press("r")
        assert "Renamed by noor" in desk.row(Pane.EVENTS)
        assert "Renamed by noor" in desk.lines("detail")[1]


async def test_a_deleted_record_is_told_before_and_gone_after_a_refresh(tmp_path: Path) -> None:
    """What another deleted is no fault of the desk: it says so, and no other row moves up."""
    with a_store(tmp_path / "store", *(builders.event(number) for number in range(1, 41))):
        async with at_desk(tmp_path / "store") as desk:
            delete(tmp_path / "store", "E1", "E3")
            await desk.press("G")
            shown = [" ".join(line.split()[:4]) for line in desk.lines("events")[-4:]]
            assert shown == ["E4 T no date", "~E3 not in the", "E2 T no date", ">E1 not in the"]
            assert desk.lines("detail")[1] == "  E1 is not in the store."
            await desk.press("r")
            assert desk.title(Pane.EVENTS) == "1 EVENTS all 38 leads"
            assert desk.row(Pane.EVENTS).startswith("E2 ")
            assert desk.title(Pane.DETAIL).startswith("0 DETAIL E2")


async def test_a_long_list_begins_at_once_and_is_whole_soon(crowd: Path) -> None:
    """The first rows of 5,000 events are there; G goes to the last of all, g to the first."""
    async with at_desk(crowd) as desk:
        assert desk.title(Pane.EVENTS) == "1 EVENTS all 5,000 leads"
        assert desk.row(Pane.EVENTS).startswith("E5000 ")
        await desk.press("G")
        assert desk.row(Pane.EVENTS).startswith("E1 ")
        await desk.press("g", "pagedown")
        assert desk.row(Pane.EVENTS).startswith("E4994 ")
        await desk.until(lambda: not isinstance(desk.view.lists[Pane.EVENTS].rows.numbers, Ends))


async def test_a_long_list_shows_every_row_on_the_way(crowd: Path) -> None:
    """However far one pages, the rows follow each other without a gap, cursor and detail agree."""
    async with at_desk(crowd, (160, 45)) as desk:
        for _ in range(20):
            await desk.pilot.press("pagedown")
        rows = [line.split()[0].lstrip(">") for line in desk.lines("events")[1:]]
        first = int(rows[0][1:])
        assert rows == [f"E{number}" for number in range(first, first - 42, -1)]
        cursor = desk.row(Pane.EVENTS).split()[0]
        assert desk.title(Pane.DETAIL) == f"0 DETAIL {cursor}"


async def test_the_desk_can_be_left_while_a_list_is_being_read(crowd: Path) -> None:
    """Q at once, before the long list is whole, ends without a word of complaint."""
    async with at_desk(crowd) as desk:
        await desk.pilot.press("Q")
        assert desk.app.return_code == 0


@SIZES
async def test_a_resize_keeps_the_cursor_in_sight(crowd: Path, size: tuple[int, int]) -> None:
    """Through every layout and back, row and detail stay, and so does the screen."""
    async with at_desk(crowd, size) as desk:
        await desk.press("G", "k", "k", "k")
        before, row = desk.screen, desk.row(Pane.EVENTS)
        for columns, rows in ((40, 12), (99, 30), (100, 12), (139, 20), (140, 50), size):
            await desk.pilot.resize_terminal(columns, rows)
            await desk.until(lambda: desk.app.size == (columns, rows))  # noqa: B023  awaited here
            assert desk.row(Pane.EVENTS).split()[0] == row.split()[0]
            assert desk.title(Pane.DETAIL).split()[:3] == ["0", "DETAIL", "E4"]
        assert desk.screen == before


async def test_a_detail_that_was_scrolled_is_never_empty(demo: Path) -> None:
    """At the end of a narrow detail, a wider screen shows the end of the wider one."""
    async with at_desk(demo) as desk:
        await desk.press("G", "0", "G")
        await desk.pilot.resize_terminal(160, 45)
        await desk.until(lambda: desk.app.size == (160, 45))
        assert desk.lines("detail")[-1]
        await desk.press("K")
        assert desk.lines("detail")[-1]
        assert "J" in desk.title(Pane.DETAIL)


async def test_a_screen_that_is_too_small_says_so_and_recovers(demo: Path) -> None:
    """On 20x5 one reads what is needed; enlarged, the desk is as before."""
    async with at_desk(demo) as desk:
        await desk.press("j", "3")
        before = desk.screen
        await desk.pilot.resize_terminal(20, 5)
        await desk.until(lambda: "Needs 40x12" in desk.screen)
        assert " ".join(desk.screen.split()) == "Needs 40x12, has 20x5. Enlarge it, or Q quits."
        await desk.pilot.resize_terminal(80, 24)
        await desk.until(lambda: desk.screen == before)


async def test_a_screen_that_is_too_small_can_be_left(demo: Path) -> None:
    """Q quits there too."""
    async with at_desk(demo, (20, 5)) as desk:
        await desk.press("Q")
        assert not desk.app.is_running


async def wheel(desk: OpenDesk, pane: Pane, *, up: bool = False) -> None:
    """Turn the wheel once over a pane."""
    box = desk.boxes[pane.name.lower()]
    turn = MouseScrollUp if up else MouseScrollDown
    await desk.pilot._post_mouse_events([turn], offset=(box.x + 3, box.y + 2))
    await desk.settle()


@SIZES
async def test_a_click_enters_a_pane_and_puts_its_cursor(demo: Path, size: tuple[int, int]) -> None:
    """The row that is pointed at has the cursor; in the leading pane it is the focus."""
    async with at_desk(demo, size) as desk:
        box = desk.boxes["events"]
        await desk.pilot.click(offset=(box.x + 9, box.y + 3))
        assert desk.row(Pane.EVENTS).startswith("E13 ")
        detail = desk.boxes["detail"]
        await desk.pilot.click(offset=(detail.x + 5, detail.y))
        assert desk.view.active is Pane.DETAIL
        await desk.pilot.click(offset=(3, 0))
        assert desk.view.active is Pane.DETAIL


@SIZES
async def test_the_wheel_turns_what_is_under_it(demo: Path, size: tuple[int, int]) -> None:
    """Over a list its cursor moves, over the detail the text; the keyboard stays where it is."""
    async with at_desk(demo, size) as desk:
        await wheel(desk, Pane.EVENTS)
        assert desk.row(Pane.EVENTS).startswith("E11 ")
        await wheel(desk, Pane.EVENTS, up=True)
        assert desk.row(Pane.EVENTS).startswith("E15 ")
        await desk.press("G")
        top = desk.lines("detail")[1]
        await wheel(desk, Pane.DETAIL)
        assert desk.lines("detail")[1] != top
        await wheel(desk, Pane.DETAIL, up=True)
        assert desk.lines("detail")[1] == top
        assert desk.view.active is Pane.EVENTS


def edit_outside(
    place: Path, title: str, *, store: str = "", without: tuple[str, str] | None = None
) -> None:
    """Another program writes the TinyDB file: another title, or another store's uid as well.

    `without` names the table and the id of a document that it deletes.
    """
    file = place / "incidents.json"
    tables = json.loads(file.read_bytes())
    tables["events"]["15"]["title"] = title
    if without:
        del tables[without[0]][without[1]]
    if store:
        tables["_meta"]["1"]["store"] = store
    file.write_text(json.dumps(tables), "utf-8")


async def test_what_another_program_writes_into_the_file_comes_in(demo: Path) -> None:
    """When the file rests its change is on the screen, and the desk says where it came from."""
    async with at_desk(demo, (120, 40)) as desk:
        assert "The dead of Baniyas" in desk.row(Pane.EVENTS)
        edit_outside(demo, "changed elsewhere")
        await desk.until(lambda: "changed elsewhere" in desk.row(Pane.EVENTS))
        said = " Another program changed incidents.json: 1 changed."
        await desk.until(lambda: desk.lines("footer")[0] == said)


async def test_deletions_and_conflicts_are_told_as_such(demo: Path) -> None:
    """What came in is counted by what was done, and the note with a conflict is named."""
    async with at_desk(demo, (120, 40)) as desk:
        ours = builders.event(15, title="ours")
        desk.workspace.link._repository.run(WriteRecords([ours]))
        edit_outside(demo, "theirs", without=("events", "14"))
        await desk.until(lambda: "1 deleted; 1 conflict, N" in desk.screen)
        assert "ours" in desk.row(Pane.EVENTS)


async def test_a_file_that_is_put_back_is_asked_about_no_more(demo: Path) -> None:
    """A newer question takes the place of the older one; back at our file, it closes."""
    file = demo / "incidents.json"
    async with at_desk(demo, (120, 40)) as desk:
        ours = file.read_bytes()
        edit_outside(demo, "changed elsewhere", store="another")
        await desk.until(lambda: "incidents.json is not ours" in desk.screen)
        file.write_bytes(ours)
        tables = json.loads(ours)
        tables["quotes"] = {}
        file.write_text(json.dumps(tables), "utf-8")
        await desk.until(lambda: "Another program deleted much" in desk.screen)
        assert len(desk.app.screen_stack) == 2
        assert str(demo) not in desk.screen
        file.write_bytes(ours)
        await desk.until(lambda: not desk.has_dialog)
        assert "in step again" in desk.lines("footer")[0]


async def test_a_long_message_lies_over_the_end_of_the_screen(demo: Path) -> None:
    """It is read to its end, without the path of the store; the next key gives the place back."""
    async with at_desk(demo) as desk:
        before = desk.screen
        desk.workspace.say(
            f"{demo}/incidents.json is damaged at line 6, column 12: the JSON is not valid there."
            " It was set aside as incidents.json.damaged-1."
        )
        await desk.until(lambda: desk.screen != before)
        *above, first, second = desk.screen.split("\n")
        assert f"{first}{second}" == (
            " incidents.json is damaged at line 6, column 12: the JSON is not valid there. It"
            " was set aside as incidents.json.damaged-1."
        )
        assert above == before.split("\n")[:-2]
        await desk.press("j", "k")
        assert desk.screen == before


@pytest.mark.parametrize(
    ("answer", "said"),
    [("t", "Taken: "), ("w", "Ours is written. Theirs lies in "), ("l", "is left as it is")],
)
async def test_a_file_of_another_store_is_asked_about(demo: Path, answer: str, said: str) -> None:
    """It is never taken in silence: theirs, ours, or left alone, as the person says."""
    async with at_desk(demo, (120, 40)) as desk:
        edit_outside(demo, "changed elsewhere", store="another")
        await desk.until(lambda: desk.has_dialog)
        assert "incidents.json is not ours" in desk.screen
        assert "belongs to another store" in " ".join(desk.screen.split())
        await desk.press("enter", answer)
        await desk.until(lambda: said in desk.lines("footer")[0])
        title = "changed elsewhere" if answer == "t" else "The dead of Baniyas"
        await desk.until(lambda: title in desk.row(Pane.EVENTS))


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("{place}/incidents.json is damaged.", "incidents.json is damaged."),
        ("It lies in {place}/backups/one.", "It lies in backups/one."),
        ("It lies in /media{place}/one.", "It lies in /media{place}/one."),
        ("It lies in {place}.", "It lies in {place}."),
    ],
)
def test_own_files_are_called_as_in_their_folder(tmp_path: Path, said: str, shown: str) -> None:
    """The path of the store is dropped; another one that only holds it is not."""
    with a_store(tmp_path / "store") as repository:
        path = repository.folder.path
        told = Link(repository).without_path(said.format(place=path))
        assert told == shown.format(place=path)


async def test_the_name_of_the_store_stands_in_the_header(demo: Path) -> None:
    """What is open and how many reports wait."""
    async with at_desk(demo) as desk:
        assert desk.lines("header")[0].endswith(" demo · 8 undecided")


@SIZES
async def test_lists_that_take_long_come_in_behind_the_screen(
    demo: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """When no list is there in time for its key, each comes later, and the screen is the same."""
    ways = (["G"], ["3", "j", "enter"], ["0", "j", "enter"], ["h", "h"])
    async with at_desk(demo, size) as desk:
        wanted = []
        for keys in ways:
            await desk.press(*keys)
            wanted.append(desk.screen)
    monkeypatch.setattr(SqlReader, "linked", interrupted_when_asked(SqlReader.linked))
    monkeypatch.setattr(link, "PATIENCE", -1)
    async with at_desk(demo, size) as desk:
        for keys, screen in zip(ways, wanted, strict=True):
            await desk.press(*keys)
            await desk.until(lambda: desk.screen == screen)  # noqa: B023  awaited here


def interrupted_when_asked(linked: Linked) -> Linked:
    """A way to read links that asks at its start whether it is still wanted."""

    def read(reader: SqlReader, ref: Ref, kind: Kind) -> Links:
        if reader._stop is not None and reader._stop():
            raise Interrupted
        return linked(reader, ref, kind)

    return read
