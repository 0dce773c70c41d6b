"""A store in step with its file, beside which other programs write."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.repository import Repository
from tests.builders import a_store, event, location


class Clock:
    """The store's clock; half a minute ahead, so that every file rests."""

    def __init__(self) -> None:
        self.ahead = 30.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@contextmanager
def in_step(place: Path, clock: Clock) -> Iterator[Repository]:
    """An open store with two events and a location, in step with its file."""
    records = [event(1, title="A burial"), event(2, title="A clash"), location(1, name="Baniyas")]
    with a_store(place, *records) as repository:
        repository.checkpoint()
        repository.keeper.clock = clock
        yield repository
