"""What is not saved yet is saved when the end comes, and nothing keeps another from its turn."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from tui import savers


def test_everything_is_saved_whatever_holds_one_up() -> None:
    """A dead disk keeps one; the others, and who waits for them, go on."""
    held, saved = Event(), Event()
    savers.keep(held.wait)
    savers.keep(saved.set)
    try:
        savers.save_all(0.01)
        assert saved.wait(30)
    finally:
        held.set()
        savers.forget(held.wait)
        savers.forget(saved.set)


def test_what_is_saved_is_not_saved_again() -> None:
    """Who has written it, or thrown it away, says so."""
    saved = Event()
    savers.keep(saved.set)
    savers.forget(saved.set)
    savers.save_all()
    assert not saved.is_set()


def test_at_the_end_of_the_program_no_thread_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some Pythons start none then; one save that fails keeps no other from its turn."""

    def fail(*_: Thread) -> None:
        raise RuntimeError("can't create new thread at interpreter shutdown")

    saved = [Event(), Event()]
    saves = [saved[0].set, fail, saved[1].set]
    monkeypatch.setattr(Thread, "start", fail)
    for save in saves:
        savers.keep(save)
    try:
        with pytest.raises(RuntimeError):
            savers._save_at_the_end()
    finally:
        for save in saves:
            savers.forget(save)
    assert all(each.is_set() for each in saved)
