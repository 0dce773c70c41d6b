"""Being asked to end: the first signal counts, and those that come with it are no fault."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from typing import Any

import pytest

from tui.cli import ending

ALL = (*ending.SIGNALS, signal.SIGCONT)


@pytest.fixture
def as_before() -> Iterator[None]:
    """What signals did is what they do again."""
    before = {each: signal.getsignal(each) for each in ALL}
    yield
    for each, way in before.items():
        signal.signal(each, way)


@pytest.mark.usefixtures("as_before")
def test_what_comes_with_a_signal_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that goes away sends two at once, and who stops the machine may add a third."""
    lost: list[Any] = []
    ended: list[int] = []
    monkeypatch.setattr("sys.unraisablehook", lost.append)
    signal.signal(signal.SIGCONT, lambda *_: lost.append("taken up"))
    with ending.told(ended.append):
        signal.pthread_sigmask(signal.SIG_BLOCK, ALL)
        for each in (signal.SIGHUP, signal.SIGTERM, signal.SIGCONT):
            # To this thread: another one of the process would take it up at once.
            signal.raise_signal(each)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ALL)
    assert (ended, lost) == ([signal.SIGHUP], [])


@pytest.mark.usefixtures("as_before")
def test_a_signal_that_comes_while_another_is_heard_ends_nothing_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is done on leaving is done once, though the second signal comes in the middle."""
    ended: list[int] = []
    coming = [signal.SIGTERM]
    set_way = signal.signal

    def second_comes(number: int, way: Any) -> object:
        if coming:
            signal.raise_signal(coming.pop())
        return set_way(number, way)

    with ending.told(ended.append):
        monkeypatch.setattr(signal, "signal", second_comes)
        signal.raise_signal(signal.SIGHUP)
        monkeypatch.undo()
    assert ended == [signal.SIGHUP]
