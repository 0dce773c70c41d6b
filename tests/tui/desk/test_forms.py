"""Records are edited, made, linked and gathered by keys."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import MethodType

import pytest
from msgspec.structs import replace
from textual.events import Key

from store.ids import Ref
from store.model import Claim, Event, Location, Report
from store.record import Record
from store.repository import Repository
from tests.builders import a_store, event, location, report
from tests.tui.desk.changes import is_shown, write
from tests.tui.desk.pilot import OpenDesk, at_desk
from tests.tui.test_render_line import ACTING
from tui import savers
from tui.desk.link import Link
from tui.desk.workbench.autosave import Autosave


def letters(text: str) -> list[str]:
    """The keys that type a text."""
    names = {" ": "space", "-": "minus", "\x01": "ctrl+a"}
    return [names.get(letter, letter) for letter in text]


def stored(desk: OpenDesk, ref: str) -> Record:
    """A record as it is in the store."""
    with desk.app.link.repository.read() as reader:
        return reader.get(Ref(ref))


async def saved(desk: OpenDesk) -> None:
    """Wait until the form is saved and closed."""
    await desk.until(lambda: not desk.has_dialog)
    await desk.settle()


async def test_an_event_is_edited_with_a_new_place_in_one_operation(demo: Path) -> None:
    """Title, a date in words, a status by its digit, a place that is made; one undo takes all."""
    async with at_desk(demo) as desk:
        before = stored(desk, "E15")
        await desk.press("e", "enter", *letters("!!"), "enter")
        await desk.press("j", "j", "j", *letters("7"), "ctrl+u", *letters("7 March 2025"), "enter")
        await desk.press("j", "j", "j", "j", "plus", *letters("Wadi X"))
        await is_shown(desk, "+ new location: Wadi X")
        await desk.press("plus", "3")
        assert "new: Wadi X (fled to)" in desk.screen
        await desk.press("s")
        await saved(desk)
        after = stored(desk, "E15")
        assert isinstance(after, Event)
        assert (after.title, after.start) == ("The dead of Baniyas are collected!!", "2025-03-07")
        place = stored(desk, after.locations[-1].location)
        assert (place.label, after.locations[-1].role) == ("Wadi X", "fled to")
        assert "Saved title, start, locations of E15. u undoes it." in desk.screen
        await desk.press("u")
        await desk.until(lambda: stored(desk, "E15") == before)


async def test_what_is_no_date_is_not_saved_and_not_lost(demo: Path) -> None:
    """The cursor goes to the field, which says what is wrong with what stands there."""
    async with at_desk(demo) as desk:
        await desk.press("e", "j", "j", "j", "j", "2", *letters("025-02-30"), "escape", "G", "s")
        assert "Not saved. '2025-02-30' is not in the calendar." in desk.screen
        await desk.press("escape")
        assert "What you typed here is not saved." in desk.screen
        await desk.press("g")
        assert "2025-02-30  ! '2025-02-30' is not in the calendar." in desk.screen
        await desk.press("escape", "d")
        await saved(desk)
        record = stored(desk, "E15")
        assert isinstance(record, Event)
        assert record.start == "2025-03-09"


async def test_two_people_at_the_same_record(demo: Path) -> None:
    """Another field merges by itself; the same one shows both values, and is chosen by a key."""
    async with at_desk(demo) as desk:
        await desk.press("e", "enter", *letters("!"), "enter")
        other = Repository.open(demo, author="vera")
        with other.read() as reader:
            now = reader.get(Ref("E15"))
        assert isinstance(now, Event)
        write(other, event_with(now, title="Vera's", type="Battles"))
        other.close()
        await desk.press("s")
        await is_shown(desk, "vera changed this record meanwhile")
        assert "vera made it Vera's meanwhile." in desk.screen
        assert "Yours: The dead of Baniyas are collected!." in desk.screen
        await desk.press("m", "s")
        await saved(desk)
        after = stored(desk, "E15")
        assert isinstance(after, Event)
        assert (after.title, after.type) == ("The dead of Baniyas are collected!", "Battles")


def event_with(record: Event, **values: str) -> Event:
    """The event with other texts in some fields."""
    return replace(record, **values)


async def test_foreign_text_is_shown_safe_and_not_altered(tmp_path: Path) -> None:
    """Only what was edited is written; a control sequence in another field stays as it came."""
    place, bad = tmp_path / "store", "a\x1b]52;c;eHh4\x07\u202eb\n[@click=app.quit]z[/]"
    with a_store(place, event(1, title=bad, summary=bad)):
        pass
    async with at_desk(place) as desk:
        await desk.press("e")
        assert not ACTING.search(desk.screen.replace("\n", ""))
        await desk.press("enter", *letters("!"), "enter", "enter", "enter", "s")
        await saved(desk)
        record = stored(desk, "E1")
        assert isinstance(record, Event)
        assert (record.title, record.summary) == (f"{bad}!", bad)


async def test_a_report_feeds_two_events_one_of_them_new(demo: Path) -> None:
    """A and a digit; A, + and s: the report is relevant, the cursor stays, each is one undo."""
    async with at_desk(demo) as desk:
        await desk.press("5", "G")
        shown = desk.view.lists[desk.view.active].ref
        assert shown is not None
        await desk.press("A")
        await is_shown(desk, "same day and place")
        await desk.press("5")
        await is_shown(desk, f"{shown} tells of E14")
        await desk.press("A", "plus")
        await is_shown(desk, f"NEW EVENT from {shown}")
        assert "Baniyas (site)" in desk.screen
        await desk.press("s")
        await saved(desk)
        record = stored(desk, shown)
        assert isinstance(record, Report)
        assert record.triage.state == "relevant"
        told = stored(desk, "E14")
        new = stored(desk, "E16")
        assert isinstance(told, Event)
        assert isinstance(new, Event)
        assert shown in told.reports
        assert (new.reports, new.title) == ((shown,), record.title)
        assert desk.view.lists[desk.view.active].ref == shown
        await desk.press("A", "plus")
        await is_shown(desk, f"NEW EVENT from {shown}")
        await desk.press("escape")
        await saved(desk)


async def test_a_link_is_made_and_taken_away_by_the_same_keys(demo: Path) -> None:
    """L, a name, the role by its digit; L again shows it as linked, and takes it away."""
    async with at_desk(demo) as desk:
        before = stored(desk, "E15")
        assert isinstance(before, Event)
        await desk.press("L", *letters("jable"), "enter")
        await is_shown(desk, "Link with L7 Jableh as")
        await desk.press("3")
        await is_shown(desk, "Linked: E15 has the place (fled to) L7 Jableh")
        linked = stored(desk, "E15")
        assert isinstance(linked, Event)
        assert (linked.locations[-1].location, linked.locations[-1].role) == ("L7", "fled to")
        await desk.press("L", *letters("jable"))
        await is_shown(desk, "linked, has the place (fled to)")
        await desk.press("enter")
        await is_shown(desk, "taking it unlinks")
        await desk.press("1")
        await is_shown(desk, "Unlinked:")
        after = stored(desk, "E15")
        assert isinstance(after, Event)
        assert after.locations == before.locations
        # Of a long name it is seen that it goes on.
        await desk.press("L", *letters("R22"), "enter")
        await is_shown(desk, "told by R22 Amnesty: investigate Baniyas …")


async def test_a_new_claim_is_about_the_event_in_focus(demo: Path) -> None:
    """o in the claims of an event: it is filled in already, and the figure is typed with Tab."""
    async with at_desk(demo) as desk:
        await desk.press("6", "o")
        assert "NEW CLAIM" in desk.screen
        assert "E15 The dead of Baniyas are collected" in desk.screen
        await desk.press("s")
        await saved(desk)
        with desk.app.link.repository.read() as reader:
            newest = max(reader.numbers(Ref("C1").kind))
        record = stored(desk, f"C{newest}")
        assert isinstance(record, Claim)
        assert record.event == "E15"


async def test_a_new_place_is_typed_through_and_followed(tmp_path: Path) -> None:
    """Tab goes on typing in the next field; the new record is the focus then."""
    place = tmp_path / "store"
    with a_store(place, location(1, name="Baniyas"), report(1)):
        pass
    async with at_desk(place, (160, 45)) as desk:
        await desk.press("2", "enter", "h", "2", "o", *letters("Tuwaym"), "tab", "tab")
        await desk.press(*letters("35.2"), "tab", *letters("200"))
        assert "'200' is not a number from -180 to 180." in desk.screen
        await desk.press("backspace", "backspace", "f2")
        await saved(desk)
        record = stored(desk, "L2")
        assert isinstance(record, Location)
        assert (record.name, record.lat, record.lon) == ("Tuwaym", 35.2, 2.0)


async def test_where_nothing_can_be_changed_the_reason_is_said(demo: Path, tmp_path: Path) -> None:
    """In a bare file no form is filled in that could not be saved."""
    bare = shutil.copyfile(demo / "incidents.json", tmp_path / "bare.json")
    async with at_desk(bare) as desk:
        for key in ("e", "o", "L", "A"):
            await desk.press("5" if key == "A" else "1", key)
            assert not desk.has_dialog
            assert "it is a bare TinyDB file" in desk.screen


async def test_a_store_that_turns_read_only_loses_nothing(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said when the form is saved, and what was typed stays."""
    async with at_desk(demo) as desk:
        await desk.press("e", "enter", *letters("!"), "enter")
        reason = property(lambda _: "the folder was made read-only")
        with monkeypatch.context() as patched:
            patched.setattr(Link, "only_reads", reason)
            await desk.press("s")
            assert "Not saved. Nothing can be changed here: the folder was made" in desk.screen
            assert "The dead of Baniyas are collected!" in desk.screen
        await desk.press("s")
        await saved(desk)
        assert stored(desk, "E15").label.endswith("collected!")


