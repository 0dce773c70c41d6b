"""What has to be on the disk before the process ends, however it ends.

Who keeps something that is not saved yet says so here.  It is saved when the program ends by
itself, and at once when a signal comes, from threads of their own: the screen may be held up by a
terminal that does not read.
"""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable
from contextlib import ExitStack

Save = Callable[[], object]

_saves: dict[Save, None] = {}
_lock = threading.Lock()


def keep(save: Save) -> None:
    """Have it called, from any thread, before the process ends; it may be called twice."""
    with _lock:
        _saves[save] = None


def forget(save: Save) -> None:
    """There is nothing to save any more."""
    with _lock:
        _saves.pop(save, None)


def save_all(seconds: float | None = None) -> None:
    """Have everything saved; what takes longer than so many seconds goes on by itself."""
    with _lock:
        saves = list(_saves)
    # One that fails, or that a dead disk holds up, keeps no other from its turn.
    threads = [threading.Thread(target=save, name="save", daemon=True) for save in saves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds)


@atexit.register
def _save_at_the_end() -> None:
    """Save on the thread that ends the program: it starts no others any more."""
    with _lock:
        saves = list(_saves)
    with ExitStack() as left:
        # Each has its turn, also behind one that fails.
        for save in saves:
            left.callback(save)
