"""A colleague at work in the desk's store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.repository import Repository


@pytest.fixture
def noor(demo: Path) -> Iterator[Repository]:
    """A colleague who has the demonstration store open."""
    repository = Repository.open(demo, author="noor")
    yield repository
    repository.close()
