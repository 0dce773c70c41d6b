"""At the desk a pasted text, a file and an address become reports, and nothing waits for them."""

from __future__ import annotations

import os
from pathlib import Path
from types import MethodType

import pytest
from textual.events import Paste

from store.folder import Folder
from store.ids import Kind
from store.ingest.watched import turn
from store.model import Report, Source
from tests.builders import a_store, report
from tests.tui.desk.changes import is_shown
from tests.tui.desk.pilot import OpenDesk, at_desk
from tui import savers
from tui.config import DEFAULTS, Config, Watched
from tui.desk import taking_in
from tui.desk.workbench.autosave import Autosave
from tui.state import Pane

TEXT = "Shelling hit the market\n\nEleven people were killed in Baniyas, residents said on Friday."


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A store with one report."""
    with a_store(tmp_path / "store", report(1, title="an old one", text="Something else.")):
        pass
    return tmp_path / "store"


def letters(text: str) -> list[str]:
    """The keys that type a text."""
    names = {" ": "space", "-": "minus", "/": "slash", ".": "full_stop", "_": "underscore"}
    return [names.get(letter, letter) for letter in text]


async def paste(desk: OpenDesk, text: str) -> None:
    """Paste as a terminal does."""
    desk.app.post_message(Paste(text))
    await desk.settle()


def newest(desk: OpenDesk) -> Report:
    """The report that came in last."""
    with desk.app.link.repository.read() as reader:
        found = reader.get(Kind.REPORT.ref(max(reader.numbers(Kind.REPORT))))
    assert isinstance(found, Report)
    return found


async def test_a_pasted_text_becomes_a_report(place: Path) -> None:
    """It is shown in a form, gets a date and a new publisher, and waits with its custody."""
    async with at_desk(place) as desk:
        await paste(desk, TEXT)
        await is_shown(desk, "PASTED REPORT")
        # Its lines are lines, and the empty one between them is no sign.
        assert "  Eleven people were killed in Baniyas" in desk.screen
        assert "␊" not in desk.screen
        await desk.press("j", "j", "enter", *letters("Coast Daily"))
        await is_shown(desk, "+ new source: Coast Daily")
        await desk.press("plus")
        await is_shown(desk, "new: Coast Daily")
        await desk.press("ctrl+s")
        await desk.until(lambda: not desk.has_dialog)
        found = newest(desk)
        assert (found.ref, found.text, found.title) == ("R2", TEXT, "Shelling hit the market")
        (act,) = found.custody
        assert (act.act, act.by) == ("pasted", "ada")
        assert (place / "reports" / found.sha256).read_text() == TEXT
        assert found.publisher is not None
        with desk.app.link.repository.read() as reader:
            publisher = reader.get(found.publisher)
        assert isinstance(publisher, Source)
        assert publisher.name == "Coast Daily"
        await is_shown(desk, "R2  Shelling hit the market")
        await desk.press("u")
        await desk.until(lambda: newest(desk).ref == "R1")


async def test_a_pasted_text_is_not_thrown_away_without_a_question(place: Path) -> None:
    """Esc asks; what was not saved is there when the next one is opened."""
    async with at_desk(place) as desk:
        await paste(desk, TEXT)
        await is_shown(desk, "PASTED REPORT")
        await desk.press("escape")
        assert "What you typed here is not saved." in desk.screen
        await desk.press("g", "escape", "d")
        await desk.until(lambda: not desk.has_dialog)
        assert newest(desk).ref == "R1"


async def test_a_cut_desk_keeps_what_was_pasted(place: Path) -> None:
    """The next desk goes on with it, its text included."""
    async with at_desk(place) as desk:
        await paste(desk, TEXT)
        await is_shown(desk, "PASTED REPORT")
    for save in [*savers._saves]:
        # As the end of its process does: it is saved, and nobody types it any more.
        if isinstance(save, MethodType) and isinstance(save.__self__, Autosave):
            save.__self__.keep()
    async with at_desk(place) as desk:
        await is_shown(desk, "was not saved: o in the reports goes on")
        await desk.press("5", "o")
        await is_shown(desk, "a new report was not saved")
        await desk.press("g")
        await is_shown(desk, "Eleven people were killed")
        await desk.press("s")
        await desk.until(lambda: not desk.has_dialog)
        assert newest(desk).text == TEXT


async def test_a_line_that_is_typed_takes_what_is_pasted(place: Path) -> None:
    """While a query is typed a pasted text goes there, and becomes no report."""
    async with at_desk(place) as desk:
        await desk.press("slash")
        await paste(desk, "market")
        assert not desk.has_dialog
        assert "market" in desk.screen


async def test_a_file_is_added_behind_the_screen(place: Path, tmp_path: Path) -> None:
    """Its path is typed, keys go on meanwhile, the counts are told at the end."""
    (tmp_path / "a.txt").write_text(TEXT)
    async with at_desk(place, (160, 45)) as desk:
        await desk.press("ctrl+o", *letters(str(tmp_path / "a.txt")), "enter")
        await is_shown(desk, "1 report added")
        assert "undoes it" in desk.screen
        assert newest(desk).text == TEXT
        assert newest(desk).custody[0].act == "received"


async def test_a_file_that_is_not_there_is_told_at_the_line(place: Path) -> None:
    """The line stays open, and says so."""
    async with at_desk(place) as desk:
        await desk.press("ctrl+o", *letters("/nowhere/a.txt"), "enter")
        assert "There is no file /nowhere/a.txt." in desk.screen
        await desk.press("escape")


async def test_an_address_that_is_pasted_is_asked_about(place: Path) -> None:
    """An address alone is no text: it stands in the line, and Enter would fetch it."""
    async with at_desk(place) as desk:
        await paste(desk, "https://example.org/news/1\n")
        await is_shown(desk, "Add reports from")
        assert "https://example.org/news/1" in desk.screen
        await desk.press("escape")


async def test_nothing_is_pasted_into_a_file_that_is_looked_at(place: Path) -> None:
    """Where nothing can be written it is said, and no form opens."""
    bare = place.parent / "bare.json"
    bare.write_bytes((place / "incidents.json").read_bytes())
    async with at_desk(bare) as desk:
        await paste(desk, TEXT)
        assert not desk.has_dialog
        assert "Nothing can be changed here" in desk.screen


def watching(folder: Path) -> Config:
    """A configuration that watches a folder."""
    folder.mkdir(exist_ok=True)
    return DEFAULTS._replace(watch=(Watched(str(folder)),))


async def test_a_watched_folder_fills_the_inbox(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that appears and stays as it is comes in, once, and others' keys are not undone."""
    monkeypatch.setattr(taking_in, "TICK", 0.05)
    said: list[str] = []
    tell = taking_in.Watching.tell

    def heard(watching: taking_in.Watching, sentence: str) -> None:
        said.append(sentence)
        tell(watching, sentence)

    monkeypatch.setattr(taking_in.Watching, "tell", heard)
    async with at_desk(place, (160, 45), config=watching(tmp_path / "in")) as desk:
        (tmp_path / "in" / "a.txt").write_text(TEXT)
        await is_shown(desk, "From in: 1 report added")
        assert newest(desk).text == TEXT
        assert newest(desk).custody[0].by == "ada"
        await desk.until(lambda: "+1" in desk.title(Pane.REPORTS))
        assert desk.app.link.undoable() is None
        (tmp_path / "in" / "b.txt").write_text("Another text altogether.")
        await desk.until(lambda: newest(desk).ref == "R3")
        await desk.until(lambda: said.count("From in: 1 report added, without a date.") == 2)
        await desk.press("H", "tab")
        await is_shown(desk, "added reports from in")
        await desk.press("u")
        await is_shown(desk, "This came in by itself")
        await desk.press("y")
        await desk.until(lambda: newest(desk).ref == "R2")


async def test_one_desk_takes_in_what_two_watch(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one desk looks the other does not; when it is closed the other goes on."""
    monkeypatch.setattr(taking_in, "TICK", 0.05)
    config = watching(tmp_path / "in")
    folder = Folder(place)
    folder.make(folder.presence)
    with turn(folder) as memory:
        assert memory is not None
        async with at_desk(place, config=config) as desk:
            lay(tmp_path / "in" / "a.txt")
            await paste(desk, " ")
            with turn(folder) as second:
                assert second is None
            assert newest(desk).ref == "R1"
    async with at_desk(place, config=config) as desk:
        await desk.until(lambda: newest(desk).text == TEXT)


def lay(path: Path) -> None:
    """Put the text there as a file that was not touched for a while."""
    path.write_text(TEXT)
    os.utime(path, (1_700_000_000, 1_700_000_000))
