"""Marking all that is listed, or all that is not marked yet."""

from __future__ import annotations

from array import array
from functools import partial

from store.query import parse
from store.reader import Asker, Links, Reader
from tui import hits, marked
from tui.desk.bench import Bench
from tui.ends import with_whole
from tui.intents import Action
from tui.search import Found, Sought
from tui.state import Pane, View


class Marking:
    """Marks rows for one desk."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def begin(self, action: Action) -> None:
        """Mark what is not marked, and only that; without a mark all that is listed."""
        del action
        view = self._bench.view
        pane = view.active
        shown = view.lists[pane]
        if not shown.rows.numbers:
            self._bench.told("There is no row here to mark. {next-pane} goes to another pane.")
        elif shown.search is not None and shown.search.goes_on:
            self._find_all(pane, (shown.query, pane.kind))
        else:
            with self._bench.link.reading():
                whole = with_whole(view, pane, self._bench.link.long.whole)
            self._show(marked.inverted(whole, pane), pane)

    def _find_all(self, pane: Pane, sought: Sought) -> None:
        """Mark when all hits are known: more of them may come than are listed now."""
        self._bench.say("Marking all results, when the last of them is found …")
        self._bench.read(partial(_hits, sought), partial(self._take, pane, sought))

    def _take(self, pane: Pane, sought: Sought, rows: Links) -> None:
        view = self._bench.view
        shown = view.lists[pane]
        if shown.search is None or (shown.query, pane.kind) != sought:
            # Something else is listed by now, of which nobody has asked to mark all.
            return
        found = Found(shown.search._replace(goes_on=False), rows)
        with self._bench.link.reading():
            whole = hits.refound(view, {sought: found}, self._bench.link.rows_of)
        self._show(marked.inverted(whole, pane), pane)

    def _show(self, view: View, pane: Pane) -> None:
        count = len(view.lists[pane].marks)
        said = f"{count:,} of {len(view.lists[pane].rows.numbers):,} marked."
        self._bench.show(view, said)


def _hits(sought: Sought, reader: Reader, asker: Asker) -> Links:
    """All hits, on a worker thread."""
    query, kind = sought
    numbers = array("q", reader.search(parse(query), kind, asker))
    return Links(kind, numbers, {}, len(numbers))
