"""A view that is kept as a text comes back as it was, as far as the store still has it."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from store.ids import Ref
from store.record import Record
from tests import builders
from tests.tui.paper_desk import PaperDesk
from tests.tui.strategies import SIZES, stores, walks
from tui import bookmark
from tui.bookmark import Shelves
from tui.intents import Action, Intent
from tui.state import Pane, View
from tui.trail import trail

QUERIES = st.sampled_from(["", "killed", "kind:quote", "text:the", "sort:-title"])
LED = b'"leading": "1", "active": "1", "listed": "1", "main": "1"'
#: What no text of ours has in the place of a value.
ODD: list[Any] = [
    None,
    -1,
    0,
    1 << 62,
    2.5,
    "",
    "E0",
    "Q1",
    "C9",
    "Z9",
    "7",
    "0",
    "(",
    "is:open sort:waiting",
    [],
    {},
    True,
]


def opened(text: str | bytes, desk: PaperDesk) -> View | None:
    """The view that a text makes of a desk's store."""
    found = bookmark.read(text if isinstance(text, bytes) else text.encode())
    if found is None:
        return None
    link, reader = desk.link, desk.shelf.reader
    with link.reading():
        is_there = lambda ref: reader.find(ref) is not None  # noqa: E731  asked of two
        return bookmark.opened(found, Shelves(link.rows_of, link.long.more_of, is_there))


def told(view: View) -> list[Any]:
    """All that makes a view what it is, the rows by their numbers."""
    return [
        (
            *(step.leading, step.active, step.listed, step.main, step.is_zoomed),
            {
                pane: replace(shown, rows=shown.rows._replace(numbers=tuple(shown.rows.numbers)))
                for pane, shown in step.lists.items()
            },
        )
        for step in view.steps
    ]


def followed(view: View) -> list[Ref]:
    """The records that were followed to, in every step."""
    lists = (shown for step in view.steps for shown in step.lists.values())
    return [shown.of for shown in lists if shown.is_lone and shown.of is not None]


def walked(
    records: list[Record], size: tuple[int, int], walk: list[Intent], query: str
) -> PaperDesk:
    """A desk somewhere in a store."""
    desk = PaperDesk(*records, width=size[0], height=size[1], end_rows=2)
    desk.do(*walk[::2])
    if query:
        desk.search(query)
    desk.do(*walk[1::2])
    return desk


@given(stores(), SIZES, walks(), QUERIES)
def test_any_view_comes_back(
    records: list[Record], size: tuple[int, int], walk: list[Intent], query: str
) -> None:
    """Lists, cursors, scroll, marks, pins, the trail: all is as it was in a store as it was."""
    desk = walked(records, size, walk, query)
    # A link may name a record that nobody has; a desk that followed it comes back to where it was
    # before.
    assume(all(desk.shelf.reader.find(ref) is not None for ref in followed(desk.view)))
    text = bookmark.written(desk.view)
    again = PaperDesk(*records, width=size[0], height=size[1])
    view = opened(text, again)
    assert view is not None
    desk.complete()
    desk.view = replace(desk.view, selection=None)
    assert told(view) == told(desk.view)
    again.view = view
    assert again.picture() == desk.picture()


@given(stores(), stores(), SIZES, walks(), QUERIES, st.integers(0, 1 << 32))
def test_no_text_breaks_a_desk(
    records: list[Record],
    others: list[Record],
    size: tuple[int, int],
    walk: list[Intent],
    query: str,
    seed: int,
) -> None:
    """Records that are gone, another store, values that are none: what comes back can be used."""
    told = json.loads(bookmark.written(walked(records, size, walk, query).view))
    chance = Random(seed)
    for _ in range(chance.randint(0, 2)):
        _spoil(told, chance)
    again = PaperDesk(*others, width=size[0], height=size[1], end_rows=2)
    view = opened(json.dumps(told), again)
    if view is not None:
        again.view = view
        again._reach()
        again.picture()
        trail(view)
        again.do(*walk)
        again.picture()


