"""The files that incidents.json was before: kept as long as somebody may write to them.

A program that had the file open when it was replaced goes on writing to the old one, which no
name would lead to any more.  So it lies as `.incidents.json.before` until the next
checkpoint, and for longer while a process has it open, and looked at like the file itself.
Of another user's file the kernel does not say whether it is open: it stays for a day.

The new file and the old one change places, so that this is also where another program's file
comes to lie that was put in place in the very last moment: its hash is not the one expected.
"""

from __future__ import annotations

import fcntl
import os
import signal
import time
from itertools import count
from pathlib import Path

from store.folder import Folder
from store.tiny.document_file import digest_of
from store.tiny.marks import Replaced, stamp_of

#: So many seconds a file is kept, from when it was replaced or written into last, of which nobody
#: says whether it is open.
KEPT = 24 * 60 * 60


def path_of(folder: Folder, one: Replaced) -> Path:
    """Where a replaced file lies: beside the file itself, also where that is a link."""
    return folder.document_file.resolve().with_name(one.name)


def free_before(folder: Folder) -> str:
    """A free name for the file that is about to be replaced."""
    file = folder.document_file.resolve()
    names = (f".{file.name}.before{f'-{n}' if n > 1 else ''}" for n in count(1))
    return next(name for name in names if not os.path.lexists(file.with_name(name)))


def retire(folder: Folder, replaced: tuple[Replaced, ...]) -> tuple[Replaced, ...]:
    """Remove those that nobody can write to any more; the others, to be looked at further."""
    kept = []
    for one in replaced:
        path = path_of(folder, one)
        if stamp_of(path) == "":
            continue
        # Who has it open is asked first: what nobody has open stays as it is.
        if _may_be_open(path) or _is_unseen(path, one):
            kept.append(one)
        elif path.name.startswith("."):
            path.unlink(missing_ok=True)
    return tuple(kept)


def _may_be_open(path: Path) -> bool:
    told = is_open(path)
    return time.time() - path.stat().st_ctime < KEPT if told is None else told


def _is_unseen(path: Path, one: Replaced) -> bool:
    """Whether it holds something else than when it was looked at; also one that cannot be read."""
    if one.stamp == stamp_of(path):
        return False
    return not os.access(path, os.R_OK) or digest_of(path) != one.sha256


def aside(path: Path, name: str, word: str) -> Path:
    """Move a file to the first free name of `<name>.<word>-1`, `-2` ...; where it lies then."""
    free = free_name(path.resolve().with_name(name), word)
    path.resolve().rename(free)
    return free


def free_name(path: Path, word: str) -> Path:
    """The first free name of `<name>.<word>-1`, `-2` ..."""
    names = (path.with_name(f"{path.name}.{word}-{number}") for number in count(1))
    return next(name for name in names if not os.path.lexists(name))


def clear_log(database: Path) -> None:
    """Move the log of a database that is gone aside: SQLite would play it into the new one."""
    for end in ("-wal", "-shm", "-journal"):
        log = database.with_name(f"{database.name}{end}")
        if log.exists():
            log.rename(free_name(database, f"lost{end}"))


def is_open(path: Path) -> bool | None:
    """Whether some process has the file open; None for another user's, which we may not ask of."""
    # A lease to write is given only where nobody else has the file open.
    lease = getattr(fcntl, "F_SETLEASE", None)
    if lease is None:
        return False
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except PermissionError:
        return None
    except OSError:
        return False
    try:
        # Who opens it in this moment makes the kernel signal us: with one that is ignored.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, lease, fcntl.F_WRLCK)
        fcntl.fcntl(descriptor, lease, fcntl.F_UNLCK)
    except BlockingIOError:
        return True
    except PermissionError:
        return None
    except OSError:
        # A file system without leases.
        return False
    finally:
        os.close(descriptor)
    return False
