"""What the working copy's reader has beyond the contract: it can be stopped."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import Interrupted
from store.ids import Kind, Ref
from store.repository import Repository
from tests.builders import a_store, event, location

#: More links than are read between two questions.
MANY = 3000


@pytest.fixture
def busy_place(place: Path) -> Repository:
    """A store with a place where very much happened."""
    with a_store(place, location(1), *(event(n, places=["L1"]) for n in range(1, MANY))):
        pass
    return Repository.open(place)


def test_a_long_list_can_be_stopped(busy_place: Repository) -> None:
    """The cursor has moved on: the list that nobody waits for ends, in one sentence."""
    with (
        pytest.raises(Interrupted, match=r"^The read was stopped before it was done\.$"),
        busy_place.read(stop=lambda: True) as reader,
    ):
        reader.linked(Ref("L1"), Kind.EVENT)
    busy_place.close()


def test_after_a_stop_everything_can_be_read(busy_place: Repository) -> None:
    """The next read on the same connection is whole, and so is one that nobody stops."""
    stopped = [True]
    with busy_place.read(stop=lambda: stopped[0]) as reader:
        with pytest.raises(Interrupted):
            reader.linked(Ref("L1"), Kind.EVENT)
        assert reader.count(Kind.EVENT) == MANY - 1
        stopped[0] = False
        assert reader.linked(Ref("L1"), Kind.EVENT).total == MANY - 1
    with busy_place.read() as reader:
        assert reader.linked(Ref("L1"), Kind.EVENT).total == MANY - 1
    busy_place.close()
