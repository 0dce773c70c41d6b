"""Who holds the store's write lock: for the sentence that a busy store refuses a change with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from pwd import getpwuid

from store import presence
from store.dates import Instant, now
from store.folder import Folder
from store.text import clean

#: The byte of the -shm file that a writer locks (https://sqlite.org/walformat.html, 2.3.1).
WRITE_LOCK = 120
#: What is locked, as the kernel lists it; see proc(5).
LOCKS = Path("/proc/locks")


def name(folder: Folder) -> str:
    """Who writes, since when at work; "Another program" when the system does not tell."""
    process = _process(folder)
    return "Another program" if process is None else _who(folder, process)


def _who(folder: Folder, process: int) -> str:
    for one in presence.present(folder):
        if one.process == process:
            return f"{clean(one.who)} (at work since {_moment(one.since)})"
    return _program(process)


def of_lock(folder: Folder, path: Path) -> str:
    """Who has locked a folder of the store's, or the store's own (flock), as `name`."""
    try:
        number = path.stat().st_ino
    except OSError:
        return "Another program"
    found = (int(parts[4]) for parts in _listed(number) if parts[1] == "FLOCK")
    process = next(found, None)
    return "Another program" if process is None else _who(folder, process)


def _moment(at: Instant) -> str:
    """The time of day, with the day unless it is today."""
    day, time = at[:10], f"{at[11:16]} UTC"
    return time if day == now()[:10] else f"{day} {time}"


def _process(folder: Folder) -> int | None:
    """The process that holds the lock, as the kernel lists it; None where it does not."""
    shared = folder.working_copy.with_name("desk.sqlite-shm")
    try:
        number = shared.stat().st_ino
    except OSError:
        return None
    for parts in _listed(number):
        first, last = int(parts[6]), parts[7]
        covers = first <= WRITE_LOCK and (last == "EOF" or int(last) >= WRITE_LOCK)
        if parts[3] == "WRITE" and covers:
            return int(parts[4])
    return None


def _listed(number: int) -> Iterator[list[str]]:
    """The locks of a file, as the kernel lists them; none where it does not."""
    try:
        listed = LOCKS.read_text(encoding="ascii")
    except OSError:
        return
    for line in listed.splitlines():
        # The device is not compared: on btrfs, stat tells another one than is listed here.
        # 1: POSIX  ADVISORY  WRITE 3021 fe:00:131158 120 120
        parts = line.split()
        if len(parts) == 8 and parts[5].endswith(f":{number}"):
            yield parts


def _program(process: int) -> str:
    """What the process is called, and whose it is, as far as the system shows other users' ones."""
    folder = Path(f"/proc/{process}")
    try:
        called = clean((folder / "comm").read_text("utf-8", errors="replace").strip())
        user = folder.stat().st_uid
    except OSError:
        return f"The process {process}"
    try:
        return f"The program {called} of {getpwuid(user).pw_name} (process {process})"
    except KeyError:
        return f"The program {called} of the user {user} (process {process})"
