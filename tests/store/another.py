"""A second process that works in a store: a program that says and hears lines."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import is_ci

ROOT = Path(__file__).parents[2]
#: So many seconds a line is waited for; only a test that fails waits so long.
PATIENCE = 60

_BEGIN = """
import json, os, sqlite3, sys, threading, time
from pathlib import Path
# What is loaded only when it is used may not be readable to another user.
import importlib, pkgutil, store
for each in pkgutil.walk_packages(store.__path__, "store."):
    importlib.import_module(each.name)
import difflib, inotify_simple, pwd, apsw, platformdirs, uuid_utils
from store.care import switch
from store.commands.records import DeleteRecords, WriteRecords
from store.errors import DeskError
from store.ids import Kind, Ref
from store.model import Event
from store.repository import Repository
from store.sql import connection as connections

place = Path(sys.argv[1])
os.umask(0o077)
uid, gid = int(sys.argv[2]), int(sys.argv[3])
if uid:
    os.setgroups([gid])
    os.setgid(gid)
    os.setuid(uid)

def say(text):
    os.write(1, f"{text}\\n".encode())

def hear():
    return sys.stdin.readline().strip()

"""


class User(NamedTuple):
    """Somebody with an account; 0 is who runs the tests."""

    uid: int = 0
    gid: int = 0


MYSELF = User()


def need_root() -> None:
    """Only root can become other users; in the build it is root that runs the tests."""
    if os.getuid() != 0:
        if is_ci():
            pytest.fail("The build has to run this test, which only root can.")
        pytest.skip("Only root can become other users.")


class Another:
    """A process that runs the program; `with` ends it, also by force."""

    def __init__(self, program: str, place: Path, *more: str | int, user: User = MYSELF) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _BEGIN + program, place, *map(str, user), *map(str, more)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "LOGNAME": f"user{user.uid}" if user.uid else "root"},
            bufsize=0,
        )
        self.pid = self._process.pid
        self._heard = b""

    def __enter__(self) -> Another:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def say(self, text: str = "") -> None:
        """Give it a line."""
        assert self._process.stdin
        self._process.stdin.write(f"{text}\n".encode())

    def hear(self) -> str:
        """Its next line."""
        assert self._process.stdout
        while b"\n" not in self._heard:
            ready, _, _ = select.select([self._process.stdout], [], [], PATIENCE)
            assert ready, "the other process says nothing"
            got = self._process.stdout.read(1 << 16)
            assert got, f"the other process has ended: {self._process.wait()}"
            self._heard += got
        line, _, self._heard = self._heard.partition(b"\n")
        return line.decode()

    def end(self, patience: float = PATIENCE) -> None:
        """Wait for its end, which must be a good one."""
        assert self._process.wait(patience) == 0

    def kill(self) -> None:
        """kill -9, unless it has ended."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
