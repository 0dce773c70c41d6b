"""A backup is a store of its own, whole or not there, made while others write."""

from __future__ import annotations

import hashlib
import signal
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from threading import Event as Flag
from threading import Thread

import apsw
import pytest

from store.care.backup import backup
from store.care.verify import head, verify
from store.commands.records import WriteRecords
from store.errors import DamagedStore, StoreExists, UnwritableStore
from store.ids import Kind
from store.repository import Repository
from tests.builders import a_store, event, report
from tests.store.folders import ROOT, document, lying_in


@pytest.fixture
def to(tmp_path: Path) -> Path:
    """Where the backup is to lie; nothing is there yet."""
    return tmp_path / "backup"


def titles(place: Path) -> list[str]:
    """The events of a store by title."""
    repository = Repository.open(place)
    with repository.read() as reader:
        found = [one.label for one in reader.listing(Kind.EVENT, reader.numbers(Kind.EVENT))]
    repository.close()
    return sorted(found)


def test_a_backup_is_the_store_again(place: Path, to: Path) -> None:
    """Records, history, file and original bytes: all is there, and verified."""
    digest = hashlib.sha256(b"bytes").hexdigest()
    with a_store(place, event(1, title="A"), report(1, text="Words.")):
        (place / "reports" / digest).write_bytes(b"bytes")
    before = lying_in(place)
    backup(place, to)
    assert lying_in(place)["incidents.json"] == before["incidents.json"]
    assert list(verify(to)) == []
    assert head(to) == head(place)
    assert document(to)["events"]["1"]["title"] == "A"
    assert (to / "reports" / digest).read_bytes() == b"bytes"
    assert titles(to) == titles(place)
    assert [path.name for path in to.parent.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("team", [False, True])
def test_a_backup_is_as_open_as_the_store(place: Path, to: Path, team: bool) -> None:
    """A private store's backup is private, and a team's belongs to the team."""
    with a_store(place, event(1), team=team):
        backup(place, to)
    assert stat.S_IMODE(to.stat().st_mode) == (0o2770 if team else 0o700)
    assert to.stat().st_gid == place.stat().st_gid
    modes = {stat.S_IMODE(path.stat().st_mode) for path in to.iterdir() if path.is_file()}
    assert modes == {0o660 if team else 0o600}


def test_a_backup_ends_while_others_write_all_the_time(place: Path, to: Path) -> None:
    """It is one state of the store: each change is in it whole, and all that came before."""
    stop, wrote = Flag(), Flag()

    def write() -> None:
        repository = Repository.open(place, author="sami")
        number = 0
        while not stop.is_set():
            number += 1
            both = [event(1, title=f"t{number}"), event(2, title=f"t{number}")]
            repository.run(WriteRecords(both))
            wrote.set()
        repository.close()

    with a_store(place, event(1, title="t0"), event(2, title="t0")):
        writer = Thread(target=write)
        writer.start()
        try:
            assert wrote.wait(30)
            backup(place, to)
        finally:
            stop.set()
            writer.join()
    assert list(verify(to)) == []
    events = document(to)["events"]
    assert events["1"]["title"] == events["2"]["title"]


@pytest.mark.parametrize("there", ["a folder", "a file", "a link to nowhere"])
def test_what_lies_there_is_not_touched(place: Path, to: Path, there: str) -> None:
    """A backup takes a new folder only."""
    with a_store(place, event(1)):
        pass
    if there == "a folder":
        to.mkdir()
    elif there == "a file":
        to.write_text("mine")
    else:
        to.symlink_to("nowhere")
    before = lying_in(to.parent)
    with pytest.raises(StoreExists):
        backup(place, to)
    assert lying_in(to.parent) == before


def test_a_damaged_store_gives_no_backup(place: Path, to: Path) -> None:
    """The sentence names the first finding, and nothing is left behind."""
    with a_store(place, event(1, title="A")):
        pass
    with closing(apsw.Connection(str(place / "desk.sqlite"))) as connection:
        connection.execute("UPDATE operations SET author = 'eve' WHERE sequence = 2")
    with pytest.raises(DamagedStore) as caught:
        backup(place, to)
    assert str(caught.value).startswith(
        f"{place} is damaged and was not backed up: the operation 2, by eve at "
    )
    assert [path.name for path in to.parent.iterdir()] == ["store"]


def test_a_folder_that_is_not_there_is_a_sentence(place: Path, to: Path) -> None:
    """A backup makes no folders above its own."""
    with a_store(place, event(1)):
        pass
    with pytest.raises(UnwritableStore, match="no such file or directory"):
        backup(place, to / "deep")


_KILLED = """
import os, signal, sys
from pathlib import Path
from store.care import backup

count = 0
def killed(*told):
    global count
    count += 1
    if count == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

backup.backup(Path(sys.argv[1]), Path(sys.argv[2]), killed)
"""


@pytest.mark.parametrize("at", [1, 2, 4])
def test_a_kill_leaves_no_backup_and_the_next_one_is_made(place: Path, to: Path, at: int) -> None:
    """Killed anywhere, nothing bears the backup's name; what it left goes with the next."""
    with a_store(place, event(1, title="A")):
        pass
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, str(place), str(to), str(at)], cwd=ROOT, check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert not to.exists()
    backup(place, to)
    assert list(verify(to)) == []
    assert sorted(path.name for path in to.parent.iterdir()) == ["backup", "store"]


def test_git_is_told_what_not_to_keep_of_a_backup(place: Path, to: Path) -> None:
    """A backup may lie in a checkout: only incidents.json and reports/ are to be kept there."""
    with a_store(place, event(1)):
        pass
    backup(place, to)
    assert "/desk.sqlite*" in (to / ".gitignore").read_text().splitlines()
    assert (to / ".gitignore").stat().st_mode == (to / "incidents.json").stat().st_mode