def _spoil(told: Any, chance: Random) -> None:
    """Put something odd in the place of a value, anywhere."""
    while True:
        keys = list(told) if isinstance(told, dict) else list(range(len(told)))
        if not keys:
            return
        key = chance.choice(keys)
        if not isinstance(told[key], (dict, list)) or chance.random() < 0.1:
            told[key] = chance.choice(ODD)
            return
        told = told[key]


def crowd(count: int) -> list[Record]:
    """Events with a quote each."""
    events = [builders.event(n, title="A burial", start="2025-03-06") for n in range(1, count + 1)]
    return [
        *events,
        *(builders.quote(n, words=f"words {n}", events=[f"E{n}"]) for n in range(1, count + 1)),
    ]


def test_the_cursor_stays_on_its_record() -> None:
    """Newer records stand above it by now: it is the same record, as far down the screen."""
    desk = PaperDesk(*crowd(60))
    desk.do(*[Action.DOWN] * 40)
    ref, shown = desk.view.focus, desk.shown(Pane.EVENTS)
    newer = [builders.event(n, title="Newer", start="2025-04-01") for n in range(61, 75)]
    again = PaperDesk(*crowd(60), *newer)
    view = opened(bookmark.written(desk.view), again)
    assert view is not None
    assert view.focus == ref
    list_now = view.lists[Pane.EVENTS]
    assert list_now.cursor - list_now.top == shown.cursor - shown.top


def test_a_step_whose_records_are_gone_is_left_out() -> None:
    """What led is deleted: one stands where one came from."""
    desk = PaperDesk(*crowd(3))
    desk.do(Action.QUOTES, Action.FOLLOW)
    view = opened(bookmark.written(desk.view), PaperDesk(*crowd(3)[:3]))
    assert view is not None
    assert trail(view) == ("all events", "E3")


def test_of_many_hits_those_around_the_cursor_come_back() -> None:
    """The rest is searched for again: until then the list says that it goes on."""
    desk = PaperDesk(*crowd(250), height=24)
    desk.search("kind:event burial")
    desk.do(*[Action.PAGE_DOWN] * 12)
    text = bookmark.written(desk.view)
    again = PaperDesk(*crowd(250), height=24)
    view = opened(text, again)
    assert view is not None
    assert view.focus == desk.view.focus
    hits = view.lists[Pane.EVENTS]
    assert hits.search is not None
    assert hits.search.goes_on
    assert hits.rows.total == 250
    again.view = view
    again.refresh()
    assert told(again.view)[0] == told(desk.view)[0]


def test_a_long_trail_is_kept_as_far_as_anybody_goes_back() -> None:
    """A hundred steps make a text of a few kilobytes."""
    desk = PaperDesk(*crowd(30))
    for _ in range(100):
        desk.do(Action.QUOTES, Action.FOLLOW, Action.EVENTS, Action.FOLLOW)
    text = bookmark.written(desk.view)
    view = opened(text, PaperDesk(*crowd(30)))
    assert view is not None
    assert len(list(view.steps)) == bookmark.STEPS
    assert len(text) < bookmark.MOST_BYTES // 8


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"version": 1, "steps": []}',
        b'{"version": 2, "steps": []}',
        b" " * (bookmark.MOST_BYTES + 1),
        b'{"version": 1, "steps": [{"lists": {"0": {"of": "R2", "is_lone": true}}, %s}]}' % LED,
    ],
    ids=["empty", "no text", "deep", "nowhere", "later", "large", "a list in the detail"],
)
def test_what_is_no_bookmark_is_none(text: bytes) -> None:
    """Nothing comes of it, and no fault."""
    assert bookmark.read(text) is None


def test_a_later_program_s_bookmark_is_left_alone() -> None:
    """It may mean something else by the same words."""
    told = json.loads(bookmark.written(PaperDesk(*crowd(2)).view))
    told["version"] = 2
    assert bookmark.read(json.dumps(told).encode()) is None
