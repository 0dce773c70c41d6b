"""A key that is held down counts once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.held import RELEASE, REPEAT, Held, Press

GAPS = st.floats(0.001, REPEAT * 0.9)


def counted(presses: list[tuple[str, float]]) -> list[str]:
    """The keys that count, each pressed so long after the one before."""
    held, found, at = Held(), list[str](), 100.0
    for key, pause in presses:
        at += pause
        waiting = held.key if held.is_due(at) else ""
        press = held.press(key, at)
        found += [waiting] if waiting else []
        found += [key] if press is Press.COUNTS else []
    found += [held.key] if held.is_waiting else []
    return found


@given(st.floats(0.15, 0.8), st.lists(GAPS, min_size=2, max_size=30))
def test_a_held_key_counts_once(first: float, repeats: list[float]) -> None:
    """Whatever the terminal's first pause, and however it stutters below a tenth of a second."""
    assert counted([("x", 1.0), ("x", first), *(("x", one) for one in repeats)]) == ["x"]


@given(st.lists(st.tuples(st.sampled_from("ax"), st.floats(REPEAT, 3.0)), max_size=20))
def test_keys_pressed_one_by_one_all_count(presses: list[tuple[str, float]]) -> None:
    """The same one too, again and again."""
    assert counted(presses) == [key for key, _ in presses]


@given(st.lists(st.floats(0.0, 0.1), min_size=1, max_size=20))
def test_different_keys_count_however_fast(pauses: list[float]) -> None:
    """Only a repeat waits."""
    presses = [("ax"[at % 2], pause) for at, pause in enumerate(pauses)]
    assert counted(presses) == [key for key, _ in presses]


def test_a_held_key_counts_again_when_it_was_let_go() -> None:
    """Behind a pause, or another key."""
    held = [("x", 1.0), ("x", 0.5), ("x", 0.03), ("x", 0.03)]
    assert counted([*held, ("x", RELEASE)]) == ["x", "x"]
    assert counted([*held, ("a", 0.03), ("x", 0.03)]) == ["x", "a", "x"]
