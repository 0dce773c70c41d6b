"""A place between this process and its disk: every step that changes the disk passes a watch.

    with Disk(folder, watch): ...      watch(step) is called before each step below the folder

The watch may note the step, kill the process, or raise an OSError, which the writer then meets as
the disk's own.  SQLite's steps pass through a VFS over the system's, Python's through the functions
of `os` and `open`.  It is put up in a forked child, where nobody else is in the way.

Syncs are shown and not carried out, for they would only take time: what a killed process wrote is
the kernel's by then, and what a loss of power leaves is computed from the steps.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import apsw

from store.tiny import swap


class Step(NamedTuple):
    """One change of the disk; paths are absolute."""

    act: str
    """create, write, truncate, sync, rename, swap, link, unlink, mkdir, rmdir, touch."""
    path: str
    offset: int = 0
    """Where it writes; the length that it truncates to."""
    content: bytes = b""
    to: str = ""
    """The new name; the other one of two that change places."""


Watch = Callable[[Step], None]


class Disk:
    """The place in between, while the context is open."""

    def __init__(self, folder: Path, watch: Watch) -> None:
        self._folder = str(folder.resolve())
        self._watch = watch
        self._paths: dict[int, str] = {}
        self._real = {name: getattr(os, name) for name in _CHANGING}
        self._open = builtins.open
        self._is_shown = False
        self._put_up = ExitStack()

    def __enter__(self) -> Disk:
        for name in _CHANGING:
            self._put_up.enter_context(mock.patch.object(os, name, self._standing_for(name)))
        self._put_up.enter_context(mock.patch.object(swap, "swap", self._swapping(swap.swap)))
        for module in (builtins, io):
            self._put_up.enter_context(mock.patch.object(module, "open", self._opened))
        # It would hand the bytes to the kernel by a way that is not watched.
        self._put_up.enter_context(mock.patch.object(shutil, "_USE_CP_SENDFILE", new=False))
        self._files = _Files(self)
        return self

    def __exit__(self, *_: object) -> None:
        self._files.unregister()
        self._put_up.close()

    def step(
        self, act: str, path: Any, offset: int = 0, content: bytes = b"", *, to: Any = ""
    ) -> bool:
        """Show a step to the watch; False for one that is none of our folder's."""
        place = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 -- a link is not followed
        # Shared memory is no disk, though it has a name.
        if place.endswith("-shm"):
            return False
        if self._is_shown or not f"{place}/".startswith(self._folder + "/"):
            return False
        target = os.path.abspath(os.fsdecode(to)) if to else ""  # noqa: PTH100
        # What the watch itself does to the disk is not shown to it.
        self._is_shown = True
        try:
            self._watch(Step(act, place, offset, content, target))
        finally:
            self._is_shown = False
        return True

    def _standing_for(self, name: str) -> Callable[..., Any]:
        real, note = self._real[name], _CHANGING[name]

        def instead(*args: Any, **kwargs: Any) -> Any:
            note(self, *args, **kwargs)
            if name in {"fsync", "fdatasync"}:
                return None
            result = real(*args, **kwargs)
            if name == "open":
                self._paths[result] = os.fspath(args[0])
            return result

        return instead

    def _swapping(self, real: Callable[[Path, Path], bool]) -> Callable[[Path, Path], bool]:
        def instead(one: Path, other: Path) -> bool:
            self.step("swap", one, to=other)
            return real(one, other)

        return instead

    def _opened(self, file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        """As `open`, with a file whose writes are watched where it writes."""
        if mode.strip("bt") == "r":
            return self._open(file, mode, *args, **kwargs)
        raw = _Watched(self, file, mode)
        if "t" in mode or "b" not in mode:
            return io.TextIOWrapper(io.BufferedWriter(raw), encoding=kwargs.get("encoding"))
        return io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)

    # -- what the functions of `os` do to the disk ------------------------------------------

    def _os_open(self, path: Any, flags: int, *_: Any, **__: Any) -> None:
        if flags & os.O_CREAT and not os.path.lexists(path):
            self.step("create", path)
        elif flags & os.O_TRUNC:
            self.step("truncate", path, 0)

    def _os_write(self, descriptor: int, content: Any, offset: int | None = None) -> None:
        if path := self._paths.get(descriptor):
            at = os.lseek(descriptor, 0, os.SEEK_CUR) if offset is None else offset
            self.step("write", path, at, bytes(content))

    def _os_truncate(self, which: Any, length: int) -> None:
        if path := self._path_of(which):
            self.step("truncate", path, length)

    def _os_sync(self, descriptor: Any) -> None:
        if path := self._path_of(descriptor):
            self.step("sync", path)

    def _os_rename(
        self,
        source: Any,
        target: Any,
        *,
        src_dir_fd: int | None = None,
        dst_dir_fd: int | None = None,
    ) -> None:
        self.step("rename", self._below(source, src_dir_fd), to=self._below(target, dst_dir_fd))

    def _os_link(self, source: Any, target: Any, **_: Any) -> None:
        self.step("link", source, to=target)

    def _os_unlink(self, path: Any, *, dir_fd: int | None = None) -> None:
        place = self._below(path, dir_fd)
        if os.path.lexists(place):
            self.step("unlink", place)

    def _os_rmdir(self, path: Any, *, dir_fd: int | None = None) -> None:
        self.step("rmdir", self._below(path, dir_fd))

    def _os_mkdir(self, path: Any, *_: Any, **__: Any) -> None:
        if not os.path.lexists(path):
            self.step("mkdir", path)

    def _os_touch(self, path: Any, *_: Any, **__: Any) -> None:
        if os.path.lexists(place := self._path_of(path)):
            self.step("touch", place)

    def _below(self, path: Any, folder: int | None) -> str:
        return os.path.join(self._paths.get(folder or -1, ""), os.fspath(path))  # noqa: PTH118

    def _path_of(self, which: Any) -> str:
        return self._paths.get(which, "") if isinstance(which, int) else os.fspath(which)


