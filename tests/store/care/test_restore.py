"""A restore checks first, sets aside what lies there, and leaves one store or the other."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from store.care.backup import backup
from store.care.restore import restore
from store.care.verify import verify
from store.commands.records import WriteRecords
from store.errors import (
    DamagedStore,
    NotAStore,
    StoreExists,
    StoreInUse,
    UnreadableStore,
    UnwritableStore,
)
from store.ids import Ref
from store.repository import Repository
from tests.builders import a_store, event
from tests.store.folders import ROOT, lying_in


@pytest.fixture
def saved(place: Path, tmp_path: Path) -> Path:
    """The backup of a store, which was changed after it."""
    with a_store(place, event(1, title="then")) as repository:
        backup(place, tmp_path / "backup")
        repository.run(WriteRecords([event(1, title="now")]))
        repository.checkpoint()
    return tmp_path / "backup"


def title(place: Path) -> str:
    """What E1 is called in a store."""
    repository = Repository.open(place)
    with repository.read() as reader:
        record = reader.get(Ref("E1"))
    repository.close()
    return str(record.title)  # type: ignore[attr-defined]


def test_the_backup_takes_the_place_and_nothing_is_deleted(place: Path, saved: Path) -> None:
    """The store is as it was then; what lay there opens as a store of its own."""
    before = lying_in(saved)["incidents.json"]
    aside = restore(saved, place)
    assert aside == place / "replaced-1"
    assert (title(place), title(aside)) == ("then", "now")
    assert list(verify(place)) == list(verify(aside)) == []
    assert lying_in(saved)["incidents.json"] == before
    assert restore(aside, place) == place / "replaced-2"
    assert title(place) == "now"
    assert list(verify(place)) == []


def test_a_damaged_store_is_replaced_by_its_backup(place: Path, saved: Path) -> None:
    """However little can be read of it."""
    (place / "desk.sqlite").write_bytes(b"nothing")
    (place / "incidents.json").unlink()
    aside = restore(saved, place)
    assert aside
    assert (aside / "desk.sqlite").read_bytes() == b"nothing"
    assert title(place) == "then"


def test_a_backup_makes_a_store_in_a_new_folder(place: Path, saved: Path) -> None:
    """Where no store was, there is one now, and nothing set aside."""
    shutil.rmtree(place)
    assert restore(saved, place) is None
    assert title(place) == "then"
    assert not list(place.glob("replaced-*"))


def test_a_damaged_backup_is_refused(place: Path, saved: Path) -> None:
    """The sentence names the first finding, and the store stays."""
    with closing(apsw.Connection(str(saved / "desk.sqlite"))) as connection:
        connection.execute("UPDATE operations SET author = 'eve' WHERE sequence = 2")
    before = lying_in(place)
    with pytest.raises(DamagedStore, match="was not restored: the operation 2, by eve"):
        restore(saved, place)
    assert lying_in(place) == before


def test_a_store_that_others_have_open_is_refused(place: Path, saved: Path) -> None:
    """It is said who has it open, as far as they tell; when they are gone it can be restored."""
    repository = Repository.open(place, author="sami")
    with pytest.raises(StoreInUse, match=f"Another program has {place} open"):
        restore(saved, place)
    repository.be_present()
    with pytest.raises(StoreInUse, match=r"sami \(since ..:.. UTC\) has "):
        restore(saved, place)
    repository.close()
    assert restore(saved, place)


def test_the_backup_of_another_store_is_refused(place: Path, saved: Path, tmp_path: Path) -> None:
    """So is a folder with other files, one without a store, and the store itself."""
    with a_store(tmp_path / "other", event(1)):
        pass
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "one.txt").write_text("Dear friend,")
    before = lying_in(tmp_path)
    with pytest.raises(UnwritableStore, match="is of another store"):
        restore(tmp_path / "other", place)
    with pytest.raises(StoreExists):
        restore(saved, tmp_path / "letters")
    with pytest.raises(NotAStore):
        restore(tmp_path / "letters", place)
    with pytest.raises(UnwritableStore, match="it is the folder to restore from"):
        restore(place, place)
    after = lying_in(tmp_path)
    assert {name: after[name] for name in before if "sqlite" not in name} == {
        name: before[name] for name in before if "sqlite" not in name
    }


_KILLED = """
import os, signal, sys
from pathlib import Path
from store.care import restore, switch

left = int(sys.argv[3])

def dying(function):
    def call(*arguments, **named):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **named)
    return call

os.rename = dying(os.rename)
os.rmdir = dying(os.rmdir)
os.unlink = dying(os.unlink)
switch.sync = dying(switch.sync)
restore.restore(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_a_kill_at_any_step_leaves_one_store_or_the_other(place: Path, saved: Path) -> None:
    """Whoever opens the folder next finds the old store or the new one, whole."""
    found = []
    for step in range(1, 100):
        trial = place.with_name(f"trial-{step}")
        shutil.copytree(place, trial)
        done = subprocess.run(
            [sys.executable, "-c", _KILLED, str(saved), str(trial), str(step)],
            cwd=ROOT,
            check=False,
        )
        found.append(title(trial))
        assert list(verify(trial)) == []
        assert not (trial / "restoring").exists()
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
    # From the step that decides on, it is the new one.
    decided = found.index("then")
    assert set(found[:decided]) == {"now"}
    assert set(found[decided:]) == {"then"}


def test_who_may_only_read_is_told_of_a_restore_that_was_broken_off(
    place: Path, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They cannot finish it, and are not shown half of it."""
    (place / "restoring").mkdir()
    monkeypatch.setattr("store.folder.Folder.is_writable", False)
    with pytest.raises(UnreadableStore, match="a restore was broken off"):
        Repository.open(place)
    assert saved.exists()


def test_what_a_killed_restore_prepared_is_swept_by_the_next_opening(
    place: Path, saved: Path
) -> None:
    """Nobody restores while the store is entered: what was prepared before is of no use."""
    shutil.copytree(saved, place / ".restoring.new")
    Repository.open(place).close()
    assert not (place / ".restoring.new").exists()
    assert title(place) == "now"


def test_a_backup_that_cannot_be_read_for_want_of_room_is_not_called_damaged(
    place: Path, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite needs a little room beside the backup to read it."""

    def no_room(*_: object, **__: object) -> None:
        raise apsw.FullError("database or disk is full")

    monkeypatch.setattr("store.care.verify.moment", no_room)
    with pytest.raises(UnreadableStore, match=r"cannot be read: database or disk is full\.$"):
        restore(saved, place)
    assert title(place) == "now"


def test_git_is_told_what_not_to_keep_of_a_new_folder(
    place: Path, saved: Path, tmp_path: Path
) -> None:
    """As of a new store; in the place of another one, what is said there already stays."""
    restore(saved, tmp_path / "new")
    assert "/desk.sqlite*" in (tmp_path / "new" / ".gitignore").read_text().splitlines()
    (place / ".gitignore").write_text("mine\n")
    restore(saved, place)
    assert (place / ".gitignore").read_text() == "mine\n"
