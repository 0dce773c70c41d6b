"""Each column of each table of the working copy, altered to what it never holds."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import apsw
import pytest

from store.care.backup import backup
from store.care.findings import Grade
from store.care.recover import recover
from store.care.verify import head, verify
from store.commands.records import DeleteRecords, WriteRecords
from store.derive.dossier import dossier
from store.errors import DeskError
from store.folder import Folder
from store.history import field_changes
from store.ids import Kind, Ref
from store.repository import Repository
from store.tiny import keeping, open_tinydb
from tests.builders import a_store, event, evidence, location, note, quote, report, source
from tests.store.sql.test_odd_rows import altering, columns

TEXT = "Nine people were killed."
#: With SOAK set, every value in every column; else each has another third of them.
STEP = 1 if os.environ.get("SOAK") else 3
#: A key or a number beyond all, one of a rank that no kind has and one of no id, what is no
#: number, and what is no text.
VALUES = (
    *("'x'", "CAST(x'ff' AS TEXT)", "NULL", "-1", "1e300", "'[]'"),
    *("9223372036854775807", "(11 << 48) | 1", "4 << 48", "{column} + 0.5"),
)
#: Brackets within brackets, deeper than any parser goes.
DEEP = """'{"tags":' || replace(hex(zeroblob(50000)), '00', '[') || '}'"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with rows in each table, in step with its file; never altered itself."""
    place = tmp_path_factory.mktemp("whole") / "store"
    said = report(1, title="Killings", text=TEXT, publisher="S1")
    with a_store(
        place,
        said,
        source(1, name="Agency"),
        location(1, name="Baniyas"),
        event(1, places=["L1"], reports=["R1"], start="2025-03-07"),
        event(2),
        quote(1, speaker="S1", events=["E1"], **evidence(said, "Nine people")),
        note(1, target="E1", body="Ask."),
    ) as repository:
        repository.run(DeleteRecords([Ref("E2")]))
        repository.undo()
    with open_tinydb(place) as database:
        database.table("weather").insert({"sky": "clear"})
    return place


