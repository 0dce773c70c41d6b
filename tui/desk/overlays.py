"""Saved views, facets and the palette: opened over a desk, and what comes of them."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import App

from store.changes import Act, Command, Operation
from store.derive.facets import Facets, facets
from store.derive.lookup import lookup
from store.derive.views import SavedView, hits_of, saved_views, text_to_save
from store.ids import Kind
from store.query import parse
from store.record import Record
from store.syntax import Query
from tui.desk.dialogs.facets import FacetsDialog
from tui.desk.dialogs.palette import palette
from tui.desk.dialogs.views import ViewsDialog
from tui.desk.link import Link
from tui.desk.mending import Mending
from tui.desk.workspace import Workspace
from tui.this_value import about

#: Asked while a worker thread reads; true ends the read.
Stop = Callable[[], bool]


class StoreShelf:
    """The saved views of a store."""

    def __init__(self, link: Link, kind: Kind) -> None:
        """`kind` is what a view lists that names none."""
        self._link = link
        self._kind = kind

    @property
    def only_reads(self) -> str:
        """Why nothing can be changed; "" when it can."""
        return self._link.only_reads

    def views(self, unwanted: Stop) -> list[SavedView]:
        """All views, in order."""
        with self._link.asking(unwanted) as (reader, _):
            return saved_views(reader)

    def hits(self, saved: SavedView, unwanted: Stop) -> int:
        """How many records a view lists."""
        with self._link.asking(unwanted) as (reader, asker):
            return hits_of(reader, saved, self._kind, asker)

    def run(self, command: Command) -> Operation | None:
        """Carry a command out."""
        return self._link.run(command)


def open_views(app: App[None], present: Workspace) -> None:
    """Show the saved views; the chosen one is applied."""
    kind = present.view.leading.kind
    text = present.searching.text
    query = text_to_save(parse(text), kind) if text else ""

    def undo() -> None:
        mending.begin(Act.UNDO)

    def look() -> None:
        present.look()
        app.call_from_thread(dialog.hear)

    dialog = ViewsDialog(StoreShelf(present.link, kind), query, undo, present.bindings)
    mending = Mending(dialog, present.link, dialog.say, look, present.bindings)
    present.heard = dialog.hear

    def close(chosen: str | None) -> None:
        present.heard = None
        if chosen is not None:
            present.searching.apply(chosen)

    app.push_screen(dialog, close)


def open_facets(app: App[None], present: Workspace) -> None:
    """Count what the leading list's records have in common; the list is narrowed by a choice."""
    view = present.view
    shown, kind = view.lists[view.leading], view.leading.kind
    query = parse(present.searching.text) if shown.of is None else Query(about(shown.of))

    def count(asked: Query, unwanted: Stop, tell: Callable[[Facets], object]) -> Facets:
        with present.link.asking(unwanted) as (reader, asker):
            return facets(reader, asked, kind, asker, tell=tell)

    dialog = FacetsDialog(query, kind.table, count, present.bindings)
    present.heard = dialog.hear

    def close(narrowed: Query | None) -> None:
        present.heard = None
        if narrowed is not None:
            present.searching.apply(str(narrowed))

    app.push_screen(dialog, close)


def open_palette(app: App[None], present: Workspace) -> None:
    """Find a command, a saved view or a record."""

    def find(text: str, unwanted: Stop) -> list[Record]:
        with present.link.asking(unwanted) as (reader, asker):
            return [present.link.covers.seen(one) for one in lookup(text, reader, asker)]

    def views(unwanted: Stop) -> list[SavedView]:
        with present.link.asking(unwanted) as (reader, _):
            return saved_views(reader)

    app.push_screen(
        palette(present, views, find, present.searching.apply, present.follow, present.bindings)
    )
