"""Looking a store through for what was lost or altered, while others go on writing.

Nothing is changed.  It reads in short slices at one operation, so that a store of any size fits.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

import apsw

from store import folder as folders
from store.care.chain import Moment, check_log, check_noted, check_texts, moment
from store.care.current import Records, check_highest, originals_named
from store.care.files import check_file, check_file_alone, check_originals, parse_file
from store.care.findings import (
    NO_DAMAGE,
    RECOVER,
    REINDEX,
    RESTORE,
    Finding,
    Grade,
    Progress,
    damage,
    guarded,
)
from store.care.fulltext import check_index
from store.care.marked import check_marks
from store.care.reading import opened
from store.errors import NewerSchema, NotAStore, OlderSchema, UnreadableStore
from store.folder import Folder
from store.sql import watermark
from store.sql.connection import reading
from store.sql.rows import UNREADABLE, one, rows, told_damaged
from store.sql.schema import TABLES
from store.sql.write import newest

_REBUILD = (
    f"{RESTORE}, and opening the store sets desk.sqlite aside and builds it anew from"
    " incidents.json, without the history before"
)


class Noted(NamedTuple):
    """An operation's sequence and hash, as they were noted elsewhere."""

    operation: int
    hash: str


def head(path: Path) -> Noted:
    """The newest operation, to be noted elsewhere; what opening a store raises."""
    folder = folders.find(path)
    if not folder.working_copy.exists():
        raise UnreadableStore(path, "it has no working copy yet, and so no history; open it once")
    with opened(folder) as connection:
        try:
            with reading(connection):
                return Noted(*newest(connection))
        except NO_DAMAGE as error:
            raise UnreadableStore(folder.working_copy, str(error)) from error
        except UNREADABLE as error:
            raise UnreadableStore(folder.working_copy, told_damaged(error)) from error


def verify(
    path: Path, noted: Noted | None = None, progress: Progress | None = None
) -> Iterator[Finding]:
    """Everything that is wrong with a store, as it is found.

    Raises NotAStore, NewerSchema, OlderSchema; UnreadableStore where permission is missing, or room
    for what reading needs.
    """
    folder = folders.find(path)
    if not folder.working_copy.exists():
        yield from check_file_alone(folder)
        yield from check_originals(folder, (), progress)
        return
    try:
        with opened(folder) as connection:
            yield from _check(folder, connection, noted, progress)
    except (NewerSchema, OlderSchema):
        raise
    except (NotAStore, UnreadableStore) as error:
        if isinstance(error.__cause__, (*NO_DAMAGE, apsw.IOError, apsw.CantOpenError)):
            # Not even opened: that says nothing of what it holds.
            raise
        file = list(parse_file(folder))
        yield damage(str(error).removesuffix("."), _mend(folder, error, file))
        yield from file
    except NO_DAMAGE as error:
        raise UnreadableStore(folder.working_copy, str(error)) from error


def _mend(folder: Folder, error: NotAStore | UnreadableStore, file: list[Finding]) -> str:
    """What mends a working copy that cannot be opened, beside what was found in the file."""
    if file or not folder.document_file.exists():
        return RECOVER
    is_damage = isinstance(error, UnreadableStore) and error.is_damage
    return _REBUILD if is_damage else RESTORE


def _check(
    folder: Folder,
    connection: apsw.Connection,
    noted: Noted | None,
    progress: Progress | None,
) -> Iterator[Finding]:
    found: list[Moment] = []

    def begin() -> Iterator[Finding]:
        found.append(moment(connection))
        yield from _check_tables(connection)

    yield from guarded("the tables", begin())
    if not found:
        return
    seen = found[0]
    is_whole = True
    for finding in _check_working_copy(connection, seen, noted, progress):
        is_whole = is_whole and finding.grade is not Grade.DAMAGE
        yield finding
    yield from guarded("the pages", _check_pages(connection, progress))
    # What a damaged working copy has differs from the file for that reason.
    file = check_file(folder, connection, progress) if is_whole else parse_file(folder)
    yield from guarded("the records", file)
    named = originals_named(connection)
    yield from guarded("the reports", check_originals(folder, named, progress))


def _check_working_copy(
    connection: apsw.Connection, seen: Moment, noted: Noted | None, progress: Progress | None
) -> Iterator[Finding]:
    if noted:
        yield from guarded("the history", check_noted(connection, seen, *noted))
    yield from guarded("the history", check_log(connection, seen, progress))
    yield from guarded("the texts of reports", check_texts(connection, progress))
    yield from guarded("the records", Records(connection, seen, progress).check())
    yield from guarded("the highest ids", check_highest(connection, seen))
    yield from guarded("the full-text index", check_index(connection))
    yield from guarded("what is kept of incidents.json", check_marks(connection, seen))


def _check_tables(connection: apsw.Connection) -> Iterator[Finding]:
    """That the tables and indexes are those of this schema."""
    query = "SELECT type, name, tbl_name, sql FROM sqlite_schema"
    with closing(apsw.Connection(":memory:")) as model:
        model.execute(TABLES)
        expected = set(rows(model, query))
    with reading(connection):
        lying = set(rows(connection, query))
    # What SQLite keeps for itself, such as its statistics, may be there.
    for kind, name, *_ in sorted(expected - lying, key=repr):
        yield damage(f"the {kind} {name} in desk.sqlite is missing or was altered")
    for kind, name, *_ in sorted(lying - expected, key=repr):
        if not str(name).startswith("sqlite_stat"):
            yield damage(f"the {kind} {name} in desk.sqlite is none of this program's")


def _check_pages(connection: apsw.Connection, progress: Progress | None) -> Iterator[Finding]:
    """SQLite's own checks: each table with its indexes, and that every page belongs somewhere."""
    tables = [
        row[0] for row in rows(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'")
    ]
    quoted = (str(name).replace("'", "''") for name in tables)
    checks = [*(f"integrity_check('{name}')" for name in quoted), "quick_check"]
    for done, check in enumerate(checks):
        if progress:
            progress("pages", done, len(checks))
        for told in _told(connection, check):
            said = f"desk.sqlite is damaged, as SQLite finds: {' '.join(told.split())}"
            yield damage(said, REINDEX) if watermark.is_told_damaged(told) else damage(said)


def _told(connection: apsw.Connection, check: str) -> list[str]:
    """What a check tells of damage."""
    with reading(connection):
        # FTS5 sees what others have written since when it is asked, and not when it is checked.
        # Where that fails, the check says why.
        with suppress(apsw.SQLError, apsw.CorruptError):
            one(connection, "SELECT rowid FROM words LIMIT 1")
            one(connection, "SELECT rowid FROM bodies LIMIT 1")
        found = [str(row[0]) for row in rows(connection, f"PRAGMA {check}")]
    return [told for told in found if told != "ok"]