@pytest.fixture(autouse=True)
def _at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has nobody wait for a file that was laid just now to rest."""
    for name in ("REST", "DAMAGED_REST", "PATIENCE"):
        monkeypatch.setattr(keeping, name, 0.0)


@pytest.fixture
def alter(whole: Path, place: Path) -> Callable[[str, str, str], bool]:
    """Lays the store anew with a column altered in some rows; whether there were any that can."""

    def altered(table: str, setting: str, where: str) -> bool:
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(whole, place)
        try:
            with altering(place) as connection:
                connection.execute(
                    "UPDATE sqlite_schema SET sql = replace(sql, ' NOT NULL', '') WHERE name = ?",
                    (table,),
                )
                if table == "unfinished":
                    connection.execute("INSERT INTO unfinished VALUES (2, 'x')")
            with altering(place) as connection:
                connection.execute(f"UPDATE {table} SET {setting} WHERE {where}")
                return connection.changes() > 0
        except (apsw.MismatchError, apsw.ConstraintError):
            return False

    return altered


def settings(column: str) -> Iterator[str]:
    """What the column is set to."""
    for value in VALUES:
        yield f"{column} = {value.format(column=column)}"
    if column == "document":
        yield f"{column} = {DEEP}"


def rows_of(table: str) -> tuple[str, str]:
    """The last row, and every row."""
    key = next(column for of, column in columns() if of == table)
    return f"{key} = (SELECT max({key}) FROM {table})", "TRUE"


def is_found(place: Path) -> bool:
    """Whether verify tells of damage, or says why it cannot look."""
    try:
        return any(finding.grade is Grade.DAMAGE for finding in verify(place))
    except DeskError:
        return True


@pytest.mark.parametrize(("table", "column"), [one for one in columns() if one[0] != "meta"])
def test_an_altered_value_is_found(
    alter: Callable[[str, str, str], bool], place: Path, table: str, column: str
) -> None:
    """Verify tells of damage in a sentence, whatever the value, and ends without a traceback."""
    missed = [
        (setting, where)
        for setting in settings(column)
        for where in rows_of(table)
        if alter(table, setting, where) and not is_found(place)
    ]
    assert missed == []


#: What the working copy keeps, and what is none of it; a stamp or a duration is a hint only, and
#: what was taken in may be forgotten.
MARKS = {
    "store": ("'x'", "NULL"),
    "file_sha256": ("'x'", "1", "NULL"),
    "file_before": ("1",),
    "file_operation": ("'x'", "99", "-2", "9223372036854775807"),
    "file_stamp": ("1",),
    "file_seconds": ("'x'",),
    "file_replaced": (
        "'x'",
        "'[1]'",
        """'[{"name":"../x.before","sha256":""}]'""",
        """'[{"name":"desk.sqlite","sha256":""}]'""",
        "x'00'",
    ),
    "meta_extra": ("'x'", "'[]'", """'{"a":' || replace(hex(zeroblob(50000)), '00', '[')"""),
    "built": (
        *("'x'", "'{}'", "5", "x'ff'"),
        """'{"operation": 99999999999999999999, "lineage": [1, 2, 3]}'""",
        """'{"operation": 2, "lineage": [1, 2, 3]}'""",
    ),
    "taken": ("'x'", "'[1]'", "7", "CAST(x'ff' AS TEXT)"),
    "hash_before": ("'x'", "5"),
}


@pytest.mark.parametrize("name", MARKS)
def test_an_altered_mark_is_found(
    alter: Callable[[str, str, str], bool], place: Path, name: str
) -> None:
    """What is kept of incidents.json, too: while it cannot be read, the file is not written."""
    missed = []
    for value in MARKS[name]:
        alter("meta", "value = value", "TRUE")
        with closing(apsw.Connection(str(place / "desk.sqlite"))) as connection:
            connection.execute(f"INSERT OR REPLACE INTO meta VALUES (?, {value})", (name,))
        if not is_found(place):
            missed.append(value)
        ask(place)
    assert missed == []


@pytest.mark.parametrize(("table", "column"), columns())
def test_nothing_falls_over_an_altered_value(
    alter: Callable[[str, str, str], bool], place: Path, table: str, column: str
) -> None:
    """The history, the past, dossiers, scripts, backups, recovering: an answer or a sentence."""
    first = list(columns()).index((table, column)) % STEP
    for setting in list(settings(column))[first::STEP]:
        if alter(table, setting, rows_of(table)[0]):
            ask(place)


def ask(place: Path) -> None:
    """Ask all that can be asked of a store; a DeskError is an answer, which is whole."""
    for question in (history, past, dossiers, scripts, changes, head, saved, recovered):
        with suppress(DeskError):
            question(place)


@contextmanager
def opened(place: Path) -> Iterator[Repository]:
    """The store, opened as the desk does."""
    repository = Repository.open(place, author="ada")
    try:
        yield repository
    finally:
        repository.close()


def history(place: Path) -> None:
    """As `history --jsonl` reads it."""
    with opened(place) as repository, repository.history() as log:
        for entry in log.entries():
            for version in log.versions(entry.operation.sequence):
                list(field_changes(version))
        log.entries_of(Ref("E1"))


def past(place: Path) -> None:
    """Each record as it was at each operation."""
    with opened(place) as repository:
        for operation in range(1, 7):
            with (
                suppress(DeskError),
                closing(repository.as_of(operation)) as then,
                then.read() as reader,
            ):
                for kind in Kind:
                    reader.listing(kind, reader.numbers(kind))


def dossiers(place: Path) -> None:
    """As the detail shows each record."""
    with opened(place) as repository, repository.read() as reader:
        for kind in Kind:
            dossier(reader, kind.ref(1))


def scripts(place: Path) -> None:
    """As a script reads every table."""
    with open_tinydb(place) as database:
        for name in sorted(database.tables()):
            table = database.table(name)
            table.all()
            len(table)
            table.get(doc_id=1)


def changes(place: Path) -> None:
    """As a desk and a script write, undo, and bring the file in step."""
    with opened(place) as repository:
        for change in (
            lambda: repository.run(WriteRecords([event(0, title="New")])),
            repository.undo,
            repository.redo,
            repository.outside,
            repository.checkpoint,
        ):
            with suppress(DeskError):
                change()
    with open_tinydb(place) as database:
        database.table("weather").insert({"sky": "grey"})


def saved(place: Path) -> None:
    """As `backup` copies it."""
    shutil.rmtree(place.with_name("backup"), ignore_errors=True)
    backup(place, place.with_name("backup"))


def recovered(place: Path) -> None:
    """As `recover` saves it."""
    shutil.rmtree(place.with_name("recovered"), ignore_errors=True)
    recover(Folder(place), place.with_name("recovered"))
