"""The two files, read by Python's own JSON parser."""

from __future__ import annotations

import json
from typing import Any

import pytest

from seeds.build import FOLDER

Tables = dict[str, dict[str, dict[str, Any]]]


def tables(name: str) -> Tables:
    """The tables of one seed store, `_meta` among them."""
    read: Tables = json.loads((FOLDER / name / "incidents.json").read_bytes())
    return read


@pytest.fixture(scope="session")
def demo() -> Tables:
    """The demonstration."""
    return tables("demo")


@pytest.fixture(scope="session")
def hard() -> Tables:
    """The hard cases."""
    return tables("hard_cases")
