"""Searches that take long: the first hits at once, the rest when they are found, none unwanted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from store.errors import Interrupted
from store.ids import Kind
from store.reader import Links
from store.syntax import Query
from tests.tui.desk.pilot import at_desk
from tests.tui.desk.test_searching import line_of, refs, said
from tui.desk.finding import FIRST, find
from tui.desk.link import Link
from tui.hits import refound
from tui.search import Found, Search
from tui.state import Pane


class Slow:
    """A link's searches that find one hit and wait: each until it is let on, or is unwanted."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at_once: int = 1) -> None:
        self.let_on = Event()
        self._at_once = at_once
        self.interrupted: list[str] = []
        slow = self
        searching = Link.searching

        @contextmanager
        def held(link: Link, query: Query, kind: Kind, unwanted: Any) -> Iterator[Any]:
            with searching(link, query, kind, unwanted) as (among, found):
                yield among, slow._hits(str(query), list(found), unwanted)

        monkeypatch.setattr(Link, "searching", held)

    def _hits(self, query: str, found: list[int], unwanted: Any) -> Iterator[int]:
        yield from found[: self._at_once]
        while not self.let_on.wait(0.001):
            if unwanted():
                self.interrupted.append(query)
                raise Interrupted
        yield from found[self._at_once :]


async def test_an_outdated_search_is_interrupted(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A letter more, and the search for the letters before ends; no key waits for it."""
    slow = Slow(monkeypatch)
    async with at_desk(demo) as desk:
        await desk.pilot.press("slash", "b")
        await desk.until(lambda: "Searching …" in said(desk))
        await desk.pilot.press("a")
        await desk.until(lambda: slow.interrupted == ["b"])
        await desk.pilot.press("n")
        await desk.until(lambda: slow.interrupted == ["b", "ba"])
        slow.let_on.set()
        await desk.settle()
        assert "E15" in refs(desk)
        await desk.press("escape")
        assert desk.title(Pane.EVENTS) == "1 EVENTS all 15 leads"


async def test_a_query_may_be_kept_before_it_has_found_anything(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Enter gives the keyboard back at once; hits are shown when they come, the rest below."""
    slow = Slow(monkeypatch)
    async with at_desk(demo) as desk:
        await desk.pilot.press("slash", *"baniyas", "enter")
        assert line_of(desk) == "closed"
        await desk.pilot.press("j", "k")
        slow.let_on.set()
        await desk.settle()
        assert desk.title(Pane.EVENTS) == "1 EVENTS 2 of 15 matching leads"
        assert refs(desk) == ["E15", "E6"]
        await desk.press("h")
        assert desk.title(Pane.EVENTS) == "1 EVENTS all 15 leads"


async def test_looking_at_the_line_loses_no_hits(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`/` and Esc while a kept search goes on: the rest comes in all the same."""
    slow = Slow(monkeypatch)
    async with at_desk(demo) as desk:
        slow.let_on.set()
        await desk.press("slash", *"baniyas", "enter")
        slow.let_on.clear()
        partial = Links(Kind.EVENT, [15], {}, 1)
        first = Found(Search("baniyas", 15, goes_on=True), partial)
        desk.workspace.show(refound(desk.view, {first.sought: first}, desk.workspace.link.rows_of))
        assert desk.title(Pane.EVENTS) == "1 EVENTS 1… of 15 matching leads"
        await desk.pilot.press("slash", "escape")
        slow.let_on.set()
        await desk.settle()
        assert refs(desk) == ["E15", "E6"]


def test_the_first_hits_are_handed_over_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as a screen has room for, before the rest is found; then all in one array."""
    told: list[Found] = []

    class Held:
        @contextmanager
        def searching(self, *asked: Any) -> Iterator[Any]:
            del asked
            yield 5000, iter(range(1, 2001))

    link: Any = Held()
    found = find(link, ("a", Kind.EVENT), lambda: False, told.append)
    assert [len(one.rows.numbers) for one in told[:1]] == [FIRST]
    assert told[0].search.goes_on
    assert len(found.rows.numbers) == found.rows.total == 2000
    assert not found.search.goes_on
    assert found.search.among == 5000


async def test_nothing_is_decided_on_the_rows_of_another_query(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key typed ahead of the first hits was meant for them: it says so, and decides nothing."""
    slow = Slow(monkeypatch, at_once=0)
    async with at_desk(demo) as desk:
        await desk.press("5", "b")
        await desk.pilot.press("slash", *"amnesty", "enter", "a")
        await desk.until(lambda: "first hits are still to come" in said(desk))
        slow.let_on.set()
        await desk.settle()
        assert desk.app.link.undoable() is None
        await desk.press("a")
        await desk.until(lambda: desk.app.link.undoable() is not None)
