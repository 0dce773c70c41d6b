"""A whole copy of a store, made while others write: itself a store that opens."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import apsw

from store import folder as folders
from store.care.adoption import tell_git
from store.care.copy import copy_database
from store.care.findings import Finding, Grade, Progress
from store.care.reading import opened
from store.care.verify import verify
from store.errors import DamagedStore, StoreExists, UnwritableStore, reason_of
from store.folder import Folder, let_go, sync, try_lock
from store.sql.connection import connect
from store.sql.rows import UNREADABLE, in_words
from store.tiny import checkpoint


def backup(source: Path, to: Path, progress: Progress | None = None) -> None:
    """Copy a store into a new folder, which appears whole and verified, or not at all.

    Raises StoreExists, DamagedStore, UnwritableStore, and what opening the store raises.
    """
    folder = folders.find(source)
    if not folders.is_named_in_utf8(to):
        raise UnwritableStore(to, folders.NOT_UTF8)
    if os.path.lexists(to):
        raise StoreExists(to, "something")
    try:
        with _hidden(to) as fresh:
            copy_store(folder, fresh, like=folder, progress=progress)
            refuse_damaged(fresh.path, "backed up", progress, named=source)
            tell_git(fresh)
            tidy(fresh)
            fresh.path.rename(to)
            try:
                sync(to.parent)
            except OSError:
                # Whole, and yet a loss of power may take it away: it is refused.
                shutil.rmtree(to, ignore_errors=True)
                raise
    except OSError as error:
        raise UnwritableStore(to, reason_of(error)) from error
    except apsw.Error as error:
        raise UnwritableStore(to, str(error)) from error


@contextmanager
def _hidden(to: Path) -> Iterator[Folder]:
    """An empty folder beside the one that is to appear; gone if that does not come about."""
    path = to.with_name(f".{to.name}.backup")
    path.mkdir(mode=0o700, exist_ok=True)
    held = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if not try_lock(held):
            raise UnwritableStore(to, "another backup is being written there")
        try:
            # What a killed one left behind.
            empty(path)
            # Not the folder that is held: writing in a store holds that.
            fresh = Folder(path / "store")
            fresh.path.mkdir(mode=0o700)
            yield fresh
        finally:
            shutil.rmtree(path, ignore_errors=True)
    finally:
        let_go(held)


def empty(path: Path) -> None:
    """Remove everything in a folder of our own."""
    for left in path.iterdir():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)
        else:
            left.unlink()


def copy_store(
    source: Folder, fresh: Folder, *, like: Folder, progress: Progress | None = None
) -> None:
    """Copy a store's three parts into an empty folder, durably, with the modes of another."""
    _share(fresh, like)
    if source.working_copy.exists():
        with opened(source) as connection:
            pages = (lambda done, all_: progress("pages", done, all_)) if progress else None
            copy_database(connection, fresh.working_copy, fresh.file_mode, pages)
    else:
        documents = (lambda done, all_: progress("records", done, all_)) if progress else None
        checkpoint.build(source, documents, into=fresh)
    _copy_originals(source, fresh, progress)
    if progress:
        progress("incidents.json", 0, 0)
    with closing(connect(fresh.working_copy, writing=True)) as connection:
        try:
            with connection:
                # What the source's file is does not matter here: this folder gets its own.
                connection.execute("DELETE FROM meta WHERE name GLOB 'file_*'")
            checkpoint.write(fresh, connection)
        except apsw.Error:
            raise
        except UNREADABLE as error:
            found = f"desk.sqlite cannot be read to the end ({in_words(error)})."
            raise DamagedStore(source.path, found, "copied") from error
    tidy(fresh)


def _share(fresh: Folder, like: Folder) -> None:
    """Give a folder the group and the mode of another; private where the group cannot be given."""
    wanted = like.path.stat()
    try:
        os.chown(fresh.path, -1, wanted.st_gid)
    except PermissionError:
        fresh.path.chmod(0o700)
    else:
        fresh.path.chmod(like.folder_mode)


def _copy_originals(source: Folder, fresh: Folder, progress: Progress | None) -> None:
    fresh.make(fresh.originals)
    lying = sorted(source.originals.iterdir()) if source.originals.is_dir() else []
    for done, path in enumerate(lying):
        if progress:
            progress("originals", done, len(lying))
        if path.is_file():
            copy = fresh.originals / path.name
            shutil.copyfile(path, copy)
            copy.chmod(fresh.file_mode)
            sync(copy)
    sync(fresh.originals)


def tidy(fresh: Folder) -> None:
    """Remove what SQLite left beside a database that nobody has open, and make all of it last."""
    for end in ("-shm", "-wal"):
        left = fresh.working_copy.with_name(f"desk.sqlite{end}")
        if end == "-shm" or (left.exists() and not left.stat().st_size):
            left.unlink(missing_ok=True)
    for path in (fresh.working_copy, fresh.document_file, fresh.path):
        sync(path)


def refuse_damaged(
    path: Path, doing: str, progress: Progress | None, *, named: Path | None = None
) -> None:
    """Raise DamagedStore when a store is not whole."""
    for finding in verify(path, progress=progress):
        if finding.grade is Grade.DAMAGE:
            raise DamagedStore(named or path, _told(finding), doing)


def _told(finding: Finding) -> str:
    return f"{finding.what}."
