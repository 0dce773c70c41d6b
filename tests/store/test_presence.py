"""Who is at work in a store."""

from __future__ import annotations

import fcntl
import os
from contextlib import closing
from pathlib import Path

import pytest

from store import presence
from store.commands.records import DeleteRecords
from store.errors import UnwritableStore
from store.ids import Ref, new_uid
from store.presence import Presence
from store.repository import Repository
from tests.builders import a_store, event
from tests.store.another import Another

PRESENT = """
repository = Repository.open(place, author="sami")
repository.be_present("E1")
say(repository.session)
while (record := hear()) not in ("", "leave"):
    repository.be_present(record)
    say(record)
repository.close()
"""


def test_others_see_who_is_at_work_and_on_what(place: Path) -> None:
    """A colleague is there with the name and the record, until the end of their session."""
    with a_store(place, event(1)) as repository:
        repository.be_present("E2")
        assert repository.others() == []
        with Another(PRESENT, place) as other:
            session = other.hear()
            (seen,) = repository.others()
            assert (seen.who, seen.record, seen.process) == ("sami", "E1", other.pid)
            assert seen.session == session
            other.say("R412")
            other.hear()
            assert [one.record for one in repository.others()] == ["R412"]
            assert presence.is_present(repository.folder, session)
            other.say("leave")
            other.end()
        assert repository.others() == []
        assert [path.name for path in (place / "presence").iterdir()] == [repository.session]
    assert list((place / "presence").iterdir()) == []


def test_who_was_killed_is_gone_at_once(place: Path) -> None:
    """The kernel lets go of the lock; the file that stays means nothing, and is swept away."""
    with a_store(place, event(1)) as repository:
        with Another(PRESENT, place) as other:
            session = other.hear()
            other.kill()
        assert repository.others() == []
        assert not presence.is_present(repository.folder, session)
        assert (place / "presence" / session).exists()
        repository.be_present()
        assert [path.name for path in (place / "presence").iterdir()] == [repository.session]


def test_a_clean_up_does_not_end_a_session(place: Path) -> None:
    """Somebody removes all that looks left over: the next word of the session brings it back."""
    with a_store(place, event(1)) as repository:
        repository.be_present("E1")
        (place / "presence" / repository.session).unlink()
        (place / "presence").rmdir()
        assert not presence.is_present(repository.folder, repository.session)
        repository.be_present("E1")
        assert presence.is_present(repository.folder, repository.session)


def test_what_is_no_session_is_left_alone(place: Path) -> None:
    """In a team's folder others may put anything there: a pipe, a link, a long file, rubbish."""
    with a_store(place, event(1)) as repository:
        repository.be_present()
        folder = place / "presence"
        mine = place.parent / "mine.txt"
        mine.write_text("mine")
        (folder / "notes.txt").write_text("keep me")
        (folder / new_uid()).symlink_to(mine)
        os.mkfifo(folder / new_uid())
        (folder / new_uid()).mkdir()
        before = sorted(folder.iterdir())
        (folder / new_uid()).write_text("{" * 10_000)
        presence.sweep(repository.folder)
        assert sorted(folder.iterdir()) == before
        assert [one.session for one in presence.present(repository.folder)] == [repository.session]
        assert not presence.is_present(repository.folder, "../../mine.txt")
        assert mine.read_text() == "mine"


def test_a_file_that_says_nothing_is_nobody(place: Path) -> None:
    """A held file without sense in it is passed over; its session goes on all the same."""
    with a_store(place, event(1)) as repository:
        held = Presence(repository.folder, new_uid(), "ada")
        os.pwrite(held._file, b"\xff{", 0)
        assert presence.present(repository.folder) == []
        assert presence.is_present(repository.folder, held._told.session)
        held.leave()


@pytest.mark.parametrize("planted", ["link", "dangling link", "file"])
def test_a_folder_that_leads_elsewhere_is_not_used(place: Path, planted: str) -> None:
    """A colleague lays a link in its place: nothing is written or swept where it leads."""
    elsewhere = place.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / new_uid()).write_text("mine")
    before = sorted(elsewhere.iterdir())
    with a_store(place, event(1)) as repository:
        if planted == "file":
            (place / "presence").write_text("")
        else:
            target = elsewhere if planted == "link" else elsewhere / "none"
            (place / "presence").symlink_to(target)
        with pytest.raises(
            UnwritableStore, match=r"presence cannot be written: it is a link, or no folder\."
        ):
            repository.be_present()
        assert repository.others() == []
        assert presence.is_present(repository.folder, new_uid())
    assert sorted(elsewhere.iterdir()) == before


def test_a_session_that_begins_while_others_look_is_not_swept_away(place: Path) -> None:
    """Who sweeps holds the lock until the file is gone: a new session then makes it again."""
    with a_store(place, event(1)) as repository, Another(SWEEPS, place) as other:
        assert other.hear() == "sweeping"
        for _ in range(200):
            held = Presence(repository.folder, new_uid(), "ada")
            assert presence.is_present(repository.folder, held._told.session)
            assert os.fstat(held._file).st_nlink == 1
            held.leave()


SWEEPS = """
from store import presence
repository = Repository.open(place)
say("sweeping")
while True:
    presence.sweep(repository.folder)
"""


def test_opening_a_store_does_not_look_who_is_there(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many were killed there: opening costs the same."""
    with a_store(place, event(1)):
        pass
    looks: list[object] = []
    monkeypatch.setattr(presence, "_sessions", looks.append)
    Repository.open(place).close()
    assert looks == []


def test_what_somebody_has_open_is_taken_by_nobody_else(place: Path) -> None:
    """The first that is free is shown as open at once; so is the one before it, for a moment."""
    with a_store(place, event(1)) as ada, closing(Repository.open(place, author="noor")) as noor:
        noor.be_present("R1")
        assert ada.take(iter(["R1", "R2", "R3"])) == "R2"
        assert noor.take(["R2", "R1"]) == "R1"
        assert noor.take(["R2", "R3", "R4"]) == "R3"
        # What noor decided on R1 may not have been written yet.
        assert ada.take(["R1", "R3"]) == ""
        assert [one.record for one in noor.others()] == ["R2"]
        noor.be_present("R3")
        assert ada.take(["R1", "R3"]) == "R1"


def test_a_change_leaves_the_record_that_is_shown(place: Path) -> None:
    """An undo, which is written in parts, tells nobody that the record was left."""
    with a_store(place, event(1)) as ada, closing(Repository.open(place, author="noor")) as noor:
        ada.be_present("E1")
        ada.run(DeleteRecords([Ref("E1")]))
        ada.undo()
        assert [one.record for one in noor.others()] == ["E1"]


def test_a_lock_that_somebody_keeps_stops_nobody(place: Path) -> None:
    """In a team's folder it may be held for ever: what is free is taken all the same."""
    with a_store(place, event(1)) as ada:
        ada.be_present()
        held = os.open(place / "presence", os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_EX)
        assert ada.take(["R1"]) == "R1"
        os.close(held)
