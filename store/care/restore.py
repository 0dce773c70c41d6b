"""Putting a backup in the place of a store; what lay there is set aside, not deleted."""

from __future__ import annotations

import os
import shutil
from contextlib import closing, suppress
from pathlib import Path

import apsw

from store import folder as folders
from store import network, presence
from store.care import switch
from store.care.adoption import made, tell_git
from store.care.backup import copy_store, refuse_damaged
from store.care.findings import Progress
from store.errors import DeskError, StoreInUse, UnwritableStore, reason_of
from store.folder import Folder
from store.sql.connection import connect
from store.sql.rows import one


def restore(source: Path, to: Path, progress: Progress | None = None) -> Path | None:
    """Put a copy of one store in place of another; where that lies now, None when none was there.

    Raises DamagedStore, StoreInUse, UnwritableStore, StoreExists, and what opening raises;
    nothing is changed then.
    """
    given, to = folders.find(source), folders.meant(to)
    if to.exists() and os.path.samestat(given.path.stat(), to.stat()):
        raise UnwritableStore(to, "it is the folder to restore from")
    refusal = network.refusal(to)
    if refusal:
        raise UnwritableStore(to, refusal)
    refuse_damaged(source, "restored", progress)
    try:
        switch.complete(to)
        if not (to.is_dir() and folders.is_store(to)):
            with made(to, team=given.is_team) as new:
                aside = _put(given, new, progress)
            shutil.rmtree(aside)
            # What was restored stands, whether git is told of it or not.
            with suppress(UnwritableStore):
                tell_git(new)
            return None
        folder = folders.find(to)
        _refuse_other(given, folder)
        with switch.alone_in(folder) as is_alone:
            if not is_alone:
                raise _in_use(folder)
            return _put(given, folder, progress)
    except OSError as error:
        raise UnwritableStore(to, reason_of(error)) from error
    except apsw.Error as error:
        raise UnwritableStore(to, str(error)) from error


def _put(given: Folder, folder: Folder, progress: Progress | None) -> Path:
    """Put a copy in place of what lies in the folder, alone; where that lies now."""
    prepared = switch.prepare(folder)
    try:
        copy_store(given, Folder(prepared), like=folder, progress=progress)
        return switch.decide(folder)
    finally:
        shutil.rmtree(prepared, ignore_errors=True)


def _refuse_other(given: Folder, folder: Folder) -> None:
    """Refuse the backup of another store; one whose name cannot be read is no obstacle."""
    mine, theirs = _uid(folder), _uid(given)
    if mine and theirs and mine != theirs:
        raise UnwritableStore(
            folder.path,
            f"{given.path} is of another store; restore it into a new folder",
        )


def _uid(folder: Folder) -> str:
    """The store's uid; "" where nothing can be read that tells it."""
    try:
        with closing(connect(folder.working_copy, older=True)) as connection:
            row = one(connection, "SELECT value FROM meta WHERE name = 'store'")
    except (DeskError, apsw.Error, UnicodeDecodeError):
        return ""
    return str(row[0]) if row else ""


def _in_use(folder: Folder) -> StoreInUse:
    there = presence.present(folder)
    if not there:
        return StoreInUse(folder.path, "Another program has")
    who = ", ".join(f"{one.who} (since {one.since[11:16]} UTC)" for one in there)
    return StoreInUse(folder.path, f"{who} {'has' if len(there) == 1 else 'have'}")
