"""The log, looked at: every operation's hash computed again from what it wrote."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, NamedTuple

import apsw

from store.care.findings import (
    MOST,
    SLICE,
    Finding,
    Progress,
    damage,
    named,
    remark,
    shaped,
    sliced,
)
from store.changes import Act
from store.dates import Instant
from store.sql.connection import reading
from store.sql.rows import Row, one, rows
from store.sql.schema import MOST_TABLES
from store.sql.write import Head, chained, head_bytes, version_bytes
from store.tiny.checkpoint import BUILD_LABEL


class Moment(NamedTuple):
    """The store at the operation at which it is looked at: others may go on writing."""

    operation: int
    hash: str
    last: int
    """The newest version's number."""
    tables: dict[int, str]
    meta: dict[str, Any]
    counts: dict[tuple[int, str, int], int]
    undone: dict[int, int]
    unfinished: dict[int, str]

    @property
    def foreign(self) -> dict[int, str]:
        """The tables that are not ours, but for those whose number is none."""
        return {number: name for number, name in self.tables.items() if 0 < number <= MOST_TABLES}


def moment(connection: apsw.Connection) -> Moment:
    """The store as it is now; what reading a damaged one raises."""
    with reading(connection):
        head = list(
            rows(connection, "SELECT sequence, hash FROM operations ORDER BY sequence DESC LIMIT 1")
        )
        operation, digest = shaped(head[0], "it", "operations") if head else (0, "")
        last = one(connection, "SELECT coalesce(max(version), 0) FROM versions")
        return Moment(
            operation,
            digest,
            last[0] if last else 0,
            dict(_small(connection, "SELECT number, name FROM tables", "it")),
            dict(rows(connection, "SELECT name, value FROM meta")),
            {
                (kind, state, day): n
                for kind, state, day, n in _small(
                    connection, "SELECT kind, state, day, n FROM counts WHERE n != 0", "itii"
                )
            },
            dict(_small(connection, "SELECT operation, undoing FROM undone", "ii")),
            dict(_small(connection, "SELECT operation, session FROM unfinished", "it")),
        )


def _small(connection: apsw.Connection, query: str, shape: str) -> Iterator[Row]:
    table = query.partition(" FROM ")[2].partition(" ")[0]
    return (shaped(row, shape, table) for row in rows(connection, query))


class _Operation(NamedTuple):
    sequence: int
    at: str
    author: str
    session: str
    label: str
    reason: str
    hash: str
    act: str
    target: int | None
    whole: int | None
    first: int
    records: int


def check_log(
    connection: apsw.Connection, seen: Moment, progress: Progress | None
) -> Iterator[Finding]:
    """Gaps, hashes, versions outside of any operation, and which operations are undone."""
    undone: dict[int, int] = {}
    in_parts: set[int] = set()
    expected, version, previous = 0, 1, ""
    for row in sliced(connection, _OPERATIONS, "itttttttIIii", "operations", 500):
        operation = _Operation(*row)
        if operation.sequence > seen.operation:
            break
        if not expected:
            yield from _beginning(operation)
        elif operation.sequence != expected:
            yield _gap(expected, operation.sequence - 1)
        found = _Written(connection, operation, seen)
        hashes = [previous] if expected else _before(operation, seen)
        yield from found.check(version, hashes)
        if operation.whole == operation.sequence:
            in_parts.add(operation.sequence)
        elif operation.whole is not None and operation.whole not in in_parts:
            yield damage(
                f"the operation {operation.sequence} is a part of the operation"
                f" {operation.whole}, which is not there or has no parts"
            )
        _undo(operation, undone)
        expected, previous = operation.sequence + 1, operation.hash
        version = found.next
        if progress:
            progress("history", min(version, seen.last), seen.last)
    if version <= seen.last:
        yield damage(f"the versions {version} to {seen.last} belong to no operation")
    yield from _marks(seen, undone, in_parts)


_OPERATIONS = (
    "SELECT sequence, at, author, session, label, reason, hash, act, target, whole, first,"
    " records FROM operations WHERE sequence > ? ORDER BY sequence LIMIT ?"
)


def _beginning(operation: _Operation) -> Iterator[Finding]:
    if operation.sequence != 1 and operation.label != BUILD_LABEL:
        yield _gap(1, operation.sequence - 1)


def _before(operation: _Operation, seen: Moment) -> list[str]:
    """The hashes that the first operation may go on from; none where it was not kept."""
    kept = seen.meta.get("hash_before")
    if isinstance(kept, str):
        return [kept]
    return [""] if operation.sequence == 1 else []


def _gap(first: int, last: int) -> Finding:
    if first == last:
        return damage(f"the operation {first} is missing from the history")
    return damage(f"the operations {first} to {last} are missing from the history")


