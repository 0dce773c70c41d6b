"""A store that somebody else is writing: the change is refused, and the sentence says who."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path
from pwd import getpwuid

import pytest

from store import holder, presence
from store.commands.records import WriteRecords
from store.dates import Instant
from store.errors import BusyStore
from store.ids import Kind
from store.presence import Present
from store.repository import Repository
from tests.builders import a_store, event
from tests.store.another import Another

SQLITE_ALONE = """
held = sqlite3.connect(place / "desk.sqlite", isolation_level=None)
held.execute("BEGIN IMMEDIATE")
say("holds")
hear()
held.execute("COMMIT")
held.close()
"""

PRESENT = """
repository = Repository.open(place, author="sami")
repository.be_present()
held = repository._session.connection()
held.execute("BEGIN IMMEDIATE")
say("holds")
hear()
held.execute("COMMIT")
repository.close()
"""


def refused(repository: Repository) -> str:
    """The sentence that a change is refused with."""
    with pytest.raises(BusyStore) as caught:
        repository.run(WriteRecords([event(2)]))
    return str(caught.value)


@pytest.mark.parametrize("who", ["a colleague", "a program"])
def test_a_busy_store_says_who_writes_and_works_when_they_let_go(place: Path, who: str) -> None:
    """Reading goes on meanwhile; the change is refused with a name, and then it works."""
    with a_store(place, event(1)):
        pass
    repository = Repository.open(place, patience=0.05)
    with Another(PRESENT if who == "a colleague" else SQLITE_ALONE, place) as other:
        assert other.hear() == "holds"
        sentence = refused(repository)
        if who == "a colleague":
            since = repository.others()[0].since[11:16]
            name = rf"sami \(at work since {since} UTC\)"
        else:
            user = getpwuid(os.getuid()).pw_name
            name = rf"The program python[\d.]* of {user} \(process {other.pid}\)"
        assert re.fullmatch(
            rf"{name} has been writing in {place}/desk\.sqlite for more than 0 seconds\."
            r" Nothing was changed; try again\.",
            sentence,
        ), sentence
        with repository.read() as reader:
            assert list(reader.numbers(Kind.EVENT)) == [1]
        other.say("let go")
        other.end()
    assert repository.run(WriteRecords([event(2)]))
    repository.close()


def test_a_change_waits_for_another_one_to_end(place: Path) -> None:
    """Within its patience it is not refused: it is written when the other one has let go."""
    with a_store(place, event(1)) as repository, Another(SQLITE_ALONE, place) as other:
        assert other.hear() == "holds"
        waiting = threading.Thread(target=repository.run, args=[WriteRecords([event(2)])])
        waiting.start()
        # It holds no lock while it waits, and so cannot be seen to: only that it does not end.
        waiting.join(0.05)
        assert waiting.is_alive()
        other.say("let go")
        other.end()
        waiting.join()
        with repository.read() as reader:
            assert list(reader.numbers(Kind.EVENT)) == [2, 1]


def test_a_reader_waits_for_nobody(place: Path) -> None:
    """With no patience at all a store is opened and read while somebody writes."""
    with a_store(place, event(1)), Another(SQLITE_ALONE, place) as other:
        assert other.hear() == "holds"
        repository = Repository.open(place, patience=0)
        for _ in range(100):
            with repository.read() as reader:
                assert list(reader.numbers(Kind.EVENT)) == [1]
        repository.close()


def test_who_is_at_work_since_another_day_is_told_with_the_day(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A time alone would be taken for today's; and a name is somebody else's text."""
    told = Present("sa\x1bmi", Instant("2025-03-09T10:30:00Z"), 7)
    monkeypatch.setattr(holder, "_process", lambda _: 7)
    monkeypatch.setattr(presence, "present", lambda _: [told])
    with a_store(place) as repository:
        assert holder.name(repository.folder) == "sa␛mi (at work since 2025-03-09 10:30 UTC)"


@pytest.mark.parametrize(
    ("listed", "name"),
    [
        ("", "Another program"),
        ("1: POSIX  ADVISORY  READ 4194999 fe:00:{inode} 120 120", "Another program"),
        ("1: POSIX  ADVISORY  WRITE 4194999 fe:00:{inode} 121 128", "Another program"),
        ("1: -> POSIX  ADVISORY  WRITE 4194999 fe:00:{inode} 120 120", "Another program"),
        ("1: POSIX  ADVISORY  WRITE 4194999 fe:00:1{inode} 120 120", "Another program"),
        ("1: POSIX  ADVISORY  WRITE 4194999 fe:00:{inode} 120 120", "The process 4194999"),
        ("9: POSIX  ADVISORY  WRITE 4194999 fe:00:{inode} 0 EOF", "The process 4194999"),
    ],
)
def test_the_kernel_s_list_of_locks_is_read_as_it_is(
    place: Path, monkeypatch: pytest.MonkeyPatch, listed: str, name: str
) -> None:
    """Only the write lock counts, only of who has it; a process that is gone has but a number."""
    with a_store(place, event(1)) as repository:
        inode = (place / "desk.sqlite-shm").stat().st_ino
        locks = place.parent / "locks"
        locks.write_text(f"{listed.format(inode=inode)}\n")
        monkeypatch.setattr(holder, "LOCKS", locks)
        assert holder.name(repository.folder) == name
