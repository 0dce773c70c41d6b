"""The marked store, made once, in a home of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.text import clean
from tests.tui.hostile import marked, people

#: So many payloads in each text.
PACKED = 20


@pytest.fixture(scope="package")
def own_home(homes: Callable[[], Path]) -> Iterator[Path]:
    """A home for all stories here."""
    home = homes()
    with pytest.MonkeyPatch.context() as around:
        around.setenv("HOME", str(home))
        for name, folder in (("STATE", "state"), ("CONFIG", "config"), ("CACHE", "cache")):
            around.setenv(f"XDG_{name}_HOME", str(home / folder))
        yield home


@pytest.fixture(scope="package")
def place(own_home: Path) -> Path:
    """The store, at which hostile people were at work; its folder has such a name, too."""
    made = marked.store(own_home / people.FOLDER, marked.packed(PACKED))
    people.changes(made)
    people.draft(made, clean(people.LOGIN))
    return made