async def test_covered_words_are_shown_when_they_are_edited(tmp_path: Path) -> None:
    """Opening the form shows nothing of them; leaving it writes no sign in their place."""
    place = tmp_path / "store"
    with a_store(place, event(1, title="Clash", summary="Horrid words", sensitivity="graphic")):
        pass
    async with at_desk(place) as desk:
        await desk.press("e", "enter", *letters("!"), "enter")
        assert "Horrid" not in desk.screen
        assert "▒▒ graphic, Enter shows it" in desk.screen
        await desk.press("s")
        await saved(desk)
        record = stored(desk, "E1")
        assert isinstance(record, Event)
        assert (record.title, record.summary) == ("Clash!", "Horrid words")
        await desk.press("e", "j", "enter")
        assert "Horrid words" in desk.screen


async def test_a_form_that_was_not_saved_is_gone_on_with(demo: Path) -> None:
    """After the desk has ended in the middle of a word: it says so, asks, and has every letter."""
    async with at_desk(demo) as desk:
        await desk.press("e", "enter", *letters("!"), "enter", "j", "j", "j", "2", *letters("0x"))
    for save in [*savers._saves]:
        # As the end of its process does: it is saved, and nobody types it any more.
        if isinstance(save, MethodType) and isinstance(save.__self__, Autosave):
            save.__self__.keep()
    async with at_desk(demo) as desk:
        await is_shown(desk, "was not saved: e on E15 goes on with it.")
        await desk.press("e")
        assert "What you typed in the form of E15 was not saved" in desk.screen
        await desk.press("g")
        assert "The dead of Baniyas are collected!" in desk.screen
        assert "20x  ! '20x' is not a date such as" in desk.screen
        await desk.press("u", "s")
        await saved(desk)
        assert stored(desk, "E15").label == "The dead of Baniyas are collected!"
        await desk.press("e")
        assert "was not saved" not in desk.screen


async def test_notes_are_written_in_their_editor(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """e edits the note, o in the notes of an event writes another one about the event."""
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    async with at_desk(demo) as desk:
        for key, words in (("e", "N10"), ("o", "E15")):
            await desk.press("7", key)
            await desk.until(lambda: desk.has_dialog)
            assert words in desk.screen
            await desk.press("escape")
            await desk.until(lambda: not desk.has_dialog)


async def test_what_is_typed_ahead_reaches_the_form(demo: Path) -> None:
    """On a slow line `e`, Enter and words come together: none of them is lost."""
    async with at_desk(demo) as desk:
        for key in ("e", "enter", "Q", "x"):
            desk.app.post_message(Key(key, key if len(key) == 1 else None))
        await desk.settle()
        await is_shown(desk, "The dead of Baniyas are collectedQx")
        await desk.press("escape", *"jjjjjjjjj")
        for key in ("plus", "t", "a", "r"):
            desk.app.post_message(Key(key, "+" if key == "plus" else key))
        await is_shown(desk, "+ new location: tar")
