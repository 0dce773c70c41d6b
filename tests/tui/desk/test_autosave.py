"""What is typed, saved behind the keys."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from store.drafts import Drafts
from store.folder import Folder
from store.ids import Ref
from tui.desk.workbench.autosave import Autosave

E1 = Ref("E1")


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    """The drafts of a store."""
    place = tmp_path / "store"
    place.mkdir(0o700)
    return Drafts(Folder(place), "ada", tmp_path / "state")


def texts(drafts: Drafts) -> list[str]:
    """What would be offered."""
    return [draft.text for draft in drafts.all()]


def test_the_last_keys_are_kept(drafts: Drafts) -> None:
    """Also those behind which nothing was saved yet; a text without a key is no draft."""
    saving = Autosave(drafts, ((E1,), None, 0), print)
    saving.typed("a")
    saving.typed("ab")
    assert saving.keep()
    assert texts(drafts) == ["ab"]
    assert not Autosave(drafts, ((E1,), None, 0), print).keep()


def test_what_is_written_leaves_no_draft(drafts: Drafts) -> None:
    """Discarded, it is gone, and a save that was due does not bring it back."""
    saving = Autosave(drafts, ((E1,), None, 0), print)
    saving.now("a")
    saving.typed("ab")
    saving.discard()
    assert texts(drafts) == []


def test_a_store_that_turns_read_only_while_somebody_types(tmp_path: Path, drafts: Drafts) -> None:
    """The text moves to the user's own folder, and that is said, from the thread that saves."""
    said: list[str] = []
    was_said = Event()

    def say(sentence: str) -> None:
        said.append(sentence)
        was_said.set()

    saving = Autosave(drafts, ((E1,), None, 0), say)
    saving.now("before")
    inside = tmp_path / "store" / "drafts"
    inside.rename(tmp_path / "gone")
    inside.write_text("no folder any more")
    saving.typed("after")
    assert was_said.wait(30)
    assert said[0].startswith("The store cannot be written. What you type is kept in")
    assert str(tmp_path / "state") in said[0]
    saving.keep()
    assert texts(drafts) == ["after"]


def test_where_nothing_can_be_kept_it_is_said(tmp_path: Path, drafts: Drafts) -> None:
    """Neither in the store nor in the user's folder: one sentence, until it can be again."""
    (tmp_path / "store" / "drafts").write_text("")
    (tmp_path / "state").write_text("")
    said: list[str] = []
    saving = Autosave(drafts, ((E1,), None, 0), said.append)
    assert saving.now("a") is None
    assert said[0].endswith("What you type is kept nowhere.")
    saving.now("ab")
    assert len(said) == 1
    (tmp_path / "store" / "drafts").unlink()
    assert saving.now("abc")
    assert said[1:] == [""]
    assert saving.keep()
