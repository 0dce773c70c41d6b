"""Leaving a store: its TinyDB file is written, and nobody waits without a word."""

from __future__ import annotations

from functools import partial
from threading import Timer

from store.repository import Repository
from tui.cli import complain
from tui.cli.ending import code_of
from tui.cli.progress import Progress

#: So many seconds writing the file may take on leaving before it is told.
SLOW = 0.5


def leave(repository: Repository) -> int:
    """Bring incidents.json up to date, and say so where that takes longer."""
    with Progress("Writing incidents.json", SLOW) as progress:
        try:
            # Until another process has written it, nothing is told.
            waiting = Timer(SLOW, progress.show, ("", 0, 0))
            waiting.daemon = True
            waiting.start()
            try:
                left = repository.leave(partial(progress.show, ""))
            finally:
                waiting.cancel()
                waiting.join()
        except KeyboardInterrupt as interrupt:
            progress.clear()
            said = "incidents.json is as it was; the desk writes it when it is open next."
            return complain(f"All changes are safe in desk.sqlite. {said}", code_of(interrupt))
    if left.question is not None:
        return complain(left.question.sentence, 0)
    return 0
