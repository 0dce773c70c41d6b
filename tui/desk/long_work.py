"""How far a worker thread is, told to the screen now and then, until it is stopped."""

from __future__ import annotations

import time
from collections.abc import Callable

from textual.worker import get_current_worker

from store.errors import Interrupted

#: Seconds between two words of how far it is.
TELL_EVERY = 0.2


def telling(tell: Callable[[int, int], None]) -> Callable[[int, int], None]:
    """A progress for this thread's work; it raises Interrupted when the work was stopped."""
    worker, told = get_current_worker(), time.monotonic()

    def progress(done: int, total: int) -> None:
        nonlocal told
        if worker.is_cancelled:
            raise Interrupted
        if time.monotonic() - told > TELL_EVERY:
            told = time.monotonic()
            tell(done, total)

    return progress
