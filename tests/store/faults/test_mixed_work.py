"""Several at work in one store, each killed at a moment that chance names."""

from __future__ import annotations

import random
import select
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from store.commands.records import DeleteRecords, WriteRecords
from store.ids import Kind, Ref
from store.model import Event
from store.repository import Repository
from tests.store.faults.checking import at_rest, is_whole, state_at_file, state_of_file
from tests.store.faults.crashing import Child, Say
from tests.store.faults.stories import LONG, in_parts

NAMES = ("ada", "sami", "noor")
#: So many rounds in a store, each with three kills.
ROUNDS = 30
STORES = 90 if LONG else 2
#: A kill comes at most so many seconds after the change before it.
SOON = 0.004

#: The titles of somebody's own events, by what they are known by in all runs.
Titles = Mapping[str, str]
#: An act that was not yet acknowledged, and the titles after it.
Begun = tuple[str, Titles]


@dataclass
class Work:
    """What somebody has done, as they were told."""

    name: str
    titles: Titles = field(default_factory=dict)
    before: list[Titles] = field(default_factory=list)
    """What each change that can be undone began from."""
    made: int = 0

    def next(self, choose: random.Random) -> tuple[str, Titles]:
        """What to do now, and what is there afterwards."""
        acts = ["insert", "insert", "import", "checkpoint"]
        acts += ["edit", "edit", "delete"] if self.titles else []
        acts += ["undo"] if self.before else []
        act = choose.choice(acts)
        self.made += 1
        new = {f"{self.name} {self.made}.{n}": f"{act} {self.made}" for n in range(3)}
        first = next(iter(new.items()))
        some = choose.choice(sorted(self.titles)) if self.titles else ""
        after = {
            "insert": {**self.titles, first[0]: first[1]},
            "import": {**self.titles, **new},
            "checkpoint": self.titles,
            "edit": {**self.titles, some: f"edited {self.made}"},
            "delete": {key: title for key, title in self.titles.items() if key != some},
            "undo": self.before[-1] if self.before else {},
        }[act]
        return act, after

    def done(self, act: str, after: Titles) -> None:
        """It was acknowledged."""
        if act == "undo":
            self.before.pop()
        elif act != "checkpoint":
            self.before.append(self.titles)
        self.titles = after

    def carry_out(self, desk: Repository, act: str, after: Titles) -> None:
        """Do it to the store."""
        if act == "undo":
            with in_parts():
                desk.undo()
        elif act == "checkpoint":
            desk.checkpoint()
        elif act == "delete":
            (gone,) = self.titles.keys() - after.keys()
            desk.run(DeleteRecords([_numbers(desk)[gone]]))
        else:
            numbers = _numbers(desk)
            written = [
                Event(id=numbers[key].number if key in numbers else 0, title=title, summary=key)
                for key, title in after.items()
                if self.titles.get(key) != title
            ]
            with in_parts():
                (desk.run_in_parts if act == "import" else desk.run)(WriteRecords(written))


def _events(desk: Repository) -> list[Event]:
    with desk.read() as reader:
        found = reader.listing(Kind.EVENT, reader.numbers(Kind.EVENT))
    return [one for one in found if isinstance(one, Event)]


def _numbers(desk: Repository) -> dict[str, Ref]:
    return {one.summary: one.ref for one in _events(desk)}


def at_work(place: Path, work: Work, seed: str) -> Child:
    """Somebody who works until killed, and says what they begin and what was acknowledged."""

    def live(say: Say) -> None:
        choose = random.Random(seed)
        desk = at_rest(Repository.open(place, author=work.name))
        while True:
            act, after = work.next(choose)
            say(("begins", act, after))
            work.carry_out(desk, act, after)
            work.done(act, after)
            say(("done", act, after))

    return Child(live)


def heard(children: list[Child]) -> int:
    """How many changes were acknowledged so far."""
    return sum(1 for child in children for words in child.said if words[0] == "done")


def wait_for(children: list[Child], changes: int) -> None:
    """Wait until so many more changes were acknowledged."""
    until = heard(children) + changes
    while heard(children) < until:
        for child in select.select(children, [], [])[0]:
            assert child.hear(), "Somebody ended who was not killed."


def kill(child: Child, work: Work, choose: random.Random) -> Begun | None:
    """Kill somebody soon; what they had begun and were not told of."""
    select.select([child], [], [], choose.random() * SOON)
    child.kill()
    ended = child.end()
    assert ended.was_killed
    begun = None
    for said, act, after in ended.said:
        if said == "done":
            work.done(act, after)
            begun = None
        else:
            work.made += 1
            begun = (act, after)
    return begun


def find(desk: Repository, work: Work, begun: Begun | None) -> None:
    """Somebody's events must be as they were told, or as what they had begun would have them."""
    found = {
        one.summary: one.title for one in _events(desk) if one.summary.startswith(f"{work.name} ")
    }
    if begun and found == begun[1]:
        work.done(*begun)
    assert found == work.titles, f"{work.name} was told {work.titles}, had begun {begun}"


def a_round(place: Path, works: list[Work], choose: random.Random) -> None:
    """All work, and are killed one after the other; then the store is looked at."""
    children = [at_work(place, work, f"{choose.random()}") for work in works]
    rest = list(zip(children, works, strict=True))
    choose.shuffle(rest)
    wait_for(children, choose.randint(1, 9))
    left = []
    while rest:
        child, work = rest.pop()
        left.append((work, kill(child, work, choose)))
        if rest:
            # The others are not held up by one who died.
            wait_for([child for child, _ in rest], 2)
    desk = at_rest(Repository.open(place, author="the next one"))
    for work, begun in left:
        find(desk, work, begun)
    assert state_of_file(place) == state_at_file(place), "incidents.json is half there."
    is_whole(desk, place)
    desk.close()


@pytest.mark.parametrize("seed", range(STORES))
def test_kills_at_any_time_lose_nothing(seed: int, tmp_path: Path) -> None:
    """Three are at work in one store and killed one by one: all they were told is there."""
    place = tmp_path / "store"
    Repository.create(place).close()
    works = [Work(name) for name in NAMES]
    choose = random.Random(seed)
    for number in range(ROUNDS):
        try:
            a_round(place, works, choose)
        except Exception as error:
            error.add_note(f"In round {number} of seed {seed}")
            raise
    shutil.rmtree(place)
