"""Marks on rows: what marks them, what they outlive, and for which records a change is meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.ids import Kind, Ref
from store.reader import Links
from store.record import Record
from tests import builders
from tests.tui.paper_desk import PaperDesk
from tui import hits, marked
from tui.intents import Action
from tui.list_state import ListState, kept, renewed
from tui.search import Found
from tui.state import Pane, View


def reports(few: int = 6, height: int = 24, end_rows: int = 200) -> PaperDesk:
    """Reports alone, R1 on top, in the layout of a small terminal."""
    records = [
        builders.report(
            number,
            title=f"Report {number}" + " of a burial" * (number % 2),
            text="words",
            published_at=f"2025-03-{31 - number:02}" if number < 31 else "2024",
        )
        for number in range(1, few + 1)
    ]
    desk = PaperDesk(*records, width=80, height=height, end_rows=end_rows)
    desk.do(Action.REPORTS, Action.ALL)
    return desk


def marks(desk: PaperDesk, pane: Pane = Pane.REPORTS) -> list[int]:
    """The ids of the marked rows of a pane."""
    return sorted(desk.view.lists[pane].marks)


def meant(desk: PaperDesk) -> list[str]:
    """For what the next change is meant."""
    return [str(ref) for ref in marked.meant(desk.view)]


def inverted(desk: PaperDesk) -> None:
    """`V` on a list that is whole."""
    desk.view = marked.inverted(desk.view, desk.view.active)


def title(desk: PaperDesk) -> str:
    """The title of the reports."""
    return " ".join(desk.text_of("reports")[0].split())


def test_a_row_is_marked_and_the_cursor_goes_on() -> None:
    """Twice on one row is as never; on the last row the cursor stays."""
    desk = reports(3)
    desk.do(Action.MARK, Action.MARK)
    assert marks(desk) == [1, 2]
    assert meant(desk) == ["R1", "R2"]
    desk.do(Action.MARK, Action.MARK)
    assert marks(desk) == [1, 2]
    desk.do(Action.FIRST, Action.MARK)
    assert meant(desk) == ["R2"]


def test_marked_rows_have_a_sign_and_the_title_a_count() -> None:
    """The sign is a character, so that it is seen without colours."""
    desk = reports(40)
    desk.do(Action.MARK, Action.MARK)
    assert title(desk) == "5 REPORTS all 40 2 marked leads"
    assert [line[:6] for line in desk.text_of("reports")[1:4]] == [" R1  *", " R2  *", ">R3   "]
    inverted(desk)
    assert title(desk) == "5 REPORTS all 40 38 marked, 5 on screen leads"


def test_a_range_goes_to_the_cursor_and_back() -> None:
    """It is seen while it is open, up or down; ended, its rows are marked beside the others."""
    desk = reports()
    desk.do(Action.MARK, Action.DOWN, Action.MARK_RANGE, Action.DOWN, Action.DOWN)
    assert title(desk) == "5 REPORTS all 6 range 3, v · 1 marked leads"
    assert meant(desk) == ["R1", "R3", "R4", "R5"]
    desk.do(Action.UP, Action.UP, Action.UP)
    assert meant(desk) == ["R1", "R2", "R3"]
    desk.do(Action.MARK_RANGE, Action.LAST)
    assert marks(desk) == [1, 2, 3]
    assert title(desk) == "5 REPORTS all 6 3 marked leads"


def test_esc_drops_a_range_and_asks_before_it_takes_marks() -> None:
    """Esc pressed once too often must not cost a person thirty marks."""
    desk = reports()
    desk.do(Action.MARK, Action.MARK_RANGE, Action.DOWN)
    view, said = marked.escaped(desk.view, "")
    assert (marked.meant(view), said) == (("R1",), "The range is dropped.")
    same, asked = marked.escaped(view, said)
    assert same is view
    assert asked == "1 is marked. Esc again takes the marks away."
    last, told = marked.escaped(view, asked)
    assert (last.lists[Pane.REPORTS].marks, told) == (frozenset(), "1 mark taken away.")


def test_what_is_not_marked_is_marked_instead() -> None:
    """Without a mark that is all that is listed; an open range counts as marked."""
    desk = reports()
    inverted(desk)
    assert marks(desk) == [1, 2, 3, 4, 5, 6]
    inverted(desk)
    assert marks(desk) == []
    desk.do(Action.MARK, Action.MARK_RANGE, Action.DOWN)
    inverted(desk)
    assert marks(desk) == [4, 5, 6]
    assert desk.view.lists[Pane.REPORTS].range_from is None


def test_a_search_keeps_the_marks_of_its_hits() -> None:
    """The others are out of sight and are not touched; back returns the list with all of them."""
    desk = reports()
    desk.do(Action.MARK, Action.MARK, Action.MARK)
    desk.search("burial")
    assert meant(desk) == ["R1", "R3"]
    desk.do(Action.BACK)
    assert meant(desk) == ["R1", "R2", "R3"]


def test_hits_that_are_still_coming_do_not_cost_marks() -> None:
    """What is a hit is known when all are found; until then every mark stays."""
    desk = reports()
    desk.do(Action.DOWN, Action.DOWN, Action.MARK)
    found = desk.find("burial", Kind.REPORT)
    so_far = Found(found.search._replace(goes_on=True), Links(Kind.REPORT, (1,), {}, 1))
    with desk.link.reading():
        desk.view = hits.searched(desk.view, so_far, desk.link.rows_of)
        desk.view = hits.refound(desk.view, {found.sought: found}, desk.link.rows_of)
    assert meant(desk) == ["R3"]


def test_following_and_coming_back_keep_the_marks() -> None:
    """They are of the list: another pane's are not meant, and back returns them."""
    desk = reports()
    desk.do(Action.MARK, Action.MARK, Action.FOLLOW, Action.EVENTS)
    assert meant(desk) == []
    desk.do(Action.BACK)
    assert meant(desk) == ["R1", "R2"]
    desk.do(Action.DETAIL)
    assert meant(desk) == ["R3"]


