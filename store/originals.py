"""The original bytes of what came in, kept beside the records and named by their SHA-256.

They are on the disk before a record that names them is acknowledged, and are never written again.
What a killed process left half written bears no such name, and goes when the next one keeps
something.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from store.errors import UnwritableStore, reason_of
from store.folder import Folder, sync
from store.ids import new_uid

#: How the names of those begin and end that are being written.
_BEGUN, _END = ".", ".new"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW


def keep(folder: Folder, content: bytes) -> str:
    """Have the bytes on the disk, under their SHA-256, which is answered; the same bytes once.

    Raises UnwritableStore, also where something else lies under that name.
    """
    digest = hashlib.sha256(content).hexdigest()
    try:
        folder.make(folder.originals)
        path = folder.originals / digest
        if not _is_kept(path, content):
            with _at_work(folder.originals):
                _write(folder, path, content)
        # Another process may have put it there just now, and be cut off from the power before this.
        sync(folder.originals)
    except OSError as error:
        raise UnwritableStore(folder.originals, reason_of(error)) from error
    return digest


def _is_kept(path: Path, content: bytes) -> bool:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return False
    with open(descriptor, "rb") as file:
        is_same = file.read(len(content) + 1) == content
    if not is_same:
        reason = f"{path.name} holds other bytes than it is named by"
        raise UnwritableStore(path.parent, f"{reason}; `incident-desk verify` tells which")
    return True


def _write(folder: Folder, path: Path, content: bytes) -> None:
    begun = path.with_name(f"{_BEGUN}{new_uid()}{_END}")
    descriptor = os.open(begun, _NEW, folder.file_mode)
    try:
        with open(descriptor, "wb") as file:
            os.fchmod(descriptor, folder.file_mode)
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        # A link takes no name that is taken: what lies there is never written over.
        with suppress(FileExistsError):
            os.link(begun, path, follow_symlinks=False)
    finally:
        begun.unlink(missing_ok=True)
    if not _is_kept(path, content):
        raise FileNotFoundError(2, "it was taken away while it was written")


@contextmanager
def _at_work(originals: Path) -> Iterator[None]:
    """Share the folder with others who write in it; whoever is alone clears away what was left."""
    descriptor = os.open(originals, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _sweep(originals)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


def _sweep(originals: Path) -> None:
    with os.scandir(originals) as entries:
        left = [Path(one.path) for one in entries if _is_begun(one.name)]
    for path in left:
        # In a team's folder it may be somebody else's to remove.
        with suppress(OSError):
            path.unlink()


def _is_begun(name: str) -> bool:
    return name.startswith(_BEGUN) and name.endswith(_END)
