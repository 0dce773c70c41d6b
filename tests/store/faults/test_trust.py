"""Why the proofs can be trusted: the place in between sees all, and what is unsafe is caught."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from unittest import mock

import pytest

from store.commands.records import WriteRecords
from store.errors import DeskError
from store.repository import Repository
from store.tiny.replacement import Replacement
from tests.builders import event
from tests.store.faults import crashing
from tests.store.faults.disk import Step
from tests.store.faults.power import Power
from tests.store.faults.stories import STORIES, Rehearsal, Story, rehearse
from tests.store.faults.test_failing_disk import faults_of, play
from tests.store.faults.test_kills import killed_at
from tests.store.faults.test_power_loss import lies, losses

CHANGES, CHECKPOINTS = STORIES["changes"], STORIES["checkpoints"]


@pytest.mark.parametrize("name", STORIES)
def test_every_step_is_seen(name: str, tmp_path: Path) -> None:
    """The steps, taken again on a disk that is computed, leave what lies on the real one."""
    rehearsal = rehearse(STORIES[name], tmp_path)
    power = Power(tmp_path, rehearsal.base, "steps")
    for step in rehearsal.steps:
        power.do(step)
    lies(tmp_path / "computed", power.lost(mock.Mock(random=lambda: 0.0), 1.0))
    assert contents(tmp_path / "computed") == contents(rehearsal.played)


def contents(folder: Path) -> dict[str, bytes | None]:
    """The bytes of all files below, and None for folders."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
        if not path.name.endswith("-shm")
    }


def is_caught(rehearsal: Rehearsal, place: Path, acknowledged: int) -> bool:
    """Whether something is found to be wrong with a store, in whichever way it shows."""
    try:
        rehearsal.survives(place, acknowledged)
    except Exception as error:  # noqa: BLE001 -- nobody foresees what a torn database does
        return bool(error)
    return False


def caught_kills(rehearsal: Rehearsal, tmp_path: Path, early: int = 0) -> Iterator[bool]:
    """Whether something is found to be wrong after a kill, at each step of a story in turn."""
    for number in range(len(rehearsal.steps)):
        place = tmp_path / str(number)
        ended = killed_at(rehearsal, number, place)
        yield is_caught(rehearsal, place, len(ended.said) + early)


def test_a_file_that_is_written_in_place_is_caught(tmp_path: Path) -> None:
    """Stock TinyDB writes so: killed in the middle, it leaves a file that cannot be read."""

    def in_place(replacement: Replacement, _: Path) -> None:
        replacement._path.write_bytes(replacement._fresh.read_bytes())

    with mock.patch.object(Replacement, "change_places", in_place):
        # One is enough: a file that lies half exchanged is waited for at each further kill.
        assert any(caught_kills(rehearse(CHECKPOINTS, tmp_path), tmp_path))


def test_an_early_acknowledgement_is_caught(tmp_path: Path) -> None:
    """Who says that a change is done before it is committed is found out by a kill."""
    rehearsal = rehearse(CHANGES, tmp_path)
    assert not any(caught_kills(rehearsal, tmp_path / "right"))
    # The next change is taken for acknowledged as soon as the one before it is.
    assert any(caught_kills(rehearsal, tmp_path / "wrong", early=1))


UNSAFE: dict[str, Callable[[Step], bool]] = {
    "SQLite's log": lambda step: step.path.endswith("-wal"),
    "the TinyDB file": lambda step: step.path.endswith(".incidents.json.new"),
    "the folder": lambda step: step.path.endswith("steps"),
}


@pytest.mark.parametrize("what", UNSAFE)
def test_what_is_not_synced_is_caught(what: str, tmp_path: Path) -> None:
    """The same steps without the syncs of one sort lose something when the power is lost."""
    rehearsal = rehearse(CHECKPOINTS, tmp_path)
    unsafe = UNSAFE[what]
    left = losses(rehearsal, lambda step: not (step.act == "sync" and unsafe(step)))
    assert any(
        is_caught(rehearsal, lies(tmp_path / "store", lying), acknowledged)
        for _, lying, acknowledged in left
    )


def test_a_swallowed_error_is_caught(tmp_path: Path) -> None:
    """A change that failed and is passed over in silence is missed in the end."""

    def careless(desk: Repository) -> None:
        with suppress(DeskError):
            desk.run(WriteRecords([event(3, title="New")]))

    rehearsal = rehearse(Story(CHANGES.prepare, (careless,)), tmp_path)
    caught = 0
    for number, fault in enumerate(faults_of(rehearsal.steps)):
        place = tmp_path / str(number)
        crashing.run(lambda _, fault=fault, place=place: play(rehearsal, place, fault))  # type: ignore[misc]
        caught += is_caught(rehearsal, place, len(rehearsal.states) - 1)
    assert caught