def test_reading_again_keeps_the_marks_of_what_is_still_there() -> None:
    """A record that is gone loses its mark; one that is only named as gone is not meant."""
    desk = reports()
    inverted(desk)
    rest: list[Record] = [builders.report(number) for number in (1, 3, 5, 6)]
    desk.hear(*rest, changed=["R2", "R4"], gone=["R2", "R4"])
    assert meant(desk) == ["R1", "R3", "R5", "R6"]
    desk.refresh()
    assert marks(desk) == [1, 3, 5, 6]


def test_what_is_done_with_loses_its_marks_on_the_whole_trail() -> None:
    """A decision on the hits of a search unmarks them in the list from which it began, too."""
    desk = reports()
    desk.do(Action.MARK, Action.MARK, Action.MARK)
    desk.search("burial")
    desk.view = marked.without(desk.view, marked.meant(desk.view))
    assert marks(desk) == []
    desk.do(Action.BACK)
    assert meant(desk) == ["R2"]
    assert marked.without(desk.view, (Ref("E1"), Ref("R5"))) is desk.view


def test_an_open_range_is_over_when_something_was_done_with_it() -> None:
    """What of it was not done with stays marked."""
    desk = reports()
    desk.do(Action.MARK_RANGE, Action.DOWN, Action.DOWN)
    desk.view = marked.without(desk.view, (Ref("R1"), Ref("R2")))
    assert marks(desk) == [3]
    assert desk.view.lists[Pane.REPORTS].range_from is None


@given(
    st.lists(st.integers(1, 9), unique=True, max_size=9),
    st.sets(st.integers(1, 9)),
    st.lists(st.integers(1, 9), unique=True, max_size=9),
)
def test_marks_never_outlive_their_rows(
    before: list[int], chosen: set[int], after: list[int]
) -> None:
    """However a list is read anew, what is marked is listed, and what stays listed stays so."""
    shown = ListState(
        Links(Kind.REPORT, tuple(before), {}, len(before)),
        marks=frozenset(chosen.intersection(before)),
        cursor=0,
    )
    fresh = renewed(shown, Links(Kind.REPORT, tuple(after), {}, len(after)))
    assert fresh.marks == shown.marks.intersection(after)
    assert kept(shown, fresh.rows).marks == shown.marks


@given(st.lists(st.sampled_from("jkgGmvV"), max_size=12), st.integers(1, 5))
def test_inverting_twice_changes_nothing(keys: str, few: int) -> None:
    """Unless all or nothing was marked; and what is meant is always in the order of the list."""
    desk = reports(few)
    for key in keys:
        if key == "V":
            inverted(desk)
        else:
            desk.do(_KEYS[key])
    listed = [f"R{number}" for number in desk.view.lists[Pane.REPORTS].rows.numbers]
    assert meant(desk) == [ref for ref in listed if ref in meant(desk)]
    settled = _settled(desk.view)
    marks_now = settled.lists[Pane.REPORTS].marks
    twice = marked.inverted(marked.inverted(settled, Pane.REPORTS), Pane.REPORTS)
    assert twice.lists[Pane.REPORTS].marks in (marks_now, frozenset())
    if 0 < len(marks_now) < few:
        assert twice == settled


def _settled(view: View) -> View:
    """An open range ended."""
    return marked.range_ended(view, Pane.REPORTS)


_KEYS = {
    "j": Action.DOWN,
    "k": Action.UP,
    "g": Action.FIRST,
    "G": Action.LAST,
    "m": Action.MARK,
    "v": Action.MARK_RANGE,
}


@pytest.mark.parametrize("action", [Action.MARK, Action.MARK_RANGE])
def test_an_empty_list_has_nothing_to_mark(action: Action) -> None:
    """The view stays as it is."""
    desk = PaperDesk(builders.event(1), width=80, height=24)
    desk.do(Action.REPORTS)
    before = desk.view
    desk.do(action)
    assert desk.view == before
