"""A disk that is full, or fails, at every step that a store takes on it."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import apsw
import pytest

from store.errors import UnreadableStore, UnwritableStore
from store.ids import Kind
from store.repository import Repository
from tests.store.faults import crashing
from tests.store.faults.checking import State, state_of_folder
from tests.store.faults.disk import Disk, Step
from tests.store.faults.stories import LONG, STORIES, Rehearsal, rehearse

#: So many faults of each sort a story; each point of each story in the long run.
FAULTS = 4

#: How a change is refused.  The last one is Python's own word for an error that a VFS in Python
#: raises while apsw ends a copy.
REFUSALS = (UnwritableStore, UnreadableStore, SystemError)

#: What needs room on the disk.
GROWING = {"create", "write", "truncate", "mkdir", "rename", "swap", "link"}


class Fault(NamedTuple):
    """What the disk answers from one step on: once, or until it is mended."""

    number: int
    code: int
    lasts: bool


def faults_of(steps: list[Step]) -> Iterator[Fault]:
    """All faults of a story's steps, or some that are evenly spread."""
    for shift, (code, lasts) in enumerate(
        ((errno.ENOSPC, False), (errno.ENOSPC, True), (errno.EIO, False))
    ):
        possible = [
            number for number, step in enumerate(steps) if code == errno.EIO or step.act in GROWING
        ]
        every = 1 if LONG else max(1, len(possible) // FAULTS)
        # Each sort at other steps than the one before.
        for number in possible[shift * every // 3 :: every]:
            yield Fault(number, code, lasts)


class Failing:
    """Watches a disk that fails."""

    def __init__(self, fault: Fault) -> None:
        self._fault = fault
        self._taken = 0
        self.is_mended = False

    def __call__(self, step: Step) -> None:
        number, self._taken = self._taken, self._taken + 1
        if self.is_mended or number < self._fault.number:
            return
        if self._fault.code == errno.ENOSPC and step.act not in GROWING:
            return
        if not self._fault.lasts:
            self.is_mended = True
        raise OSError(self._fault.code, os.strerror(self._fault.code), step.path)


def play(rehearsal: Rehearsal, place: Path, fault: Fault) -> None:
    """Play a story on the failing disk: what is refused is tried again when it is mended."""
    rehearsal.copy(place)
    failing = Failing(fault)
    with Disk(place.parent, failing):
        try:
            desk = rehearsal.story.open(place)
        except REFUSALS as error:
            _is_a_sentence(error)
            failing.is_mended = True
            desk = rehearsal.story.open(place)
        for number, deed in enumerate(rehearsal.story.deeds, start=1):
            try:
                deed(desk)
            except REFUSALS as error:
                _is_a_sentence(error)
                _is_readable(desk)
                failing.is_mended = True
                _is_as_it_was(desk, rehearsal.states[number : number + 2], error)
                deed(desk)
        _close(desk)


def _close(desk: Repository) -> None:
    try:
        desk.close()
    except apsw.Error:
        # SQLite says nothing of a log that it cannot fold back when it closes: it stays, and is
        # read by the next one.  Only a VFS in Python has its exception come out here.
        desk.close()


def _is_a_sentence(error: Exception) -> None:
    if isinstance(error, SystemError):
        return
    said = str(error)
    assert said.endswith("."), said
    assert "\n" not in said


def _is_readable(desk: Repository) -> None:
    with desk.read() as reader:
        reader.listing(Kind.EVENT, reader.numbers(Kind.EVENT))


def _is_as_it_was(desk: Repository, states: list[State], error: Exception) -> None:
    """What was refused has changed nothing."""
    found, (before, after) = state_of_folder(desk.folder.path), states
    # A file's changes came in, and then the file could not be written.
    came_in = found == after and "Nothing was changed" not in str(error)
    is_unchanged = found == before or came_in
    # What is written in parts, and cannot be taken back for want of room, says so.
    assert is_unchanged or "What was begun is ended before the next change" in str(error)


@pytest.mark.parametrize("name", STORIES)
def test_a_failing_disk_changes_nothing(name: str, tmp_path: Path) -> None:
    """A change is refused with a sentence, the store is read on, and works when it is mended."""
    rehearsal = rehearse(STORIES[name], tmp_path)
    place = tmp_path / "store"
    for fault in faults_of(rehearsal.steps):
        step = rehearsal.steps[fault.number]
        try:
            crashing.run(lambda _, fault=fault: play(rehearsal, place, fault))  # type: ignore[misc]
            rehearsal.survives(place, len(rehearsal.states) - 1)
        except Exception as error:
            error.add_note(f"{fault} in {name}: {step.act} {step.path}")
            raise
        shutil.rmtree(place)
