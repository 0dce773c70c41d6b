"""A store that may be looked at and not changed."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from store.commands.records import WriteRecords
from tests.builders import a_store, event
from tests.store.another import Another, User, need_root
from tests.store.faults.older import to_schema_1
from tests.store.folders import NOBODY, as_somebody_else, lying_in

READ = """
before = sorted(os.listdir(tempfile.gettempdir()))
cache = Path(os.environ["XDG_CACHE_HOME"])
repository = Repository.open(place)
with repository.read() as reader:
    listed = [str(record.ref) for record in reader.listing(Kind.EVENT, reader.numbers(Kind.EVENT))]
refused = []
for ask in (lambda: repository.run(WriteRecords([Event()])), repository.checkpoint):
    try:
        ask()
    except DeskError as error:
        refused.append([type(error).__name__, str(error)])
reason = repository.only_reads
repository.close()
left = [name for name in os.listdir(tempfile.gettempdir()) if name not in before]
left = [name for name in left if name.startswith("incident-desk")]
left += [path.name for path in cache.glob("incident-desk/scratch/*")]
print(json.dumps([listed, refused, reason, left]))
"""


@pytest.fixture
def looked_at() -> Iterator[Path]:
    """A folder for a store that somebody else can reach, and may read but not write."""
    with tempfile.TemporaryDirectory(prefix="looked-at-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder / "store"
        if (folder / "store").exists():
            (folder / "store").chmod(0o700)


def let_look(place: Path) -> dict[str, tuple[str, bytes]]:
    """Let everybody read the store and nobody write it; what lies in it."""
    for path in place.iterdir():
        path.chmod(0o555 if path.is_dir() else 0o444)
    place.chmod(0o555)
    return lying_in(place)


@pytest.mark.parametrize("given", ["both files", "incidents.json", "desk.sqlite"])
def test_who_may_only_read_reads_and_writes_nothing(looked_at: Path, given: str) -> None:
    """The store opens, lists its records, refuses a change in a sentence, and stays untouched."""
    with a_store(looked_at, event(1), event(2)) as repository:
        repository.checkpoint()
    if given != "both files":
        gone = "desk.sqlite" if given == "incidents.json" else "incidents.json"
        (looked_at / gone).unlink()
    before = let_look(looked_at)
    listed, refused, reason, left = as_somebody_else(READ, looked_at)
    assert listed == ["E2", "E1"]
    sentence = f"{looked_at} is open for reading only: you have no permission to write there."
    assert refused == [["StoreReadOnly", sentence]] * 2
    assert reason == "you have no permission to write there"
    assert left == []
    assert lying_in(looked_at) == before


def test_who_may_only_read_sees_what_others_are_writing(looked_at: Path) -> None:
    """While a colleague has the store open, also the changes that only SQLite's log has yet."""
    with a_store(looked_at, event(1)) as repository:
        repository.run(WriteRecords([event(2)]))
        before = let_look(looked_at)
        assert as_somebody_else(READ, looked_at)[0] == ["E2", "E1"]
        assert lying_in(looked_at) == before


WORKS = """
repository = Repository.open(place, author="ada")
refused = []

def work():
    try:
        repository.run(WriteRecords([Event(title="new")]))
        say("done")
    except DeskError as error:
        say(json.dumps([type(error).__name__, str(error)]))
    with repository.read() as reader:
        say(str(reader.count(Kind.EVENT)))

for _ in range(3):
    # As at the desk: each change is written on a thread that has no connection yet.
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    hear()
repository.close()
"""


def test_a_store_that_is_made_read_only_while_it_is_open(looked_at: Path) -> None:
    """A change says so and loses nothing; reading goes on, and so does writing later."""
    need_root()
    with a_store(looked_at, event(1)):
        pass

    def let(folders: int, files: int) -> None:
        for path in (looked_at, *looked_at.iterdir()):
            path.chmod(folders if path.is_dir() else files)

    let(0o777, 0o666)
    with Another(WORKS, looked_at, user=User(NOBODY, NOBODY)) as ada:
        assert [ada.hear(), ada.hear()] == ["done", "2"]
        let(0o555, 0o444)
        ada.say()
        error, sentence = json.loads(ada.hear())
        assert error == "UnwritableStore"
        reason = "it was made read-only while it was open; what was there can be read"
        place = looked_at / "desk.sqlite"
        assert sentence == f"{place} cannot be written: {reason}. Nothing was changed."
        assert ada.hear() == "2"
        let(0o777, 0o666)
        ada.say()
        assert [ada.hear(), ada.hear()] == ["done", "3"]
        ada.say()
        ada.end()


