"""Where somebody is at the desk: kept while it is open, and found again after the line was cut.

A file of the user's own beside their drafts, locked as long as its desk is open.  A desk that is
left by a key removes it; what a cut line or a signal leaves, the next desk opens, and what a loss
of power leaves, where the disk had it by then.
"""

from __future__ import annotations

import threading
import time
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Self

from store.drafts import Draft, Drafts, OpenDraft
from store.errors import DeskError, Interrupted, UnwritableStore
from tui import bookmark, savers
from tui.bindings import Bindings
from tui.bookmark import Bookmark, Shelves
from tui.hits import refound, sought
from tui.state import View

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.desk.front import Front
    from tui.desk.link import Link

#: The folder of these files, among the drafts.
FOLDER = "places"
#: So many seconds behind a key, and at least so many between two writes.
BEHIND, BETWEEN = 0.4, 2.0
#: What was left longer ago, in seconds, nobody expects any more.
TOO_OLD = 14 * 86_400
SAID = "The line was cut: this is where you were at {at}. {all} shows everything."


class Place:
    """Where one desk is."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._drafts: Drafts | None = None
        self._open: OpenDraft | None = None
        self._found: Draft | None = None
        self._newest: View | None = None
        self._saved: tuple[View | None, str] = (None, "")
        self._saving = threading.Lock()
        self._moved = threading.Event()
        self._stop = threading.Event()
        self.view: View | None = None
        """Where an earlier desk was when it was cut; None for a first visit."""

    def __enter__(self) -> Self:
        # From the first key on: what keeps it between two moves begins later.
        savers.keep(self.save)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave no place that the program dies of: it would die there again at each start."""
        if isinstance(fault, Exception) and not isinstance(fault, DeskError | OSError):
            self.discard()

    # -- found again ----------------------------------------------------------------------

    def find(self) -> View | None:
        """The view that a cut line left, if any; its file is this desk's from now on."""
        if not self._link.is_bare:
            for draft in self._own_drafts().all():
                self.view = self._opened(draft)
                if self.view is not None:
                    break
        return self.view

    def _opened(self, draft: Draft) -> View | None:
        """The view that a file has, which is taken; None for one that has none or is taken."""
        kept = bookmark.read(draft.raw)
        if kept is None or time.time() - draft.at > TOO_OLD:
            return None
        try:
            self._open = self._own_drafts().take(draft)
            view = self._view_of(kept) if self._open else None
        except DeskError:
            # It cannot be taken, or nothing can be read, of which the desk tells.
            self._let_go()
            return None
        if view is not None:
            self._found = draft
        elif self._open is not None:
            self._open.discard()
            self._open = None
        return view

    def _let_go(self) -> None:
        if self._open is not None:
            self._open.keep()
            self._open = None

    def _view_of(self, kept: Bookmark) -> View | None:
        link = self._link
        # Nobody waits for a key yet: every list is read to its end.
        link.take(link.read_lists(bookmark.asked(kept), lambda: False))
        with link.reading():
            return bookmark.opened(kept, Shelves(link.rows_of, link.long.more_of, link.has))

    def sentence(self, bindings: Bindings) -> str:
        """What is told of it when the desk opens; "" for nothing."""
        if self._found is None or self.view is None:
            return ""
        from tui.render.drafts import when  # noqa: PLC0415  only where there is something to tell

        at = when(self._found.at, time.time())
        return bindings.said(SAID.replace("{at}", at))

    def search_again(self, screen: Screen[None], desk: Front) -> None:
        """Have the hits searched for, of which some were kept; behind the first screen."""
        if self.view is not None and sought(self.view):
            search = partial(self._search, self.view, screen, desk)
            screen.run_worker(search, thread=True, group="again", exclusive=True)

    def _search(self, view: View, screen: Screen[None], desk: Front) -> None:
        from tui.desk.finding import find  # noqa: PLC0415  only where something was searched

        try:
            found = {one: find(self._link, one, self._stop.is_set) for one in sought(view)}
        except Interrupted:
            return
        except DeskError as error:
            screen.app.call_from_thread(desk.say, str(error))
            return

        def take() -> None:
            with self._link.reading():
                fresh = refound(desk.view, found, self._link.rows_of)
            desk.show(fresh)

        screen.app.call_from_thread(take)

    # -- kept -----------------------------------------------------------------------------

    def move(self, view: View) -> None:
        """The desk shows this view now."""
        if self._newest is None and self.view is None:
            # Nobody has gone anywhere yet: the next desk opens there by itself.
            self._saved = (view, "")
        if view is not self._newest:
            self._newest = view
            self._moved.set()

    def run(self) -> None:
        """Keep it until `stop`, on a thread of its own; nothing is done while nobody moves."""
        last = 0.0
        while not self._stop.is_set():
            self._moved.wait()
            self._moved.clear()
            if self._stop.wait(max(BEHIND, last + BETWEEN - time.monotonic())):
                return
            if self.save():
                last = time.monotonic()

    def stop(self) -> None:
        """End `run` soon."""
        self._stop.set()
        self._moved.set()

    def save(self) -> bool:
        """Have it on the disk now, if it can be; whether there was anything to write."""
        with self._saving:
            view = self._newest
            if view is None or view is self._saved[0]:
                return False
            text = bookmark.written(view)
            is_new = text != self._saved[1]
            if is_new:
                try:
                    self._put(view, text)
                except UnwritableStore:
                    # Drafts tell of it when something is typed; a place is no loss.
                    return True
            self._saved = (view, text)
            return is_new

    def _put(self, view: View, text: str) -> None:
        if self._open is not None:
            self._open.save(text)
        elif view.focus is not None:
            self._open, _ = self._own_drafts().begin((view.focus,), None, 0, text)

    def discard(self) -> None:
        """Remove it, and what earlier desks left: the person has left by a key."""
        self.stop()
        savers.forget(self.save)
        with self._saving:
            self._newest = None
            if self._open is not None:
                self._open.discard()
                self._open = None
        if self._drafts is not None:
            for draft in self._drafts.all():
                taken = self._taken(draft)
                if taken is not None:
                    taken.discard()

    def _taken(self, draft: Draft) -> OpenDraft | None:
        try:
            return self._own_drafts().take(draft)
        except UnwritableStore:
            # Another desk has removed it just now.
            return None

    def _own_drafts(self) -> Drafts:
        if self._drafts is None:
            from platformdirs import user_state_path  # noqa: PLC0415  not where nothing is kept

            repository = self._link.repository
            state = user_state_path("incident-desk")
            self._drafts = Drafts(
                repository.folder, repository.author, state, FOLDER, outlasts_power=False
            )
        return self._drafts
