"""Every error: one clear sentence for a person, and nothing on disk has changed."""

from __future__ import annotations

import inspect
import json
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import apsw
import pytest

from store import errors
from store.commands.records import DeleteRecords, WriteRecords
from store.errors import (
    DamagedFile,
    DeskError,
    Interrupted,
    InvalidRecord,
    NewerSchema,
    NotAStore,
    OutsideChange,
    RecordError,
    Stale,
    StoreError,
    StoreExists,
    StoreReadOnly,
    UnknownRecord,
    UnreadableStore,
    UnwritableStore,
)
from store.ids import Ref
from store.repository import Repository
from tests.builders import a_store, claim, event
from tests.store.folders import as_somebody_else, lying_in


class Failure(NamedTuple):
    """How a store is brought to fail: what is done to its folder, and what is asked of it."""

    error: type[DeskError]
    sentence: str
    """A pattern; {place} stands for the folder."""
    spoil: Callable[[Path], object]
    ask: Callable[[Path], object]


def nothing(place: Path) -> None:
    """The store stays as it is."""


def run(command: WriteRecords | DeleteRecords) -> Callable[[Path], object]:
    """Ask an open store for a change."""

    def ask(place: Path) -> None:
        repository = Repository.open(place, author="ada")
        try:
            repository.run(command)
        finally:
            repository.close()

    return ask


def put(name: str, content: bytes) -> Callable[[Path], object]:
    """Lay a file into the folder, and take the working copy away when it is incidents.json."""

    def spoil(place: Path) -> None:
        (place / "desk.sqlite").unlink()
        (place / name).write_bytes(content)

    return spoil


def of_another_program(place: Path) -> None:
    """Put a database of somebody else there, which has not been closed cleanly."""
    (place / "desk.sqlite").unlink()
    with closing(sqlite3.connect(place / "their.sqlite")) as theirs:
        theirs.execute("PRAGMA journal_mode=WAL")
        theirs.execute("CREATE TABLE mine (a)")
        theirs.commit()
        for end in ("", "-wal"):
            shutil.copyfile(place / f"their.sqlite{end}", place / f"desk.sqlite{end}")
    (place / "their.sqlite").unlink()


def of_a_later_version(place: Path) -> None:
    """Raise the version of the working copy's tables."""
    with closing(apsw.Connection(str(place / "desk.sqlite"))) as connection:
        connection.pragma("user_version", 99)


def outside_change(place: Path) -> None:
    """Let another program add a line to incidents.json."""
    with (place / "incidents.json").open("ab") as file:
        file.write(b"\n")


def ask_checkpoint(place: Path) -> None:
    """Ask for a checkpoint."""
    repository = Repository.open(place)
    try:
        repository.checkpoint()
    finally:
        repository.close()


def ask_while_locked(place: Path) -> None:
    """Ask for a change while another program holds the database and does not let go."""
    repository = Repository.open(place)
    with closing(apsw.Connection(str(place / "desk.sqlite"))) as other:
        other.execute("BEGIN IMMEDIATE")
        repository._connection().set_busy_timeout(1)
        try:
            repository.run(WriteRecords([event(2)]))
        finally:
            repository.close()


NEWER = json.dumps({"_meta": {"1": {"schema": 99}}, "events": {}}).encode()

