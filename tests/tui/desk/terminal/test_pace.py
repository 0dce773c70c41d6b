"""Frames follow the terminal's answers, and wait for none that will not come."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.desk.terminal.pace import AT_MOST, PATIENCE, SELDOM, Pace

_STEPS = st.lists(
    st.tuples(st.sampled_from(("send", "send", "answer", "wait")), st.floats(0, 0.4)), max_size=60
)


def _answered(now: float = 0.0, took: float = 0.1) -> Pace:
    """The pace of a terminal that has answered the first question."""
    pace = Pace()
    pace.asked(now - took, is_ours=False)
    assert not pace.answered(now)
    return pace


def test_a_terminal_that_never_answered_is_not_waited_for() -> None:
    """Without an answer to the first question, each frame may be sent at once."""
    pace = Pace()
    pace.asked(0.0, is_ours=False)
    for now in range(100):
        assert pace.opens(now) == now
    assert pace.round_trip is None


def test_two_frames_are_on_their_way_at_most() -> None:
    """The third frame waits until the first has been answered."""
    pace = _answered()
    for _ in range(2):
        assert pace.may_send(0.0)
        pace.asked(0.0)
    assert not pace.may_send(0.05)
    assert pace.answered(0.15)
    assert pace.may_send(0.15)


def test_what_somebody_else_asked_is_his() -> None:
    """Of the answers, those to our own questions are taken, in the order of the questions."""
    pace = _answered()
    pace.asked(0.0)
    pace.asked(0.0, is_ours=False)
    assert [pace.answered(0.1), pace.answered(0.1), pace.answered(0.1)] == [True, False, False]


def test_the_shortest_round_trip_tells_the_line() -> None:
    """A frame that had to queue does not make the line longer; who listens hears of each."""
    pace = _answered(took=0.15)
    heard: list[float] = []
    pace.heard = heard.append
    pace.asked(1.0)
    pace.answered(3.0)
    assert pace.round_trip == 0.15
    assert heard == [2.0]


def test_a_terminal_that_falls_silent_is_sent_to_now_and_then() -> None:
    """After its patience a frame is sent, then one every tenth of a second; an answer mends it."""
    pace = _answered(took=0.02)
    pace.asked(0.0)
    pace.asked(0.0)
    assert pace.opens(0.0) == PATIENCE
    pace.asked(PATIENCE)
    assert pace.opens(PATIENCE) == PATIENCE + SELDOM
    assert pace.answered(PATIENCE + 0.01)
    assert pace.may_send(PATIENCE + 0.01)
    # The answers that come late are still ours.
    assert pace.answered(PATIENCE + 0.02)
    assert pace.answered(PATIENCE + 0.03)
    assert not pace.answered(PATIENCE + 0.04)


def test_a_terminal_that_was_given_away_is_begun_with_anew() -> None:
    """What was asked before it was suspended is not waited for."""
    pace = _answered()
    pace.asked(0.0)
    pace.asked(0.0)
    pace.begin_again()
    assert pace.may_send(0.0)
    assert pace.unanswered == 0


@given(_STEPS)
def test_the_pace_never_floods_and_never_stops(steps: list[tuple[str, float]]) -> None:
    """In any order of frames, answers and waiting.

    No third frame within the patience; but at the time that is told, one may always be sent.
    """
    pace, now = _answered(), 0.0
    for step, seconds in steps:
        now += seconds
        if step == "answer":
            pace.answered(now)
        elif step == "send" and pace.may_send(now):
            pace.asked(now)
        opens = pace.opens(now)
        assert now <= opens <= now + pace.patience
        assert pace.may_send(opens)
        assert pace.may_send(now) or pace.unanswered >= AT_MOST
