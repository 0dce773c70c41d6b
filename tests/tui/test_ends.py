"""Long lists of which only the ends are read: nobody can tell them from whole ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.record import Record
from tests import builders
from tests.tui.paper_desk import PaperDesk
from tests.tui.strategies import walks
from tui.ends import Ends
from tui.intents import Action, Do, Intent
from tui.state import Pane

#: Ids of a list, and how many of the first and of the last are read.
NUMBERS = [10 * row for row in range(100)]
FIRST, LAST = 12, 7
#: Events, and reports, in a store whose lists are long.
MANY = 250


def crowd() -> list[Record]:
    """Many events and reports, each event a part of the next."""
    numbers = range(1, MANY + 1)
    events = [
        builders.event(n, start="2025-03-06", part_of=f"E{n % MANY + 1}", reports=[f"R{n}"])
        for n in numbers
    ]
    return [*events, *(builders.report(n, title=f"report {n}") for n in numbers)]


CROWD = crowd()

#: Walks along lists that are longer than what is read of them; more of them by pages.
_LONG = st.lists(
    st.sampled_from(
        [
            *(Action.PAGE_DOWN, Action.PAGE_DOWN, Action.PAGE_DOWN, Action.PAGE_UP, Action.PAGE_UP),
            *(Action.DOWN, Action.UP, Action.LAST, Action.FIRST, Action.ALL, Action.REPORTS),
            *(Action.EVENTS, Action.FOLLOW, Action.BACK, Action.ZOOM, Action.DETAIL, Action.PIN),
        ]
    ).map(Do),
    max_size=25,
)


@given(st.one_of(_LONG, walks(20)), st.integers(0, 25), st.sampled_from([(80, 24), (60, 14)]))
def test_the_same_keys_show_the_same_rows(
    walk: list[Intent], completed_at: int, size: tuple[int, int]
) -> None:
    """At each step of a walk both desks show the same, whenever the rest of the lists comes."""
    width, height = size
    whole = PaperDesk(*CROWD, width=width, height=height, end_rows=1000)
    begun = PaperDesk(*CROWD, width=width, height=height, end_rows=4)
    for at, intent in enumerate(walk):
        if at == completed_at:
            begun.complete()
        whole.do(intent)
        begun.do(intent)
        assert begun.picture() == whole.picture()
        assert begun.view.focus == whole.view.focus
    begun.complete()
    assert begun.picture() == whole.picture()
    assert not any(isinstance(one.rows.numbers, Ends) for one in begun.view.lists.values())


def test_the_end_of_a_long_list_is_known_before_its_middle() -> None:
    """G and g go from one end to the other while nearly all between them is unread."""
    desk = PaperDesk(*CROWD, height=14, end_rows=4)
    desk.do(Action.LAST)
    assert desk.view.focus == "E1"
    numbers = desk.view.lists[Pane.EVENTS].rows.numbers
    assert isinstance(numbers, Ends)
    assert len(numbers) == 250
    assert len(numbers.unread) > MANY // 2
    desk.do(Action.FIRST)
    assert desk.view.focus == "E250"
    assert desk.title_of(Pane.EVENTS) == "1 EVENTS all 250 leads"


def test_following_into_the_middle_finds_the_row() -> None:
    """A record whose row is not read yet is followed to its own row, the list about it whole."""
    far = builders.event(MANY, start="2025-03-06", part_of="E100")
    desk = PaperDesk(*[one for one in CROWD if one.ref != far.ref], far, height=14, end_rows=4)
    assert desk.view.focus == far.ref
    numbers = desk.view.lists[Pane.EVENTS].rows.numbers
    assert 100 not in numbers
    desk.do(Action.DETAIL)
    while not any(line.startswith(">") and "E100" in line for line in desk.text_of("detail")):
        desk.do(Action.DOWN)
    desk.do(Action.FOLLOW)
    assert desk.view.focus == "E100"
    assert desk.view.lists[Pane.EVENTS].cursor == MANY - 100


ENDS = Ends(NUMBERS[:FIRST], NUMBERS[-LAST:], len(NUMBERS))


@given(st.integers(-110, 110))
def test_a_row_is_the_whole_lists_or_not_read(row: int) -> None:
    """What is read stands where it stands in the whole list; all else is an IndexError."""
    at = range(100)[row] if -100 <= row < 100 else None
    if at is None or FIRST <= at < 100 - LAST:
        with pytest.raises(IndexError):
            ENDS[row]
    else:
        assert ENDS[row] == NUMBERS[row]


@given(st.integers(0, 110), st.integers(0, 110))
def test_a_slice_passes_over_what_is_not_read(start: int, stop: int) -> None:
    """A slice has the rows of the whole one that are read, in their order."""
    rows = [row for row in range(start, min(stop, 100)) if row not in ENDS.unread]
    assert list(ENDS[start:stop]) == [NUMBERS[row] for row in rows]
    assert ENDS.lacks(range(start, stop)) == (len(rows) < len(NUMBERS[start:stop]))


@given(st.integers(-5, 1000))
def test_an_id_is_found_where_it_stands(number: int) -> None:
    """A search finds what is read at its row in the whole list, and nothing else."""
    is_read = number in NUMBERS and NUMBERS.index(number) not in ENDS.unread
    assert (number in ENDS) == is_read
    assert (number in list(ENDS)) == is_read
    if is_read:
        assert ENDS.index(number) == NUMBERS.index(number)
    else:
        with pytest.raises(ValueError, match="is not"):
            ENDS.index(number)
