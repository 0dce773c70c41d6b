"""What lies where incidents.json should be, and is not what this store wrote."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import apsw

from store import codec
from store.errors import DamagedFile, NotAStore, StoreError, UnreadableStore
from store.ids import is_whole
from store.outside import Finding, OutsideFile
from store.sql import stream
from store.sql.documents import Documents
from store.sql.rows import one
from store.sql.write import newest
from store.tiny import document_file, known
from store.tiny.comparison import Difference, differences, merge
from store.tiny.document_file import Contents
from store.tiny.known import Known
from store.tiny.marks import Marks, stamp_of

#: So many deletions come in without a question, or a tenth of the documents where that is more.
FEW = 20
#: So many of the documents that no store takes are named.
NAMED = 5
#: So many do where they empty a table, or are more than half of what there was.
SOME = 3


class Examined(NamedTuple):
    """Such a file, compared."""

    found: OutsideFile
    contents: Contents | None
    """None for a damaged one."""
    base: int | None
    """The operation that it began from; None where it begins from none of ours."""
    known: Known
    differences: tuple[Difference, ...]
    """From its base; from the store as it is now, for one without."""
    stamp: str
    """What told, before it was read, that it had not been touched."""
    damage: StoreError | None = None
    """Why nothing of it can be taken."""

    @property
    def is_state(self) -> bool:
        """Whether it can be taken only as a whole, in place of all that is here."""
        return self.found.kind in (Finding.OLDER, Finding.NEWER, Finding.FOREIGN)


def examine(
    connection: apsw.Connection, marks: Marks, path: Path, *, is_replaced: bool = False
) -> Examined:
    """Compare a file with the store; UnreadableStore when it cannot be opened.

    `is_replaced` says that it is one of the files from before, that somebody still writes to.
    """
    stamp = stamp_of(path)
    try:
        contents = document_file.sifted(path)
    except (DamagedFile, NotAStore) as error:
        told = str(error).removesuffix(" Nothing was changed.")
        found = OutsideFile(Finding.DAMAGED, path, told, stamp=stamp)
        return Examined(found, None, None, Known(), (), stamp, error)
    meta = contents.meta
    found = meta.get("schema", codec.SCHEMA)
    if not isinstance(found, int) or not 1 <= found <= codec.SCHEMA:
        told = f"{path} was written by another version of Incident Desk (schema {found})."
        outside = OutsideFile(Finding.FOREIGN, path, told, stamp=stamp)
        # What its fields mean is not known, so nothing of it may be said to have come in.
        reason = f"its documents have the schema {found}, of which this Incident Desk knows nothing"
        damage = NotAStore(path, f"{reason}; set it aside, or open it with the one that wrote it")
        return Examined(outside, None, None, Known(), (), stamp, damage)
    base = _base(connection, marks, meta)
    if isinstance(base, Finding):
        return _as_state(connection, contents, path, base, stamp)
    memory = known.read(connection, base, path)
    all_ = tuple(_taken(contents, differences(stream.tables(connection, base), contents.tables)))
    if not all_ and not contents.odd and base < marks.operation and not is_replaced:
        return _as_state(connection, contents, path, Finding.OLDER, stamp)
    new = (*memory.unseen(all_), *_taken(contents, memory.back(all_, contents.tables)))
    counted = _count(connection, OutsideFile(Finding.CHANGED, path, "", stamp=stamp), new, memory)
    if _deletes_much(contents, counted, new):
        counted = counted._replace(kind=Finding.DELETES_MANY)
    counted = counted._replace(sentence=_sentence(counted) + _passed_over(contents))
    return Examined(counted, contents, base, memory, new, stamp)


def closed(path: Path) -> Examined | None:
    """A file that this user may not read, which nothing can be told of; None for any other."""
    stamp = stamp_of(path)
    if not stamp or os.access(path, os.R_OK):
        return None
    damage = UnreadableStore(
        path, "you have no permission to read it; its owner lets the others with `chmod 660`"
    )
    found = OutsideFile(Finding.FOREIGN, path, str(damage), stamp=stamp)
    return Examined(found, None, None, Known(), (), stamp, damage)


def _taken(contents: Contents, found: Iterator[Difference]) -> Iterator[Difference]:
    """The differences without what was passed over, which stays here as it is."""
    odd = {(one_.table, one_.number) for one_ in contents.odd}
    for difference in found:
        if not odd & {(difference.table, difference.number), (difference.table, "")}:
            yield difference


def _passed_over(contents: Contents) -> str:
    """A sentence about what no store takes, to follow another one; empty without such."""
    if not contents.odd:
        return ""
    told = [
        f"{one_.table[:40]}{f'/{one_.number[:40]}' if one_.number else ''}: {one_.reason}"
        for one_ in contents.odd[:NAMED]
    ]
    more = len(contents.odd) - len(told)
    told += [f"and {more:,} more"] if more else []
    return f" Passed over: {'; '.join(told)}."


def _deletes_much(contents: Contents, counted: OutsideFile, found: tuple[Difference, ...]) -> bool:
    """Whether so much is gone that a person has to say whether it was meant."""
    left = sum(len(rows) for rows in contents.tables.values())
    if counted.deleted > max(FEW, (left + counted.deleted) // 10):
        return True
    gone = Counter(difference.table for difference in found if difference.theirs is None)
    is_emptied = any(n > SOME and not contents.tables.get(table) for table, n in gone.items())
    return is_emptied or counted.deleted > max(SOME, left)


def _as_state(
    connection: apsw.Connection, contents: Contents, path: Path, kind: Finding, stamp: str
) -> Examined:
    head = newest(connection)[0]
    found = tuple(_taken(contents, differences(stream.tables(connection, head), contents.tables)))
    counted = _count(connection, OutsideFile(kind, path, "", stamp=stamp), found, Known())
    counted = counted._replace(sentence=_sentence(counted) + _passed_over(contents))
    return Examined(counted, contents, None, Known(), found, stamp)


def _base(connection: apsw.Connection, marks: Marks, meta: dict[str, Any]) -> int | Finding:
    """The operation that a file began from, as its `_meta` names it; else what the file is."""
    lineage = lineage_of(meta)
    built = marks.built
    if built and lineage == built.lineage and (any(lineage) or marks.operation == built.operation):
        return built.operation
    store, operation, digest = lineage
    if store != marks.store:
        return Finding.FOREIGN
    if not isinstance(operation, int) or operation < 0:
        return Finding.OLDER
    if operation == 0 and digest == "" and (built is None or built.lineage[1] in (None, 0)):
        return 0
    row = one(connection, "SELECT hash FROM operations WHERE sequence = ?", operation)
    if row and row[0] == digest:
        return operation
    return Finding.NEWER if operation > newest(connection)[0] else Finding.OLDER


def lineage_of(meta: dict[str, Any]) -> tuple[Any, Any, Any]:
    """Which store, operation and hash a file's `_meta` names; None for what it does not."""
    return meta.get("store"), meta.get("operation"), meta.get("hash")