_CHANGING: dict[str, Callable[..., None]] = {
    "open": Disk._os_open,
    "write": Disk._os_write,
    "pwrite": Disk._os_write,
    "truncate": Disk._os_truncate,
    "ftruncate": Disk._os_truncate,
    "fsync": Disk._os_sync,
    "fdatasync": Disk._os_sync,
    "rename": Disk._os_rename,
    "replace": Disk._os_rename,
    "link": Disk._os_link,
    "unlink": Disk._os_unlink,
    "remove": Disk._os_unlink,
    "rmdir": Disk._os_rmdir,
    "mkdir": Disk._os_mkdir,
    "utime": Disk._os_touch,
    "chmod": Disk._os_touch,
    "fchmod": Disk._os_touch,
}


class _Watched(io.FileIO):
    """A file that Python's own `open` writes through."""

    def __init__(self, disk: Disk, file: Any, mode: str) -> None:
        self._disk = disk
        self._path = disk._path_of(file)
        self._is_at_end = "a" in mode
        if not isinstance(file, int):
            exists = os.path.lexists(self._path)
            if not exists or "w" in mode:
                disk.step("truncate" if exists else "create", self._path)
        super().__init__(file, mode.replace("b", "").replace("t", ""))
        disk._paths[self.fileno()] = self._path

    def write(self, content: Any) -> int:
        at = os.fstat(self.fileno()).st_size if self._is_at_end else self.tell()
        self._disk.step("write", self._path, at, bytes(content))
        return super().write(content)

    def truncate(self, size: int | None = None) -> int:
        length = self.tell() if size is None else size
        self._disk.step("truncate", self._path, length)
        return super().truncate(length)


class _Files(apsw.VFS):
    """SQLite's way to the disk."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self.base = apsw.vfs_names()[0]
        super().__init__("watched", base=self.base, makedefault=True)

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 -- SQLite's name
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        is_new = bool(path and flags[0] & apsw.SQLITE_OPEN_CREATE and not os.path.lexists(path))
        if is_new:
            _as_sqlite(self._disk, "create", path)
        return _File(self, name, path, flags, is_new=is_new)

    def xDelete(self, path: str, sync_folder: bool) -> None:  # noqa: N802
        _as_sqlite(self._disk, "unlink", path)
        super().xDelete(path, sync_folder)
        if sync_folder:
            _as_sqlite(self._disk, "sync", os.path.dirname(path))  # noqa: PTH120


class _File(apsw.VFSFile):
    """One of SQLite's files."""

    def __init__(
        self, files: _Files, name: Any, path: str | None, flags: list[int], *, is_new: bool
    ) -> None:
        self._disk, self._path = files._disk, path
        kinds = apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_MAIN_JOURNAL
        # With the first sync of a new log or journal, SQLite syncs the folder too (os_unix.c).
        self._syncs_folder = is_new and bool(flags[0] & kinds)
        super().__init__(files.base, name, flags)

    def xLock(self, level: int) -> None:  # noqa: N802
        try:
            super().xLock(level)
        except apsw.IOError as error:
            # The last one to close a database that was opened for reading only is refused the
            # lock, and goes without; out of a VFS in Python only this refusal is no exception.
            raise apsw.BusyError(str(error)) from error

    def xWrite(self, content: Any, offset: int) -> None:  # noqa: N802
        if self._path:
            _as_sqlite(self._disk, "write", self._path, offset, bytes(content))
        super().xWrite(content, offset)

    def xTruncate(self, length: int) -> None:  # noqa: N802
        if self._path:
            _as_sqlite(self._disk, "truncate", self._path, length)
        super().xTruncate(length)

    def xSync(self, _flags: int) -> None:  # noqa: N802
        if self._path:
            _as_sqlite(self._disk, "sync", self._path)
            if self._syncs_folder:
                _as_sqlite(self._disk, "sync", os.path.dirname(self._path))  # noqa: PTH120
                self._syncs_folder = False


_CODES = {errno.ENOSPC: apsw.FullError}


def _as_sqlite(disk: Disk, *step: Any) -> None:
    """Show one of SQLite's steps; a failure is told in SQLite's way."""
    try:
        disk.step(*step)
    except OSError as error:
        raise _CODES.get(error.errno or 0, apsw.IOError)(os.strerror(error.errno or 0)) from error
