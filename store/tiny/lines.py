"""incidents.json as this program writes it, one document per line, read in little memory.

A file of any other shape, such as stock TinyDB's one line, is read whole (`document_file.read`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from store.errors import UnreadableStore, reason_of
from store.ids import KIND_OF_TABLE
from store.tiny import document_file
from store.tiny.document_file import DEEPEST, META, NUMBER, depth

_BEGINS = b"{\n"
#: A line of so many bytes is none of ours, or is read with the whole file.
_LONGEST = 1 << 26
_TABLE = re.compile(rb'"((?:[^"\\]|\\.)*)": \{(\})?(,)?\n')
_DOCUMENT = re.compile(rb'"((?:[^"\\]|\\.)*)": (\{.*\})(,)?\n')


class Row(NamedTuple):
    """One document of the file."""

    table: str
    number: str
    document: bytes
    """Its JSON."""


class _OtherShape(Exception):
    """The file is not written the way that this module reads."""


class Reading:
    """A TinyDB file that was checked; its documents are read as they are asked for."""

    def __init__(
        self, meta: dict[str, Any], tables: list[str], total: int, sha256: str, rows: Iterable[Row]
    ) -> None:
        self.meta = meta
        """Our `_meta` document; empty in a file that another program began."""
        self.tables = tables
        self.total = total
        """How many documents it has, `_meta` aside."""
        self.sha256 = sha256
        self._rows = rows

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)


def check_size(path: Path) -> None:
    """Raise UnreadableStore for a file that can only be read whole, and is too large for that."""
    try:
        with path.open("rb") as file:
            if file.read(len(_BEGINS)) == _BEGINS:
                return
        document_file.check_size(path)
    except OSError as error:
        raise UnreadableStore(path, reason_of(error)) from error


def read(path: Path) -> Reading:
    """The file, checked from end to end; raises what `document_file.read` raises."""
    try:
        return _by_line(path)
    except _OtherShape:
        contents = document_file.read(path)
    tables = contents.tables
    total = sum(len(rows) for rows in tables.values())
    rows = (
        Row(table, number, text) for table, rows in tables.items() for number, text in rows.items()
    )
    return Reading(contents.meta, list(tables), total, contents.sha256, rows)


def _by_line(path: Path) -> Reading:
    checked = _Lines(path)
    meta, total = b"{}", 0
    for table, _, text in checked:
        if table == META:
            meta = text
            continue
        total += 1
        try:
            msgspec.json.decode(text)
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
            raise _OtherShape from None
        if depth(text) > DEEPEST:
            raise _OtherShape
    tables = [name for name in checked.tables if name != META]
    rows = (row for row in _Lines(path, checked.sha256) if row.table != META)
    return Reading(msgspec.json.decode(meta), tables, total, checked.sha256, rows)


class _Lines:
    """The documents of the file; _OtherShape at the first line that has another form."""

    def __init__(self, path: Path, expected: str = "") -> None:
        self._path = path
        self._expected = expected
        self.tables: list[str] = []
        self.sha256 = ""

    def __iter__(self) -> Iterator[Row]:
        digest = hashlib.sha256()
        try:
            with self._path.open("rb") as file:
                # Not the whole line: it may be the whole file.
                if file.read(len(_BEGINS)) != _BEGINS:
                    raise _OtherShape
                digest.update(_BEGINS)
                yield from self._rows(iter(partial(file.readline, _LONGEST), b""), digest)
        except OSError as error:
            reason = reason_of(error)
            raise UnreadableStore(self._path, reason) from error
        self.sha256 = digest.hexdigest()
        if self._expected and self.sha256 != self._expected:
            raise UnreadableStore(self._path, "it was changed while it was read")

    def _rows(self, lines: Iterable[bytes], digest: hashlib._Hash) -> Iterator[Row]:
        table, numbers, expects = "", _Numbers(""), "table"
        for line in lines:
            digest.update(line)
            if expects == "document":
                found = _match(_DOCUMENT, line)
                number = _key(found[1])
                numbers.check(number)
                yield Row(table, number, found[2])
                expects = "document" if found[3] else "end of table"
            elif expects == "table":
                found = _match(_TABLE, line)
                table = _key(found[1])
                if table in self.tables:
                    raise _OtherShape
                self.tables.append(table)
                numbers = _Numbers(table)
                is_empty, goes_on = found[2], found[3]
                if not is_empty and goes_on:
                    raise _OtherShape
                expects = "document" if not is_empty else "table" if goes_on else "end of file"
            elif expects == "end of table" and line in (b"}\n", b"},\n"):
                expects = "table" if line == b"},\n" else "end of file"
            elif expects == "end of file" and line == b"}\n":
                expects = "nothing"
            else:
                raise _OtherShape
        if expects != "nothing":
            raise _OtherShape


class _Numbers:
    """The document ids of one table: each is there once."""

    def __init__(self, table: str) -> None:
        self._is_ours = table in KIND_OF_TABLE
        self._last = 0
        self._seen: set[str] = set()

    def check(self, number: str) -> None:
        """Refuse what another reader has to look at; ours ascend, so that none need be kept."""
        if self._is_ours:
            if not NUMBER.fullmatch(number) or int(number) <= self._last:
                raise _OtherShape
            self._last = int(number)
        elif number in self._seen:
            raise _OtherShape
        else:
            self._seen.add(number)


def _match(shape: re.Pattern[bytes], line: bytes) -> re.Match[bytes]:
    found = shape.fullmatch(line)
    if found is None:
        raise _OtherShape
    return found


def _key(key: bytes) -> str:
    try:
        return msgspec.json.decode(b'"' + key + b'"', type=str)
    except msgspec.MsgspecError:
        raise _OtherShape from None
