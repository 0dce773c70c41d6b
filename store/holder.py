"""Who holds the store's write lock: for the sentence that a busy store refuses a change with."""

from __future__ import annotations

from pathlib import Path

from store import presence
from store.folder import Folder

#: The byte of the -shm file that a writer locks (https://sqlite.org/walformat.html, 2.3.1).
WRITE_LOCK = 120


def name(folder: Folder) -> str:
    """Who writes, since when at work; "another program" when the system does not tell."""
    process = _process(folder)
    if process is None:
        return "Another program"
    for one in presence.present(folder):
        if one.process == process:
            return f"{one.who} (at work since {one.since[11:16]} UTC)"
    return f"The process {process} ({_program(process)})"


def _process(folder: Folder) -> int | None:
    """The process that holds the lock, as the kernel lists it; None where it does not."""
    shared = folder.working_copy.with_name("desk.sqlite-shm")
    try:
        number = shared.stat().st_ino
        listed = Path("/proc/locks").read_text(encoding="ascii")
    except OSError:
        return None
    for line in listed.splitlines():
        # 1: POSIX  ADVISORY  WRITE 3021 fe:00:131158 120 120
        parts = line.split()
        if len(parts) == 8 and parts[3] == "WRITE" and parts[5].endswith(f":{number}"):
            first, last = int(parts[6]), parts[7]
            if first <= WRITE_LOCK and (last == "EOF" or int(last) >= WRITE_LOCK):
                return int(parts[4])
    return None


def _program(process: int) -> str:
    try:
        return Path(f"/proc/{process}/comm").read_text(encoding="utf-8").strip()
    except OSError:
        return "gone by now"
