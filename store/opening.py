"""Opening a store: finding it, building or migrating its working copy, ending what was left."""

from __future__ import annotations

import getpass
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import apsw

from store import bare, network
from store import folder as folders
from store.care import damage, switch
from store.errors import (
    BusyStore,
    DeskError,
    OlderSchema,
    StoreExists,
    UnreadableStore,
    UnwritableStore,
    reason_of,
)
from store.folder import Folder
from store.ids import KIND_OF_TABLE
from store.outside import AUTHOR
from store.session import Session
from store.sql.connection import PATIENCE
from store.sql.rows import UNREADABLE, in_words
from store.text import clean

if TYPE_CHECKING:
    from store.tiny.checkpoint import Progress

#: So many characters of a user's name are kept.
LONGEST_NAME = 100


def create(path: Path, *, team: bool) -> Session:
    """Make a new, empty store, open.

    Raises StoreExists, and UnwritableStore, also where it would lie on a network file system.
    """
    from store.care import adoption  # noqa: PLC0415  not before the first screen
    from store.tiny import checkpoint  # noqa: PLC0415  as above

    refusal = network.refusal(path)
    if refusal:
        raise UnwritableStore(path, refusal)
    try:
        with adoption.made(path, team=team) as folder:
            checkpoint.empty(folder)
            checkpoint.build(folder)
    except (StoreExists, UnwritableStore):
        raise
    except (OSError, DeskError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else str(error).removesuffix(".")
        raise UnwritableStore(path, reason) from error
    return _opened(folder, login_name())


def _opened(folder: Folder, author: str) -> Session:
    """A store that has just been made, open; UnwritableStore, which says that it is made."""
    try:
        return to_write(folder, author, PATIENCE, None)
    except (UnreadableStore, UnwritableStore) as error:
        told = "The store is made; open it again when that is mended"
        raise UnwritableStore(error.path, error.reason, told) from error


def open_session(
    path: Path, author: str, patience: float, progress: Progress | None, only_reads: str = ""
) -> Session:
    """Open a store to write where that is possible and nothing forbids it, else to read."""
    session = _open(path, author, patience, progress, only_reads)
    file = session.folder.document_file
    if not os.access(file, os.R_OK):
        from store.tiny import examination  # noqa: PLC0415  hardly ever needed

        hidden = examination.closed(file)
        if hidden:
            session.told = " ".join(filter(None, (session.told, hidden.found.sentence)))
    return session


def _open(
    path: Path, author: str, patience: float, progress: Progress | None, only_reads: str
) -> Session:
    path = folders.meant(path)
    switch.complete(path)
    folder = folders.find(path)
    author = author or login_name()
    refusal = network.refusal(folder.path)
    if refusal or not folder.is_writable:
        return to_read(folder, author, refusal, progress)
    if only_reads:
        return to_read(folder, author or login_name(), "", progress, only_reads)
    if folder.working_copy.exists() and not os.access(folder.working_copy, os.W_OK):
        reason = "you have no permission to write desk.sqlite there"
        return to_read(folder, author, "", progress, reason)
    had_originals = folder.originals.exists()
    try:
        try:
            aside = _mend_noted(folder, progress)
            is_bare = not folder.working_copy.exists()
            session = to_write(folder, author, patience, progress, aside)
            if is_bare:
                from store.care import adoption  # noqa: PLC0415  hardly ever needed

                # What was built stands, whether git is told of it or not.
                with suppress(UnwritableStore):
                    adoption.tell_git(folder)
            return session
        except UnreadableStore as error:
            if not error.is_damage:
                raise
            from store.care.rebuild import rebuild  # noqa: PLC0415  hardly ever needed

            aside = rebuild(folder, error.reason, progress)
        return to_write(folder, author, patience, progress, aside)
    except DeskError:
        # Opening made the folder; what is no store is left as it was found.
        if not had_originals:
            with suppress(OSError):
                folder.originals.rmdir()
        raise


def _mend_noted(folder: Folder, progress: Progress | None) -> Path | None:
    """Build a working copy anew that somebody found damaged; where the damaged one lies then."""
    if not damage.is_noted(folder):
        return None
    from store.care.rebuild import rebuild_noted  # noqa: PLC0415  hardly ever needed

    try:
        return rebuild_noted(folder, progress)
    except OSError as error:
        raise UnreadableStore(folder.path, reason_of(error)) from error


def _brought_back(folder: Folder, progress: Progress | None) -> Path | None:
    from store.care.rebuild import bring_back  # noqa: PLC0415  hardly ever needed

    return bring_back(folder, progress)


def to_write(
    folder: Folder,
    author: str,
    patience: float,
    progress: Progress | None,
    damaged: Path | None = None,
) -> Session:
    """Open a store to write, building its working copy when there is none.

    `damaged` is the working copy that was set aside before, for what the person is told.
    """
    session = Session(folder, author=author, patience=patience)
    try:
        is_lost = not folder.working_copy.exists()
        saved = _brought_back(folder, progress) if is_lost else None
        session.entered = switch.enter(folder)
        if session.entered is not None:
            switch.sweep(folder)
        try:
            session.connection()
        except OlderSchema:
            from store.care.upgrade import upgrade  # noqa: PLC0415  hardly ever needed

            upgrade(folder)
        # Where nothing can be written now, the store is read all the same, and who opens it
        # next tries again.
        with suppress(UnwritableStore, BusyStore):
            session.settle()
        if saved:
            session.told = f"desk.sqlite was not there; {saved.name} took its place."
        elif is_lost or damaged:
            from store.care.rebuild import what_is_missing  # noqa: PLC0415  hardly ever needed

            session.told = what_is_missing(session.connection(), damaged)
    except OSError as error:
        session.close()
        raise UnreadableStore(folder.path, reason_of(error)) from error
    except UNREADABLE as error:
        session.close()
        raise UnreadableStore(
            folder.working_copy,
            f"it is damaged ({in_words(error)})",
            is_damage=not isinstance(error, apsw.Error) or damage.is_damage(error),
        ) from error
    except BaseException:
        # Ctrl+C, too: the lock of a store that is not open would keep others from restoring it.
        session.close()
        raise
    return session


def to_read(
    folder: Folder,
    author: str,
    refusal: str,
    progress: Progress | None,
    why: str = "you have no permission to write there",
) -> Session:
    """Open a store that must not be written: in place, or from a copy of one moment.

    In a folder that it cannot write, SQLite reads a database only while a writer has it open; on a
    network (`refusal`) it reads none that another computer may be writing.
    """
    session = Session(folder, author=author, only_reads=refusal or why)
    try:
        session.entered = switch.enter(folder)
        if folder.working_copy.exists() and not refusal:
            # One of an older schema cannot be brought up to date in place.
            with suppress(UnreadableStore, OlderSchema):
                session.connection()
                return session
        from store import snapshot  # noqa: PLC0415  hardly ever needed
        from store.care.upgrade import upgrade_copy  # noqa: PLC0415  as above

        session.snapshot = snapshot.of_store(folder, upgrade_copy, progress)
    except OSError as error:
        session.close()
        raise UnreadableStore(folder.path, reason_of(error)) from error
    except BaseException:
        session.close()
        raise
    return session


def look_at(file: Path, author: str, progress: Progress | None) -> Session:
    """Open a bare TinyDB file to read, from a copy; it is neither written nor locked."""
    from store import snapshot  # noqa: PLC0415  not before the first screen
    from store.sql.documents import Documents  # noqa: PLC0415  as above

    copy = snapshot.FileSnapshot(file, progress)
    session = Session(copy.folder, author=author or login_name(), only_reads=bare.REASON)
    session.snapshot, session.bare = copy, file
    try:
        documents = Documents(session.connection())
        tables = documents.tables()
        if KIND_OF_TABLE.keys().isdisjoint(tables):
            session.told = bare.inside({table: documents.count(table) for table in tables})
    except BaseException:
        session.close()
        raise
    return session


def place_for(file: Path) -> Path:
    """Where a store of a bare file is made; UnwritableStore where none can be made beside it."""
    place = bare.place_for(file)
    refusal = network.refusal(place)
    if not refusal and not os.access(place.parent, os.W_OK | os.X_OK):
        refusal = "you have no permission to write there"
    if refusal:
        elsewhere = "`incident-desk new FOLDER --from FILE` makes a store of it elsewhere"
        raise UnwritableStore(place, refusal, elsewhere)
    return place


def adopt(file: Path, to: Path, *, team: bool, author: str, progress: Progress | None) -> Session:
    """Make a store with a copy of a TinyDB file in it, open; what fails in that leaves nothing."""
    refusal = network.refusal(to)
    if refusal:
        raise UnwritableStore(to, refusal)
    from store.care import adoption  # noqa: PLC0415  not before the first screen

    folder = adoption.adopt(file, to, team=team, progress=progress)
    session = _opened(folder, author or login_name())
    # The store stands, whether git is told of it or not.
    with suppress(UnwritableStore):
        adoption.tell_git(folder)
    return session


def login_name() -> str:
    """Who uses this computer now.

    The name comes from the environment, and may be any bytes of any length.
    """
    try:
        name = clean(getpass.getuser()).strip()[:LONGEST_NAME]
    except (KeyError, OSError):
        name = ""
    # What other programs wrote must not become the undo of somebody who is called so.
    return f"{name} (user)" if name == AUTHOR else name or f"uid {os.getuid()}"
