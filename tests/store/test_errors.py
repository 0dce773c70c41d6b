"""Every error: one clear sentence for a person, and nothing on disk has changed."""

from __future__ import annotations

import inspect
import json
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from pwd import getpwuid
from typing import NamedTuple

import apsw
import pytest

from store import errors
from store.changes import Command
from store.commands.records import DeleteRecords, SetFields, WriteRecords
from store.commands.triage import Decide
from store.errors import (
    BusyStore,
    Collision,
    DamagedFile,
    DamagedStore,
    DeskError,
    Interrupted,
    InvalidRecord,
    NewerSchema,
    NotAStore,
    NothingToUndo,
    OlderSchema,
    OutsideChange,
    QueryError,
    RecordError,
    Refused,
    Stale,
    StoreError,
    StoreExists,
    StoreGone,
    StoreInUse,
    StoreReadOnly,
    UnknownOperation,
    UnknownRecord,
    UnreadableStore,
    UnwritableStore,
    WrongValue,
)
from store.ids import Ref
from store.query import parse
from store.repository import Repository
from store.sql.connection import connect
from store.vocabulary import TriageState
from tests.builders import claim, event
from tests.store.folders import lying_in


class Failure(NamedTuple):
    """How a store is brought to fail: what is done to its folder, and what is asked of it."""

    error: type[DeskError]
    sentence: str
    """A pattern; {place} stands for the folder."""
    spoil: Callable[[Path], object]
    ask: Callable[[Path], object]


def nothing(place: Path) -> None:
    """The store stays as it is."""


def run(command: Command) -> Callable[[Path], object]:
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


def of_an_earlier_version(place: Path) -> None:
    """Lower the version of the working copy's tables."""
    with closing(apsw.Connection(str(place / "desk.sqlite"))) as connection:
        connection.pragma("user_version", 1)


def outside_change(place: Path) -> None:
    """Put another store's incidents.json there."""
    repository = Repository.open(place)
    repository.keeper.clock = lambda: time.time() + 30
    # The file before this one is looked at once more, and that is noted.
    repository.tend()
    repository.close()
    (place / "incidents.json").write_text('{"events": {}}', "utf-8")


def both_damaged(place: Path) -> None:
    """Break the working copy and the TinyDB file."""
    (place / "desk.sqlite").write_bytes(b"SQLite format 4" * 100)
    (place / "incidents.json").write_bytes(b"")


def ask_checkpoint(place: Path) -> None:
    """Ask for a checkpoint."""
    repository = Repository.open(place)
    repository.keeper.clock = lambda: time.time() + 30
    try:
        repository.checkpoint()
    finally:
        repository.close()


def ask_while_locked(place: Path) -> None:
    """Ask for a change while another program holds the database and does not let go."""
    repository = Repository.open(place)
    with closing(apsw.Connection(str(place / "desk.sqlite"))) as other:
        other.execute("BEGIN IMMEDIATE")
        repository._session.connection().set_busy_timeout(1)
        try:
            repository.run(WriteRecords([event(2)]))
        finally:
            repository.close()


def ask_while_refused(place: Path) -> None:
    """Ask for a change of which SQLite says that it may not be."""
    repository = Repository.open(place)
    repository._session.connection().pragma("query_only", True)
    try:
        repository.run(WriteRecords([event(2)]))
    finally:
        repository.close()


def connect_to(place: Path) -> None:
    """Open the working copy as it is."""
    connect(place / "desk.sqlite", writing=True).close()


def ask_for(_: Path) -> object:
    """Read a query."""
    return parse("convoy plase:baniyas")


def asking(ask: Callable[[Repository], object]) -> Callable[[Path], object]:
    """Ask an open store for something, as Ada."""

    def asks(place: Path) -> None:
        repository = Repository.open(place, author="ada")
        try:
            ask(repository)
        finally:
            repository.close()

    return asks


def look_up(repository: Repository) -> None:
    """Look into the history for an operation that never was."""
    with repository.history() as log:
        log.entry(404)


#: What the system calls the process that the tests run in.
OWN_NAME = Path("/proc/self/comm").read_text(encoding="utf-8").strip()
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
    "a value that is none of its field": Failure(
        WrongValue,
        "clarity expects a whole number from 1 to 2, not 'high'.",
        nothing,
        run(SetFields([Ref("E1")], {"clarity": "high"})),
    ),
    "a duplicate of nothing": Failure(
        Refused,
        "R1 is to be a duplicate, and of which report was not said.",
        nothing,
        run(Decide([Ref("R1")], TriageState.DUPLICATE)),
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
    "a store of which neither file can be read": Failure(
        UnreadableStore,
        "{place}/desk.sqlite cannot be read: it is not a database, or it is damaged, and"
        " {place}/incidents.json is damaged at line 1, column 1: the file is empty;"
        " `incident-desk recover NEW --store {place}` saves what can still be read into a new"
        " store.",
        both_damaged,
        Repository.open,
    ),
    "a database that another program holds": Failure(
        BusyStore,
        "The program {program} of {user} (process {process}) has been writing in"
        " {place}/desk.sqlite for more than 5 seconds. Nothing was changed; try again.",
        nothing,
        ask_while_locked,
    ),
    "a change that the database refuses": Failure(
        UnwritableStore,
        "{place}/desk.sqlite cannot be written: it was made read-only while it was open; what was"
        " there can be read. Nothing was changed.",
        nothing,
        ask_while_refused,
    ),
    "a working copy of an earlier version": Failure(
        OlderSchema,
        "{place}/desk.sqlite was written by an older Incident Desk (schema 1); open it once where"
        " you may write, and it is brought up to date.",
        of_an_earlier_version,
        connect_to,
    ),
    "an operation that never was": Failure(
        UnknownOperation, "The history has no operation 404.", nothing, asking(look_up)
    ),
    "a query that asks for a field that there is not": Failure(
        QueryError, "Column 8: there is no field plase; did you mean place:?", nothing, ask_for
    ),
    "an undo of somebody who did nothing": Failure(
        NothingToUndo, "There is nothing of yours to undo.", nothing, asking(Repository.undo)
    ),
    "a redo of somebody who undid nothing": Failure(
        NothingToUndo, "There is nothing of yours to redo.", nothing, asking(Repository.redo)
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
        "{place} was written by a newer Incident Desk (schema 99, this one reads up to 4); upgrade"
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
        "{place}/incidents.json belongs to another store. Taken as the state, it would mean:"
        " 1 deleted. It was left alone: `incident-desk checkpoint --take` takes it in, and"
        " `--replace` sets it aside and writes the desk's own.",
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
    Repository.create(place).close()
    repository = Repository.open(place, author="sami")
    repository.run(WriteRecords([event(1)]))
    repository.checkpoint()
    repository.close()
    return place


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES.keys())
def test_a_failure_is_one_sentence_and_changes_nothing(failure: Failure, store: Path) -> None:
    """The person reads what is wrong, and the folder is byte for byte what it was."""
    failure.spoil(store)
    before = lying_in(store)
    with pytest.raises(failure.error) as caught:
        failure.ask(store)
    user = getpwuid(os.getuid()).pw_name
    said = {"place": store, "process": os.getpid(), "program": OWN_NAME, "user": user}
    assert str(caught.value) == failure.sentence.format(**said)
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

    Reading only is tested in `test_reading_only.py`, the stopped read in `sql/test_read.py`,
    damaged backups and stores in use in `care/`, a working copy that is gone in `test_gone.py`,
    a field that two people changed in `commands/test_edits.py`.
    """
    elsewhere = {Collision, StoreReadOnly, Interrupted, DamagedStore, StoreInUse, StoreGone}
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
