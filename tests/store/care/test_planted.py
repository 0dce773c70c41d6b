"""What somebody of the group lays into a store for a restore to follow leads nowhere."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from store.care.backup import backup
from store.care.restore import restore
from store.errors import UnreadableStore
from store.repository import Repository
from tests.builders import a_store, event
from tests.store.folders import lying_in


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A colleague's own folder, with a file that is called as one of a store's."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "desk.sqlite").write_text("private")
    (folder / "into").write_text("replaced-1")
    return folder


def restoring(place: Path, into: str = "replaced-1") -> Path:
    """What a restore leaves that is killed as soon as it has decided."""
    folder = place / "restoring"
    shutil.copytree(place, folder)
    (folder / "into").write_text(into)
    return folder


def an_absolute_path(place: Path, elsewhere: Path) -> None:
    """It names a folder outside."""
    restoring(place, str(elsewhere))


def a_way_up(place: Path, elsewhere: Path) -> None:
    """It names one by a way that begins as it should."""
    (place / "replaced-1").mkdir()
    restoring(place, f"replaced-1/../../{elsewhere.name}")


def a_line_more(place: Path, elsewhere: Path) -> None:
    """It ends in what a careless pattern passes over."""
    del elsewhere
    restoring(place, "replaced-1\n")


def a_link_to_move_into(place: Path, elsewhere: Path) -> None:
    """The name is right, and leads elsewhere."""
    restoring(place)
    (place / "replaced-1").symlink_to(elsewhere)


def a_link_to_the_name(place: Path, elsewhere: Path) -> None:
    """The name lies in another's file."""
    into = restoring(place) / "into"
    into.unlink()
    into.symlink_to(elsewhere / "into")


def a_pipe(place: Path, elsewhere: Path) -> None:
    """Who reads it waits for ever."""
    del elsewhere
    into = restoring(place) / "into"
    into.unlink()
    os.mkfifo(into)


def a_link_as_a_whole(place: Path, elsewhere: Path) -> None:
    """All of it lies elsewhere."""
    (place / "restoring").symlink_to(elsewhere)


def a_file(place: Path, elsewhere: Path) -> None:
    """It is no folder."""
    del elsewhere
    (place / "restoring").write_text("")


def a_name_that_is_taken(place: Path, elsewhere: Path) -> None:
    """Something lies where the store would be moved to."""
    del elsewhere
    restoring(place)
    (place / "replaced-1").mkdir()
    (place / "replaced-1" / "desk.sqlite").write_text("earlier")


PLANTED: dict[Callable[[Path, Path], None], str] = {
    an_absolute_path: "restoring/into cannot be read: it names '/",
    a_way_up: "restoring/into cannot be read: it names 'replaced-1/../../elsewhere', and ",
    a_line_more: r"restoring/into cannot be read: it names 'replaced-1\n', and ",
    a_link_to_move_into: "replaced-1 cannot be read: it is a link, or no folder, and ",
    a_link_to_the_name: "restoring/into cannot be read: it is a link, and no restore makes one; ",
    a_pipe: "restoring/into cannot be read: it is no file; ",
    a_link_as_a_whole: "restoring cannot be read: it is a link or a file, and no restore ",
    a_file: "restoring cannot be read: it is a link or a file, and no restore ",
    a_name_that_is_taken: "restoring cannot be read: it would move desk.sqlite to where one lies ",
}


@pytest.mark.parametrize("plant", PLANTED)
def test_what_is_planted_for_a_restore_moves_nothing(
    place: Path, elsewhere: Path, plant: Callable[[Path, Path], None]
) -> None:
    """The store is refused in a sentence that says what lies there; all stays as it is."""
    with a_store(place, event(1)) as repository:
        repository.checkpoint()
    plant(place, elsewhere)
    before, others = lying_in(place), lying_in(elsewhere)
    with pytest.raises(UnreadableStore) as caught:
        Repository.open(place)
    assert str(caught.value).startswith(f"{place}/{PLANTED[plant]}")
    assert "look whose it is, and move it out of the store's folder" in str(caught.value)
    assert (lying_in(place), lying_in(elsewhere)) == (before, others)


def test_what_is_left_of_a_restore_and_cannot_be_removed_is_told(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A colleague's folder that only they may empty: a sentence, and no raw error."""
    with a_store(place, event(1)):
        pass
    (place / "restoring").mkdir()

    def refused(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("store.care.switch.shutil.rmtree", refused)
    with pytest.raises(UnreadableStore, match=r"cannot be removed \(permission denied\); remove"):
        Repository.open(place)


def test_what_a_link_in_place_of_the_preparation_leads_to_is_not_emptied(
    place: Path, elsewhere: Path, tmp_path: Path
) -> None:
    """A restore empties the folder that it prepares in, and no other."""
    with a_store(place, event(1)):
        pass
    backup(place, tmp_path / "backup")
    (place / ".restoring.new").symlink_to(elsewhere)
    before = lying_in(elsewhere)
    assert restore(tmp_path / "backup", place)
    assert lying_in(elsewhere) == before
