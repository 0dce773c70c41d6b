"""What the working copy knows of incidents.json: a row of `meta` for each mark.

store          the store's uid
file_sha256    the file that is known to lie there: the one written last, or taken in last
file_before    the one that it replaces, while it is put in its place
file_operation the operation that it covers; -1 for a file that lacks something
file_stamp     what tells without reading it that it has not been touched
file_seconds   how long the last checkpoint took
file_replaced  JSON: the files that were replaced and are still looked at
file_extra     JSON: the fields of `_meta` that are not ours
built          JSON: the build's operation, and what the file's `_meta` said then
taken          JSON: what was taken in from other programs; see `taking`
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NamedTuple

import apsw
import msgspec

from store.sql.rows import rows

#: Covers no operation.
NOTHING = -1
#: The hash of a file that nobody has looked at: another program put it in place in the moment in
#: which ours came there.
NOT_KNOWN = ""


class Replaced(msgspec.Struct, frozen=True):
    """A file that was replaced, or set aside, and may still be written by who has it open."""

    name: str
    sha256: str
    """What it held when it was looked at last; NOT_KNOWN before."""
    stamp: str = ""


class Built(msgspec.Struct, frozen=True):
    """How the working copy was built."""

    operation: int
    """The build's own."""
    lineage: tuple[Any, Any, Any]
    """Store, operation and hash as the file's `_meta` had them."""


class Marks(NamedTuple):
    """The marks, read."""

    store: str
    sha256: str
    before: str
    operation: int
    stamp: str
    seconds: float
    replaced: tuple[Replaced, ...]
    extra: dict[str, Any]
    built: Built | None

    @property
    def ours(self) -> tuple[str, str]:
        """The hashes of the files that are known."""
        return self.sha256, self.before


def read(connection: apsw.Connection) -> Marks:
    """The marks as they are now."""
    found: dict[str, Any] = dict(
        rows(connection, "SELECT name, value FROM meta WHERE name <> 'taken'")
    )
    built = found.get("built")
    return Marks(
        store=str(found.get("store") or ""),
        sha256=found.get("file_sha256") or "",
        before=found.get("file_before") or "",
        operation=NOTHING if found.get("file_operation") is None else found["file_operation"],
        stamp=found.get("file_stamp") or "",
        seconds=found.get("file_seconds") or 0.0,
        replaced=msgspec.json.decode(
            str(found.get("file_replaced") or "[]"), type=tuple[Replaced, ...]
        ),
        extra=msgspec.json.decode(str(found.get("meta_extra") or "{}"), type=dict[str, Any]),
        built=msgspec.json.decode(str(built), type=Built) if built else None,
    )


def remember(connection: apsw.Connection, **values: str | int | float | None) -> None:
    """Set marks by their names; all of them or none."""
    with connection:
        connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", list(values.items()))


def replaced_json(replaced: tuple[Replaced, ...]) -> str:
    """The mark `file_replaced`."""
    return msgspec.json.encode(replaced).decode()


def stamp_of(path: Path) -> str:
    """What tells without reading it that a file has not been touched; "" without one."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return ""
    return stamp_from(found)


def stamp_from(found: os.stat_result) -> str:
    """The same of a file whose state is known."""
    # The last one cannot be set by a program: it also tells of an edit that kept the time.
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"
