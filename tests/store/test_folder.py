"""A store's folder: who may read what lies in it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from pwd import getpwuid

import pytest

from store import folder as folders
from store.commands.records import WriteRecords
from store.errors import BusyStore, NotAStore, StoreExists, UnreadableStore, UnwritableStore
from store.folder import Folder
from store.repository import Repository
from tests.builders import a_store, event
from tests.store.another import Another
from tests.store.folders import lying_in, mode


@pytest.fixture(params=["077", "000", "022"])
def umask(request: pytest.FixtureRequest) -> Iterator[str]:
    """The user's umask, strict, absent and usual."""
    before = os.umask(int(request.param, 8))
    yield request.param
    os.umask(before)


#: What lies in a closed store; the first is the file that the newest one replaced.
LEFT = [".incidents.json.before", "changed", "desk.sqlite", "incidents.json", "reports"]
FILES = ("incidents.json", "desk.sqlite", "desk.sqlite-wal", "desk.sqlite-shm", "changed")


@pytest.mark.parametrize(
    ("team", "folder_mode", "file_mode"),
    [(False, "drwx------", "-rw-------"), (True, "drwxrws---", "-rw-rw----")],
)
def test_only_those_who_may_can_read_a_store(
    place: Path, umask: str, team: bool, folder_mode: str, file_mode: str
) -> None:
    """One person's store is theirs alone, a team's the group's, whatever the umask says."""
    with a_store(place, event(1), team=team) as repository:
        assert mode(place) == folder_mode
        assert mode(place / "reports") == folder_mode
        assert {name: mode(place / name) for name in FILES} == dict.fromkeys(FILES, file_mode)
        repository.checkpoint()
        assert mode(place / "incidents.json") == file_mode
    (place / "desk.sqlite").unlink()
    with_new_copy = Repository.open(place)
    assert {mode(place / name) for name in ("desk.sqlite", ".gitignore")} == {file_mode}
    with_new_copy.close()
    assert sorted(lying_in(place)) == [".gitignore", *LEFT]


def test_folders_above_are_made_too(tmp_path: Path) -> None:
    """A store may be asked for where not even its parents exist."""
    with a_store(tmp_path / "cases" / "2025" / "coast") as repository:
        assert repository.folder.is_writable


def test_an_empty_folder_is_taken(place: Path) -> None:
    """Somebody made the folder by hand, open to all: it becomes a store, and private."""
    place.mkdir(mode=0o755)
    with a_store(place):
        assert mode(place) == "drwx------"


def test_a_folder_that_others_may_only_look_at_is_one_person_s(place: Path) -> None:
    """A cloned folder is readable by all; what the desk writes into it is not."""
    with a_store(place):
        place.chmod(0o755)
        assert not Folder(place).is_team
        assert Folder(place).file_mode == 0o600
        place.chmod(0o2770)
        assert Folder(place).is_team
        assert Folder(place).file_mode == 0o660


@pytest.mark.parametrize(
    ("made", "says"),
    [
        ("file", "already holds a file"),
        ("other files", "already holds other files"),
        ("store", "already holds an incident store"),
    ],
)
def test_what_is_there_is_not_overwritten(place: Path, made: str, says: str) -> None:
    """A new store is never made over something else."""
    match made:
        case "file":
            place.write_text("mine")
        case "other files":
            place.mkdir()
            (place / "notes.txt").write_text("mine")
        case _:
            with a_store(place, event(1)):
                pass
    before = lying_in(place.parent)
    with pytest.raises(StoreExists, match=rf"{says}; nothing was changed\.$"):
        Repository.create(place)
    assert lying_in(place.parent) == before


@pytest.mark.parametrize(
    ("made", "says"),
    [
        ("nothing", "there is no such folder; `incident-desk new` makes one"),
        (
            "file",
            (
                "it is a bare file; where that is a TinyDB database, `incident-desk new {place}-2"
                " --from {place}` makes a store of it"
            ),
        ),
        ("link", "it is a link to what is not there"),
        ("empty folder", "it holds neither incidents.json nor desk.sqlite"),
        ("folder called incidents.json", "it holds neither incidents.json nor desk.sqlite"),
    ],
)
def test_what_is_no_store_says_so(place: Path, made: str, says: str) -> None:
    """Each wrong path has its own sentence, and nothing is made of it."""
    match made:
        case "file":
            place.write_text("{}")
        case "link":
            place.symlink_to("nowhere")
        case "empty folder":
            place.mkdir()
        case "folder called incidents.json":
            (place / "incidents.json").mkdir(parents=True)
    before = lying_in(place.parent)
    with pytest.raises(NotAStore) as caught:
        folders.find(place)
    assert str(caught.value) == f"{place} is not an incident store: {says.format(place=place)}."
    assert lying_in(place.parent) == before


@pytest.mark.parametrize("name", ["a" * 300, "a/" * 3000])
def test_a_path_that_cannot_be_looked_at_says_why(tmp_path: Path, name: str) -> None:
    """A name that the file system refuses is a sentence, not a traceback."""
    with pytest.raises(UnreadableStore, match=r"cannot be read: file name too long\.$"):
        folders.find(tmp_path / name)
    with pytest.raises(UnwritableStore, match=r"cannot be written: file name too long\."):
        folders.create(tmp_path / name)


def test_two_do_not_do_at_once_what_one_may_do_at_a_time(place: Path) -> None:
    """Who waits for the folder gets it when the other lets go, also by dying."""
    with a_store(place) as repository:
        with repository.folder.alone():
            second = os.open(place, os.O_RDONLY)
            with pytest.raises(BlockingIOError):
                fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.close(second)


LOCKING = """
import fcntl
held = os.open(place / sys.argv[4], os.O_RDONLY)
fcntl.flock(held, fcntl.LOCK_EX)
say("holds")
hear()
"""


@pytest.mark.parametrize(
    ("locked", "ask"),
    [
        (".", lambda repository: repository.checkpoint()),
        (".", lambda repository: repository.leave()),
        ("reports", lambda repository: Repository.open(repository.folder.path)),
    ],
)
def test_a_lock_that_is_not_let_go_is_not_waited_for_for_ever(
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    locked: str,
    ask: Callable[[Repository], object],
) -> None:
    """Whoever may read a folder can lock it: who does so is named, and nothing is changed."""
    monkeypatch.setattr(folders, "PATIENCE", 0.05)
    with a_store(place, event(1)):
        pass
    repository = Repository.open(place)
    if locked == "reports":
        # The lock of who has it open would keep the other one out.
        repository.close()
    with Another(LOCKING, place, locked) as other:
        assert other.hear() == "holds"
        user = getpwuid(os.getuid()).pw_name
        with pytest.raises(
            BusyStore,
            match=rf"^The program python[\d.]* of {user} \(process {other.pid}\) has kept the lock "
            r"of .* for more than 0 seconds\. Nothing was changed; try again\.$",
        ):
            ask(repository)
        other.say("let go")
        other.end()
    repository.close()
    again = Repository.open(place)
    assert again.leave().written


def test_a_store_may_lie_behind_a_link(place: Path, tmp_path: Path) -> None:
    """A folder on another disk, linked into the home folder, is a store like any other."""
    with a_store(place, event(1)):
        pass
    link = tmp_path / "link"
    link.symlink_to(place)
    repository = Repository.open(link)
    repository.run(WriteRecords([event(2)]))
    repository.checkpoint()
    repository.close()
    assert link.is_symlink()
    assert sorted(lying_in(place)) == LEFT
