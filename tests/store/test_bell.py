"""An event that a thread waits for together with files."""

from __future__ import annotations

import select
from pathlib import Path

from store.bell import Bell


def is_heard(bell: Bell) -> bool:
    """Whether who waits for it comes back."""
    return bool(select.select((bell,), (), (), 0)[0])


def test_a_bell_is_heard_while_it_is_set() -> None:
    """However often it was rung; silent again when it is cleared, and can be rung anew."""
    bell = Bell()
    assert not is_heard(bell)
    for _ in range(2):
        bell.set()
        bell.set()
        assert is_heard(bell)
        bell.clear()
        assert not bell.is_set()
        assert not is_heard(bell)


def test_a_bell_that_nobody_has_any_more_keeps_no_file_open() -> None:
    """Its pipe is closed with it."""
    before = _open()
    bell = Bell()
    assert _open() == before + 2
    del bell
    assert _open() == before


def _open() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))
