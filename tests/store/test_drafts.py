"""Notes that are being typed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from store.drafts import Drafts
from store.errors import UnwritableStore
from store.folder import Folder
from store.ids import Ref
from tests.store.folders import ROOT, mode

E1, N4 = Ref("E1"), Ref("N4")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A store's folder, private."""
    made = tmp_path / "store"
    made.mkdir(0o700)
    return made


def drafts(place: Path, who: str = "ada") -> Drafts:
    """A user's drafts."""
    return Drafts(Folder(place), who, place.parent / "state")


_TYPES = """
import os, signal, sys
from pathlib import Path
from store.drafts import Drafts
from store.folder import Folder
from store.ids import Ref
place = Path(sys.argv[1])
draft, _ = Drafts(Folder(place), "ada", place.parent / "state").begin([Ref("E1")], None, 0)
draft.save("first")
draft.save("Who counted the dead of Baniyas? بانياس")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_draft_outlives_the_process_that_typed_it(place: Path) -> None:
    """Killed with -9: the last text that was saved is offered, with the record that it is about."""
    subprocess.run([sys.executable, "-c", _TYPES, str(place)], cwd=ROOT, check=False)
    (left,) = drafts(place).all()
    assert left.text == "Who counted the dead of Baniyas? بانياس"
    assert (left.about, left.note, left.key) == ((E1,), None, E1)
    assert drafts(place, "vera").all() == []
    taken = drafts(place).take(left)
    assert taken
    taken.discard()
    assert list((place / "drafts").iterdir()) == []


def test_what_an_editor_left_beside_a_draft_goes_with_it(place: Path) -> None:
    """A backup has the text, too; what the editor never wrote stays, and so do other drafts."""
    draft, _ = drafts(place).begin([E1], None, 0, "thrown away")
    other, _ = drafts(place).begin([E1], None, 0, "kept")
    other.keep()
    name = draft.path.name
    for left in (f"{name}~", f".{name}.swp"):
        draft.path.with_name(left).write_text("thrown away")
    draft.discard()
    found = {one.name for one in draft.path.parent.iterdir()}
    assert found == {f".{name}.swp", other.path.name, other.path.with_suffix(".json").name}


def test_a_draft_about_very_many_records_is_offered(place: Path) -> None:
    """All that a list of a large store has can be marked, and written about."""
    many = [Ref(f"E{number}") for number in range(1_000_000, 1_130_000)]
    drafts(place).begin(many, None, 0, "of each")[0].keep()
    (draft,) = drafts(place).all()
    assert (draft.text, list(draft.about)) == ("of each", many)


def test_what_is_being_typed_is_offered_nobody_else(place: Path) -> None:
    """A second desk of the same user does not see it, until the first lets it go."""
    typed, is_inside = drafts(place).begin([], N4, 17, "Once more.")
    assert is_inside
    assert drafts(place).all() == []
    typed.keep()
    (left,) = drafts(place).all()
    assert (left.note, left.base, left.key, left.text) == (N4, 17, N4, "Once more.")
    taken = drafts(place).take(left)
    assert taken
    assert drafts(place).take(left) is None
    taken.keep()


def test_a_draft_is_its_owner_s_alone(place: Path) -> None:
    """Also in a team's folder, whose members cannot remove or rename each other's."""
    place.chmod(0o2770)
    typed, _ = drafts(place).begin([E1], None, 0, "A witness said")
    assert mode(place / "drafts") == "drwxrws--T"
    assert {mode(path) for path in (place / "drafts").iterdir()} == {"-rw-------"}
    typed.keep()


def test_what_others_put_there_is_not_read(place: Path) -> None:
    """A link to a file of the user's, a pipe, words that are no draft: passed over, and left."""
    typed, _ = drafts(place).begin([E1], None, 0, "mine")
    typed.keep()
    folder = place / "drafts"
    secret = place.parent / "secret"
    secret.write_text("secret")
    told = next(folder.glob("*.json")).read_text()
    for at, name in enumerate(("E2-00000000", "E2-00000001", "E2-00000002", "E2-00000003")):
        (folder / f"{name}.json").write_text("{}" if at == 0 else told)
    (folder / "E2-00000001.md").symlink_to(secret)
    os.mkfifo(folder / "E2-00000002.md")
    assert [left.text for left in drafts(place).all()] == ["mine"]


def test_a_store_that_cannot_be_written_has_its_drafts_elsewhere(place: Path) -> None:
    """In the user's own folder; they are offered all the same, and not in another store."""
    (place / "drafts").symlink_to(place.parent)
    typed, is_inside = drafts(place).begin([E1], None, 0, "kept")
    assert not is_inside
    assert typed.path.is_relative_to(place.parent / "state")
    typed.keep()
    assert [left.text for left in drafts(place).all()] == ["kept"]
    other = place.parent / "other"
    other.mkdir()
    assert drafts(other).all() == []


def test_a_slow_disk_is_waited_for_where_power_may_be_lost(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody typed is waited for; where somebody was is there at once, for what it is."""
    flushed: list[int] = []
    monkeypatch.setattr(os, "fsync", flushed.append)
    typed, _ = drafts(place).begin([E1], None, 0, "half a sentence")
    typed.save("a sentence")
    assert flushed
    flushed.clear()
    own = Drafts(Folder(place), "ada", place.parent / "state", "places", outlasts_power=False)
    at, _ = own.begin([E1], None, 0, "on E1")
    at.save("on E2")
    at.keep()
    (left,) = own.all()
    taken = own.take(left)
    assert left.text == "on E2"
    assert taken
    taken.save("on E3")
    assert flushed == []


def test_a_draft_whose_folder_goes_is_begun_anew(place: Path) -> None:
    """A save that fails says so, and the text moves to where it can be written."""
    typed, _ = drafts(place).begin([E1], None, 0, "before")
    (place / "drafts").rename(place / "gone")
    (place / "drafts").write_text("no folder")
    with pytest.raises(UnwritableStore, match="The draft is as it was saved before"):
        typed.save("after")
    moved, is_inside = drafts(place).moved(typed, "after")
    assert not is_inside
    moved.keep()
    assert [left.text for left in drafts(place).all()] == ["after"]
