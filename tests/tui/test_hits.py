"""Stories of a query in the view: what it narrows, what it keeps, how it is told."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.ids import Kind, Ref
from store.query import parse
from store.reader import Links
from store.record import Record
from tests import builders
from tests.tui.paper_desk import PaperDesk, lists_of
from tui import hits
from tui.intents import Action
from tui.search import Drift, Found, Search
from tui.state import Pane
from tui.trail import trail


def coast(width: int = 120, height: int = 40) -> PaperDesk:
    """Twelve events, every third of them a burial; quotes about one of those, and a report."""
    named = {0: "A burial", 1: "A raid", 2: "Shelling"}
    records: list[Record] = [
        *(
            builders.event(n, title=f"{named[n % 3]} at sea", start=f"2025-03-{n:02}")
            for n in range(1, 13)
        ),
        *(builders.quote(n, words=f"the burial, {n}", events=["E9"]) for n in range(1, 4)),
        builders.report(1, title="Burials and raids", text="The convoy came at night."),
        builders.source(1, name="AP"),
    ]
    return PaperDesk(*records, width=width, height=height)


def test_a_query_narrows_the_leading_list() -> None:
    """The pane lists the hits, its title tells how many of how many, the trail tells the query."""
    desk = coast()
    desk.search("burial")
    assert desk.refs(Pane.EVENTS) == ["E12", "E9", "E6", "E3"]
    assert desk.title_of(Pane.EVENTS) == "1 EVENTS 4 of 12 matching leads"
    assert trail(desk.view) == ("all events /burial", "E12")


def test_the_cursor_stays_on_a_focus_that_is_a_hit() -> None:
    """Else it goes to the first hit; the linked panes go with it."""
    desk = coast()
    desk.do(Action.DOWN, Action.DOWN, Action.DOWN)
    assert desk.view.focus == "E9"
    desk.search("burial")
    assert desk.view.focus == "E9"
    assert desk.refs(Pane.QUOTES) == ["Q3", "Q2", "Q1"]
    desk.search("raid")
    assert desk.view.focus == "E10"
    assert desk.refs(Pane.QUOTES) == []


def test_a_list_that_keeps_its_focus_keeps_the_cursors_of_the_others() -> None:
    """What is read in another pane is not lost by a query that finds the same focus."""
    desk = coast()
    desk.do(Action.DOWN, Action.DOWN, Action.DOWN, Action.QUOTES, Action.LAST)
    desk.search("burial")
    assert desk.view.lists[Pane.QUOTES].ref == "Q1"
    assert desk.view.active is Pane.EVENTS


def test_each_query_is_one_step_and_told_in_the_place_of_the_one_before() -> None:
    """Back goes from the narrower query to the wider one, and from there to all."""
    desk = coast()
    desk.search("burial OR raid")
    desk.search("(burial OR raid) after:2025-03-09")
    assert trail(desk.view) == ("all events /(burial OR raid) after:2025-03-09", "E12")
    desk.do(Action.BACK)
    assert trail(desk.view) == ("all events /burial OR raid", "E12")
    desk.do(Action.BACK)
    assert trail(desk.view) == ("all events", "E12")
    assert desk.view.previous is None


def test_what_is_followed_from_a_hit_is_told_behind_the_query() -> None:
    """From hits to a quote and on: the trail begins with the query, its words stay marked."""
    desk = coast()
    desk.search("burial")
    desk.do(Action.DOWN, Action.QUOTES, Action.FOLLOW)
    assert trail(desk.view) == ("all events /burial", "E9", "Q3")
    assert hits.query_of(desk.view) == "burial"
    assert hits.in_force(desk.view) == ""
    desk.do(Action.ALL)
    assert hits.query_of(desk.view) == ""


def test_a_query_for_another_kind_lets_its_pane_lead() -> None:
    """`kind:report` while events lead: reports lead with their hits, one step of the trail."""
    desk = coast()
    desk.search("kind:report convoy")
    view = desk.view
    assert {view.leading, view.active, view.main} == {Pane.REPORTS}
    assert desk.refs(Pane.REPORTS) == ["R1"]
    assert trail(desk.view) == ("all events", "E12", "all reports /kind:report convoy", "R1")
    desk.do(Action.BACK)
    assert trail(desk.view) == ("all events", "E12")


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("burial", Kind.EVENT),
        ("kind:quote", Kind.QUOTE),
        ("kind:event kind:quote", Kind.EVENT),
        ("kind:actor", None),
        ("kind:quote OR kind:event", Kind.EVENT),
    ],
)
def test_the_kind_that_is_searched(query: str, kind: Kind | None) -> None:
    """The leading one, unless the query names others; none for what no pane lists."""
    assert hits.kind_for(parse(query), coast().view) is kind


def test_all_again_keeps_the_focus() -> None:
    """An emptied query lists all of the kind, the cursor on the same record."""
    desk = coast()
    desk.search("burial")
    desk.do(Action.DOWN)
    with desk.link.reading():
        desk.view = hits.cleared(desk.view, desk.link.rows_of)
    assert desk.title_of(Pane.EVENTS) == "1 EVENTS all 12 leads"
    assert desk.view.focus == "E9"
    assert trail(desk.view) == ("all events", "E9")
    with desk.link.reading():
        assert hits.cleared(desk.view, desk.link.rows_of) is desk.view


def test_all_records_of_the_pane_are_one_key_away() -> None:
    """`b` leaves the query; h comes back to it."""
    desk = coast()
    desk.search("burial")
    before = desk.view
    desk.do(Action.ALL)
    assert desk.title_of(Pane.EVENTS) == "1 EVENTS all 12 leads"
    desk.do(Action.BACK)
    assert desk.view == before


def test_nothing_found_says_what_mends_it() -> None:
    """The pane says that nothing matches, and which keys lead on."""
    desk = coast()
    desk.search("mutiny")
    said = " ".join(" ".join(desk.text_of("events")).split())
    assert "No events match /mutiny" in said
    assert "/ changes the query, b lists all." in said
    assert "h goes back to the list before." in said


def test_hits_that_were_put_aside_come_back() -> None:
    """Another pane leads with all of its kind; back returns the hits and their query."""
    desk = coast()
    desk.search("burial")
    desk.do(Action.SOURCES, Action.ALL)
    desk.search("kind:event burial")
    desk.do(Action.REPORTS, Action.ALL)
    assert desk.view.leading is Pane.REPORTS
    desk.do(Action.BACK)
    assert desk.title_of(Pane.EVENTS) == "1 EVENTS 4 of 12 matching leads"


def test_a_refresh_searches_again() -> None:
    """New hits come in, old ones go, and the cursor stays on its record; the trail too."""
    desk = coast()
    desk.search("burial")
    desk.do(Action.DOWN, Action.QUOTES, Action.FOLLOW)
    later = builders.event(20, title="A burial at dawn", start="2025-04-01")
    desk.shelf.reader.records[later.ref] = later
    del desk.shelf.reader.records[Ref("E6")]
    desk.refresh()
    assert desk.view.focus == "Q3"
    desk.do(Action.BACK)
    assert desk.refs(Pane.EVENTS) == ["E20", "E12", "E9", "E3"]
    assert desk.view.focus == "E9"


def test_what_a_refresh_would_change_is_told_and_nothing_moves() -> None:
    """`+1 new, 2 no match, r`: the rows stay as they are until then."""
    desk = coast()
    desk.search("burial")
    rows = lists_of(desk.view)
    desk.view = hits.drifted(desk.view, {("burial", Kind.EVENT): Drift(1, 2)})
    assert desk.title_of(Pane.EVENTS) == "1 EVENTS 4 of 12 matching +1 new, 2 no match, r leads"
    assert lists_of(desk.view) == rows
    desk.refresh()
    assert desk.title_of(Pane.EVENTS) == "1 EVENTS 4 of 12 matching leads"


def test_news_of_the_whole_kind_do_not_count_for_hits() -> None:
    """A new event that is no hit is not announced in a list of hits."""
    desk = coast()
    desk.search("burial")
    raid = builders.event(20, title="A raid", start="2025-04-01")
    everything = [*desk.shelf.reader.records.values(), raid]
    desk.hear(*everything, changed=["E20"])
    assert desk.title_of(Pane.EVENTS) == "1 EVENTS 4 of 12 matching leads"


def _found(numbers: list[int], total: int, *, goes_on: bool) -> Found:
    rows = Links(Kind.EVENT, array("q", numbers), {}, total)
    return Found(Search("burial", 12, goes_on), rows)


def test_the_first_hits_are_shown_and_the_rest_comes_in_below() -> None:
    """While the search goes on the title counts; the cursor stays where it was moved meanwhile."""
    desk = coast()
    with desk.link.reading():
        rows_of = desk.link.rows_of
        desk.view = hits.searched(desk.view, _found([12, 9], 2, goes_on=True), rows_of)
    assert desk.title_of(Pane.EVENTS) == "1 EVENTS 2… of 12 matching leads"
    desk.do(Action.DOWN)
    desk.view = hits.counted(desk.view, _found([12, 9], 3, goes_on=True))
    assert desk.title_of(Pane.EVENTS) == "1 EVENTS 3… of 12 matching leads"
    all_of_them = _found([12, 9, 6, 3], 4, goes_on=False)
    with desk.link.reading():
        desk.view = hits.refound(desk.view, {all_of_them.sought: all_of_them}, rows_of)
    assert desk.title_of(Pane.EVENTS) == "1 EVENTS 4 of 12 matching leads"
    assert desk.view.focus == "E9"


@given(st.lists(st.integers(1, 9), unique=True), st.lists(st.integers(1, 9), unique=True))
def test_a_drift_counts_what_came_and_what_went(before: list[int], now: list[int]) -> None:
    """New and lost rows, whatever their order."""
    drift = hits.drift(array("q", before), array("q", now))
    assert len(before) + drift.new - drift.lost == len(now)
    assert drift.new == sum(number not in before for number in now)
