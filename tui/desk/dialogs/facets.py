"""The facets of a list: what its records have in common, to narrow it by."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.worker import get_current_worker

from store.derive.facets import Facets, narrowed
from store.errors import DeskError, Interrupted
from store.syntax import Asked, Query
from tui.bindings import USUAL, Bindings
from tui.desk.dialogs.panel import Panel
from tui.list_state import scrolled
from tui.render.facets import Row, facets_lines, list_room, moved, next_group, rows_of
from tui.render.line import Line

#: Counts the facets of a query's hits, until the read is unwanted; tells how far it is.
Count = Callable[[Query, Callable[[], bool], Callable[[Facets], object]], Facets]


class FacetsDialog(Panel[Query]):
    """Dismissed with the query, narrowed, or None where it is as it was."""

    def __init__(self, query: Query, noun: str, count: Count, bindings: Bindings = USUAL) -> None:
        """`count` is called on a worker thread; `noun` says of what the facets are."""
        super().__init__(bindings)
        self._was = query
        self._query = query
        self._noun = noun
        self._count = count
        self._found: Facets | None = None
        self._rows: tuple[Row, ...] = ()
        self._at: Asked | None = None

    def on_mount(self) -> None:
        self.hear()

    def hear(self) -> None:
        """Count again: the store has changed, or the query."""
        read = partial(self._read, self._query)
        self.run_worker(read, thread=True, exclusive=True, group="facets")

    def _read(self, query: Query) -> None:
        worker = get_current_worker()

        def take(found: Facets) -> None:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._take, found)

        try:
            take(self._count(query, lambda: worker.is_cancelled, take))
        except Interrupted:
            return
        except DeskError as error:
            self.app.call_from_thread(self.say, str(error))

    def _take(self, found: Facets) -> None:
        """Show the counts, the cursor on the value that it was on."""
        self._found = found
        self._rows = rows_of(found)
        same = (
            at for at, row in enumerate(self._rows) if row.value and row.value.condition == self._at
        )
        self.cursor = next(same, min(1, len(self._rows)))
        self.draw()

    # -- drawing --------------------------------------------------------------------------

    def lines(self) -> tuple[Line, ...]:
        if self.cursor == 1 or (self.cursor == self.top and self.cursor):
            # The heading of a group is seen with its first value.
            self.top = scrolled(self.top, self.cursor - 1, self.room(), len(self._rows))
        return facets_lines(
            self._found,
            self._query,
            self._noun,
            self.cursor,
            self.top,
            self.message,
            (*self.box,),
        )

    def room(self) -> int:
        return list_room(self._found, self._query, self.message, (*self.box,))

    def row_count(self) -> int:
        return len(self._rows)

    def move(self, steps: int) -> None:
        self._put(moved(self._rows, self.cursor, steps))

    def _put(self, row: int) -> None:
        self.cursor = row
        value = self._rows[row].value if row < len(self._rows) else None
        self._at = value.condition if value else None
        self.draw()

    # -- keys -----------------------------------------------------------------------------

    def keys(self) -> dict[str, Callable[[], object]]:
        take = partial(self._narrow, closes=True)
        own: dict[str, Callable[[], object]] = {"enter": take, "l": take, "right": take}
        own |= dict.fromkeys(("plus_sign", "+", "space"), self._narrow)
        own |= dict.fromkeys(("minus", "-"), partial(self._narrow, excludes=True))
        own["tab"] = lambda: self._put(next_group(self._rows, self.cursor, 1))
        own["shift+tab"] = lambda: self._put(next_group(self._rows, self.cursor, -1))
        return own

    def _narrow(self, *, excludes: bool = False, closes: bool = False) -> None:
        value = self._rows[self.cursor].value if self.cursor < len(self._rows) else None
        if value is None:
            said = "They are still being counted." if self._found is None else "Nothing is counted."
            self.say(f"{said} Esc closes.")
            return
        self._query = narrowed(self._query, value.condition, excludes=excludes)
        if closes:
            self.close()
            return
        self._at = value.condition
        self._found, self._rows = None, ()
        self.draw()
        self.hear()

    def close(self) -> None:
        """Leave it with what was picked."""
        self.dismiss(None if self._query == self._was else self._query)
