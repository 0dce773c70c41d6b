"""Making a store's folder around a TinyDB file, and telling git what not to keep of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from store import bare
from store import folder as folders
from store.care import switch
from store.errors import StoreExists, UnreadableStore, UnwritableStore, reason_of
from store.folder import Folder, sync
from store.tiny import checkpoint, lines
from store.tiny.document_file import digest_of

#: What only this computer's desks need, and what was set aside.
_IGNORED = """\
# incidents.json and reports/ are the store; desk.sqlite is built from them.
/desk.sqlite*
/.desk.sqlite*
/.incidents.json.*
/incidents.json.*
/changed
/presence/
/drafts/
/.restoring.new/
/restoring/
/replaced-*/
"""


def adopt(
    file: Path, to: Path, *, team: bool = False, progress: checkpoint.Progress | None = None
) -> Folder:
    """A new store with a copy of a TinyDB file, which stays as it is.

    Raises DamagedFile, NotAStore, NewerSchema, UnreadableStore where it is none, StoreExists,
    UnwritableStore.
    """
    bare.check(file)
    read = lines.read(file)
    checkpoint.check_schema(file, read.meta)
    try:
        with made(to, team=team) as folder:
            _copy(file, folder, read.sha256)
            checkpoint.build(folder, progress)
    except OSError as error:
        raise UnwritableStore(to, reason_of(error)) from error
    return folder


@contextmanager
def made(to: Path, *, team: bool = False) -> Iterator[Folder]:
    """A new folder to make a store in, alone; where that fails, nothing of it is left.

    Raises StoreExists, UnwritableStore, OSError.
    """
    was_there = os.path.lexists(to)
    folder = folders.create(to, team=team)
    with switch.alone_in(folder) as is_alone:
        # Somebody who was quicker makes one there, or has made it.
        if not is_alone or folders.is_store(folder.path):
            raise StoreExists(to, "an incident store")
        try:
            yield folder
        except BaseException:
            with suppress(OSError):
                _take_back(folder, was_there=was_there)
            raise


def _take_back(folder: Folder, *, was_there: bool) -> None:
    """Remove a store that did not come about; who does so holds it alone since it was empty."""
    # A restore that has been decided is finished by who opens the folder.
    if switch.has_switched(folder):
        return
    # First what makes it a store: without the rest it must not be taken for one.
    for path in (folder.document_file, *folder.path.glob("desk.sqlite*"), folder.changed):
        path.unlink(missing_ok=True)
    shutil.rmtree(folder.presence, ignore_errors=True)
    for path in folder.originals.iterdir():
        path.unlink()
    # Somebody may have put a thing there: then they are no empty folders, and stay.
    folder.originals.rmdir()
    if not was_there:
        folder.path.rmdir()


def _copy(file: Path, folder: Folder, sha256: str) -> None:
    fresh = folder.path / ".incidents.json.new"
    try:
        shutil.copyfile(file, fresh)
        if digest_of(fresh) != sha256:
            raise UnreadableStore(file, "it was changed while it was copied; try again")
        fresh.chmod(folder.file_mode)
        sync(fresh)
        fresh.rename(folder.document_file)
        sync(folder.path)
    finally:
        fresh.unlink(missing_ok=True)


def tell_git(folder: Folder) -> None:
    """Write a `.gitignore` for all but incidents.json and reports/, unless there is one."""
    try:
        descriptor = os.open(folder.ignored, os.O_WRONLY | os.O_CREAT | os.O_EXCL, folder.file_mode)
        with open(descriptor, "w", encoding="utf-8") as made:
            os.fchmod(descriptor, folder.file_mode)
            made.write(_IGNORED)
    except FileExistsError:
        return
    except OSError as error:
        raise UnwritableStore(folder.path, reason_of(error)) from error
