"""What happens while nobody presses a key: the store is watched from a thread of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from textual.message import Message

from store.bell import Bell
from store.derive.dossier import LINKED
from store.errors import DeskError, Interrupted
from store.ids import Kind
from tui.desk.link import Link
from tui.desk.message import Trouble
from tui.news import News
from tui.render.chrome import Others
from tui.state import Asked, View, asked_for

#: So many seconds lie between two looks at who else is there.
TICK = 1.0


class StoreChanged(Message):
    """Somebody's change was committed, and this is what the screen needs of it."""

    def __init__(self, news: News) -> None:
        super().__init__()
        self.news = news


class OthersChanged(Message):
    """Others have come, gone, or looked at another record: who has which record open."""

    def __init__(self, others: Others) -> None:
        super().__init__()
        self.others = others


class Watcher:
    """Watches the store for one view, and posts what it finds."""

    def __init__(
        self,
        link: Link,
        seen: int,
        view: Callable[[], View],
        post: Callable[[Message], object],
    ) -> None:
        """`seen` is the newest operation that was read; `view` is asked on another thread."""
        self._link = link
        self._seen = seen
        self._began = seen
        self._view = view
        self._post = post
        self._stop = Bell()
        self._looking = threading.Lock()
        self._others: Others = ()
        self._said = ""
        self._next_tick = 0.0

    @property
    def has_news(self) -> bool:
        """Whether anything was committed since the view was opened."""
        return self._seen > self._began

    def stop(self) -> None:
        """End `run` soon."""
        self._stop.set()

    def run(self) -> None:
        """Watch until `stop`."""
        while not self._stop.is_set():
            try:
                self._watch()
            except Interrupted:
                return
            except DeskError as error:
                self._say(str(error))
            # The store cannot be watched now: it may come back.
            self._stop.wait(TICK)

    def _watch(self) -> None:
        self.look()
        self._tick()
        for is_commit in self._link.watch(self._stop):
            if is_commit:
                self.look()
            # Somebody who writes without a pause leaves no second without a commit.
            if time.monotonic() >= self._next_tick:
                self._tick()

    def look(self, *, again: bool = False) -> None:
        """Tell what was committed since the last look; `again` also when that is nothing.

        Called on a worker thread.
        """
        with self._looking:
            asked = asked_on_screen(self._view())
            news = self._link.news(self._seen, asked, self._stop.is_set)
            if again or news.operation > self._seen:
                self._seen = news.operation
                self._post(StoreChanged(news))

    def _tick(self) -> None:
        self._next_tick = time.monotonic() + TICK
        try:
            self._link.show_presence(self._view().shown)
            others = self._link.others()
            if others != self._others:
                self._others = others
                self._post(OthersChanged(others))
            self._said = ""
        except DeskError as error:
            self._say(str(error))

    def _say(self, sentence: str) -> None:
        """Say it once, not every second."""
        if sentence != self._said:
            self._said = sentence
            self._post(Trouble(sentence))


def asked_on_screen(view: View) -> frozenset[Asked]:
    """The lists that the screen shows: the panes', and those of the record in the detail."""
    panes = asked_for(view, trail=False)
    if view.shown is None:
        return panes
    return panes | {(view.shown, kind) for kind in (*LINKED, Kind.CLAIM, Kind.NOTE)}