FAILURES = {
    "a figure that contradicts itself": Failure(
        InvalidRecord,
        "C1: the field high is not valid: 8 is less than low, 9.",
        nothing,
        run(WriteRecords([event(2), claim(1, low=9, high=8)])),
    ),
    "a record that is not there": Failure(
        UnknownRecord, "There is no record E404.", nothing, run(DeleteRecords([Ref("E404")]))
    ),
    "a folder without a store": Failure(
        NotAStore,
        "{place}/reports is not an incident store:"
        " it holds neither incidents.json nor desk.sqlite.",
        nothing,
        lambda place: Repository.open(place / "reports"),
    ),
    "a list in place of tables": Failure(
        NotAStore,
        "{place}/incidents.json is not an incident store: its JSON is not tables of documents,"
        " as TinyDB writes them.",
        put("incidents.json", b"[]"),
        Repository.open,
    ),
    "a database of another program": Failure(
        NotAStore,
        "{place} is not an incident store: its desk.sqlite belongs to another program.",
        of_another_program,
        Repository.open,
    ),
    "a store where a new one is asked for": Failure(
        StoreExists,
        "{place} already holds an incident store; nothing was changed.",
        nothing,
        Repository.create,
    ),
    "a working copy that is no database": Failure(
        UnreadableStore,
        "{place}/desk.sqlite cannot be read: it is not a database, or it is damaged;"
        " move it away, and it is built anew from incidents.json, without what that file lacks.",
        put("desk.sqlite", b"SQLite format 4" * 100),
        Repository.open,
    ),
    "an empty working copy": Failure(
        UnreadableStore,
        "{place}/desk.sqlite cannot be read: it is not a database, or it is damaged;"
        " move it away, and it is built anew from incidents.json, without what that file lacks.",
        put("desk.sqlite", b""),
        Repository.open,
    ),
    "a database that is locked": Failure(
        UnwritableStore,
        "{place}/desk.sqlite cannot be written: database is locked. Nothing was changed.",
        nothing,
        ask_while_locked,
    ),
    "a file of a later version": Failure(
        NewerSchema,
        "{place} was written by a newer Incident Desk (schema 99, this one reads up to 1); upgrade"
        " to open it. Nothing was changed.",
        put("incidents.json", NEWER),
        Repository.open,
    ),
    "a working copy of a later version": Failure(
        NewerSchema,
        "{place} was written by a newer Incident Desk (schema 99, this one reads up to 1); upgrade"
        " to open it. Nothing was changed.",
        of_a_later_version,
        Repository.open,
    ),
    "a file that breaks off": Failure(
        DamagedFile,
        "{place}/incidents.json is damaged at line 2, column 12: the JSON breaks off there."
        " Nothing was changed.",
        put("incidents.json", b'{\n"events": {'),
        Repository.open,
    ),
    "an empty file": Failure(
        DamagedFile,
        "{place}/incidents.json is damaged at line 1, column 1: the file is empty."
        " Nothing was changed.",
        put("incidents.json", b""),
        Repository.open,
    ),
    "a file that another program has changed": Failure(
        OutsideChange,
        "{place}/incidents.json was changed by another program and has been left alone; move it"
        " away and run the command again to write the desk's own records.",
        outside_change,
        ask_checkpoint,
    ),
    "a record that somebody else has changed": Failure(
        Stale,
        "Changed since you saw it: E1 by sami. Nothing was done; look and try again.",
        nothing,
        run(WriteRecords([event(1), event(2)], seen={Ref("E1"): 1})),
    ),
}


@pytest.fixture
def store(place: Path) -> Path:
    """A closed store with one event by Sami, in its file too."""
    with a_store(place) as repository:
        repository._author = "sami"
        repository.run(WriteRecords([event(1)]))
        repository.checkpoint()
    return place


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES.keys())
def test_a_failure_is_one_sentence_and_changes_nothing(failure: Failure, store: Path) -> None:
    """The person reads what is wrong, and the folder is byte for byte what it was."""
    failure.spoil(store)
    before = lying_in(store)
    with pytest.raises(failure.error) as caught:
        failure.ask(store)
    assert str(caught.value) == failure.sentence.replace("{place}", str(store))
    assert str(caught.value).isprintable()
    assert lying_in(store) == before


def leaves(error: type[DeskError]) -> Iterator[type[DeskError]]:
    """The errors that are raised: those that no other refines."""
    refined = error.__subclasses__()
    if not refined:
        yield error
    for each in refined:
        yield from leaves(each)


def test_no_error_is_left_out() -> None:
    """Each error of the tree is among the failures, or has a test of its own.

    Reading only is tested below, the read that is stopped in `sql/test_read.py`.
    """
    elsewhere = {StoreReadOnly, Interrupted}
    assert set(leaves(DeskError)) == {f.error for f in FAILURES.values()} | elsewhere


def test_the_tree_is_drawn_as_it_is() -> None:
    """The drawing in the module names every class under the one that it refines."""
    drawn = re.findall(r"^([│├└─ ]*)(\w+)", errors.__doc__ or "", re.MULTILINE)
    shown = [(len(indent) // 4, name) for indent, name in drawn if hasattr(errors, name)]

    def tree(error: type[Exception], depth: int) -> Iterator[tuple[int, str]]:
        yield depth, error.__name__
        for each in error.__subclasses__():
            yield from tree(each, depth + 1)

    assert shown == list(tree(DeskError, 0))
    assert all(each.__doc__ for _, each in inspect.getmembers(errors, inspect.isclass))
    assert issubclass(UnknownRecord, RecordError)
    assert issubclass(NotAStore, StoreError)


READ = """
before = sorted(os.listdir(tempfile.gettempdir()))
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
print(json.dumps([listed, refused, reason, [n for n in left if n.startswith("incident-desk")]]))
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
