"""How a store is, at a quick look that changes nothing, and waits for nobody for long.

`verify` is the long one.  A working copy that nobody has open is read without a lock: to open it as
others do would leave a log beside it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import closing, suppress
from enum import Enum
from pathlib import Path
from typing import NamedTuple, TypeVar

import apsw

from store import folder as folders
from store import network
from store.care import damage, switch
from store.errors import StoreError, UnreadableStore, reason_of
from store.folder import Folder
from store.presence import Present, present
from store.sql import indexing, watermark
from store.sql.connection import connect, reading
from store.sql.rows import UNREADABLE, one, shaped, told_damaged
from store.sql.schema import SCHEMA
from store.tiny import checkpoint, marks
from store.tiny.marks import stamp_of

Result = TypeVar("Result")

#: Seconds that somebody else's moment of writing is waited for.
PATIENCE = 0.5
#: What a store needs to go on, in bytes; and so many times incidents.json, which is written anew.
LEAST_FREE, TIMES = 100_000_000, 2


class Document(Enum):
    """How incidents.json stands to the working copy."""

    IN_STEP = "in step"
    BEHIND = "behind"
    CHANGED = "changed"
    MISSING = "missing"


class Inside(NamedTuple):
    """What the working copy tells."""

    schema: int
    operations: int
    """The newest operation's number."""
    at: str
    author: str
    indexed: float
    """How much of the full-text index is built: 1 is all."""
    document: Document
    behind: int
    """How many operations incidents.json lacks."""

    @property
    def is_older(self) -> bool:
        """Whether the next opening brings it up to date."""
        return self.schema < SCHEMA


class Health(NamedTuple):
    """How a store is."""

    folder: Folder
    only_reads: str
    """Why it can only be read; "" where it can be written."""
    network: str
    """Why it must not be opened to write from here, for it lies on a network; "" where it may."""
    inside: Inside | None
    problem: str
    """Why the working copy was not looked into, as a reason; "" where it was."""
    is_damaged: bool
    is_interrupted: bool
    """Whether a restore was broken off, which the next opening finishes."""
    present: tuple[Present, ...]
    free: int
    """Bytes that are free on its disk."""
    needed: int
    """Bytes that should be."""
    open_to: tuple[str, ...]
    """What others than its users may read or write, with its mode."""


class Engine(NamedTuple):
    """What holds the records."""

    apsw: str
    sqlite: str
    has_full_text: bool
    is_threadsafe: bool


def engine() -> Engine:
    """The versions in use, and what they must have been compiled with."""
    options = set(apsw.compile_options)
    return Engine(
        apsw.apsw_version(),
        apsw.sqlite_lib_version(),
        "ENABLE_FTS5" in options,
        "THREADSAFE=0" not in options,
    )


def health(path: Path) -> Health:
    """How the store is; NotAStore, UnreadableStore where there is none to look at."""
    folder = folders.find(path)
    try:
        refusal = network.refusal(folder.path)
        inside, problem, is_damaged = _looked_into(folder, refusal)
        disk = os.statvfs(folder.path)
        return Health(
            folder,
            _only_reads(folder, refusal),
            refusal,
            inside,
            problem,
            is_damaged or damage.is_noted(folder),
            switch.is_decided(folder.path),
            tuple(present(folder)),
            disk.f_bavail * disk.f_frsize,
            max(LEAST_FREE, TIMES * _size(folder.document_file)),
            tuple(_open_to(folder)),
        )
    except OSError as error:
        raise UnreadableStore(folder.path, reason_of(error)) from error


def _only_reads(folder: Folder, refusal: str) -> str:
    if refusal:
        return refusal
    if not folder.is_writable:
        return "you have no permission to write there"
    copy = folder.working_copy
    if copy.exists() and not os.access(copy, os.W_OK):
        return "you have no permission to write desk.sqlite there"
    return ""


def _looked_into(folder: Folder, refusal: str) -> tuple[Inside | None, str, bool]:
    """What the working copy tells, or why nothing, and whether that is damage."""
    if refusal:
        # Another computer may be writing it.
        return None, refusal, False
    if not folder.working_copy.exists():
        return None, "there is no working copy yet: it is made when the store is opened", False
    try:
        return _read(folder, lambda connection: _inside(folder, connection)), "", False
    except UnreadableStore as error:
        return None, error.reason, error.is_damage
    except StoreError as error:
        return None, str(error).removesuffix("."), False


def _read(folder: Folder, read: Callable[[apsw.Connection], Result]) -> Result:
    """What is read in one moment; UnreadableStore."""
    log = folder.working_copy.with_name("desk.sqlite-wal")
    while True:
        rests = not log.exists()
        try:
            with (
                closing(
                    connect(folder.working_copy, older=True, patience=PATIENCE, rests=rests)
                ) as connection,
                reading(connection),
            ):
                return read(connection)
        except (UnreadableStore, *UNREADABLE) as error:
            if rests and log.exists():
                # Somebody opened it in this moment.
                continue
            if isinstance(error, UnreadableStore):
                raise
            is_damage = not isinstance(error, apsw.Error) or damage.is_damage(error)
            reason = told_damaged(error) if is_damage else str(error)
            raise UnreadableStore(folder.working_copy, reason, is_damage=is_damage) from error


def _inside(folder: Folder, connection: apsw.Connection) -> Inside:
    schema = connection.pragma("user_version")
    row = one(
        connection, "SELECT sequence, at, author FROM operations ORDER BY sequence DESC LIMIT 1"
    )
    sequence, at, author = shaped(tuple[int, str, str], row) if row else (0, "", "")
    if schema < SCHEMA:
        return Inside(schema, sequence, at, author, 0.0, Document.BEHIND, 0)
    document, behind = _document(folder, connection)
    return Inside(schema, sequence, at, author, _indexed(connection), document, behind)


def _indexed(connection: apsw.Connection) -> float:
    if watermark.is_indexed(connection):
        return 1.0
    done, total = indexing.counted(connection)
    return done / total if total else 0.0


def _document(folder: Folder, connection: apsw.Connection) -> tuple[Document, int]:
    """How incidents.json stands, by what can be told without reading it."""
    known = marks.read(connection)
    stamp = stamp_of(folder.document_file)
    if not stamp:
        return Document.MISSING, 0
    if stamp != known.stamp:
        return Document.CHANGED, 0
    behind = checkpoint.newest_whole(connection)[0] - known.operation
    return (Document.BEHIND, behind) if behind > 0 else (Document.IN_STEP, 0)


def _size(path: Path) -> int:
    with suppress(FileNotFoundError):
        return path.stat().st_size
    return 0


def _open_to(folder: Folder) -> list[str]:
    """What more people may read or write than the folder's own mode means."""
    beyond = stat.S_IRWXO if folder.is_team else stat.S_IRWXG | stat.S_IRWXO
    found = []
    for place in (folder.path, folder.working_copy, folder.document_file, folder.originals):
        with suppress(FileNotFoundError):
            mode = stat.S_IMODE(place.stat().st_mode)
            if mode & beyond:
                name = "the folder" if place == folder.path else place.name
                found.append(f"{name} ({mode:o})")
    return found
