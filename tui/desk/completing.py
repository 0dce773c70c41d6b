"""Suggestions for the query that is being typed, asked of the store on a worker thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from textual.screen import Screen
from textual.worker import get_current_worker

from store.derive.completion import suggestions
from store.errors import DeskError
from tui.desk.link import Link
from tui.recent import Recent
from tui.render.completion import chosen_after
from tui.render.query import Suggestion

#: What a text may be completed to, with the cursor at a column, counted from 0.  It is asked on a
#: worker thread.
Suggest = Callable[[str, int], Sequence[Suggestion]]


class Completing:
    """Suggests for one query line.

    What was suggested stands until there is something else, so that nothing jumps up and down
    while somebody types.
    """

    def __init__(
        self, screen: Screen[None], link: Link, recent: Recent, show: Callable[[], object]
    ) -> None:
        """`show` is called when there is something else to show, or when what was wanted came."""
        self._screen = screen
        self._link = link
        self._recent = recent
        self._show = show
        self.suggest: Suggest = self._from_store
        self._asked = ""
        self._of = ""
        self.found: Sequence[Suggestion] = ()
        """What is suggested now."""
        self.chosen: int | None = None
        """Which of it was gone to."""
        self.is_wanted = False
        """Whether the first one is to be taken as soon as it is there."""

    def clear(self) -> None:
        """Suggest nothing."""
        self._asked = self._of = ""
        self.found, self.chosen, self.is_wanted = (), None, False

    def ask(self, text: str, column: int) -> None:
        """Suggest for another text; nothing for an empty one, where arrows go through old ones."""
        if not text.strip():
            self.clear()
            return
        self._asked, self.chosen, self.is_wanted = text, None, False
        read = partial(self._read, text, column)
        self._screen.run_worker(read, thread=True, exclusive=True, group="suggest")

    def _read(self, text: str, column: int) -> None:
        worker = get_current_worker()
        found = self.suggest(text, column)
        if not worker.is_cancelled:
            self._screen.app.call_from_thread(self._take, text, found)

    def _from_store(self, text: str, column: int) -> Sequence[Suggestion]:
        worker = get_current_worker()
        try:
            with self._link.asking(lambda: worker.is_cancelled) as (reader, asker):
                found = suggestions(text, column, reader, asker, self._recent.queries)
        except DeskError:
            # Whoever types goes on without; the search says what is wrong with the store.
            return ()
        return [Suggestion(one.line, one.meaning, one.shown, one.cursor) for one in found]

    def _take(self, text: str, found: Sequence[Suggestion]) -> None:
        if text == self._asked:
            self._of, self.found = text, found
            self._show()

    def choose(self, step: int) -> None:
        """Go to another one."""
        self.chosen = chosen_after(self.chosen, step, len(self.found))
        self._show()

    def taken(self) -> Suggestion | None:
        """The chosen one, or the first; of what was typed just now it is wanted when it comes."""
        self.is_wanted = self._of != self._asked
        return None if self.is_wanted or not self.found else self.found[self.chosen or 0]
