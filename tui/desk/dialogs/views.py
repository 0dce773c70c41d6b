"""The saved views: apply one, save the query in force, rename, move, delete."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from textual.worker import get_current_worker

from store.changes import Command, Operation
from store.commands.views import DeleteView, MoveView, RenameView, SaveView
from store.derive.views import SavedView
from store.errors import DeskError, Interrupted
from store.ids import Ref
from store.text import clean
from tui.bindings import USUAL, Bindings
from tui.desk.dialogs.naming import Naming
from tui.desk.dialogs.panel import Panel
from tui.render.line import Line
from tui.render.views import EMPTY, list_room, views_lines

#: Asked while a worker thread reads; true ends the read.
Stop = Callable[[], bool]
NO_QUERY = "There is no query to save. {search} asks for something first."


class Shelf(Protocol):
    """What the dialog asks of the store, on worker threads."""

    @property
    def only_reads(self) -> str:
        """Why nothing can be changed; "" when it can."""

    def views(self, unwanted: Stop) -> list[SavedView]:
        """All views, in order."""

    def hits(self, saved: SavedView, unwanted: Stop) -> int:
        """How many records a view lists."""

    def run(self, command: Command) -> Operation | None:
        """Carry a command out."""


class ViewsDialog(Panel[str]):
    """Dismissed with the view whose query is to be applied, as text; None for none."""

    def __init__(
        self,
        shelf: Shelf,
        query: str,
        undo: Callable[[], object],
        bindings: Bindings = USUAL,
    ) -> None:
        """`query` is what would be saved, "" for none; `undo` takes the last change back."""
        super().__init__(bindings)
        self._shelf = shelf
        self._query = query
        self._undo = undo
        self._views: Sequence[SavedView] | None = None
        self._hits: dict[Ref, int] = {}
        self._wanted: Ref | None = None

    def on_mount(self) -> None:
        self.hear()

    def hear(self) -> None:
        """Read the views and count again: the store has changed, or it is opened."""
        self.run_worker(self._read, thread=True, exclusive=True, group="views")

    def _read(self) -> None:
        worker = get_current_worker()

        def unwanted() -> bool:
            return worker.is_cancelled

        try:
            views = self._shelf.views(unwanted)
            if not worker.is_cancelled:
                self.app.call_from_thread(self._take, views)
            for saved in views:
                found = self._shelf.hits(saved, unwanted)
                if not worker.is_cancelled:
                    self.app.call_from_thread(self._take_hits, saved, found)
        except Interrupted:
            # It is closed, or reads again.
            return
        except DeskError as error:
            self.app.call_from_thread(self.say, str(error))

    def _take(self, views: list[SavedView]) -> None:
        before = {one.view.ref: one.text for one in self._views or ()}
        at = self._chosen.view.ref if self._chosen else None
        wanted, self._wanted = self._wanted or at, None
        self._views = views
        refs = [one.view.ref for one in views]
        self.cursor = refs.index(wanted) if wanted in refs else self.cursor
        self.cursor = max(0, min(self.cursor, len(views) - 1))
        # What was counted stands until it is counted again, but not for another query.
        same = {one.view.ref for one in views if before.get(one.view.ref) == one.text}
        self._hits = {ref: found for ref, found in self._hits.items() if ref in same}
        self.draw()

    def _take_hits(self, saved: SavedView, found: int) -> None:
        if self._hits.get(saved.view.ref) != found:
            self._hits[saved.view.ref] = found
            self.draw()

    @property
    def _chosen(self) -> SavedView | None:
        return self._views[self.cursor] if self._views and self.cursor < len(self._views) else None

    @property
    def _meant(self) -> SavedView | None:
        """The view under the cursor; why there is none is said."""
        if self._views is None:
            self.say("The views are still being read. Try again.")
        elif self._chosen is None:
            self.say("There is no view yet. a saves the query that is in force.")
        return self._chosen

    # -- drawing --------------------------------------------------------------------------

    def lines(self) -> tuple[Line, ...]:
        empty = self.bindings.said(EMPTY)
        return views_lines(
            self._views, self._hits, self.cursor, self.top, self.message, (*self.box,), empty
        )

    def room(self) -> int:
        return list_room(self._views, self.cursor, self.message, (*self.box,))

    def row_count(self) -> int:
        return len(self._views or ())

    # -- keys -----------------------------------------------------------------------------

    def keys(self) -> dict[str, Callable[[], object]]:
        chosen = self._apply_chosen
        own: dict[str, Callable[[], object]] = {"enter": chosen, "l": chosen, "right": chosen}
        own |= {str(at + 1): partial(self._apply_at, at) for at in range(9)}
        own |= {"a": self._save, "o": self._save, "e": self._rename, "u": self._undo}
        own |= {"J": partial(self._move_view, 1), "K": partial(self._move_view, -1)}
        own |= dict.fromkeys(("shift+down",), partial(self._move_view, 1))
        own |= dict.fromkeys(("shift+up",), partial(self._move_view, -1))
        return own | dict.fromkeys(("D", "delete"), self._delete)

    def _apply_chosen(self) -> None:
        chosen = self._meant
        if chosen is not None:
            self._apply(chosen)

    def _apply_at(self, at: int) -> None:
        if self._views is not None and at < len(self._views):
            self._apply(self._views[at])
        else:
            self.say(f"There is no view {at + 1}.")

    def _apply(self, saved: SavedView) -> None:
        if saved.query is None:
            self.say(f"{_name(saved)} cannot be understood. {clean(saved.problem)}")
        else:
            self.dismiss(saved.text)

    def _save(self) -> None:
        if not self._query:
            self.say(self.bindings.said(NO_QUERY))
        elif self._may_change():
            explained = f"Saves {self._query}. A name that is there already gets the new query."
            naming = Naming("Save the query as a view", explained)
            self.app.push_screen(naming, self._save_as)

    def _save_as(self, name: str | None) -> None:
        if name:
            self._run(SaveView(name, self._query), f"Saved as {clean(name)}.")

    def _rename(self) -> None:
        chosen = self._meant
        if chosen is not None and self._may_change():
            naming = Naming("Rename the view", "Enter renames, Esc leaves it.", chosen.view.name)
            self.app.push_screen(naming, partial(self._rename_to, chosen))

    def _rename_to(self, chosen: SavedView, name: str | None) -> None:
        if name and name != clean(chosen.view.name):
            self._run(RenameView(chosen.view.ref, name), f"Renamed to {clean(name)}.")

    def _move_view(self, by: int) -> None:
        chosen = self._meant
        if chosen is not None and self._may_change():
            self._wanted = chosen.view.ref
            self._run(MoveView(chosen.view.ref, by, chosen.view.name), "")

    def _delete(self) -> None:
        chosen = self._meant
        if chosen is not None and self._may_change():
            self._run(
                DeleteView(chosen.view.ref, chosen.view.name),
                f"Deleted {_name(chosen)}. u undoes it.",
            )

    def _may_change(self) -> bool:
        if self._shelf.only_reads:
            self.say(f"Nothing can be changed here: {self._shelf.only_reads}.")
        return not self._shelf.only_reads

    def _run(self, command: Command, done: str) -> None:
        self.run_worker(partial(self._carry_out, command, done), thread=True, group="command")

    def _carry_out(self, command: Command, done: str) -> None:
        try:
            self._shelf.run(command)
        except DeskError as error:
            self.app.call_from_thread(self.say, str(error))
        else:
            self.app.call_from_thread(self._done, done)

    def _done(self, sentence: str) -> None:
        self.message = sentence
        self.hear()


def _name(saved: SavedView) -> str:
    return clean(saved.view.label)[:40] or str(saved.view.ref)
