"""Lists that take too long for a key: read on worker threads, handed to the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial

from textual.screen import Screen
from textual.worker import get_current_worker

from store.errors import Interrupted
from store.ids import Kind
from store.reader import Links
from tui.desk.finding import find
from tui.desk.link import Link
from tui.ends import Ends
from tui.hits import sought
from tui.search import Found, Sought
from tui.state import Asked, View, asked_for

#: Takes lists on the screen's thread, and the link's age when they were begun to be read.
Take = Callable[[Mapping[Asked, Links], int], None]

#: Takes everything that a view lists, read again.
TakeAll = Callable[[Mapping[Asked, Links], Mapping[Sought, Found]], None]


class Fetching:
    """Reads lists for one screen."""

    def __init__(self, screen: Screen[None], link: Link, take: Take) -> None:
        self._screen = screen
        self._link = link
        self._take = take
        self._completes = False
        self._begun: set[Kind] = set()

    def begin(self, view: View) -> None:
        """From now on read whole what is only begun: not before the first frame is sent."""
        self._completes = True
        self.catch_up(view)

    def catch_up(self, view: View) -> None:
        """Read the lists that took too long, and whole those of which only the ends are read.

        Older wishes for what took too long are dropped.
        """
        late = self._link.take_late()
        if late:
            self._read(late, self._take, "late")
        for shown in view.lists.values() if self._completes else ():
            kind = shown.rows.kind
            is_begun = kind in self._begun or self._link.long.knows(kind)
            if isinstance(shown.rows.numbers, Ends) and not is_begun:
                self._begun.add(kind)
                self._read([(None, kind)], self._take_whole, "lists")

    def _take_whole(self, lists: Mapping[Asked, Links], age: int) -> None:
        self._begun.difference_update(kind for _, kind in lists)
        self._take(lists, age)

    def again(self, view: View, take: TakeAll) -> None:
        """Read every list of a view and of its trail, and search again for its hits."""
        read = partial(self._read_again, view, take)
        self._screen.run_worker(read, thread=True, group="again", exclusive=True)

    def _read_again(self, view: View, take: TakeAll) -> None:
        worker = get_current_worker()
        with suppress(Interrupted):
            lists = self._link.read_lists(asked_for(view), lambda: worker.is_cancelled)
            found = {
                one: find(self._link, one, lambda: worker.is_cancelled) for one in sought(view)
            }
            self._screen.app.call_from_thread(take, lists, found)

    def _read(self, asked: Iterable[Asked], take: Take, group: str) -> None:
        read = partial(self._read_lists, asked, take)
        self._screen.run_worker(read, thread=True, group=group, exclusive=group != "lists")

    def _read_lists(self, asked: Iterable[Asked], take: Take) -> None:
        worker, age = get_current_worker(), self._link.age
        # What is unwanted by now is read again for whoever wants it.
        with suppress(Interrupted):
            lists = self._link.read_lists(asked, lambda: worker.is_cancelled)
            self._screen.app.call_from_thread(take, lists, age)
