"""What the working copy knows of incidents.json: a row of `meta` for each mark.

store          the store's uid
file_sha256    the file that is known to lie there: the one written last, or taken in last
file_before    the one that it replaces, while it is put in its place
file_operation the operation that it covers; -1 for a file that lacks something
file_stamp     what tells without reading it that it has not been touched
file_seconds   how long the last checkpoint took
file_replaced  JSON: the files that were replaced and are still looked at
meta_extra     JSON: the fields of `_meta` that are not ours
built          JSON: the build's operation, and what the file's `_meta` said then
taken          JSON: what was taken in from other programs; see `taking`
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import apsw
import msgspec

from store.sql.rows import rows

#: The names that replaced files have, and those that were set aside; none leads elsewhere.
_REPLACED = re.compile(r"(?!desk\.sqlite)[^/\0]+\.(before(-\d+)?|(outside|damaged)-\d+)", re.ASCII)

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
    """The marks as they are now; msgspec.ValidationError in a damaged working copy."""
    found: dict[str, Any] = dict(
        rows(connection, "SELECT name, value FROM meta WHERE name <> 'taken'")
    )
    operation = _value(found, "file_operation", int | None)
    return Marks(
        store=str(found.get("store") or ""),
        sha256=_value(found, "file_sha256", str | None) or "",
        before=_value(found, "file_before", str | None) or "",
        operation=NOTHING if operation is None else operation,
        stamp=_value(found, "file_stamp", str | None) or "",
        seconds=_value(found, "file_seconds", float | None) or 0.0,
        replaced=tuple(_kept(found)),
        extra=_decoded(found, "meta_extra", dict[str, Any]) or {},
        built=_decoded(found, "built", Built),
    )


def _value(found: dict[str, Any], name: str, shape: Any) -> Any:
    try:
        return msgspec.convert(found.get(name), shape)
    except msgspec.ValidationError:
        raise _not_a_mark(found, name) from None


def _decoded(found: dict[str, Any], name: str, shape: Any) -> Any:
    """What the JSON of a mark holds; None without one."""
    text = _value(found, name, str | None)
    try:
        return msgspec.json.decode(text, type=shape) if text else None
    except (msgspec.DecodeError, RecursionError):
        raise _not_a_mark(found, name) from None


def _kept(found: dict[str, Any]) -> Iterator[Replaced]:
    for one in _decoded(found, "file_replaced", tuple[Replaced, ...]) or ():
        # What another one names would be read as such a file, and may be moved away.
        if not _REPLACED.fullmatch(one.name):
            raise _not_a_mark(found, "file_replaced")
        yield one


def _not_a_mark(found: dict[str, Any], name: str) -> msgspec.ValidationError:
    return msgspec.ValidationError(
        f"what is kept as {name} is {found[name]!r:.60}, which it never is"
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
