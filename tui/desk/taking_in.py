"""What is watched is taken in while the desk is open, on its own thread: by one desk a store."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.screen import Screen

from store.changes import WATCH
from store.errors import DeskError, Interrupted
from store.text import clean
from tui.config import Config, Watched
from tui.desk.link import Link

if TYPE_CHECKING:
    from store.ingest.watched import Memory

#: So many seconds lie at least between two looks at a folder, and at whether another desk has gone.
TICK = 2.0
#: A look that takes long is taken more seldom: so many times as long lies between two.
SELDOM = 20


class Watching:
    """Takes in what is new in the places that the configuration names for the store."""

    def __init__(
        self,
        screen: Screen[None],
        link: Link,
        config: Config,
        say: Callable[[str], object],
        look: Callable[[], object],
    ) -> None:
        """`say` is for what nobody has asked for; `look` has what was committed shown."""
        self._screen = screen
        self._link = link
        self._config = config
        self._say = say
        self._look = look
        self._stop = threading.Event()
        self._said = ""

    def stop(self) -> None:
        """End `run` soon."""
        self._stop.set()

    def run(self) -> None:
        """Take in until `stop`; nothing where nothing is watched, or nothing can be written."""
        if not self._config.watch or self._link.only_reads:
            return
        from tui.watching import of_store  # noqa: PLC0415  few watch anything

        watched = of_store(self._config.watch, self._link.folder.path)
        while watched and not self._stop.is_set():
            try:
                self._take_turn(watched)
            except Interrupted:
                # The desk is being closed.
                return
            except DeskError as error:
                self._tell_once(str(error))
            self._stop.wait(TICK)

    def _take_turn(self, watched: tuple[Watched, ...]) -> None:
        """Take in until `stop`, unless another desk does."""
        from store.ingest.watched import turn  # noqa: PLC0415  as above

        with turn(self._link.folder) as memory:
            if memory is not None:
                self._take_in(watched, memory)

    def _take_in(self, watched: tuple[Watched, ...], memory: Memory) -> None:
        from store.ingest import reading  # noqa: PLC0415  as above
        from store.ingest.limits import Allowed  # noqa: PLC0415
        from store.ingest.watched import Looking  # noqa: PLC0415
        from tui.render.arriving import came_in  # noqa: PLC0415
        from tui.watching import TakingIn  # noqa: PLC0415

        allowed = Allowed(private=self._config.ingest.private_addresses)
        read = partial(reading.arrivals, allowed=allowed, stop=self._stop.is_set)
        link = self._link
        add = partial(link.add, author=WATCH)
        taking = TakingIn(watched, Looking(memory, read), link.keep, add, link.author)
        while not self._stop.is_set():
            begun = time.monotonic()
            for one, intake in taking.look():
                self._look()
                sentence = came_in(one.place, intake)
                if intake.added:
                    # As many may have come in before, and these are others.
                    self.tell(sentence)
                else:
                    self._tell_once(sentence)
            self._stop.wait(max(TICK, SELDOM * (time.monotonic() - begun)))

    def _tell_once(self, sentence: str) -> None:
        """Not at each look."""
        if sentence and sentence != self._said:
            self._said = sentence
            self.tell(sentence)

    def tell(self, sentence: str) -> None:
        """Say it in the desk, unless it is being closed."""
        if not self._stop.is_set():
            self._screen.app.call_from_thread(self._say, clean(sentence))
