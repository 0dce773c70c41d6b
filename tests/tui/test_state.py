"""Stories of the screen's state: the trail, what leads, what is pinned, what a refresh keeps."""

from __future__ import annotations

import pytest

from store.ids import Ref
from store.record import Record
from tests import builders
from tests.tui.paper_desk import PaperDesk, lists_of
from tui import state
from tui.intents import Action, Point, Roll
from tui.list_state import scrolled
from tui.state import LISTS, Pane
from tui.trail import trail

#: What the detail tells of the links of E1 where nothing beside it does.
LINKED_TO_E1 = {" SOURCES 2", " QUOTES 8", " REPORTS 1"}


def coast(width: int = 120, height: int = 40) -> PaperDesk:
    """Two events with their quotes, sources and reports."""
    records: list[Record] = [
        builders.event(1, title="Killings on the coast", start="2025-03-06", reports=["R1"]),
        builders.event(2, title="A burial", start="2025-03-08", places=["L1"], reports=["R2"]),
        builders.location(1, name="Tuwaym", parent="L2"),
        builders.location(2, name="Latakia"),
        builders.report(1, title="Deaths pass 1,000", publisher="S1", text="words " * 500),
        builders.report(2, title="The same", derived_from="R1"),
        builders.source(1, name="AP"),
        builders.source(2, name="SOHR"),
        builders.claim(1, event="E1", source="S2", report="R1", measure="killed", low=1000),
        *(builders.quote(n, words=f"words {n}", events=["E1"], speaker="S2") for n in range(1, 9)),
        builders.note(1, target="E2", body="Which village?"),
    ]
    return PaperDesk(*records, width=width, height=height)


def test_the_desk_opens_on_the_newest_event() -> None:
    """Events lead, the newest is the focus, and the detail shows it."""
    view = coast().view
    assert (view.leading, view.active, view.focus, view.shown) == (
        *(Pane.EVENTS, Pane.EVENTS),
        *("E2", "E2"),
    )
    assert trail(view) == ("all events", "E2")


@pytest.mark.parametrize("pane", LISTS)
def test_a_view_can_open_on_any_kind(pane: Pane) -> None:
    """Whatever leads, its list is whole and the others are linked to its first record."""
    desk = coast()
    with desk.link.reading():
        view = state.opening(desk.link.rows_of, pane)
    assert trail(view)[0] == f"all {pane.kind.table}"
    assert view.focus is not None
    assert view.main is (Pane.REPORTS if pane is Pane.REPORTS else Pane.EVENTS)


def test_the_trail_grows_by_what_is_followed() -> None:
    """From all events to an event, to its source: each step is named, and back unwinds them."""
    desk = coast()
    desk.do(Action.LAST, Action.SOURCES, Action.LAST, Action.FOLLOW)
    assert trail(desk.view) == ("all events", "E1", "S2")
    assert desk.refs(Pane.QUOTES) == [f"Q{number}" for number in range(8, 0, -1)]
    desk.do(Action.QUOTES, Action.FOLLOW)
    assert trail(desk.view) == ("all events", "E1", "S2", "Q8")
    desk.do(Action.BACK, Action.BACK)
    assert trail(desk.view) == ("all events", "E1")
    assert desk.view.previous is None


def test_entering_the_focus_adds_no_name_to_the_trail() -> None:
    """Enter on the focus goes into its detail: one step back, but the same record."""
    desk = coast()
    before = desk.view
    desk.do(Action.FOLLOW)
    assert desk.view.active is Pane.DETAIL
    assert trail(desk.view) == ("all events", "E2")
    desk.do(Action.BACK)
    assert desk.view == before


def test_back_restores_cursors_and_scroll() -> None:
    """After a way through three panes and back, cursor, scroll and detail are where they were."""
    desk = coast(80, 24)
    desk.do(Action.LAST, Action.QUOTES, Action.LAST, Action.SCROLL_DOWN)
    before, picture = desk.view, desk.picture()
    desk.do(Action.FOLLOW, Action.REPORTS, Action.FOLLOW, Action.LAST, Action.BACK, Action.BACK)
    assert desk.view == before
    assert desk.picture() == picture


