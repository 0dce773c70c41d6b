"""Saving what can still be read of a damaged store, from both of its files, into a new one.

The damaged store is only read.  Of each record the sound side is taken, of two the newer one, and
a text from wherever its SHA-256 is right.  What agrees with nothing else is told, not adopted; what
an operation wrote that is not what its hash says is saved, and told.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import NamedTuple

from store import codec
from store.care.adoption import made
from store.care.fragments import Fragments, Name, Rows
from store.care.salvage import ALONE, ONCE, SOUND, WEAK, Found, Salvage, from_working_copy
from store.codec import Document
from store.errors import UnreadableStore, UnwritableStore, reason_of
from store.folder import Folder
from store.ids import Kind, new_uid
from store.sql import schema
from store.tiny import checkpoint
from store.tiny.document_file import TABLES, Table, highest_of
from store.tiny.replacement import Replacement


class Recovered(NamedTuple):
    """What was saved, and sentences on the rest."""

    path: Path
    counts: dict[str, int]
    """How many documents of each table."""
    damage: list[str]
    """What is wrong with the two files."""
    doubtful: list[str]
    """What nothing else confirms; each says whether it was saved."""
    untrusted: list[str]
    """The operations that are not what their hashes say, or cannot be checked; with what they
    wrote."""
    lost: list[str]
    """What was there and could not be saved."""


def recover(folder: Folder, to: Path) -> Recovered:
    """Save what can be read into a new store; StoreExists, UnwritableStore.

    UnreadableStore where nothing can be read.  Nothing of the damaged store is changed.
    """
    told = Recovered(to, {}, [], [], [], [])
    file = Fragments(folder, told.damage)
    copy = from_working_copy(folder, told.damage)
    told.untrusted.extend(copy.doubted())
    saved = _Union(file, copy, told).documents()
    if not saved and not file.is_whole and not copy.is_readable:
        found = " ".join(told.damage).removesuffix(".")
        raise UnreadableStore(folder.path, f"there is nothing to save; {found}")
    rows: dict[str, dict[str, bytes]] = {}
    for (table, number), document in saved.items():
        rows.setdefault(table, {})[number] = codec.to_json(document)
    try:
        with made(to) as new:
            _write(new, rows, {kind.table: _highest(kind, saved, file, copy) for kind in Kind})
            for path in sorted(folder.originals.iterdir()) if folder.originals.is_dir() else []:
                if path.is_file():
                    shutil.copyfile(path, new.originals / path.name)
                    (new.originals / path.name).chmod(new.file_mode)
            checkpoint.build(new)
    except OSError as error:
        raise UnwritableStore(to, reason_of(error)) from error
    told.counts.update({table: len(documents) for table, documents in rows.items()})
    return told


def _write(made: Folder, rows: dict[str, dict[str, bytes]], highest: dict[str, int]) -> None:
    """Write the new store's TinyDB file."""
    used = {table: number for table, number in highest.items() if number}
    # Another store's: what is left of the old one is never taken for a newer or older copy.
    began = {"store": new_uid(), "operation": 0, "hash": ""}
    heading = {"schema": codec.SCHEMA, **began, "highest": used}
    with made.alone(), Replacement(made.document_file, made.file_mode) as replacement:
        tables = ((name, rows.get(name, {}).items()) for name in dict.fromkeys([*TABLES, *rows]))
        in_order = (Table(name, sorted(lying, key=_by_number)) for name, lying in tables)
        replacement.write(heading, in_order)
        replacement.place()


def _by_number(row: tuple[str, bytes]) -> tuple[int, str]:
    return len(row[0]), row[0]


def _highest(kind: Kind, saved: Rows, file: Fragments, copy: Salvage) -> int:
    """The highest id of a kind that is vouched for; ids that were used stay used."""
    numbers = (int(number) for table, number in saved if table == kind.table)
    used = max([copy.used.get(kind.table, 0), *numbers])
    theirs, ours = dict(highest_of(file.meta)).get(kind, 0), copy.highest.get(schema.rank(kind), 0)
    # One alone may be what was damaged, and ids would go on from there.
    return max(used, min(theirs, ours) or (theirs if file.is_whole else 0))


class _Union:
    """What both files have, record by record."""

    def __init__(self, file: Fragments, copy: Salvage, told: Recovered) -> None:
        self._file, self._copy, self._told = file, copy, told
        self._covered = copy.covered(file.meta)
        self._texts = {
            hashlib.sha256(text.encode()).digest(): text
            for (table, _), document in file.documents.items()
            if table == Kind.REPORT.table and isinstance(text := document.get("text"), str)
        }

    def documents(self) -> Rows:
        """Every document that is to be saved."""
        saved: Rows = {}
        deleted: set[Name] = set()
        owners: dict[str, Name] = {}
        for name, found in self._copy.found.items():
            document = self._chosen(name, found)
            if document is None:
                deleted.add(name)
                continue
            digest = found.digest if found.trust >= ONCE or document is found.document else None
            saved[name] = self._with_text(name, document, digest)
            if found.trust == SOUND:
                owners[str(document.get("uid", name))] = name
        for name, document in self._file.documents.items():
            owner = owners.get(str(document.get("uid")))
            if name in saved or name in deleted:
                continue
            if owner:
                self._aside(name, document, f"incidents.json is a copy of {'/'.join(owner)}")
            else:
                saved[name] = document
        for name in (*self._copy.unread, *self._file.broken):
            if name not in saved and name not in deleted:
                where = self._file.broken.get(name, "cannot be read from desk.sqlite")
                self._told.lost.append(f"{'/'.join(name)[:60]} {where}.")
                deleted.add(name)
        return saved

    def _aside(self, name: Name, document: Document, why: str) -> None:
        told = codec.to_json(document).decode()[:300]
        self._told.doubtful.append(f"{'/'.join(name)} in {why} and was not saved: {told}")

    def _chosen(self, name: Name, found: Found) -> Document | None:
        """The side that is taken; None where it was deleted or is put aside."""
        theirs = self._file.documents.get(name)
        is_later = found.operation > self._covered
        if theirs is not None:
            # The working copy may have lost its end.
            is_newer = self._file.is_whole and self._covered > self._copy.newest
            if is_newer or found.trust <= WEAK or (found.trust == ONCE and not is_later):
                if found.document and is_later:
                    self._aside(name, found.document, "desk.sqlite is newer, nothing confirms it,")
                return theirs
        elif found.document is not None and found.trust < SOUND:
            if found.trust == ALONE:
                self._aside(name, found.document, "desk.sqlite agrees with nothing else")
                return None
            told = f"{'/'.join(name)} was saved from desk.sqlite, and nothing confirms it."
            self._told.doubtful.extend([told] if found.trust == WEAK else ())
        return found.document

    def _with_text(self, name: Name, document: Document, digest: bytes | None) -> Document:
        """A report with its text, from the side on which its hash is right."""
        if digest is None:
            return document
        theirs = self._file.documents.get(name, {}).get("text")
        text = self._texts.get(digest) or self._copy.texts.get(digest)
        if text is None and theirs:
            told = f"{'/'.join(name)}: its text was saved, and is not what its hash says."
            self._told.doubtful.append(told)
        elif text is None:
            self._told.lost.append(f"{'/'.join(name)}: its text cannot be read.")
            return document
        return {**document, "text": text or theirs}
