"""The search of a desk: the query line, the search behind it, and what both do to the view."""

from __future__ import annotations

from functools import partial

from textual import events
from textual.screen import Screen
from textual.worker import Worker, get_current_worker

from store.errors import DeskError, Interrupted, QueryError
from store.ids import Ref
from store.query import LONGEST, parse
from store.syntax import Asked, Query
from tui import hits
from tui.desk.completing import Completing
from tui.desk.finding import SLOW, find
from tui.desk.front import Front
from tui.desk.line_field import LineField
from tui.desk.link import Link
from tui.layout import Box
from tui.recent import Recent
from tui.render.completion import MOST_LINES
from tui.render.line import Line
from tui.render.query import SIGN, Asking, query_lines
from tui.search import Found, Sought
from tui.state import View
from tui.this_value import about, narrowed, no_value, own_value


class Searching:
    """Searches for one desk, one query at a time.

    What other parts need of it is `text`, the query in force, `apply`, and `completing`.
    """

    def __init__(self, screen: Screen[None], desk: Front, link: Link) -> None:
        self._screen = screen
        self._desk = desk
        self._link = link
        self.recent = Recent()
        self.completing = Completing(screen, link, self.recent, self._suggested)
        self._line: LineField | None = None
        self._asking = Asking()
        self._base: View | None = None
        """The view from which the search is one step, until its first hits are shown for good."""
        self._sought: Sought | None = None
        """What is being searched, or was last; None for nothing, or for all."""
        self._worker: Worker[None] | None = None
        self._typed = ""
        self._own = ""
        self._recalled = -1

    # -- what others may ask for ----------------------------------------------------------

    @property
    def text(self) -> str:
        """The query in force; "" for none."""
        return hits.in_force(self._desk.view)

    def apply(self, text: str) -> None:
        """Have the leading list narrowed by a query, as if it had been typed and kept."""
        base = self._base if self.is_open else None
        self.close()
        self._base, self._asking = base or self._desk.view, Asking()
        self._seek(text)
        if self._asking.problem or self._asking.said:
            self._base = None
            self._desk.say(str(self._asking.problem or self._asking.said))
            return
        self._settle()
        self._remember(text)

    def narrow(self, ref: Ref | None) -> None:
        """Add what the row under the cursor, the record's, says to the query in force."""
        condition = _said_by_row(self._link, self._desk.view, ref)
        if condition is None:
            self._desk.say(self._desk.bindings.said(no_value(ref)))
            return
        query = parse(self.text)
        if narrowed(query, condition) == query:
            self._desk.say(f"{condition} is asked for already.")
            return
        self.apply(str(narrowed(query, condition)))

    # -- the line -------------------------------------------------------------------------

    @property
    def is_awaited(self) -> bool:
        """Whether a query was kept, and the list is still the one before its first hits."""
        is_running = self._worker is not None and not self._worker.is_finished
        return self._base is not None and not self.is_open and is_running

    @property
    def is_open(self) -> bool:
        """Whether a query is being typed."""
        return self._line is not None and self._line.display

    def open(self) -> None:
        """Show the line, with the query in force."""
        if self._line is None:
            self._line = LineField(self._changed, SIGN, LONGEST)
            self._screen.mount(self._line)
        self._cancel()
        self._base = self._desk.view
        # What is typed on is another word, not the end of the last one.
        self._typed = self._own = f"{self.text} ".lstrip()
        self._recalled, self._asking = -1, Asking()
        self.completing.clear()
        self._line.open(self._typed)
        self._screen.run_worker(self.recent.read, thread=True, group="recent")
        self._desk.show(self._base, "")

    def place(self, footer: Box | None) -> None:
        """Lie over the footer."""
        if self._line is not None and self.is_open:
            self._line.place(footer)

    def lines(self, width: int, message: str) -> tuple[Line, ...]:
        """What stands in the footer's place while a query is typed; nothing else."""
        if self._line is None or not self.is_open:
            return ()
        asking = self._asking._replace(said=message or self._asking.said)
        offered = asking._replace(suggestions=self.completing.found, chosen=self.completing.chosen)
        most = min(MOST_LINES, self._screen.size.height // 3)
        return query_lines(self._line.value, self._line.scrolled, offered, width, most)

    def press(self, event: events.Key) -> None:
        """Take a key while a query is typed."""
        if self._line is None:
            return
        match event.key:
            case "tab" | "enter" if event.key == "tab" or self.completing.chosen is not None:
                self._complete()
            case "enter":
                self.keep()
            case "escape":
                self.drop()
            case "ctrl+n" | "ctrl+p":
                self.completing.choose(1 if event.key == "ctrl+n" else -1)
            case "up" | "down" if self.completing.found:
                self.completing.choose(1 if event.key == "down" else -1)
            case "up" | "down":
                self._recall(1 if event.key == "up" else -1)
            case _:
                self._recalled = -1
                self._line.press(event)
                self._changed()

    def paste(self, text: str) -> None:
        """Take what was pasted ahead."""
        if self._line is not None:
            self._line.paste(text)

    def _complete(self) -> None:
        taken = self.completing.taken()
        if taken is not None and self._line is not None:
            self._line.put(taken.replacement, taken.cursor)
            self._changed()

    def _suggested(self) -> None:
        if self.is_open and self.completing.is_wanted:
            self._complete()
        elif self.is_open:
            self._desk.show(self._desk.view)

    def keep(self) -> None:
        """Go on with the query; one that cannot be understood is to be mended first."""
        if self._asking.problem is not None or self._line is None:
            return
        self.close()
        self._remember(self._typed)
        self._settle()
        self._desk.show(self._desk.view)
        self._go_on()

    def leave(self) -> None:
        """Go on with the last good result: something else is done meanwhile."""
        if self.is_open:
            self._asking = Asking()
            self.keep()

    def drop(self) -> None:
        """Go back to what was there before the line was opened."""
        base, self._base = self._base, None
        self._cancel()
        self.close()
        if base is not None:
            self._desk.show(base)
            self._desk.look_again()
            self._go_on()

    def close(self) -> None:
        """Give the keyboard back to the desk."""
        if self._line is not None and self.is_open:
            self._line.close()

    def _recall(self, step: int) -> None:
        """A query of before, the newest first; below them what was typed."""
        queries = self.recent.queries
        at = min(max(self._recalled + step, -1), len(queries) - 1)
        if at == self._recalled or self._line is None:
            return
        if self._recalled < 0:
            self._own = self._line.value
        self._recalled = at
        self._line.put(queries[at] if at >= 0 else self._own)
        self._changed()

    def _remember(self, text: str) -> None:
        try:
            query = str(parse(text))
        except QueryError:
            # It was left for something else: only what is understood is worth another time.
            return
        if query:
            self.recent.remember(query)
            self._screen.run_worker(self.recent.write, thread=True, group="recent")

    def _changed(self) -> None:
        if self._line is None or not self.is_open or self._line.value == self._typed:
            return
        self._typed = self._line.value
        self._asking = Asking()
        self._seek(self._typed)
        if self._asking.problem or self._asking.said:
            # The last good result stays.
            self._desk.show(self._desk.view)
        if self._recalled < 0:
            self.completing.ask(self._typed, self._line.cursor_position)
        else:
            self.completing.clear()

    # -- the search -----------------------------------------------------------------------

    def _seek(self, text: str) -> None:
        """Begin to search for what a text means, or say what is wrong with it."""
        base = self._base or self._desk.view
        try:
            query = parse(text)
        except QueryError as error:
            self._asking = Asking(problem=error)
            return
        kind = hits.kind_for(query, base)
        if kind is None:
            self._asking = Asking(said="No pane lists that kind of record. kind: takes another.")
            return
        self._cancel()
        if query == Query():
            with self._link.reading():
                whole = hits.cleared(base, self._link.rows_of)
            self._desk.show(whole)
        elif str(query) == hits.in_force(base) and kind is base.leading.kind:
            self._desk.show(base)
        else:
            self._begin((str(query), kind), hits.as_begun(text))

    def _begin(self, sought: Sought, begun: str) -> None:
        self._sought = sought
        search = partial(self._search, sought, begun)
        self._worker = self._screen.run_worker(search, thread=True, exclusive=True, group="search")
        self._screen.set_timer(SLOW, partial(self._say_that_it_goes_on, self._worker))

    def _search(self, sought: Sought, begun: str) -> None:
        """Search, on a worker thread; where nothing is found, for words that begin so."""
        worker, app = get_current_worker(), self._screen.app
        tell = partial(app.call_from_thread, self._take, worker)
        try:
            found = find(self._link, sought, lambda: worker.is_cancelled, tell)
            if not found.rows.total and begun:
                longer = find(self._link, (begun, sought[1]), lambda: worker.is_cancelled, tell)
                found = longer if longer.rows.total else found
        except Interrupted:
            # Whoever wanted something else knows.
            return
        except DeskError as error:
            app.call_from_thread(self._desk.say, str(error))
        else:
            tell(found)

    def _take(self, worker: Worker[None], found: Found) -> None:
        """Show hits, unless something else is wanted by now."""
        if worker is not self._worker:
            return
        self._sought = found.sought
        view, base = self._desk.view, self._base
        with self._link.reading():
            if base is None:
                view = (
                    hits.counted(view, found)
                    if found.search.goes_on
                    else hits.refound(view, {found.sought: found}, self._link.rows_of)
                )
            else:
                # A key may have moved the view on, between Enter and the first hits.
                is_same = self.is_open or base in (view, view.previous)
                view = hits.searched(base if is_same else view, found, self._link.rows_of)
        # What was said of a search that took long is over.
        message = None if base is None or self.is_open else ""
        self._base = base if self.is_open else None
        so_far = f"Searching … {found.rows.total:,} so far" if found.search.goes_on else ""
        self._asking = self._asking._replace(said=so_far)
        self._desk.show(view, message)

    def _settle(self) -> None:
        """Have what is shown for good; or what comes, where nothing has come yet."""
        view = self._desk.view
        if self._sought is None or self._sought == (hits.in_force(view), view.leading.kind):
            self._base = None

    def _say_that_it_goes_on(self, worker: Worker[None]) -> None:
        if worker is not self._worker or worker.is_finished or self._asking.said:
            return
        self._asking = self._asking._replace(said="Searching …")
        if self.is_open:
            self._desk.show(self._desk.view)
        elif self._base is not None:
            self._desk.say("Searching …")

    def _go_on(self) -> None:
        """Search on for the rest of the hits that are shown, where that was cut short."""
        view = self._desk.view
        search = view.lists[view.leading].search
        if self._worker is None and search is not None and search.goes_on:
            self._begin((search.query, view.leading.kind), "")

    def _cancel(self) -> None:
        if self._worker is not None:
            self._worker.cancel()
        self._sought = self._worker = None


def _said_by_row(link: Link, view: View, ref: Ref | None) -> Asked | None:
    """What the record of a row asks for: links of it, or in its own list what it is itself."""
    if ref is None or view.active is not view.leading:
        return about(ref) if ref else None
    shown = view.lists[view.active]
    with link.reading():
        row = link.rows(shown.rows, shown.cursor, 1)[0]
    return own_value(row.record)
