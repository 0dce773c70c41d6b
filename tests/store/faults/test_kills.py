"""kill -9 at every step that a store takes on the disk."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.store.faults import crashing
from tests.store.faults.disk import Disk, Step
from tests.store.faults.stories import LONG, STORIES, Rehearsal, rehearse

#: So many kills a story; each point of each story in the long run.
KILLS = 20


def killed_at(rehearsal: Rehearsal, number: int, place: Path) -> crashing.Ended:
    """Play a story and kill it at one of its steps, a write being half done by then."""
    place.parent.mkdir(exist_ok=True)
    rehearsal.copy(place)

    def work(say: crashing.Say) -> None:
        taken = 0

        def watch(step: Step) -> None:
            nonlocal taken
            if taken == number:
                _half_do(step)
                crashing.die()
            taken += 1

        with Disk(place.parent, watch):
            rehearsal.story.play(place, lambda: say("done"))

    return crashing.run(work)


def _half_do(step: Step) -> None:
    if step.act == "write":
        with open(step.path, "r+b", buffering=0) as file:
            os.pwrite(file.fileno(), step.content[: len(step.content) // 2], step.offset)


def points(steps: int) -> list[int]:
    """Which of a story's steps it is killed at: all, or some that are evenly spread."""
    if LONG or steps <= KILLS:
        return list(range(steps))
    return sorted({round(n * (steps - 1) / (KILLS - 1)) for n in range(KILLS)})


@pytest.mark.parametrize("name", STORIES)
def test_a_kill_at_any_step_loses_nothing(name: str, tmp_path: Path) -> None:
    """What was acknowledged is there, the rest is whole or absent, and both files agree."""
    rehearsal = rehearse(STORIES[name], tmp_path)
    place = tmp_path / "store"
    for number in points(len(rehearsal.steps)):
        step = rehearsal.steps[number]
        try:
            ended = killed_at(rehearsal, number, place)
            assert ended.was_killed
            rehearsal.survives(place, len(ended.said))
        except Exception as error:
            error.add_note(f"Killed at step {number} of {name}: {step.act} {step.path}")
            raise
        shutil.rmtree(place, ignore_errors=True)
