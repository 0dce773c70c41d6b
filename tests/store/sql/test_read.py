"""What the working copy's reader has beyond the contract: it can be stopped."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import Interrupted
from store.ids import Kind, Ref
from store.record import Record
from store.repository import Repository
from store.sql import read
from tests.builders import a_store, event, location
from tests.store.readers import memory_reader, sql_reader

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


def test_a_list_of_a_whole_kind_comes_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long a chunk is, the list is whole and in order: by day, by name, without either."""
    days = ("2025-03-07", "2025-03-08", "2025-03-08", None, "2025-03-08", None)
    records: list[Record] = [event(n, start=day) for n, day in enumerate(days, start=1)]
    records += [location(n, name=name) for n, name in enumerate(("b", "", "a", "b"), start=1)]
    whole, model = sql_reader(records), memory_reader(records)
    for chunk in range(1, 8):
        monkeypatch.setattr(read, "CHUNK", chunk)
        for kind in (Kind.EVENT, Kind.LOCATION, Kind.NOTE):
            assert list(whole.numbers(kind)) == list(model.numbers(kind))


@pytest.mark.parametrize("limit", [-9, -6, -2, -1, 0, 1, 6, 9])
def test_the_end_of_a_list_is_read_from_the_end(limit: int) -> None:
    """A limit below 0 asks for the last records, in the order of the list."""
    records = [event(n, start="2025-03-07" if n % 2 else None) for n in range(1, 7)]
    assert list(sql_reader(records).numbers(Kind.EVENT, limit)) == list(
        memory_reader(records).numbers(Kind.EVENT, limit)
    )
    first, last = [5, 3, 1], [6, 4, 2]
    assert list(sql_reader(records).numbers(Kind.EVENT, -3)) == last
    assert list(sql_reader(records).numbers(Kind.EVENT, 3)) == first
