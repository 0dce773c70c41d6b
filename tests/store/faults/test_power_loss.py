"""A loss of power after any step that a store takes on the disk."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.store.faults.disk import Step
from tests.store.faults.power import Lying, Power, lay
from tests.store.faults.stories import LONG, STORIES, Rehearsal, rehearse

#: So many different disks a story, and so many ways to choose what has survived at each point.
LOSSES = 4000 if LONG else 50
CHOICES = 20 if LONG else 3
SEED = 20250309
#: The stories of which each prefix is replayed: the database's writer, the TinyDB file's, and both.
REPLAYED = list(STORIES) if LONG else ["changes", "checkpoints", "outside change"]


def losses(
    rehearsal: Rehearsal, meant: Callable[[Step], bool] = lambda _: True
) -> Iterator[tuple[int, Lying, int]]:
    """Losses of power: after which step, what lies there then, how many changes were acknowledged.

    Steps that are not meant are left out, as if the program did not take them.
    """
    choose = random.Random(SEED)
    root = rehearsal.base.parent
    power = Power(root, rehearsal.base, "steps")
    seen: set[int] = set()
    for number, step in enumerate(rehearsal.steps, start=1):
        if meant(step):
            power.do(step)
        acknowledged = sum(1 for at in rehearsal.acknowledged[1:] if at <= number)
        for share in (0.0, 1.0, *[None] * CHOICES):
            lying = power.lost(choose, share)
            mark = hash((acknowledged, tuple(sorted(lying.items()))))
            if mark not in seen:
                seen.add(mark)
                yield number, lying, acknowledged


def prefixes(rehearsal: Rehearsal, *, torn: bool) -> Iterator[tuple[int, Lying, int]]:
    """As `losses`, where what was not synced reached the disk in order, up to each of its steps."""
    root = rehearsal.base.parent
    power = Power(root, rehearsal.base, "steps")
    seen: set[int] = set()
    for number, step in enumerate(rehearsal.steps, start=1):
        power.do(step)
        acknowledged = sum(1 for at in rehearsal.acknowledged[1:] if at <= number)
        for lying in power.prefixes(torn=torn):
            mark = hash((acknowledged, tuple(sorted(lying.items()))))
            if mark not in seen:
                seen.add(mark)
                yield number, lying, acknowledged


def some(all_of_them: list[tuple[int, Lying, int]]) -> list[tuple[int, Lying, int]]:
    """As many as there is time for, from the whole story."""
    if len(all_of_them) <= LOSSES:
        return all_of_them
    chosen = random.Random(SEED).sample(range(len(all_of_them)), LOSSES)
    return [all_of_them[number] for number in sorted(chosen)]


def lies(place: Path, lying: Lying) -> Path:
    """The store's folder as it lies after the loss."""
    shutil.rmtree(place, ignore_errors=True)
    lay(lying, place)
    return place


@pytest.mark.parametrize("name", STORIES)
def test_a_loss_of_power_loses_nothing(name: str, tmp_path: Path) -> None:
    """What was acknowledged is there, the rest is whole or absent, and both files agree."""
    rehearsal = rehearse(STORIES[name], tmp_path)
    survive(name, rehearsal, some(list(losses(rehearsal))), tmp_path)


@pytest.mark.parametrize("name", REPLAYED)
def test_each_prefix_between_two_syncs_loses_nothing(name: str, tmp_path: Path) -> None:
    """Not a sample: whichever step was the last to reach the disk, the store is as it says."""
    rehearsal = rehearse(STORIES[name], tmp_path)
    found = list(prefixes(rehearsal, torn=LONG))
    assert len(found) > 2 * len(rehearsal.acknowledged)
    survive(name, rehearsal, found, tmp_path)


def survive(
    name: str, rehearsal: Rehearsal, found: list[tuple[int, Lying, int]], tmp_path: Path
) -> None:
    """Open the store after each of the losses, and look at what is there."""
    for number, lying, acknowledged in found:
        step = rehearsal.steps[number - 1]
        try:
            rehearsal.survives(lies(tmp_path / "store", lying), acknowledged)
        except Exception as error:
            error.add_note(
                f"Power lost after step {number} of {name} ({step.act} {step.path}),"
                f" {acknowledged} acknowledged, seed {SEED}"
            )
            raise
