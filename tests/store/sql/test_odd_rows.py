"""Rows that no working copy holds: some bytes were altered, and yet SQLite reads the page."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import apsw
import pytest

from store.commands.records import DeleteRecords, WriteRecords
from store.errors import DeskError, UnreadableStore
from store.ids import Kind, Ref
from store.repository import Repository
from store.sql.schema import TABLES
from tests.builders import a_store, claim, event, evidence, location, note, quote, report, source

TEXT = "Nine people were killed."


@pytest.fixture
def store(place: Path) -> Path:
    """A closed store with records of most kinds, a deletion, an undo and another's table."""
    said = report(1, title="Killings", text=TEXT, publisher="S1")
    with a_store(
        place,
        said,
        source(1, name="Agency"),
        location(1, name="Baniyas"),
        event(1, places=["L1"], reports=["R1"]),
        event(2),
        quote(1, speaker="S1", events=["E1"], **evidence(said, "Nine people")),
        claim(1, event="E1", source="S1", low=9),
        note(1, target="E1", body="Ask."),
    ) as repository:
        repository.run(DeleteRecords([Ref("E2")]))
        repository.undo()
        repository.checkpoint()
    return place


@contextmanager
def altering(place: Path) -> Iterator[apsw.Connection]:
    """A connection that may alter what SQLite says of its tables, and what they refuse."""
    with closing(apsw.Connection(str(place / "desk.sqlite"))) as connection:
        connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 0)
        connection.pragma("writable_schema", 1)
        version = connection.pragma("schema_version")
        yield connection
        connection.pragma("schema_version", version + 1)


def columns() -> Iterator[tuple[str, str]]:
    """Every column of every table; of the full-text index, which is derived, none."""
    with closing(apsw.Connection(":memory:")) as model:
        model.execute(TABLES)
        query = (
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        for (table,) in model.execute(query).fetchall():
            for row in model.execute(f"PRAGMA table_info({table})"):
                yield str(table), str(row[1])


def alter(place: Path, table: str, column: str, value: str) -> bool:
    """Set a column of the last row to what it never holds; whether there is a row that can be."""
    with altering(place) as connection:
        connection.execute(
            "UPDATE sqlite_schema SET sql = replace(sql, ' NOT NULL', '') WHERE name = ?", (table,)
        )
    try:
        with altering(place) as connection:
            key = next(name for of, name in columns() if of == table)
            connection.execute(
                f"UPDATE {table} SET {column} = {value} WHERE {key} IN"
                f" (SELECT max({key}) FROM {table})"
            )
            return connection.changes() > 0
    except (apsw.MismatchError, apsw.ConstraintError):
        return False


def questions(desk: Repository) -> Iterator[Callable[[], object]]:
    """All that the desk asks of a store, and what it has it do."""

    def lists() -> None:
        with desk.read() as reader:
            for kind in Kind:
                reader.listing(kind, reader.numbers(kind))
                reader.counts(kind)

    def records() -> None:
        with desk.read() as reader:
            for kind in Kind:
                ref = kind.ref(1)
                reader.version(ref)
                reader.find(ref)
                reader.named_by(ref)
                reader.linked(ref, Kind.EVENT)

    def history() -> None:
        with desk.history() as log:
            for entry in log.entries():
                list(log.versions(entry.operation.sequence))
            log.entries_of(Ref("E1"))
            log.changed_since(0, 100)

    yield from (lists, records, history)
    yield lambda: desk.as_of(1).close()
    yield lambda: desk.operation_at("2030-01-01")
    yield from (desk.undoable, desk.redoable, desk.tend, desk.undo, desk.redo)
    yield lambda: desk.run(WriteRecords([event(1, title="new"), report(2, text="new"), note(0)]))
    yield from (desk.outside, desk.checkpoint)


@pytest.mark.parametrize(("table", "column"), columns())
def test_a_value_of_another_type_ends_in_a_sentence(store: Path, table: str, column: str) -> None:
    """Whatever asks for the row: an answer, or what is wrong, and never a traceback."""
    for value in ("'x'", "x'ff00'", "NULL", "-1"):
        if not alter(store, table, column, value):
            continue
        try:
            desk = Repository.open(store)
        except DeskError:
            continue
        desk.keeper.clock = lambda: time.time() + 60
        for ask in questions(desk):
            with suppress(DeskError):
                ask()
        desk.close()


@pytest.mark.parametrize("table", ["undone", "tables", "highest", "operations", "versions"])
def test_rows_of_another_table_are_no_unfinished_work(store: Path, table: str) -> None:
    """A root page that was altered makes nobody take back, or delete, what it leads to."""
    desk = Repository.open(store)
    desk.close()
    with altering(store) as connection:
        connection.execute("INSERT INTO undone SELECT 1, 2 WHERE NOT EXISTS (SELECT * FROM undone)")
        connection.execute("INSERT INTO tables VALUES (1, 'theirs')")
        before = list(connection.execute(f"SELECT * FROM {table}"))
        connection.execute(
            "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema"
            " WHERE name = ?) WHERE name = 'unfinished'",
            (table,),
        )
    says = r"desk\.sqlite cannot be read: it is damaged \(.* is no operation that was begun in"
    with pytest.raises(UnreadableStore, match=says + r".*`incident-desk verify` lists all"):
        Repository.open(store)
    with closing(apsw.Connection(str(store / "desk.sqlite"))) as connection:
        assert list(connection.execute(f"SELECT * FROM {table}")) == before
