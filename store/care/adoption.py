"""Making a store's folder around a TinyDB file, and telling git what not to keep of it."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from store import bare
from store import folder as folders
from store.care import switch
from store.errors import UnreadableStore, UnwritableStore, reason_of
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


def adopt(file: Path, to: Path, *, team: bool = False) -> Folder:
    """A new folder with a copy of a TinyDB file, which stays as it is.

    Raises DamagedFile, NotAStore, NewerSchema, UnreadableStore where it is none, StoreExists,
    UnwritableStore.
    """
    bare.check(file)
    read = lines.read(file)
    checkpoint.check_schema(file, read.meta)
    is_new = not os.path.lexists(to)
    folder = folders.create(to, team=team)
    try:
        _copy(file, folder, read.sha256)
    except OSError as error:
        leave_nothing(folder, is_new=is_new)
        raise UnwritableStore(to, reason_of(error)) from error
    except BaseException:
        leave_nothing(folder, is_new=is_new)
        raise
    return folder


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


def leave_nothing(folder: Folder, *, is_new: bool) -> None:
    """Remove the folders of a store that did not come about; one that was there before stays."""
    # Somebody may have put a thing there: then they are no empty folders, and stay.
    with suppress(OSError):
        folder.originals.rmdir()
        if is_new:
            folder.path.rmdir()


def take_back(folder: Folder) -> None:
    """Remove what making a store has made, but for empty folders, which are not in the way."""
    # What cannot be removed either, the person is told of by the next try.
    with suppress(OSError), switch.alone_in(folder) as is_alone:
        # Somebody who was quicker may have made a store there, and be at work in it.
        if not is_alone:
            return
        for path in (folder.document_file, folder.changed, *folder.path.glob("desk.sqlite*")):
            path.unlink(missing_ok=True)
        shutil.rmtree(folder.presence, ignore_errors=True)


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
