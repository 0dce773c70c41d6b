"""What people do with a store, told as deeds, so that it can be broken off at each step.

A story prepares a store, opens it, and does one thing after another.  Each that comes back is
acknowledged: between two of them the store must be as it was after the one, or after the other.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from store.care.backup import backup
from store.care.restore import restore
from store.commands.records import DeleteRecords, WriteRecords
from store.errors import InvalidRecord
from store.ids import Ref
from store.record import Record
from store.repository import Repository
from store.sql import commit
from tests.builders import claim, event, evidence, location, quote, report, source
from tests.store.faults import crashing
from tests.store.faults.checking import (
    BACKUP,
    State,
    at_rest,
    state_of_file,
    state_of_folder,
    survives,
)
from tests.store.faults.disk import Disk, Step
from tests.store.faults.older import hashing_as_schema_1, to_schema_1

#: Whether this is the long run, before a release: every point, not some.
LONG = bool(os.environ.get("SOAK"))

TOLD = report(1, text="Nine people were killed in Tell Aswad, a doctor said. " * 20)


def _open(place: Path) -> Repository:
    return at_rest(Repository.open(place, author="ada"))


def _new(place: Path) -> Repository:
    """Make a store: a try that failed is not in the way of this one."""
    return at_rest(Repository.create(place))


Deed = Callable[[Repository], object]


class Story(NamedTuple):
    """Something that is done with a store."""

    prepare: Callable[[Path], None]
    deeds: tuple[Deed, ...]
    open: Callable[[Path], Repository] = _open

    def play(self, place: Path, done: Callable[[], object]) -> None:
        """Do all of it, and say so after each thing that was acknowledged, the opening too."""
        desk = self.open(place)
        done()
        for deed in self.deeds:
            deed(desk)
            done()
        desk.close()


class Rehearsal(NamedTuple):
    """A story that was played without a fault."""

    story: Story
    base: Path
    """The store as prepared, to be copied."""
    played: Path
    """The store in which the steps were taken, as it lies afterwards."""
    states: list[State]
    """The store before, and after each thing that was acknowledged."""
    steps: list[Step]
    """What was done to the disk."""
    acknowledged: list[int]
    """How many steps had been done at each of those."""
    given: State
    """What incidents.json held as prepared, by whomever it was written."""

    def survives(self, place: Path, acknowledged: int) -> None:
        """The store, broken off after so many acknowledged changes, is as it must be."""
        survives(place, self.states, acknowledged, self.given)

    def copy(self, to: Path) -> Path:
        """The store as prepared, in a folder of its own."""
        if self.base.exists():
            shutil.copytree(self.base, to, symlinks=True)
        return to


def rehearse(story: Story, folder: Path) -> Rehearsal:
    """Play a story once for the states, and once for the steps."""
    base = folder / "base"
    crashing.run(lambda _: story.prepare(base))
    given = state_of_file(base) if base.exists() else {}
    bare = Rehearsal(story, base, base, [], [], [], given)

    def states(say: crashing.Say) -> None:
        place = bare.copy(folder / "states")
        say(state_of_folder(place))
        story.play(place, lambda: say(state_of_folder(place)))

    def steps(say: crashing.Say) -> None:
        place = bare.copy(folder / "steps")
        taken: list[Step] = []
        counts = [0]
        with Disk(place.parent, taken.append):
            story.play(place, lambda: counts.append(len(taken)))
        say((taken, counts))

    said = crashing.run(states).said
    ((taken, counts),) = crashing.run(steps).said
    shutil.rmtree(folder / "states")
    return Rehearsal(story, base, folder / "steps", said, taken, counts, given)


def in_parts() -> Any:
    """Lets every record of a long command be a part of its own."""
    return mock.patch.multiple(commit, PART=-1.0, GAP=0.0)


# -- the stores -------------------------------------------------------------------------------


def _nothing(place: Path) -> None:
    del place


def _small(place: Path) -> None:
    """A store with some records of several kinds, its file in step."""
    desk = Repository.create(place)
    desk.run(
        WriteRecords(
            [
                TOLD,
                event(1, title="Clashes", reports=["R1"], places=["L1"]),
                event(2, title="Shelling"),
                location(1, name="Tell Aswad"),
                source(1, name="A doctor"),
                quote(1, speaker="S1", events=["E1"], **evidence(TOLD, "Nine people")),
            ],
            label="began",
        )
    )
    desk.checkpoint()
    desk.close()


def _large(place: Path) -> None:
    desk = Repository.create(place)
    desk.run(WriteRecords([event(n, title=f"Event {n}") for n in range(1, 201)]))
    desk.checkpoint()
    desk.close()


def _imported(place: Path) -> None:
    _small(place)
    desk = _open(place)
    _import(desk)
    desk.checkpoint()
    desk.close()


def _older(place: Path) -> None:
    with hashing_as_schema_1():
        _small(place)
    to_schema_1(place)


def _backed_up(place: Path) -> None:
    """A store that has changed since it was copied."""
    _small(place)
    _back_up(place)
    desk = _open(place)
    desk.run(WriteRecords([event(3, title="Since"), event(1, title="Changed since")]))
    desk.checkpoint()
    desk.close()


def _changed_outside(place: Path) -> None:
    """Another program has written into the TinyDB file: records changed, and an event gone."""
    _small(place)
    file = place / "incidents.json"
    document = json.loads(file.read_bytes())
    document["events"]["1"]["title"] = "Changed outside"
    del document["events"]["2"]
    document["locations"]["1"]["name"] = "Tall Aswad"
    document["sources"]["1"]["name"] = "A surgeon"
    file.write_text(json.dumps(document), "utf-8")


def _without_working_copy(place: Path) -> None:
    _small(place)
    (place / "desk.sqlite").unlink()


# -- the deeds --------------------------------------------------------------------------------


def _write(*records: Record) -> Deed:
    return lambda desk: desk.run(WriteRecords(records))


def _delete(ref: str) -> Deed:
    return lambda desk: desk.run(DeleteRecords([Ref(ref)]))


def _import(desk: Repository) -> None:
    with in_parts():
        desk.run_in_parts(WriteRecords([event(n, title=f"Imported {n}") for n in range(10, 18)]))


def _import_with_a_flaw(desk: Repository) -> None:
    """What it has written is taken back when it comes to the bad record."""
    bad = claim(1, event="E1", low=9, high=8)
    with in_parts(), suppress(InvalidRecord):
        desk.run_in_parts(WriteRecords([*(event(n, title="x") for n in range(10, 15)), bad]))


def _undo(desk: Repository) -> None:
    with in_parts():
        desk.undo()


def _redo(desk: Repository) -> None:
    with in_parts():
        desk.redo()


def _back_up(place: Path) -> None:
    backup(place, place / BACKUP)


def _take_in(desk: Repository) -> None:
    with in_parts():
        desk.checkpoint()


def _restored(place: Path) -> Repository:
    restore(place / BACKUP, place)
    return _open(place)


STORIES = {
    "new store": Story(_nothing, (_write(event(1, title="First")),), _new),
    "changes": Story(
        _small,
        (
            _write(event(3, title="New", places=["L1"])),
            _write(claim(1, event="E3", low=9, **evidence(TOLD, "Nine"))),
            _write(event(1, title="Clashes in Tell Aswad", places=["L1"])),
            _delete("E2"),
        ),
    ),
    "a decision on 200 records": Story(
        _large,
        (_write(*(event(n, title="Decided", status="completed") for n in range(1, 201))),),
    ),
    "import": Story(_small, (_import,)),
    "import with a flaw": Story(_small, (_import_with_a_flaw,)),
    "undo and redo": Story(
        _small, (_write(event(3, title="New"), event(1, title="Other")), _undo, _redo)
    ),
    "undo and redo in parts": Story(_imported, (_undo, _redo)),
    "checkpoints": Story(
        _small,
        (
            _write(event(3, title="New")),
            Repository.checkpoint,
            _write(event(4, title="Newer")),
            Repository.checkpoint,
        ),
    ),
    "rebuild": Story(_without_working_copy, (_write(event(3, title="New")), Repository.checkpoint)),
    "outside change": Story(_changed_outside, (_write(event(3, title="New")), _take_in)),
    "migration": Story(_older, (_write(event(3, title="New")),)),
    "backup": Story(
        _small,
        (
            _write(event(3, title="New")),
            lambda desk: _back_up(desk.folder.path),
            _write(event(4, title="Newer")),
        ),
    ),
    "restore": Story(_backed_up, (_write(event(4, title="New")),), _restored),
}