def _count(
    connection: apsw.Connection, file: OutsideFile, found: tuple[Difference, ...], memory: Known
) -> OutsideFile:
    added = changed = deleted = conflicts = 0
    for one_, merged in _merged(connection, found, memory):
        added += one_.base is None
        deleted += one_.theirs is None
        changed += one_.base is not None and one_.theirs is not None
        conflicts += bool(merged.conflicts)
    return file._replace(added=added, changed=changed, deleted=deleted, conflicts=conflicts)


def _merged(
    connection: apsw.Connection, found: tuple[Difference, ...], memory: Known
) -> Iterator[tuple[Difference, Any]]:
    documents = Documents(connection)
    for difference in found:
        if difference.base is None:
            # Where its id is taken here, it gets another one.
            yield difference, merge(difference, None)
        else:
            number = memory.number(difference.table, difference.number)
            yield difference, merge(difference, document_at(documents, difference.table, number))


def document_at(documents: Documents, table: str, number: str) -> codec.Document | None:
    """A document as it is now; None where there is none."""
    found = documents.find(table, int(number) if is_whole(number) else number)
    return None if found is None else known.parsed(found.text)


def _sentence(file: OutsideFile) -> str:
    counts = _counts(file)
    match file.kind:
        case Finding.CHANGED:
            return f"{file.path} was changed by another program: {counts}."
        case Finding.DELETES_MANY:
            return f"{file.path} was changed by another program, which deleted much: {counts}."
        case Finding.OLDER:
            told = "is an older copy of this store, or one whose history is not known here"
        case Finding.NEWER:
            told = "has operations that desk.sqlite lacks: that one may be an older copy"
        case _:
            told = "belongs to another store"
    return f"{file.path} {told}. Taken as the state, it would mean: {counts}."


def _counts(file: OutsideFile) -> str:
    parts = [
        f"{number} {word}"
        for number, word in (
            (file.added, "added"),
            (file.changed, "changed"),
            (file.deleted, "deleted"),
            (file.conflicts, "changed on both sides"),
        )
        if number
    ]
    return ", ".join(parts) or "no change of a record"
