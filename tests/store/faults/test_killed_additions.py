"""kill -9 while documents are added: originals and records never disagree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store.arrivals import Arrival
from store.care.findings import Grade
from store.care.verify import verify
from store.commands.arriving import AddReports, Intake, Outcome
from store.ids import Kind
from store.model import Report
from store.repository import Repository
from tests.store.faults import crashing

TEXTS = ("The first of three.", "Another one altogether.", "And the last, about something else.")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An empty store that nobody has open."""
    with closing(Repository.create(tmp_path / "store")) as repository:
        repository.checkpoint()
    return tmp_path / "store"


def read() -> Iterator[Arrival]:
    """The documents."""
    for at, text in enumerate(TEXTS):
        yield Arrival(f"{at}.txt", text.encode(), "text/plain", text, method="plain text")


def added(place: Path, dies_behind: int) -> crashing.Ended:
    """Add the documents in a process that dies when so many originals are on the disk."""

    def work(say: crashing.Say) -> None:
        kept = 0
        with closing(Repository.open(place, author="ada")) as repository:

            def keep(content: bytes) -> str:
                nonlocal kept
                digest = repository.keep(content)
                kept += 1
                if kept == dies_behind:
                    crashing.die()
                return digest

            def told(one: object) -> None:
                if isinstance(one, Outcome):
                    say(str(one.ref))

            repository.run_in_parts(AddReports("a test", read(), keep, intake=Intake(told=told)))

    return crashing.run(work)


def texts(place: Path) -> list[str]:
    """The texts of all reports, each of which has its original."""
    with closing(Repository.open(place, author="ada")) as repository:
        with repository.read() as reader:
            found = [reader.get(Kind.REPORT.ref(n)) for n in sorted(reader.numbers(Kind.REPORT))]
        reports = [one for one in found if isinstance(one, Report)]
        for one in reports:
            assert (repository.folder.originals / one.sha256).read_bytes() == one.text.encode()
        return [one.text for one in reports]


@pytest.mark.parametrize("dies_behind", [1, 2, 3])
def test_a_kill_between_original_and_record_loses_nothing(place: Path, dies_behind: int) -> None:
    """What was told of is there with its original, the rest can be added, and one undo is left."""
    ended = added(place, dies_behind)
    assert ended.was_killed
    assert len(ended.said) == dies_behind - 1
    assert texts(place) == list(TEXTS[: dies_behind - 1])
    assert added(place, 9).said == ["R1", "R2", "R3"]
    assert texts(place) == list(TEXTS)
    assert not [one for one in verify(place) if one.grade is Grade.DAMAGE]


def test_what_was_added_before_a_kill_is_one_operation(place: Path) -> None:
    """The operation that was cut off is ended, not rolled back; it can be undone."""
    added(place, 3)
    with closing(Repository.open(place, author="ada")) as repository:
        assert repository.undo().restored == 2
    assert texts(place) == []