def test_moving_the_focus_lists_what_is_linked_to_it() -> None:
    """The cursor of the leading pane is the focus: every other pane follows it."""
    desk = coast()
    assert desk.refs(Pane.QUOTES) == []
    assert desk.refs(Pane.LOCATIONS) == ["L1"]
    desk.do(Action.DOWN)
    assert len(desk.refs(Pane.QUOTES)) == 8
    assert desk.refs(Pane.LOCATIONS) == []
    assert desk.refs(Pane.CLAIMS) == ["C1"]


def test_the_detail_shows_the_row_of_the_pane_that_is_entered() -> None:
    """Tab changes what the detail shows, and nothing else."""
    desk = coast()
    before = lists_of(desk.view)
    desk.do(Action.NEXT_PANE)
    assert desk.view.shown == "L1"
    assert desk.view.focus == "E2"
    assert lists_of(desk.view) == before


def test_a_pin_keeps_a_list_beside_another_focus() -> None:
    """Pinned quotes of one event stay while another event is the focus; unpinned they go."""
    desk = coast()
    desk.do(Action.DOWN, Action.QUOTES, Action.PIN, Action.EVENTS, Action.UP)
    assert desk.view.focus == "E2"
    assert desk.title_of(Pane.QUOTES) == "3 QUOTES 8 of E1 pinned"
    desk.do(Action.QUOTES, Action.PIN)
    assert desk.title_of(Pane.QUOTES) == "3 QUOTES 0 of E2"


@pytest.mark.parametrize(("pane", "entry"), [(Pane.REPORTS, "R1"), (Pane.LOCATIONS, "L2")])
def test_a_record_that_is_no_link_can_be_followed(pane: Pane, entry: str) -> None:
    """The report that another copies, the place that contains another: its pane shows it alone."""
    desk = coast()
    desk.do(Action(pane.name.lower()), Action.DETAIL)
    while not any(line.startswith(">") and f" {entry} " in line for line in desk.text_of("detail")):
        desk.do(Action.DOWN)
    desk.do(Action.FOLLOW)
    assert desk.view.focus == entry
    assert desk.title_of(pane) == f"{pane.value} {pane.name} only {entry} leads"
    desk.refresh()
    assert desk.view.focus == entry


def test_a_refresh_shows_what_is_new_and_keeps_every_cursor() -> None:
    """New records come in above and between; the cursors stay on their records, not their rows."""
    desk = coast()
    desk.do(Action.DOWN, Action.QUOTES, Action.DOWN, Action.DOWN)
    assert desk.view.lists[Pane.QUOTES].ref == "Q6"
    late = [
        builders.event(3, title="Later", start="2025-03-20"),
        builders.quote(20, words="newest", events=["E1"]),
    ]
    desk.shelf.reader.records |= {record.ref: record for record in late}
    desk.refresh()
    assert desk.refs(Pane.EVENTS) == ["E3", "E2", "E1"]
    assert desk.view.focus == "E1"
    assert desk.refs(Pane.QUOTES)[0] == "Q20"
    assert desk.view.lists[Pane.QUOTES].ref == "Q6"


def test_when_the_record_of_a_cursor_is_gone_its_row_stays() -> None:
    """The cursor does not jump to the top: it stands on the record that came into the place."""
    desk = coast()
    desk.do(Action.DOWN, Action.QUOTES, Action.DOWN, Action.DOWN)
    del desk.shelf.reader.records[Ref("Q6")]
    desk.refresh()
    assert desk.view.lists[Pane.QUOTES].ref == "Q5"
    for number in (5, 4, 3, 2, 1):
        del desk.shelf.reader.records[Ref(f"Q{number}")]
    desk.refresh()
    assert desk.view.lists[Pane.QUOTES].ref == "Q7"


def test_when_the_focus_is_gone_the_next_one_has_its_links() -> None:
    """The focus that was deleted by somebody gives way, and the panes list the new one's links."""
    desk = coast()
    del desk.shelf.reader.records[Ref("E2")]
    desk.refresh()
    assert desk.view.focus == "E1"
    assert len(desk.refs(Pane.QUOTES)) == 8


def test_a_refresh_survives_a_long_trail() -> None:
    """After thousands of steps the store can still be read again."""
    desk = coast()
    for _ in range(1500):
        desk.do(Action.FOLLOW, Action.EVENTS)
    assert len(list(desk.view.steps)) == 1501
    desk.refresh()
    assert len(list(desk.view.steps)) == 1501


