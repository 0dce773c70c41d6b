"""What lies in a folder, and what another user finds in it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
NOBODY = 65534

_PROGRAM = """
import json, os, sys
from pathlib import Path
import tempfile, uuid_utils
# What is loaded only when it is used may not be readable to another user.
import importlib, pkgutil, store
for each in pkgutil.walk_packages(store.__path__, "store."):
    importlib.import_module(each.name)
from store.commands.records import WriteRecords
from store.errors import DeskError
from store.ids import Kind, Ref
from store.model import Event
from store.repository import Repository

place = Path(sys.argv[1])
if os.getuid() == 0:
    os.setgroups([])
    os.setgid({nobody})
    os.setuid({nobody})

{body}
"""


def lying_in(folder: Path) -> dict[str, tuple[str, bytes]]:
    """Every file and folder below: mode and bytes.

    SQLite's -shm is left out: it is memory shared by those who have the store open.
    """
    return {
        str(path.relative_to(folder)): (
            stat.filemode(path.lstat().st_mode),
            path.read_bytes() if path.is_file() else b"",
        )
        for path in sorted(folder.rglob("*"))
        if not path.name.endswith("-shm")
    }


def document(place: Path) -> Any:
    """What incidents.json holds."""
    return json.loads((place / "incidents.json").read_bytes())


def mode(path: Path) -> str:
    """Type and permissions of what lies there, as `ls` shows them."""
    return stat.filemode(path.stat().st_mode)


def as_somebody_else(body: str, place: Path) -> Any:
    """What a program prints as JSON that runs as a user who owns nothing.

    Root may do everything: it becomes nobody. Anybody else must have taken the right away before.
    """
    with tempfile.TemporaryDirectory(prefix="cache-of-nobody-") as cache:
        if os.getuid() == 0:
            os.chown(cache, NOBODY, NOBODY)
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM.format(nobody=NOBODY, body=body), str(place)],
            cwd=ROOT,
            env={**os.environ, "HOME": "/nonexistent", "XDG_CACHE_HOME": cache},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
