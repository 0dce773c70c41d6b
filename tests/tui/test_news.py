"""What others did: rows change in their place, and nothing moves under the eyes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from store.history import Version
from store.ids import Ref
from store.record import Record
from tests import builders
from tests.tui.paper_desk import PaperDesk, lists_of
from tests.tui.strategies import stores, walks
from tui.intents import Action, Intent
from tui.news import relists
from tui.state import Pane

EVENTS = [builders.event(n, title=f"event {n}", start=f"2025-03-{n:02}") for n in range(1, 10)]


@given(stores(), stores(), walks())
def test_nothing_moves_whatever_others_do(
    before: list[Record], after: list[Record], walk: list[Intent]
) -> None:
    """Every list keeps its rows, every cursor its row, the focus stays, and the screen is drawn."""
    desk = PaperDesk(*before)
    desk.do(*walk)
    was, view = lists_of(desk.view), desk.view
    refs = {record.ref: record for record in (*before, *after)}
    there = {record.ref for record in after}
    desk.hear(*after, changed=refs, gone=refs.keys() - there)
    assert lists_of(desk.view) == was
    assert (desk.view.focus, desk.view.active, desk.view.shown) == (
        *(view.focus, view.active, view.shown),
    )
    assert desk.picture()
    desk.refresh()
    assert all(not shown.waiting and not shown.gone for shown in desk.view.lists.values())


def test_new_records_wait_and_are_counted() -> None:
    """Two events have come: the title counts them, r lists them, the cursor stays on its event."""
    desk = PaperDesk(*EVENTS)
    desk.do(Action.DOWN)
    new = [builders.event(n, title="new", start="2025-12-01") for n in (10, 11)]
    desk.hear(*EVENTS, *new, changed=["E10", "E11"])
    assert desk.title_of(Pane.EVENTS) == "1 EVENTS all 9 +2 new, r leads"
    assert desk.view.focus == "E8"
    desk.refresh()
    assert desk.title_of(Pane.EVENTS) == "1 EVENTS all 11 leads"
    assert desk.view.focus == "E8"
    assert desk.refs(Pane.EVENTS)[:2] == ["E11", "E10"]


def test_a_changed_record_is_drawn_anew_in_its_place() -> None:
    """An event has another name and another date: its row says so and stays where it is."""
    desk = PaperDesk(*EVENTS)
    renamed = builders.event(5, title="renamed", start="2025-12-01")
    desk.hear(*EVENTS[:4], renamed, *EVENTS[5:], changed=["E5"])
    assert "renamed" in desk.text_of("events")[5]
    assert "waiting" not in desk.title_of(Pane.EVENTS)


def test_a_deleted_record_keeps_its_row() -> None:
    """It is drawn as gone; one that came instead is counted all the same."""
    desk = PaperDesk(*EVENTS)
    new = builders.event(10, title="new", start="2025-12-01")
    desk.hear(*EVENTS[1:], new, changed=["E1", "E10"], gone=["E1"])
    assert desk.text_of("events")[9] == " E1   not in the store"
    assert desk.title_of(Pane.EVENTS) == "1 EVENTS all 9 +1 new, 1 gone, r leads"
    desk.hear(*EVENTS, new, changed=["E1"])
    assert "event 1" in desk.text_of("events")[9]
    assert desk.title_of(Pane.EVENTS) == "1 EVENTS all 9 +1 new, r leads"


def test_a_record_that_is_linked_anew_waits_in_its_pane() -> None:
    """A quote about the event in focus has come: the quotes' title says so, the rows stay."""
    quotes = [builders.quote(n, words=f"words {n}", events=["E9"]) for n in (1, 2)]
    desk = PaperDesk(*EVENTS, quotes[0])
    desk.hear(*EVENTS, *quotes, changed=["Q2"])
    assert desk.title_of(Pane.QUOTES) == "3 QUOTES 1 of E9 +1 new, r"
    assert desk.title_of(Pane.EVENTS) == "1 EVENTS all 9 leads"
    desk.do(Action.DOWN, Action.UP)
    assert desk.title_of(Pane.QUOTES) == "3 QUOTES 2 of E9"


def test_a_name_in_other_rows_changes_with_its_record() -> None:
    """A place is renamed: the rows of the events that name it say so."""
    at = builders.event(1, title="event", places=["L1"])
    desk = PaperDesk(at, builders.location(1, name="Baniyas"))
    assert "Baniyas" in desk.text_of("detail")[-1] or "Baniyas" in desk.text_of("locations")[1]
    desk.hear(at, builders.location(1, name="Banyas"), changed=["L1"])
    assert not any("Baniyas" in line for part in desk.picture() for line in desk.text_of(part))


def test_the_details_cursor_stays_on_its_row() -> None:
    """Claims come in above the row that has the cursor: the cursor is still on that row."""
    one = builders.event(1, title="event")
    notes = [builders.note(n, target="E1", body=f"note {n}") for n in (1, 2)]
    claims = [builders.claim(n, event="E1", measure="killed", low=n) for n in range(1, 9)]
    desk = PaperDesk(one, *notes, width=80, height=16)
    desk.do(Action.DETAIL, Action.DOWN)
    (row,) = [line for line in desk.text_of("detail") if line.startswith(">")]
    assert row.startswith((">N1", ">N2"))
    desk.hear(one, *notes, *claims, changed=[claim.ref for claim in claims])
    assert [line for line in desk.text_of("detail") if line.startswith(">")] == [row]


def test_an_empty_store_gets_its_first_event() -> None:
    """It waits like any other, and a refresh opens on it."""
    desk = PaperDesk()
    desk.hear(EVENTS[0], changed=["E1"])
    assert desk.title_of(Pane.EVENTS) == "1 EVENTS all 0 +1 new, r leads"
    desk.refresh()
    assert desk.view.focus == "E1"


@pytest.mark.parametrize(
    ("before", "after", "moves"),
    [
        ({"title": "one"}, {"title": "two"}, False),
        ({"start": "2025-03-06"}, {"start": "2025-03-06", "status": "completed"}, False),
        ({"start": "2025-03-06"}, {"start": "2025-03-07"}, True),
        ({}, {"reports": ["R1"]}, True),
        ({"part_of": "E2"}, {"part_of": "E3"}, True),
        (None, {"title": "new"}, True),
        ({"title": "gone"}, None, True),
    ],
)
def test_lists_are_read_again_only_when_their_rows_may_differ(
    before: dict[str, Any] | None, after: dict[str, Any] | None, moves: bool
) -> None:
    """What exists, what it refers to and its date decide about lists; a title does not."""
    versions = [Version("E1", before, after), Version('"theirs"/1', None, {"x": 1})]
    assert relists(versions, frozenset({Ref("E1")})) is moves


def test_lists_are_read_again_when_not_all_that_changed_is_known() -> None:
    """A record was written whose versions were not looked at."""
    version = Version("E1", {"title": "one"}, {"title": "two"})
    assert relists([version], frozenset({Ref("E1"), Ref("E2")}))
