"""A desk with a few records, and a script beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.repository import Repository
from store.tiny import open_tinydb
from store.tiny.database import TinyDB
from tests.builders import a_store, event, location, report
from tests.store.tiny.beside import Clock


@pytest.fixture
def clock() -> Clock:
    """The store's clock."""
    return Clock()


@pytest.fixture
def desk(place: Path) -> Iterator[Repository]:
    """An open store with two events, one of them at a location, and a report."""
    records = [
        report(1, text="Nine people were killed."),
        location(1, name="Baniyas"),
        event(1, title="Clashes", places=["L1"]),
        event(2, title="Shelling"),
    ]
    with a_store(place, *records) as repository:
        yield repository


@pytest.fixture
def db(desk: Repository) -> Iterator[TinyDB]:
    """Ada's script on that store."""
    with open_tinydb(desk.folder.path, author="ada") as database:
        yield database
