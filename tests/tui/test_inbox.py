"""The inbox behind its list: what is settled, what waits, and what the header tells."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.dates import Instant
from store.derive.inbox import Rates, Waiting
from store.history import Flow
from store.ids import Kind
from store.reader import Links, no_links
from tui import hits, inbox, state
from tui.bindings import USUAL
from tui.render.chrome import Around, header_line
from tui.render.inbox import inbox_words
from tui.render.lists import list_lines
from tui.search import INBOX, Found, Search
from tui.state import Pane, View

NOW = datetime.fromisoformat("2026-11-27T14:30:00+00:00")
NUMBERS = st.integers(1, 12)


def _nothing(kind: Kind, of: object) -> Links:
    del of
    return no_links(kind)


def view_of(*numbers: int) -> View:
    """A desk whose inbox lists these reports."""
    rows = Links(Kind.REPORT, numbers, {}, len(numbers))
    return hits.searched(state.opening(_nothing), Found(Search(INBOX[0], 90), rows), _nothing)


@given(st.permutations(range(1, 9)), st.lists(st.dictionaries(NUMBERS, st.booleans())))
def test_what_is_told_one_by_one_is_what_counting_anew_finds(
    listed: list[int], news: list[dict[int, bool]]
) -> None:
    """Whatever is decided, undone, or comes in, and however often."""
    listed = listed[:5]
    now_open = set(listed)
    known = inbox.begun(listed, NOW)
    for waits in news:
        known = inbox.heard(known, waits)
        now_open = {n for n in now_open | set(waits) if waits.get(n, n in now_open)}
    assert known.settled == set(listed) - now_open
    assert known.fresh == now_open - set(listed)
    assert (known.open, known.first) == (len(now_open), min(now_open, default=None))
    again = inbox.counted(inbox.begun(listed, NOW), now_open)
    assert (again.settled, again.fresh) == (known.settled, known.fresh)


def test_the_list_keeps_its_rows_and_tells_what_waits() -> None:
    """What is settled is known to the list, what is new waits; another list is left alone."""
    view = view_of(3, 1, 2)
    known = inbox.heard(
        inbox.begun(view.lists[Pane.REPORTS].rows.numbers, NOW), {1: False, 9: True}
    )
    told = inbox.told(view, known).lists[Pane.REPORTS]
    assert told.settled == {1}
    assert (told.rows.numbers, told.waiting) == ((3, 1, 2), 1)
    assert inbox.told(view_of(3, 1, 2), inbox.begun([3, 1, 2], NOW)) == view_of(3, 1, 2)
    whole = state.opening(_nothing, Pane.REPORTS)
    assert inbox.told(whole, known) is whole


def test_flows_of_long_ago_are_forgotten() -> None:
    """Rates are those of the last ten minutes."""
    old, new = (
        Flow(at, Instant((NOW - timedelta(minutes=m)).strftime("%Y-%m-%dT%H:%M:%SZ")), 10, 5)
        for at, m in ((1, 20), (2, 5))
    )
    known = inbox.flowed(inbox.begun([1], NOW), [old, new], 7, NOW)
    assert (known.flows, known.until) == ((new,), 7)
    assert known.waiting(NOW).rates == Rates(10, 5, 600)


@pytest.mark.parametrize(
    ("waiting", "said"),
    [
        ((37, Rates(50, 40), 9), "37 open, +5/min, -4/min, oldest 14:21"),
        ((1200, Rates(4, 0), 30 * 60), "1,200 open, +0.4/min, -0/min, oldest 26 Nov"),
        ((2, Rates(0, 100_000), 0), "2 open, +0/min, -10,000/min, oldest 14:30"),
        ((1, Rates(1, 0, 60), 12 * 24 * 60), "1 open, +1/min, -0/min, oldest 15 Nov"),
        ((3, Rates(0, 0), 400 * 24 * 60), "3 open, +0/min, -0/min, oldest Oct 2025"),
        ((0, Rates(0, 1), 5), "0 open, +0/min, -0.1/min"),
    ],
    ids=["busy", "slow", "held", "quiet", "long", "done"],
)
def test_the_header_tells_how_the_inbox_stands(waiting: tuple[int, Rates, int], said: str) -> None:
    """How many are open, how fast they come and go, and since when the first one waits."""
    count, rates, minutes = waiting
    oldest = NOW - timedelta(minutes=minutes)
    assert inbox_words(Waiting(count, rates, oldest), NOW) == said


@pytest.mark.parametrize("width", [80, 160])
def test_the_header_keeps_the_trail_beside_the_inbox(width: int) -> None:
    """The store's name gives way before the figures do."""
    words = "37 open, +5/min, -4/min, oldest 14:21"
    line = header_line(view_of(3, 1), Around("coast", 4, inbox=words), width).text
    assert "inbox > R3" in line
    assert line.rstrip().endswith(words)
    assert ("coast" in line) is (width == 160) or len(line.strip()) <= width


@pytest.mark.parametrize(
    ("numbers", "said"),
    [((3, 1), "5 REPORTS 2 in the inbox"), ((), "The inbox is empty: no report waits")],
)
def test_the_pane_says_that_it_is_the_inbox(numbers: tuple[int, ...], said: str) -> None:
    """Also where nothing waits."""
    lines = list_lines(view_of(*numbers), Pane.REPORTS, [], 80, 6, bindings=USUAL)
    assert said in " ".join(" ".join(line.text.split()) for line in lines)
