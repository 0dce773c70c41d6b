"""A loss of power after any step that a store takes on the disk."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from tests.store.faults.disk import Step
from tests.store.faults.power import SECTOR, Lying, Power, lay
from tests.store.faults.stories import LONG, STORIES, Rehearsal, rehearse

#: So many different disks a story, and so many ways to choose what has survived at each point.
LOSSES = 4000 if LONG else 20
CHOICES = 20 if LONG else 3
SEED = 20250309
#: Small stories of both files, of which no prefix is left out: the writer of the working copy, and
#: that of incidents.json.
SMALL = ("changes", "checkpoints")


def losses(
    rehearsal: Rehearsal, meant: Callable[[Step], bool] = lambda _: True
) -> Iterator[tuple[int, Lying, int]]:
    """Losses of power: after which step, what lies there then, how many changes were acknowledged.

    Steps that are not meant are left out, as if the program did not take them.
    """
    choose = random.Random(SEED)
    return different(
        rehearsal,
        lambda power: (power.lost(choose, share) for share in (0.0, 1.0, *[None] * CHOICES)),
        meant,
    )


def different(
    rehearsal: Rehearsal,
    lost: Callable[[Power], Iterator[Lying]],
    meant: Callable[[Step], bool] = lambda _: True,
) -> Iterator[tuple[int, Lying, int]]:
    """The same, once each, for what may be lost after each of the steps."""
    root = rehearsal.base.parent
    power = Power(root, rehearsal.base, "steps")
    seen: set[int] = set()
    for number, step in enumerate(rehearsal.steps, start=1):
        if meant(step):
            power.do(step)
        acknowledged = sum(1 for at in rehearsal.acknowledged[1:] if at <= number)
        for lying in lost(power):
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
    all_survive(name, rehearsal, some(list(losses(rehearsal))), tmp_path)


@pytest.mark.parametrize("name", STORIES if LONG else SMALL)
def test_every_prefix_between_two_syncs_loses_nothing(name: str, tmp_path: Path) -> None:
    """Up to each write and each name: the disk took them in order, and no more.

    In the long run up to each sector of a write.
    """
    rehearsal = rehearse(STORIES[name], tmp_path)
    prefixes = different(rehearsal, lambda power: power.prefixes(torn=LONG))
    all_survive(name, rehearsal, prefixes, tmp_path)


def test_the_prefixes_are_all_there_are(tmp_path: Path) -> None:
    """Two files and a name, one of them synced: all that is not safe in its order, nothing else."""
    power = Power(tmp_path, tmp_path / "none", "none")
    sector = b"x" * SECTOR
    for step in (
        Step("create", f"{tmp_path}/a"),
        Step("create", f"{tmp_path}/b"),
        Step("sync", f"{tmp_path}"),
        Step("write", f"{tmp_path}/a", 0, b"a"),
        Step("write", f"{tmp_path}/b", 0, 2 * sector),
        Step("rename", f"{tmp_path}/a", to=f"{tmp_path}/c"),
    ):
        power.do(step)
    expected: list[Lying] = [
        {"a": b"", "b": b""},
        {"a": b"a", "b": b""},
        {"a": b"a", "b": sector},
        {"a": b"a", "b": 2 * sector},
        {"c": b"a", "b": 2 * sector},
    ]
    assert list(power.prefixes(torn=True)) == expected
    assert list(power.prefixes(torn=False)) == [*expected[:2], *expected[3:]]
    power.do(Step("sync", f"{tmp_path}/b"))
    # The other file and the name may still be lost: what came later is safe before them.
    assert list(power.prefixes(torn=True)) == [
        {**one, "b": 2 * sector} for one in expected[::2][:2]
    ] + [expected[-1]]


def all_survive(
    name: str, rehearsal: Rehearsal, found: Iterable[tuple[int, Lying, int]], tmp_path: Path
) -> None:
    """Nothing is lost in any of them."""
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