class _Written:
    """What one operation wrote."""

    def __init__(self, connection: apsw.Connection, operation: _Operation, seen: Moment) -> None:
        self._connection = connection
        self._operation = operation
        self._seen = seen
        self._count = 0
        self._hashes: list[hashlib._Hash] = []
        self.next = 0
        """The version that the next operation begins with."""

    def check(self, version: int, hashes: list[str]) -> Iterator[Finding]:
        """Compare its versions with its head, and both with its hash."""
        operation = self._operation
        name = f"the operation {operation.sequence}"
        self._hashes = [chained(previous) for previous in hashes]
        first = operation.first if operation.records else version
        if first != version or (not operation.records and operation.first):
            yield damage(f"{name} begins with the version {first} and not with {version}")
        yield from self._versions(first)
        self.next = max(version, first + self._count)
        if self._count != operation.records:
            yield damage(f"{name} has {self._count} versions and not {operation.records}")
        head = self._head()
        if head is None:
            yield damage(f"{name} says of itself what no operation says")
            return
        for hashed in self._hashes:
            hashed.update(head_bytes(operation.sequence, head))
        if not self._hashes:
            yield remark(
                f"{name}, with which the history begins, cannot be checked: the hash of the one"
                " before it was not kept"
            )
        elif all(hashed.hexdigest() != operation.hash for hashed in self._hashes):
            yield damage(
                f"{name}, by {operation.author} at {operation.at}, is not what its hash says:"
                f" it, a record that it wrote or the hash was altered"
            )

    def _head(self) -> Head | None:
        operation = self._operation
        try:
            act, at = Act(operation.act), Instant(operation.at)
        except ValueError:
            return None
        told = operation.author, operation.session, operation.label, operation.reason
        return Head(at, *told, act, operation.target, operation.whole)

    def _versions(self, first: int) -> Iterator[Finding]:
        start, until = first, min(first + self._operation.records - 1, MOST)
        while start <= until:
            with reading(self._connection):
                found = list(rows(self._connection, _VERSIONS, start, until, SLICE))
            for row in found:
                yield from self._version(shaped(row, "iiiTBi", "versions"))
            if not found:
                return
            start = found[-1][0] + 1

    def _version(self, row: Row) -> Iterator[Finding]:
        version, operation, at, document, text, has_text = row
        name = named(at, self._seen.tables)
        if version != self._operation.first + self._count:
            yield damage(f"the version before {version}, of {name}, is missing from the history")
        if operation != self._operation.sequence:
            yield damage(
                f"the version {version}, of {name}, names the operation {operation} and not"
                f" {self._operation.sequence}"
            )
        if text is not None and not has_text:
            yield damage(f"{name} has lost its text")
        told = version_bytes(name, document, text)
        for hashed in self._hashes:
            hashed.update(told)
        self._count += 1


_VERSIONS = (
    "SELECT version, operation, record, document, v.text, t.sha256 IS NOT NULL FROM versions v"
    " LEFT JOIN texts t ON t.sha256 = v.text WHERE version BETWEEN ? AND ?"
    " ORDER BY version LIMIT ?"
)


def _undo(operation: _Operation, undone: dict[int, int]) -> None:
    """Keep what is undone now, as `sql.undo` marks it in an operation's first part."""
    if operation.target is None or operation.whole not in (None, operation.sequence):
        return
    if operation.act == Act.REDO:
        undone.pop(operation.target, None)
    elif operation.act in (Act.UNDO, Act.ROLL_BACK):
        undone[operation.target] = operation.sequence


def _marks(seen: Moment, undone: dict[int, int], in_parts: set[int]) -> Iterator[Finding]:
    for operation in sorted(undone.keys() | seen.undone.keys()):
        if undone.get(operation) != seen.undone.get(operation):
            yield damage(
                f"the operation {operation} is marked as {_marked(seen.undone.get(operation))},"
                f" and by the history it is {_marked(undone.get(operation))}"
            )
    for operation in sorted(seen.unfinished):
        if operation in in_parts:
            yield remark(
                f"the operation {operation} is unfinished",
                "who opens the store when its writer is gone takes it back",
            )
        else:
            yield damage(f"the operation {operation} is marked as unfinished and is none in parts")


def _marked(undoing: int | None) -> str:
    return "not undone" if undoing is None else f"undone by the operation {undoing}"


def check_texts(connection: apsw.Connection, progress: Progress | None) -> Iterator[Finding]:
    """Every report text against its SHA-256."""
    query = "SELECT rowid, sha256, text FROM texts WHERE rowid > ? ORDER BY rowid LIMIT ?"
    # A text may be long: few at a time.
    for done, (_, digest, text) in enumerate(sliced(connection, query, "ibt", "texts", 50)):
        if hashlib.sha256(text.encode()).digest() != digest:
            yield damage(
                f"the text that begins with {text[:40]!r} is not what its hash says,"
                f" {digest.hex()[:16]}: it was altered"
            )
        if progress and done % 50 == 0:
            progress("texts", done, 0)


def check_noted(
    connection: apsw.Connection, seen: Moment, operation: int, digest: str
) -> Iterator[Finding]:
    """Whether the history still has an operation whose hash was noted elsewhere."""
    with reading(connection):
        found = list(rows(connection, "SELECT hash FROM operations WHERE sequence = ?", operation))
    if not found and operation:
        yield damage(
            f"the operation {operation}, which was noted, is missing: the history ends with"
            f" {seen.operation}"
        )
    elif found and found[0][0] != digest:
        yield damage(
            f"the operation {operation} has another hash than the one noted: the history was"
            " written anew"
        )
