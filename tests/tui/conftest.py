"""Stores for the desk's tests: copies of the seeds, each with its working copy built already."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import seeds
from store import folder as folders
from store.repository import Repository

#: Makes a copy of a seed store in a new folder of the store's own name.
CopyOf = Callable[[str], Path]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> CopyOf:
    """The folder of a seed store, its working copy built once for the whole run."""
    root = tmp_path_factory.mktemp("built")

    def build(name: str) -> Path:
        place = root / name
        if not place.exists():
            made = folders.create(place)
            seed = Path(seeds.__file__).parent / name / "incidents.json"
            shutil.copyfile(seed, made.document_file)
            made.document_file.chmod(made.file_mode)
            Repository.open(place).close()
        return place

    return build


@pytest.fixture
def copy_of(built: CopyOf, tmp_path: Path) -> CopyOf:
    """Copies a seed store into the test's own folder."""
    return lambda name: shutil.copytree(built(name), tmp_path / name)


@pytest.fixture
def demo(copy_of: CopyOf) -> Path:
    """The demonstration store, the test's own."""
    return copy_of("demo")


@pytest.fixture
def hard_cases(copy_of: CopyOf) -> Path:
    """The store that breaks other programs, the test's own."""
    return copy_of("hard_cases")
