"""When little is drawn, and what is said of it."""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.bindings import USUAL
from tui.lean import FIRST, LATER, QUICK, REST, SLOW, Choice, Judge, Lean, Run, milliseconds

TRIPS = st.floats(0.0001, 2.0)
SLOW_TRIPS, QUICK_TRIPS = st.floats(SLOW, 2.0), st.floats(0.0001, QUICK * 0.99)


def judged(judge: Judge, trips: list[float]) -> list[bool]:
    """What the line is behind each of its answers."""
    found = []
    for trip in trips:
        judge.hear(trip)
        found.append(judge.is_slow)
    return found


@given(st.lists(SLOW_TRIPS, min_size=FIRST, max_size=FIRST))
def test_a_slow_line_is_known_by_its_first_answers(trips: list[float]) -> None:
    """Not before the last of them."""
    assert judged(Judge(), trips) == [False] * (FIRST - 1) + [True]


@given(st.lists(SLOW_TRIPS, min_size=FIRST, max_size=FIRST), st.integers(0, FIRST - 1), QUICK_TRIPS)
def test_late_answers_make_no_slow_line(trips: list[float], at: int, quick: float) -> None:
    """A busy machine, a packet that was lost: one answer tells how quick the line can be."""
    trips[at] = quick
    assert not any(judged(Judge(), trips))


@given(st.lists(TRIPS, max_size=400))
def test_a_line_is_not_judged_back_and_forth(trips: list[float]) -> None:
    """It changes at most twice, whatever comes."""
    assert len(list(groupby([False, *judged(Judge(), trips)]))) <= 3


@given(st.booleans(), st.lists(st.floats(QUICK, SLOW * 0.99), max_size=200))
def test_on_the_border_a_line_stays_what_it_was(was_slow: bool, trips: list[float]) -> None:
    """Between the two figures nothing changes."""
    assert set(judged(Judge(was_slow), trips)) <= {was_slow}


@given(st.lists(QUICK_TRIPS, min_size=LATER, max_size=LATER))
def test_a_line_that_became_quick_is_known_later(trips: list[float]) -> None:
    """It needs more answers than the first judgement."""
    judge = Judge()
    judged(judge, [1.0] * FIRST)
    assert judged(judge, trips) == [True] * (LATER - 1) + [False]


@given(st.sampled_from(Choice), st.booleans())
def test_the_key_turns_to_the_other_and_back(choice: Choice, is_slow: bool) -> None:
    """Pressed twice it leaves everything as it was, and auto in charge."""
    lean = Lean(choice, is_slow)
    assert lean.toggled().is_on is not lean.is_on
    assert lean.toggled().toggled() == lean


def test_what_a_person_turned_the_line_does_not_turn_back() -> None:
    """All was asked for on a slow line, which is judged anew: all it stays."""
    lean = Lean(Choice.AUTO, is_slow=True, trip=0.18).toggled()
    assert not lean.is_on
    assert not lean.judged(Judge(is_slow=True, trip=0.4)).is_on
    # The line asks for all now, so that one press turns it, and the next comes back.
    quick = lean.judged(Judge(is_slow=False, trip=0.01))
    assert quick.toggled().is_on
    assert not quick.toggled().toggled().is_on


@pytest.mark.parametrize(
    ("lean", "told"),
    [
        (
            Lean(Choice.AUTO, is_slow=True, trip=0.18),
            "The line is slow (180 ms): less is drawn. - changes that.",
        ),
        (
            Lean(Choice.AUTO, is_slow=False, trip=0.0004),
            "The line answers in 0.4 ms: all is drawn. - changes that.",
        ),
        (
            Lean(Choice.AUTO),
            "Nothing tells how quick the line is: all is drawn. - changes that.",
        ),
        (
            Lean(Choice.AUTO, is_slow=True, trip=0.18).toggled(),
            "All is drawn, as you turned it; the line answers in 180 ms. - draws less.",
        ),
        (Lean(Choice.ON), "Less is drawn, as the settings say. - draws all."),
    ],
    ids=["slow", "quick", "unknown", "turned", "on"],
)
def test_what_is_drawn_is_said_with_the_reason(lean: Lean, told: str) -> None:
    """And the key that changes it."""
    assert USUAL.said(lean.told) == told


@given(st.floats(0.0, 1e4), st.floats(0.0, 2.0))
def test_moves_are_a_run_when_they_follow_closely(at: float, pause: float) -> None:
    """The first one never is."""
    run = Run()
    assert not run.goes_on(at)
    assert run.goes_on(at + pause) == ((at + pause) - at < REST)


def test_a_round_trip_is_said_in_milliseconds() -> None:
    """With a digit behind the point only where that tells something."""
    assert [milliseconds(one) for one in (0.00002, 0.0002, 0.02, 1.5)] == [
        "<0.1 ms",
        "0.2 ms",
        "20 ms",
        "1500 ms",
    ]
