"""Making a store's folder around a TinyDB file, and telling git what not to keep of it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from store import folder as folders
from store.errors import UnwritableStore
from store.folder import Folder, sync
from store.tiny import lines

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

    Raises DamagedFile, NotAStore, UnreadableStore where it is none, StoreExists, UnwritableStore.
    """
    lines.read(file)
    folder = folders.create(to, team=team)
    fresh = folder.path / ".incidents.json.new"
    try:
        shutil.copyfile(file, fresh)
        fresh.chmod(folder.file_mode)
        sync(fresh)
        fresh.rename(folder.document_file)
        sync(folder.path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise UnwritableStore(to, (error.strerror or str(error)).lower()) from error
    return folder


def tell_git(folder: Folder) -> None:
    """Write a `.gitignore` for all but incidents.json and reports/, unless there is one."""
    try:
        descriptor = os.open(
            folder.path / ".gitignore", os.O_WRONLY | os.O_CREAT | os.O_EXCL, folder.file_mode
        )
        with open(descriptor, "w", encoding="utf-8") as made:
            os.fchmod(descriptor, folder.file_mode)
            made.write(_IGNORED)
    except FileExistsError:
        return
    except OSError as error:
        raise UnwritableStore(folder.path, (error.strerror or str(error)).lower()) from error
