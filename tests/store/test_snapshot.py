"""A copy of a database of which nothing but its files can be had."""

from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from store import snapshot
from store.commands.records import WriteRecords
from store.errors import UnreadableStore
from store.sql.connection import connect, writing
from tests.builders import a_store, event
from tests.store.another import Another

WRITES = """
repository = Repository.open(place)
# What writing needs is loaded with the first change.
repository.run(WriteRecords([Event(title="x" * 5000)]))
say("ready")
while True:
    repository.run(WriteRecords([Event(title="x" * 5000)]))
"""


def events(database: Path) -> list[int]:
    """The numbers of the events in a copy, which must be whole."""
    with closing(connect(database)) as connection:
        assert connection.pragma("integrity_check") == "ok"
        return [row[0] & 0xFFFF for row in connection.execute("SELECT record FROM records")]


def test_what_only_the_log_has_is_copied_too(place: Path, tmp_path: Path) -> None:
    """A store that is open, or whose program was killed, has its newest changes in the log."""
    copy = tmp_path / "copy.sqlite"
    with a_store(place, event(1)) as repository:
        repository.run(WriteRecords([event(2)]))
        assert (place / "desk.sqlite-wal").stat().st_size
        snapshot.take(place / "desk.sqlite", copy)
        assert events(copy) == [1, 2]
    snapshot.take(place / "desk.sqlite", copy)
    assert events(copy) == [1, 2]


def test_a_copy_that_somebody_wrote_into_is_made_again(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer comes between the database and its log: the copy is of the moment after."""
    copy = tmp_path / "copy.sqlite"
    original = snapshot._write
    attempts = []
    with a_store(place, event(1)) as repository:

        def interrupted(to: Path, read: object) -> None:
            original(to, read)  # type: ignore[arg-type]
            attempts.append(to.name)
            if len(attempts) == 1:
                repository.run(WriteRecords([event(2)]))
                repository._session.connection().wal_checkpoint(
                    "main", apsw.SQLITE_CHECKPOINT_TRUNCATE
                )

        monkeypatch.setattr(snapshot, "_write", interrupted)
        snapshot.take(place / "desk.sqlite", copy)
        assert events(copy) == [1, 2]
    assert attempts.count("copy.sqlite") == 2


def test_a_store_that_never_rests_says_so(place: Path, tmp_path: Path) -> None:
    """Somebody writes without a pause: after a while the person is told, and nothing is half."""
    with a_store(place, event(1)), Another(WRITES, place) as other:
        assert other.hear() == "ready"
        with pytest.raises(UnreadableStore, match="being written without a pause; try again later"):
            snapshot.take(place / "desk.sqlite", tmp_path / "copy.sqlite", patience=0.1)


def test_copying_does_not_let_go_of_this_process_s_locks(place: Path, tmp_path: Path) -> None:
    """The same process may have the store open: POSIX would drop its locks with any file closed."""
    with a_store(place, event(1)) as repository, writing(repository._session.connection()):
        copying = threading.Thread(
            target=snapshot.take, args=(place / "desk.sqlite", tmp_path / "copy.sqlite")
        )
        copying.start()
        copying.join()
        with Another(TAKES_LOCKS, place) as other:
            assert other.hear() == "['refused', 'refused']"


TAKES_LOCKS = """
import fcntl
answers = []
for name, start, size in (("desk.sqlite", 0x40000002, 510), ("desk.sqlite-shm", 120, 1)):
    with (place / name).open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, size, start)
            answers.append("taken")
        except BlockingIOError:
            answers.append("refused")
say(answers)
"""


def test_what_is_no_file_says_so(tmp_path: Path) -> None:
    """A database that cannot be opened is a sentence, not a traceback."""
    (tmp_path / "desk.sqlite").mkdir()
    with pytest.raises(UnreadableStore, match=r"desk\.sqlite cannot be read: "):
        snapshot.take(tmp_path / "desk.sqlite", tmp_path / "copy.sqlite")
