"""What the store's tests ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.readers import READERS, MakeReader


@pytest.fixture(params=READERS)
def make_reader(request: pytest.FixtureRequest) -> MakeReader:
    """Makes a reader of records: each test runs once for each implementation."""
    return READERS[request.param]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where a store may be made; nothing is there yet."""
    return tmp_path / "store"
