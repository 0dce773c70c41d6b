"""Decisions on many reports are written in parts, and others work meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from store.changes import Command
from store.commands.tags import TagRecords
from store.commands.triage import Decide
from store.errors import Stale
from store.ids import Ref
from store.model import Report
from store.repository import Repository
from store.sql import commit
from store.vocabulary import TriageState
from tests.builders import a_store, report
from tests.store.rows import assert_consistent

REFS = tuple(Ref(f"R{number}") for number in range(1, 6))
DROP = Decide(REFS, TriageState.NOT_RELEVANT)


@pytest.fixture
def desks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Repository, ...]]:
    """Two sessions in a store of five reports, where every change is a part of its own."""
    monkeypatch.setattr(commit, "PART", -1)
    place = tmp_path / "store"
    with a_store(place, *map(report, range(1, 6))):
        pass
    with ExitStack() as stack:
        opened = (Repository.open(place, author=name) for name in ("ada", "vera"))
        desks = tuple(opened)
        for one in desks:
            stack.callback(one.close)
        yield desks


def meanwhile(desks: tuple[Repository, ...], *commands: Command) -> None:
    """Drop all reports, while somebody else does something behind the first of them."""
    ada, vera = desks
    left = list(commands)

    def progress(written: int) -> None:
        del written
        while left:
            vera.run(left.pop(0))

    ada.run_in_parts(DROP, progress)


def reports(repository: Repository) -> list[Report]:
    """All of them."""
    with repository.read() as reader:
        found = [reader.get(ref) for ref in REFS]
    return [one for one in found if isinstance(one, Report)]


def test_what_others_write_on_a_report_meanwhile_stays(desks: tuple[Repository, ...]) -> None:
    """A tag is there behind the decision, too."""
    meanwhile(desks, TagRecords([Ref("R4")], add=["seen"]))
    assert [one.tags for one in reports(desks[0])] == [(), (), (), ("seen",), ()]
    assert {one.triage.state for one in reports(desks[0])} == {TriageState.NOT_RELEVANT}
    assert_consistent(desks[0])


def test_what_others_decide_meanwhile_is_not_overruled(desks: tuple[Repository, ...]) -> None:
    """All of it is taken back, and it is told who decided."""
    with pytest.raises(Stale) as caught:
        meanwhile(desks, Decide([Ref("R4")], TriageState.RELEVANT))
    assert caught.value.changed == {"R4": "vera"}
    new, relevant = TriageState.NEW, TriageState.RELEVANT
    assert [one.triage.state for one in reports(desks[0])] == [new, new, new, relevant, new]
    assert_consistent(desks[0])
