"""How far the full-text index goes: by which version of the words, and up to which record."""

from __future__ import annotations

from typing import NamedTuple

import apsw

from store.sql.rows import rows
from store.sql.schema import INDEX

#: How SQLite begins to tell of a damaged index.
_TOLD = ("fts5:", "malformed inverted index", "unable to validate the inverted index")

#: As a watermark: every record is indexed, and so is what is written next.
ALL = (1 << 63) - 1


class State(NamedTuple):
    """What `meta` says of the index."""

    version: int
    indexed: int
    """The highest key of a record that is in it."""

    @property
    def is_ours(self) -> bool:
        """Whether it is by this program's words."""
        return self.version == INDEX

    @property
    def upto(self) -> int:
        """The highest key of a record that this program can find by it; 0 for none."""
        return self.indexed if self.is_ours else 0

    @property
    def is_whole(self) -> bool:
        """Whether this program can find everything by it."""
        return self.upto == ALL


def state(connection: apsw.Connection) -> State:
    """What the index has; in a damaged working copy, nothing that can be used."""
    # Names from the one to the other: these two.
    found = rows(connection, "SELECT value FROM meta WHERE name BETWEEN 'index' AND 'indexed'")
    match [value for (value,) in found]:
        case [int(version), int(indexed)]:
            return State(version, indexed)
        case _:
            return State(0, 0)


def is_indexed(connection: apsw.Connection) -> bool:
    """Whether a search finds everything."""
    return state(connection).is_whole


def note(connection: apsw.Connection, indexed: int, version: int = INDEX) -> None:
    """Say in `meta` what the index has; in the caller's transaction."""
    connection.execute(
        "INSERT OR REPLACE INTO meta VALUES ('index', ?), ('indexed', ?)", (version, indexed)
    )


def empty(connection: apsw.Connection) -> None:
    """Throw the index away, damaged or not, to be built anew; in the caller's transaction."""
    connection.execute("INSERT INTO words (words) VALUES ('delete-all')")
    connection.execute("INSERT INTO bodies (bodies) VALUES ('delete-all')")
    note(connection, 0)


def is_damage(error: apsw.Error) -> bool:
    """Whether it is the index alone of which SQLite says that it is damaged."""
    if isinstance(error, apsw.ConstraintError):
        # Of our own tables it says which one; of those that FTS5 keeps, nothing.
        return str(error) == "constraint failed"
    return getattr(error, "extendedresult", 0) == apsw.SQLITE_CORRUPT_VTAB


def is_told_damaged(told: str) -> bool:
    """The same of what `PRAGMA integrity_check` tells."""
    return told.startswith(_TOLD)