@pytest.mark.parametrize("is_open", [False, True])
def test_who_may_only_read_reads_an_older_store(looked_at: Path, *, is_open: bool) -> None:
    """One of schema 1 is brought up to date in a copy; the store itself stays to the byte."""
    with a_store(looked_at, event(1), event(2)) as repository:
        repository.checkpoint()
    to_schema_1(looked_at)
    with closing(apsw.Connection(str(looked_at / "desk.sqlite"))) as somebody:
        if is_open:
            somebody.execute("SELECT count(*) FROM records").fetchall()
        before = let_look(looked_at)
        listed, refused, reason, left = as_somebody_else(READ, looked_at)
        assert listed == ["E2", "E1"]
        assert [error for error, _ in refused] == ["StoreReadOnly"] * 2
        assert (reason, left) == ("you have no permission to write there", [])
        assert lying_in(looked_at) == before


def test_an_older_store_that_is_damaged_is_named_to_who_may_only_read(looked_at: Path) -> None:
    """The sentence is about the store, and not about the copy."""
    with a_store(looked_at, event(1)):
        pass
    with closing(apsw.Connection(str(looked_at / "desk.sqlite"))) as connection:
        connection.pragma("user_version", 1)
    let_look(looked_at)
    error, sentence = as_somebody_else(SAY, looked_at)
    assert error == "UnreadableStore"
    assert sentence.startswith(f"{looked_at}/desk.sqlite cannot be read: it is damaged, and cannot")


SAY = """
try:
    Repository.open(place).close()
    print(json.dumps("opened"))
except DeskError as error:
    print(json.dumps([type(error).__name__, str(error)]))
"""


@pytest.mark.parametrize(
    ("name", "mode", "says"),
    [
        (".", 0o700, "{place} cannot be read: you have no permission to read it."),
        ("incidents.json", 0o600, "{file} cannot be read: you have no permission to read it."),
        ("desk.sqlite", 0o600, "{file} cannot be read: you have no permission to read it."),
    ],
)
def test_who_may_not_read_is_told_so(looked_at: Path, name: str, mode: int, says: str) -> None:
    """The sentence names what cannot be read."""
    with a_store(looked_at, event(1)):
        pass
    if name == "incidents.json":
        # Beside a desk.sqlite that can be read it is not needed.
        (looked_at / "desk.sqlite").unlink()
    let_look(looked_at)
    (looked_at / name).chmod(mode & ~0o700 if os.getuid() else mode)
    error, sentence = as_somebody_else(SAY, looked_at)
    assert error == "UnreadableStore"
    assert sentence == says.format(place=looked_at, file=looked_at / name)


def test_what_is_wrong_with_a_store_is_said_of_the_store(looked_at: Path) -> None:
    """Who may only read works on a copy; the sentences are about the folder they know."""
    with a_store(looked_at, event(1)):
        pass
    (looked_at / "desk.sqlite").unlink()
    (looked_at / "incidents.json").write_text("{")
    let_look(looked_at)
    error, sentence = as_somebody_else(SAY, looked_at)
    assert error == "DamagedFile"
    assert sentence.startswith(f"{looked_at}/incidents.json is damaged at line 1, column 2")
    (looked_at / "incidents.json").chmod(0o644)
    (looked_at / "incidents.json").write_text("[]")
    error, sentence = as_somebody_else(SAY, looked_at)
    assert (error, sentence.startswith(f"{looked_at}/incidents.json")) == ("NotAStore", True)


def test_a_working_copy_that_may_not_be_written(looked_at: Path) -> None:
    """A folder in which one may write, with a desk.sqlite that one may not: open for reading."""
    with a_store(looked_at, event(1), event(2)) as repository:
        repository.checkpoint()
    for path in looked_at.iterdir():
        path.chmod(0o777 if path.is_dir() else 0o444)
    looked_at.chmod(0o777)
    before = (looked_at / "desk.sqlite").read_bytes()
    listed, refused, reason, left = as_somebody_else(READ, looked_at)
    assert listed == ["E2", "E1"]
    assert reason == "you have no permission to write desk.sqlite there"
    sentence = f"{looked_at} is open for reading only: {reason}."
    assert refused == [["StoreReadOnly", sentence]] * 2
    assert left == []
    assert (looked_at / "desk.sqlite").read_bytes() == before
