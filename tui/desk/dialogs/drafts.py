"""The notes that were typed and not written."""

from __future__ import annotations

import time
from collections.abc import Callable

from store.drafts import Draft
from tui.bindings import Bindings
from tui.desk.dialogs.panel import Panel
from tui.render.drafts import drafts_lines, drafts_room, first_words
from tui.render.line import Line


class DraftsDialog(Panel[Draft]):
    """Dismissed with the draft that is gone on with, or with None."""

    def __init__(
        self,
        find: Callable[[], list[Draft]],
        throw_away: Callable[[Draft], object],
        bindings: Bindings,
        words: Callable[[Draft, int], str] = lambda draft, cells: first_words(draft.text, cells),
    ) -> None:
        """`words` are what is told of a draft in so many cells."""
        super().__init__(bindings)
        self._find = find
        self._throw_away = throw_away
        self._words = words
        self._drafts = find()
        self._doomed: Draft | None = None

    def lines(self) -> tuple[Line, ...]:
        return drafts_lines(
            *(self._drafts, self.cursor, self.top, self.message, (*self.box,), time.time()),
            words=self._words,
        )

    def room(self) -> int:
        return drafts_room(self.message, (*self.box,))

    def row_count(self) -> int:
        return len(self._drafts)

    @property
    def _chosen(self) -> Draft | None:
        return self._drafts[self.cursor] if self._drafts else None

    def keys(self) -> dict[str, Callable[[], object]]:
        own: dict[str, Callable[[], object]] = dict.fromkeys(("enter", "l", "right"), self._go_on)
        return own | dict.fromkeys(("t", "delete"), self._discard)

    def _go_on(self) -> None:
        if self._chosen is not None:
            self.dismiss(self._chosen)

    def _discard(self) -> None:
        """Throw one away, when it was asked for twice: there is no undo."""
        chosen = self._chosen
        if chosen is None:
            return
        if self._doomed is None or self._doomed.path != chosen.path:
            self._doomed = chosen
            self.say("It cannot be brought back. t once more throws it away.")
            return
        self._throw_away(chosen)
        self._doomed, self._drafts = None, self._find()
        self.cursor = min(self.cursor, max(len(self._drafts) - 1, 0))
        self.say("Thrown away.")
