"""Where the panes stand, at every size of a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.reader import no_links
from tui import state
from tui.layout import LEAST_HEIGHT, LEAST_WIDTH, Box, Plan, covered, plan, shares
from tui.state import LISTS, Pane, View

WIDTHS, HEIGHTS = st.integers(1, 320), st.integers(1, 100)


@st.composite
def views(draw: st.DrawFn) -> View:
    """A view of empty lists, any pane active, any of them shown in the detail."""
    leading = draw(st.sampled_from(LISTS))
    view = state.opening(lambda kind, _: no_links(kind), leading)
    view = state.enter(view, draw(st.sampled_from(LISTS)))
    view = state.enter(view, draw(st.sampled_from(Pane)))
    return state.zoom(view) if draw(st.booleans()) else view


def boxes_of(shown: Plan) -> list[Box]:
    """Every box of a screen."""
    chrome = (shown.header, shown.footer, shown.tabs)
    return [*shown.panes.values(), *shown.dividers, *(box for box in chrome if box)]


def cells_of(box: Box) -> set[tuple[int, int]]:
    """The cells in a box."""
    return {
        (x, y) for x in range(box.x, box.x + box.width) for y in range(box.y, box.y + box.height)
    }


@given(st.integers(40, 200), st.integers(12, 60), st.integers(2, 3))
def test_a_message_lies_over_the_ends_of_the_boxes(width: int, height: int, lines: int) -> None:
    """It has the last lines of the screen, and the boxes above it end there."""
    before = plan(width, height, view_of(Pane.EVENTS)).boxes
    boxes = covered(before, lines)
    assert boxes["footer"] == Box(0, height - lines, width, lines)
    above = [box for name, box in boxes.items() if name != "footer"]
    assert all(box.height > 0 and box.y + box.height <= height - lines for box in above)
    assert all(boxes[name][:3] == before[name][:3] for name in boxes if name != "footer")


def view_of(pane: Pane) -> View:
    """A view with the keyboard in the pane."""
    return state.enter(state.opening(lambda kind, _: no_links(kind)), pane)


@given(WIDTHS, HEIGHTS, views())
def test_the_boxes_cover_the_screen_and_do_not_overlap(width: int, height: int, view: View) -> None:
    """Each cell of the screen belongs to exactly one box, and no box stands over its edge."""
    shown = plan(width, height, view)
    if shown.is_too_small:
        assert shown.boxes == {"notice": Box(0, 0, width, height)}
        return
    boxes = boxes_of(shown)
    assert all(box.width > 0 and box.height > 0 for box in boxes)
    assert all(box.x >= 0 and box.x + box.width <= width for box in boxes)
    assert all(box.y >= 0 and box.y + box.height <= height for box in boxes)
    assert sum(box.width * box.height for box in boxes) == width * height
    assert len(set().union(*map(cells_of, boxes))) == width * height


@given(WIDTHS, HEIGHTS, views())
def test_the_active_pane_is_on_the_screen(width: int, height: int, view: View) -> None:
    """Wherever there is room for panes, the one with the keyboard has a row, and so the detail."""
    shown = plan(width, height, view)
    if not shown.is_too_small:
        assert shown.heights[view.active] >= 1
        assert view.is_zoomed or shown.heights[Pane.DETAIL] >= 1


@given(WIDTHS, HEIGHTS)
def test_a_screen_is_too_small_below_forty_by_twelve(width: int, height: int) -> None:
    """From 40 by 12 on there are panes, below there are none, whatever is active."""
    assert (LEAST_WIDTH, LEAST_HEIGHT) == (40, 12)
    is_small = width < 40 or height < 12
    assert all(plan(width, height, view_of(pane)).is_too_small is is_small for pane in Pane)


@pytest.mark.parametrize("pane", LISTS)
@pytest.mark.parametrize("width", [40, 80, 99])
def test_below_100_columns_one_list_stands_above_the_detail(width: int, pane: Pane) -> None:
    """The list that is worked in is above, the detail below, the others are a line of tabs."""
    shown = plan(width, 24, view_of(pane))
    assert set(shown.panes) == {pane, Pane.DETAIL}
    assert shown.panes[pane].y < shown.panes[Pane.DETAIL].y
    assert {box.width for box in shown.panes.values()} == {width}
    assert shown.tabs is not None
    assert not shown.dividers


def test_in_the_detail_the_list_that_was_worked_in_stays_above() -> None:
    """Entering the detail on a narrow screen moves nothing."""
    quotes = view_of(Pane.QUOTES)
    assert plan(80, 24, state.enter(quotes, Pane.DETAIL)) == plan(80, 24, quotes)


@pytest.mark.parametrize("pane", LISTS)
@pytest.mark.parametrize("width", [100, 120, 139])
def test_from_100_columns_the_lists_are_stacked_at_the_left(width: int, pane: Pane) -> None:
    """Seven lists in their order, the active one grown, and the detail over the whole height."""
    shown = plan(width, 40, view_of(pane))
    stacked = [shown.panes[each] for each in LISTS]
    assert [box.y for box in stacked] == sorted(box.y for box in stacked)
    assert {(box.x, box.width) for box in stacked} == {(0, stacked[0].width)}
    grown = shown.panes[pane]
    assert all(2 * box.height < grown.height for box in stacked if box != grown)
    assert shown.panes[Pane.DETAIL].height == 38
    assert shown.tabs is None
    assert len(shown.dividers) == 1


@pytest.mark.parametrize("main", [Pane.EVENTS, Pane.REPORTS])
@pytest.mark.parametrize("width", [140, 160, 320])
def test_from_140_columns_there_are_three(width: int, main: Pane) -> None:
    """Events or reports, the detail, the other lists, in the proportion 45 : 65 : 50."""
    shown = plan(width, 45, state.opening(lambda kind, _: no_links(kind), main))
    left, middle = shown.panes[main], shown.panes[Pane.DETAIL]
    right = [box for pane, box in shown.panes.items() if pane not in (main, Pane.DETAIL)]
    assert left.x < middle.x < right[0].x
    assert len(right) == 6
    assert {box.width for box in right} == {right[0].width}
    for box, share in ((left, 45), (middle, 65), (right[0], 50)):
        assert abs(box.width - (width - 2) * share / 160) <= 1
    assert len(shown.dividers) == 2


def test_of_events_and_reports_the_one_that_does_not_lead_heads_the_stack() -> None:
    """On a wide screen reports head the right stack, and events do where reports lead."""
    for main, other in ((Pane.EVENTS, Pane.REPORTS), (Pane.REPORTS, Pane.EVENTS)):
        shown = plan(160, 45, state.opening(lambda kind, _: no_links(kind), main))
        stack = [pane for pane in shown.panes if pane not in (main, Pane.DETAIL)]
        assert min(stack, key=lambda pane: shown.panes[pane].y) is other


@pytest.mark.parametrize("pane", LISTS)
def test_on_a_wide_screen_no_pane_moves_when_another_is_entered(pane: Pane) -> None:
    """Panes keep their places, so that hands and eyes learn them."""
    assert plan(160, 45, view_of(pane)) == plan(160, 45, view_of(Pane.EVENTS))


@pytest.mark.parametrize("pane", Pane)
def test_a_zoomed_pane_has_the_whole_screen(pane: Pane) -> None:
    """Only header and footer remain beside it."""
    shown = plan(120, 40, state.zoom(view_of(pane)))
    assert shown.panes == {pane: Box(0, 1, 120, 38)}


@given(st.integers(0, 500), st.lists(st.integers(1, 20), min_size=1, max_size=8))
def test_shares_add_up_to_the_whole(total: int, weights: list[int]) -> None:
    """The parts are the whole, none is less than the least while there is enough."""
    parts = shares(total, weights, least=3)
    assert sum(parts) == total
    assert min(parts) >= min(3, total // len(weights))
