"""The screens of notes: the desk's own editor, two versions of one note, the drafts."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.drafts import Draft
from store.ids import Ref
from tests.tui.snapshots.test_screens import LooksAsBefore, looks_as_before, utc
from tui.bindings import USUAL
from tui.desk.dialogs.drafts import DraftsDialog
from tui.desk.dialogs.note_editor import NoteEditor
from tui.desk.dialogs.versions import VersionsDialog

__all__ = ["looks_as_before", "utc"]

SIZES = pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=["80x24", "160x45"])
MINE = "---\nkind: question\ntags: baniyas\n---\nWho counted them?\nSee [[E6]].\n"
THEIRS = "---\nkind: lead\ntags: baniyas\n---\nWho counted them, بانياس?\nSee [[E6]].\n"


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (160, 45)], ids=["40x12", "80x24", "160x45"])
def test_the_desk_s_own_editor(looks_as_before: LooksAsBefore, size: tuple[int, int]) -> None:
    """What it is about, the text, and the keys that leave it."""
    dialog = NoteEditor("Note on E15 The dead of Baniyas", MINE, print, lambda _: "")
    assert looks_as_before("demo", size, dialog=dialog)


@SIZES
def test_two_versions(looks_as_before: LooksAsBefore, size: tuple[int, int]) -> None:
    """Who wrote what, and the keys that choose."""
    dialog = VersionsDialog(Ref("N4"), THEIRS, MINE, "vera, 14:05 UTC", USUAL)
    assert looks_as_before("demo", size, dialog=dialog)


@SIZES
def test_the_drafts(looks_as_before: LooksAsBefore, size: tuple[int, int]) -> None:
    """On which record, from when, the first words, and where the text lies."""
    place = Path("/store/drafts")
    drafts = [
        Draft(place, "E15-0f3a9c21", "ada", (Ref("E15"),), None, 0, 1_741_348_800.0, MINE.encode()),
        Draft(place, "N4-1f3a9c21", "ada", (Ref("N4"),), Ref("N4"), 7, 1_741_262_400.0, b"x"),
    ]
    assert looks_as_before("demo", size, dialog=DraftsDialog(lambda: drafts, print, USUAL))


@SIZES
def test_a_note_with_its_mentions(looks_as_before: LooksAsBefore, size: tuple[int, int]) -> None:
    """All notes, the newest first; the one in focus in full."""
    assert looks_as_before("demo", size, "7", "b", "j", "j", "j", "j", "j")
