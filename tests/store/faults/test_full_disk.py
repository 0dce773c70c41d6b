"""A disk that is really full, and system calls that really fail."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from store.commands.records import WriteRecords
from store.errors import UnwritableStore
from store.repository import Repository
from tests.builders import event, report
from tests.conftest import need
from tests.store.faults import crashing
from tests.store.faults.checking import at_rest, is_whole, state_of_store
from tests.store.folders import ROOT

SIZE = 1 << 20

#: Makes room again.
MakeRoom = Callable[[], object]


@contextmanager
def a_small_disk(folder: Path, *, mounted: bool = True) -> Iterator[MakeRoom]:
    """A file system of one megabyte; where none may be mounted, a limit on the size of files."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    done: Any = None
    with suppress(FileNotFoundError):
        done = mounted and subprocess.run(mount, capture_output=True, check=False)
    if done and done.returncode == 0:
        try:
            yield lambda: subprocess.run(
                ["mount", "-o", f"remount,size={64 * SIZE}", str(folder)], check=True
            )
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
        return
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    kept = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (SIZE // 2, before[1]))
    try:
        yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, before)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, kept)


def write_until_refused(desk: Repository) -> int:
    """Write reports of 8 kB; how many were acknowledged."""
    for written in range(1000):
        try:
            desk.run(WriteRecords([report(0, text=f"{written} " * 2000)]))
        except UnwritableStore:
            return written
    raise AssertionError("A small disk holds 8 MB.")


def fill(place: Path, make_room: MakeRoom) -> None:
    """Write until a change is refused, look at what is there, and go on when there is room."""
    desk = at_rest(Repository.create(place))
    written = write_until_refused(desk)
    before = state_of_store(place)
    assert len(before) == written
    says = r"(full|I/O error)\. Nothing was changed\.$"
    with pytest.raises(UnwritableStore, match=says):
        desk.run(WriteRecords([report(0, text=f"again {written} " * 2000)]))
    assert state_of_store(place) == before
    make_room()
    desk.run(WriteRecords([event(1, title="There is room")]))
    assert state_of_store(place).keys() == {*before, "E1"}
    is_whole(desk, place)
    desk.close()


@pytest.mark.parametrize("mounted", [True, False])
def test_a_full_disk_refuses_and_recovers(mounted: bool, tmp_path: Path) -> None:
    """What no longer fits is refused with the reason; the rest stays, and room is enough."""

    def work(_: crashing.Say) -> None:
        with a_small_disk(tmp_path, mounted=mounted) as make_room:
            fill(tmp_path / "store", make_room)

    crashing.run(work)


def test_a_full_disk_leaves_the_tinydb_file(tmp_path: Path) -> None:
    """A checkpoint for which there is no room leaves the old incidents.json, and nothing else."""

    def work(_: crashing.Say) -> None:
        with a_small_disk(tmp_path) as make_room:
            place = tmp_path / "store"
            desk = at_rest(Repository.create(place))
            desk.run(WriteRecords([event(n, summary="x" * 900) for n in range(1, 150)]))
            before = (place / "incidents.json").read_bytes()
            (tmp_path / "ballast").write_bytes(bytes(300_000))
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            with pytest.raises(UnwritableStore):
                desk.checkpoint()
            assert (place / "incidents.json").read_bytes() == before
            assert not (place / ".incidents.json.new").exists()
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
            make_room()
            is_whole(desk, place)
            desk.close()

    crashing.run(work)


_PROGRAM = """
import sys
from pathlib import Path
from store.commands.records import WriteRecords
from store.errors import DeskError
from store.model import Event
from store.repository import Repository
try:
    desk = Repository.open(Path(sys.argv[1]))
    desk.run(WriteRecords([Event(title="new")]))
    print("done")
except DeskError as error:
    print(error)
"""

#: System calls, which of them fails, and how.
CALLS = [
    ("pwrite64", "ENOSPC", 1),
    ("pwrite64", "ENOSPC", 12),
    ("pwrite64", "ENOSPC", 20),
    ("pwrite64", "EIO", 15),
    ("fdatasync,fsync", "EIO", 1),
    ("fdatasync,fsync", "EIO", 2),
    ("fdatasync,fsync", "ENOSPC", 3),
]


@pytest.mark.parametrize(("calls", "error", "when"), CALLS)
def test_a_failing_system_call_refuses(calls: str, error: str, when: int, tmp_path: Path) -> None:
    """As the kernel tells it: acknowledged and there, or refused with a sentence and not there."""
    place = tmp_path / "store"
    Repository.create(place).close()
    inject = [need("strace"), "-f", "-qq", "-o", os.devnull]
    inject += ["-e", f"inject={calls}:error={error}:when={when}"]
    done = subprocess.run(
        [*inject, sys.executable, "-c", _PROGRAM, str(place)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    desk = at_rest(Repository.open(place))
    found = state_of_store(place)
    if done.stdout == "done\n":
        assert len(found) == 1
    else:
        assert found == {}
        assert re.search(r"cannot be (read|written): .*\.$", done.stdout.strip()), done.stdout
    is_whole(desk, place)
    desk.close()
