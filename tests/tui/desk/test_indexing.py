"""The desk builds what the full-text index lacks, and says how far it is."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from store.repository import Repository
from tests.tui.desk.pilot import at_desk
from tests.unindexed import unindexed
from tui.desk.link import Link


async def test_an_index_is_built_behind_the_screen(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it is built the header shows a bar; then everything can be found by it."""
    unindexed(demo)
    goes_on = Event()

    def slowly(link: Link, progress: object, stop: object) -> bool:
        del stop
        progress(37, 100)  # type: ignore[operator]
        goes_on.wait()
        progress(100, 100)  # type: ignore[operator]
        return link.repository.index()

    monkeypatch.setattr(Link, "index", slowly)
    async with at_desk(demo) as desk:
        await desk.until(lambda: "▰▱▱▱▱ 37 % indexing" in desk.lines("header")[0])
        goes_on.set()
        await desk.until(lambda: "indexing" not in desk.lines("header")[0])
    repository = Repository.open(demo)
    assert repository.index(stop=lambda: True)
    repository.close()
