"""A store in which any one byte was altered, or that was cut off anywhere."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import apsw
import pytest

from store.care.findings import Grade
from store.care.verify import verify
from store.errors import DeskError
from store.ids import Kind
from store.repository import Repository

#: With SOAK set, every byte; else these steps, which share no factor with a page.
EVERY = bool(os.environ.get("SOAK"))
STEP = 1 if EVERY else 37
TABLES = (
    "operations", "unfinished", "undone", "versions", "records", "links", "counts", "texts",
    "tables",
)  # fmt: skip
_LOGS = ("desk.sqlite-wal", "desk.sqlite-shm")


def content(place: Path) -> dict[str, list[str]] | None:
    """What a reader of its own finds in the tables; None when it cannot read them."""
    try:
        with closing(
            apsw.Connection(str(place / "desk.sqlite"), flags=apsw.SQLITE_OPEN_READONLY)
        ) as connection:
            return {
                table: sorted(map(repr, connection.execute(f"SELECT * FROM {table} NOT INDEXED")))
                for table in TABLES
            }
    except (apsw.Error, UnicodeDecodeError):
        return None
    finally:
        for name in _LOGS:
            (place / name).unlink(missing_ok=True)


def is_found(place: Path) -> bool:
    """Whether verify says that something is damaged, or in a sentence that it cannot look."""
    try:
        return any(finding.grade is Grade.DAMAGE for finding in verify(place))
    except DeskError:
        return True
    finally:
        for name in _LOGS:
            (place / name).unlink(missing_ok=True)


def open_and_look(place: Path) -> None:
    """Open a copy of the store as the desk does and read its first rows.

    A DeskError is an answer too.
    """
    with TemporaryDirectory() as name:
        copy = Path(name) / "store"
        shutil.copytree(place, copy)
        with suppress(DeskError):
            repository = Repository.open(copy)
            try:
                with repository.read() as reader:
                    for kind in Kind:
                        reader.listing(kind, islice(reader.numbers(kind), 50))
                        reader.counts(kind)
            finally:
                repository.close()


def in_small_pages(place: Path) -> bytes:
    """The working copy with pages of 512 bytes, so that most bytes of it say something."""
    with closing(apsw.Connection(str(place / "desk.sqlite"))) as connection:
        connection.pragma("journal_mode", "DELETE")
        connection.pragma("page_size", 512)
        connection.execute("VACUUM")
        connection.pragma("journal_mode", "WAL")
    return (place / "desk.sqlite").read_bytes()


def flipped(raw: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The bytes with one of them altered, in one way and in another; which one, and how."""
    for mask in (0xFF, 0x01):
        for at in range(mask % STEP, len(raw), STEP):
            yield at, mask, raw[:at] + bytes([raw[at] ^ mask]) + raw[at + 1 :]


def test_a_flipped_byte_of_the_working_copy_is_found(store: Path) -> None:
    """Where another reader would find another record, link or operation, verify says so."""
    raw = in_small_pages(store)
    before = content(store)
    missed = []
    for at, mask, bad in flipped(raw):
        (store / "desk.sqlite").write_bytes(bad)
        if content(store) != before and not is_found(store):
            missed.append((at, mask))
    assert missed == []


def test_a_store_with_a_flipped_byte_opens_or_says_why_not(store: Path) -> None:
    """Opening and looking end in a store or in a sentence, whatever byte it is."""
    raw = in_small_pages(store)
    for at, _, bad in flipped(raw):
        if EVERY or at % 3 == 0:
            (store / "desk.sqlite").write_bytes(bad)
            open_and_look(store)


def tables(raw: bytes) -> dict[str, Any]:
    """The tables of a file; what `_meta` says is told apart from the id that it has."""
    found: dict[str, Any] = json.loads(raw)
    return found | {"_meta": list(found.get("_meta", {}).values())}


def test_a_flipped_byte_of_the_file_is_found(store: Path) -> None:
    """Whatever byte of incidents.json is altered: a record that differs is found."""
    raw = (store / "incidents.json").read_bytes()
    before = tables(raw)
    missed = []
    for at, mask, bad in flipped(raw):
        (store / "incidents.json").write_bytes(bad)
        try:
            differs = tables(bad) != before
        except ValueError:
            differs = True
        if differs and not is_found(store):
            missed.append((at, mask))
    assert missed == []


@pytest.mark.parametrize("name", ["desk.sqlite", "incidents.json"])
def test_a_file_that_was_cut_is_found(store: Path, name: str) -> None:
    """Wherever it is cut off: verify says so, and opening ends in a store or in a sentence."""
    raw = in_small_pages(store) if name == "desk.sqlite" else (store / name).read_bytes()
    missed = []
    for length in range(0, len(raw) - 1, STEP):
        (store / name).write_bytes(raw[:length])
        if not is_found(store):
            missed.append(length)
        if EVERY or length % 5 == 0:
            open_and_look(store)
    assert missed == []
