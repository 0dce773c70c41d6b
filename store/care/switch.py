"""Putting a prepared store in place of the present one, so that a kill leaves one or the other.

    .restoring.new    the store that is being prepared; nothing yet, and swept by who opens next
    restoring         the store that takes the place: from its renaming on, whoever opens the
                      folder finishes what a killed restore began
    replaced-<n>      what lay there before

Whoever has a store open holds its `reports/` folder (flock, shared); a restore holds it alone.

In a team's store any member can make a `restoring`, so that nothing in it is followed out of the
store.  Whose it is makes no difference: a colleague's broken-off restore has to be finished too,
and who may write there can put any files in the store's place without it.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from store.errors import UnreadableStore, reason_of
from store.folder import Folder, let_go, lock, sync, try_lock

PREPARED = ".restoring.new"
_DECIDED = "restoring"
_INTO = "into"
#: Moved in this order, so that there is always one that makes the folder a store.
_PARTS = ("desk.sqlite", "incidents.json", "reports")
_REPLACED = re.compile(r"replaced-([0-9]+)", re.ASCII)
#: More than any such name has: what lies there instead may be large.
_LONGEST = 64


def complete(path: Path) -> None:
    """Finish what a killed restore began, where one did.

    Raises UnreadableStore where that needs somebody who may write.
    """
    folder = Folder(path)
    decided = path / _DECIDED
    # Whoever looks for the store itself says why it cannot be looked at.
    if not is_decided(path):
        return
    if not folder.is_writable:
        raise UnreadableStore(
            path, "a restore was broken off; who may write there finishes it by opening the store"
        )
    try:
        with folder.alone():
            if is_decided(path):
                _switch(folder, decided)
    except OSError as error:
        raise _refused(decided, f"its restore cannot be finished ({reason_of(error)})") from error


def is_decided(path: Path) -> bool:
    """Whether a restore into the folder has been decided, and whoever opens it finishes it."""
    return os.path.lexists(path / _DECIDED)


def enter(folder: Folder, patience: float | None = None) -> int | None:
    """Keep others from replacing the store; a descriptor to close in the end.

    Waits while somebody does, BusyStore after `patience` seconds.  None where that cannot be told:
    a folder that only others may write.
    """
    while True:
        complete(folder.path)
        try:
            if folder.is_writable:
                _make(folder)
            held = os.open(folder.originals, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            return None
        try:
            lock(folder, held, folder.originals, fcntl.LOCK_SH, patience)
        except BaseException:
            os.close(held)
            raise
        if _is_it(held, folder) and not is_decided(folder.path):
            return held
        os.close(held)


def sweep(folder: Folder) -> None:
    """Remove what a killed restore has prepared; for who has entered: nobody restores meanwhile."""
    shutil.rmtree(folder.path / PREPARED, ignore_errors=True)


def _make(folder: Folder) -> None:
    if not folder.originals.exists() and not is_decided(folder.path):
        folder.make(folder.originals)


def _is_it(held: int, folder: Folder) -> bool:
    """Whether what is held is still the store's, and not set aside meanwhile."""
    try:
        return os.path.samestat(os.fstat(held), folder.originals.stat())
    except OSError:
        return False


@contextmanager
def alone_in(folder: Folder) -> Iterator[bool]:
    """Whether nobody has the store open; as long as that is looked at, nobody opens it."""
    _make(folder)
    held = os.open(folder.originals, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield try_lock(held)
    finally:
        let_go(held)


def has_switched(folder: Folder) -> bool:
    """Whether a restore has been decided there, or done."""
    return is_decided(folder.path) or any(
        _REPLACED.fullmatch(path.name) for path in folder.path.iterdir()
    )


def prepare(folder: Folder) -> Path:
    """An empty folder to prepare a store in; for who is alone in the present one."""
    prepared = folder.path / PREPARED
    if prepared.is_symlink():
        # What a link leads to is not ours to empty.
        prepared.unlink()
    with suppress(FileNotFoundError):
        shutil.rmtree(prepared)
    prepared.mkdir(mode=0o700)
    return prepared


def decide(folder: Folder) -> Path:
    """Put the prepared store in place of the present one; where that lies now.

    The caller is alone in the store, and the prepared one is whole and durable.
    """
    with folder.alone():
        prepared, decided = folder.path / PREPARED, folder.path / _DECIDED
        numbers = [
            int(found[1])
            for path in folder.path.iterdir()
            if (found := _REPLACED.fullmatch(path.name))
        ]
        aside = folder.path / f"replaced-{max(numbers, default=0) + 1}"
        with (prepared / _INTO).open("w", encoding="ascii") as file:
            file.write(aside.name)
            file.flush()
            os.fsync(file.fileno())
        sync(prepared)
        prepared.rename(decided)
        sync(folder.path)
        _switch(folder, decided)
    return aside


def _switch(folder: Folder, decided: Path) -> None:
    name = _into(decided)
    if name:
        aside = folder.path / name
        _make_aside(folder, aside)
        # Held open: nobody can put a link in its place while the store is moved into it.
        held = os.open(aside, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            for part in _PARTS:
                if not os.path.lexists(decided / part):
                    continue
                for old in _lying(folder, part):
                    _set_aside(decided, old, held)
                sync(aside)
                (decided / part).rename(folder.path / part)
                sync(folder.path)
        finally:
            os.close(held)
        (decided / _INTO).unlink()
    try:
        # What was prepared beside the three parts is of no use without its folder.
        shutil.rmtree(decided)
    except OSError as error:
        raise UnreadableStore(
            decided,
            f"its restore is done, and what is left of it cannot be removed ({reason_of(error)}); "
            "remove that folder",
        ) from error
    sync(folder.path)


def _into(decided: Path) -> str:
    """The name that what lies in the store is moved to; "" where all of it has been moved."""
    if not stat.S_ISDIR(decided.lstat().st_mode):
        raise _refused(decided, "it is a link or a file, and no restore makes one")
    into = decided / _INTO
    try:
        # Not waiting: it may be a pipe.
        descriptor = os.open(into, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return ""
    except OSError as error:
        if into.is_symlink():
            raise _refused(into, "it is a link, and no restore makes one") from error
        raise
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise _refused(into, "it is no file")
        name = os.read(descriptor, _LONGEST).decode("ascii", "replace")
    finally:
        os.close(descriptor)
    if not _REPLACED.fullmatch(name):
        raise _refused(into, f"it names {name!r}, and a restore moves a store to replaced-<n>")
    return name


def _make_aside(folder: Folder, aside: Path) -> None:
    try:
        folder.make(aside)
    except NotADirectoryError as error:
        raise _refused(aside, f"{reason_of(error)}, and a restore moves the store there") from error


def _set_aside(decided: Path, old: Path, held: int) -> None:
    """Move what lies in the store into the folder that is held open."""
    with suppress(FileNotFoundError):
        os.stat(old.name, dir_fd=held, follow_symlinks=False)
        raise _refused(decided, f"it would move {old.name} to where one lies already")
    os.rename(old, old.name, dst_dir_fd=held)


def _refused(path: Path, why: str) -> UnreadableStore:
    return UnreadableStore(
        path,
        f"{why}; look whose it is, and move it out of the store's folder if it holds nothing of "
        "the store",
    )


def _lying(folder: Folder, part: str) -> list[Path]:
    """A part of the present store with what lies beside it under its name."""
    return [
        path
        for path in folder.path.iterdir()
        if path.name == part
        or (part != "reports" and path.name.startswith((f"{part}-", f"{part}.", f".{part}")))
    ]