def test_scroll_of_the_detail_is_kept_for_each_pane() -> None:
    """Looking into another pane and returning does not scroll the detail back to its top."""
    desk = coast(80, 24)
    desk.do(Action.DOWN, Action.SCROLL_DOWN, Action.SCROLL_DOWN)
    picture = desk.picture()
    desk.do(Action.QUOTES)
    assert desk.view.detail_top == 0
    desk.do(Action.EVENTS)
    assert desk.picture() == picture
    desk.do(Action.UP)
    assert desk.view.detail_top == 0


def test_a_click_enters_a_pane_and_puts_its_cursor() -> None:
    """Pointing at the third line of a pane, its title being the first, takes the second row."""
    desk = coast()
    desk.do(Action.LAST, Point(Pane.QUOTES, 2))
    assert desk.view.active is Pane.QUOTES
    assert desk.view.lists[Pane.QUOTES].ref == "Q7"
    desk.do(Point(Pane.QUOTES, 30))
    assert desk.view.lists[Pane.QUOTES].ref == "Q7"
    desk.do(Point(Pane.EVENTS, 0))
    assert (desk.view.active, desk.view.focus) == (Pane.EVENTS, "E1")


def test_a_click_on_a_row_of_the_detail_puts_its_cursor() -> None:
    """Rows that can be entered are pointed at; Enter then follows the one that was."""
    desk = coast()
    desk.do(Action.DOWN)
    line = next(at for at, text in enumerate(desk.text_of("detail")) if text.startswith(" C1 "))
    desk.do(Point(Pane.DETAIL, line), Action.FOLLOW)
    assert desk.view.focus == "C1"


def test_the_detail_does_not_tell_what_the_panes_beside_it_list() -> None:
    """A pane that is pinned lists what is linked to another record: the detail tells it then."""
    desk = coast()
    desk.do(Action.DOWN)
    assert LINKED_TO_E1.isdisjoint(desk.text_of("detail"))
    desk.do(Action.UP, Action.REPORTS, Action.PIN, Action.EVENTS, Action.DOWN)
    assert LINKED_TO_E1.intersection(desk.text_of("detail")) == {" REPORTS 1"}


def test_a_cursor_in_the_detail_is_never_lost() -> None:
    """Where the detail has fewer rows than it had, the last one has the cursor, and is followed."""
    desk = coast()
    desk.do(Action.DOWN, Action.DETAIL, Action.ZOOM, Action.LAST, Action.ZOOM)
    assert [line for line in desk.text_of("detail") if line.startswith(">")] == [
        next(line for line in desk.text_of("detail") if " C1 " in f"{line} ".replace(">", " "))
    ]
    desk.do(Action.FOLLOW)
    assert desk.view.focus == "C1"


def test_a_detail_by_itself_tells_all_that_is_linked() -> None:
    """On a narrow screen, and when it has the whole one."""
    narrow, zoomed = coast(width=80, height=60), coast()
    narrow.do(Action.DOWN)
    zoomed.do(Action.DOWN, Action.DETAIL, Action.ZOOM)
    for desk in (narrow, zoomed):
        assert LINKED_TO_E1.issubset(desk.text_of("detail"))


def test_the_wheel_moves_the_cursor_of_the_list_under_it() -> None:
    """Three rows a turn, within the list."""
    desk = coast()
    desk.do(Action.LAST, Roll(Pane.QUOTES, 3))
    assert desk.view.lists[Pane.QUOTES].ref == "Q5"
    desk.do(Roll(Pane.QUOTES, -3), Roll(Pane.QUOTES, -3))
    assert desk.view.lists[Pane.QUOTES].ref == "Q8"


@pytest.mark.parametrize(
    ("top", "row", "shown"),
    [(0, 5, 0), (0, 9, 0), (0, 10, 6), (20, 19, 14), (20, 5, 5), (20, 90, 86), (85, 95, 90)],
)
def test_past_an_edge_a_list_jumps_half_a_pane(top: int, row: int, shown: int) -> None:
    """A cursor in sight scrolls nothing; one past an edge has half a pane before it."""
    assert scrolled(top, row, height=10, total=100) == shown
