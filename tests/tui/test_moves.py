"""The laws of the screen, over random stores and after random walks."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from store.record import Record
from tests.tui.paper_desk import PaperDesk, lists_of
from tests.tui.strategies import SIZES, stores, walks
from tui.intents import Action, Do, Intent, Roll
from tui.state import LISTS, Pane

#: Mostly none; some find much, some little, some another kind.
QUERIES = st.sampled_from(
    ["", "", "", "killed", "-killed", "kind:report people", "place:baniyas", "zzz"]
)


@st.composite
def desks(draw: st.DrawFn, longest: int = 14) -> PaperDesk:
    """A desk that somebody has worked at for a while."""
    desk = PaperDesk(*draw(stores()))
    desk.size = draw(SIZES)
    desk.do(*draw(walks(longest)))
    query = draw(QUERIES)
    if query:
        desk.search(query)
        desk.do(*draw(walks(4)))
    if draw(st.booleans()):
        desk.do(Action.ZOOM)
    return desk


@given(desks())
def test_a_circle_of_tabs_changes_nothing(desk: PaperDesk) -> None:
    """As many Tabs as there are panes, begun in a list, return the same screen."""
    assume(desk.view.active is not Pane.DETAIL)
    before, picture = desk.view, desk.picture()
    desk.do(*[Action.NEXT_PANE] * len(Pane))
    assert desk.view == before
    assert desk.picture() == picture


@given(desks())
def test_a_circle_of_tabs_from_the_detail_changes_no_list(desk: PaperDesk) -> None:
    """Begun in the detail, the circle ends in the detail and every list is as it was."""
    desk.do(Action.DETAIL)
    before = desk.view.lists
    desk.do(*[Action.NEXT_PANE] * len(Pane))
    assert desk.view.active is Pane.DETAIL
    assert desk.view.lists == before


@given(desks(), st.booleans())
def test_shift_tab_undoes_tab(desk: PaperDesk, forwards: bool) -> None:
    """Tab then Shift+Tab in a list, or the other way round, return the same screen."""
    assume(desk.view.active is not Pane.DETAIL)
    there, again = Action.NEXT_PANE, Action.PREVIOUS_PANE
    before, picture = desk.view, desk.picture()
    desk.do(*([there, again] if forwards else [again, there]))
    assert desk.view == before
    assert desk.picture() == picture


@given(desks(), st.sampled_from(LISTS))
def test_looking_into_another_pane_and_returning_changes_nothing(
    desk: PaperDesk, other: Pane
) -> None:
    """`3 1` from the leading pane 1 returns the same screen, whatever the two panes are."""
    leading = desk.view.leading
    desk.do(Action(leading.name.lower()))
    picture = desk.picture()
    desk.do(Action(other.name.lower()), Action(leading.name.lower()))
    assert desk.picture() == picture


@given(desks())
def test_following_and_going_back_changes_nothing(desk: PaperDesk) -> None:
    """Enter then back returns the same screen from any state that can be reached."""
    before, picture = desk.view, desk.picture()
    desk.do(Action.FOLLOW)
    assume(desk.view is not before)
    assert desk.view.previous == before
    desk.do(Action.BACK)
    assert desk.view == before
    assert desk.picture() == picture


@given(desks(), QUERIES.filter(bool))
def test_searching_and_going_back_changes_nothing(desk: PaperDesk, query: str) -> None:
    """A query is one step: back returns the same screen, from any state that can be reached."""
    before, picture = desk.view, desk.picture()
    desk.search(query)
    assert desk.view.previous == before
    assert desk.view.active is desk.view.leading
    desk.do(Action.BACK)
    assert desk.view == before
    assert desk.picture() == picture


@given(desks(), QUERIES.filter(bool))
def test_a_query_narrows_the_leading_list_and_no_other(desk: PaperDesk, query: str) -> None:
    """The list has exactly the hits, in list order; the focus is kept where it is one of them."""
    focus = desk.view.focus
    desk.search(query)
    shown = desk.view.lists[desk.view.leading]
    whole = desk.shelf.reader.numbers(desk.view.leading.kind)
    found = set(desk.find(shown.query, desk.view.leading.kind).rows.numbers)
    assert list(shown.rows.numbers) == [number for number in whole if number in found]
    if focus is not None and focus.kind is desk.view.leading.kind and focus.number in found:
        assert desk.view.focus == focus


@given(desks(longest=25))
def test_every_pane_lists_what_is_linked_to_the_focus(desk: PaperDesk) -> None:
    """A pane that neither leads nor is pinned lists exactly what the store links to the focus."""
    view = desk.view
    for pane, shown in view.lists.items():
        if pane is not view.leading and not shown.is_pinned:
            assert list(shown.rows.numbers) == desk.linked(pane, view.focus)
            assert shown.of == view.focus


@given(desks(), st.sampled_from(LISTS), walks(8))
def test_a_pinned_pane_keeps_its_rows(desk: PaperDesk, pane: Pane, walk: list[Intent]) -> None:
    """Whatever is followed, a pinned list keeps its rows as long as it does not lead."""
    desk.do(Action(pane.name.lower()))
    if not desk.view.lists[pane].is_pinned:
        desk.do(Action.PIN)
    if not desk.view.lists[pane].is_pinned:
        return  # it leads, or it is empty
    rows = desk.view.lists[pane].rows
    for intent in walk:
        if intent in (Do(Action.PIN), Do(Action.BACK)):
            continue
        desk.do(intent)
        if desk.view.leading is pane:
            break
        assert desk.view.lists[pane].is_pinned
        assert desk.view.lists[pane].rows == rows


@given(desks(), st.sampled_from(LISTS))
def test_an_unpinned_pane_goes_with_the_focus_again(desk: PaperDesk, pane: Pane) -> None:
    """Taking the pin off lists what is linked to the focus now, not when the pin was set."""
    desk.do(Action(pane.name.lower()), Action.PIN)
    desk.do(Action(desk.view.leading.name.lower()), Action.DOWN, Action.LAST)
    if desk.view.lists[pane].is_pinned:
        desk.do(Action(pane.name.lower()), Action.PIN)
    if pane is not desk.view.leading:
        assert lists_of(desk.view)[pane] == tuple(desk.linked(pane, desk.view.focus))


@given(desks(), st.sampled_from([Action.DOWN, Action.UP, Action.FIRST, Action.LAST]))
def test_a_cursor_that_does_not_lead_changes_no_list(desk: PaperDesk, action: Action) -> None:
    """Moving in a pane that does not lead moves its own cursor only."""
    view = desk.view
    assume(view.active not in (view.leading, Pane.DETAIL))
    desk.do(action)
    assert lists_of(desk.view) == lists_of(view)
    others = [pane for pane in LISTS if pane is not view.active]
    assert [desk.view.lists[pane] for pane in others] == [view.lists[pane] for pane in others]


@given(desks(longest=25))
def test_the_cursor_is_always_in_sight(desk: PaperDesk) -> None:
    """Every cursor is on a row of its list, and the row is drawn where its pane is."""
    picture = desk.picture()
    for pane in LISTS:
        shown = desk.shown(pane)
        assert 0 <= shown.cursor < max(len(shown.rows.numbers), 1)
        drawn = [line.text for line in picture.get(pane.name.lower(), ())][1:]
        if drawn and shown.ref is not None:
            (marked,) = [line for line in drawn if line.startswith(">")]
            assert marked[1:].startswith(shown.ref)
            assert shown.top + drawn.index(marked) == shown.cursor


@given(desks())
def test_reading_an_unchanged_store_again_changes_nothing(desk: PaperDesk) -> None:
    """On a store that nobody changed, refresh returns the same view."""
    before, picture = desk.view, desk.picture()
    desk.refresh()
    assert desk.view == before
    assert desk.picture() == picture


@given(desks(), stores(most=2))
def test_the_focus_survives_by_its_id(desk: PaperDesk, news: list[Record]) -> None:
    """When records come in before it, the focus and every step of the trail stay the same."""
    before = [step.focus for step in desk.view.steps]
    assume(None not in before)
    later = [_numbered_anew(record) for record in news]
    desk.shelf.reader.records |= {record.ref: record for record in later}
    desk.refresh()
    assert [step.focus for step in desk.view.steps] == before
    view = desk.view
    for pane, shown in view.lists.items():
        if pane is not view.leading and not shown.is_pinned:
            assert list(shown.rows.numbers) == desk.linked(pane, view.focus)


def _numbered_anew(record: Record) -> Record:
    return replace(record, id=record.id + 50)


@given(desks())
def test_enter_on_the_focus_goes_into_the_detail(desk: PaperDesk) -> None:
    """In the leading pane the row is the focus already: Enter goes on into its detail."""
    desk.do(Action(desk.view.leading.name.lower()))
    assume(desk.view.focus is not None)
    before = desk.view
    desk.do(Action.FOLLOW)
    assert desk.view.active is Pane.DETAIL
    assert desk.view.shown == before.focus
    assert desk.view.lists == before.lists
    assert desk.view.previous == before


@given(desks(), SIZES)
def test_another_size_and_back_shows_the_same(desk: PaperDesk, size: tuple[int, int]) -> None:
    """A terminal that is made smaller or larger, and then as before, shows the same screen."""
    picture, first = desk.picture(), desk.size
    desk.size = size
    desk.picture()
    desk.size = first
    assert desk.picture() == picture


@given(desks(), st.sampled_from(LISTS), st.sampled_from([-3, 3]))
def test_the_wheel_over_a_pane_does_not_move_the_keyboard(
    desk: PaperDesk, pane: Pane, lines: int
) -> None:
    """The wheel moves the cursor of the pane under it; the keyboard stays where it is."""
    active = desk.view.active
    desk.do(Roll(pane, lines))
    assert desk.view.active is active
