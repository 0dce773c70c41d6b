"""What a refresh would change of the hits on the screen, counted behind it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from textual.screen import Screen
from textual.worker import get_current_worker

from store.errors import DeskError, Interrupted
from tui import hits
from tui.desk.finding import find
from tui.desk.front import Front
from tui.desk.link import Link
from tui.search import INBOX, Drift, Sought
from tui.state import PANE_OF, View


class Recounting:
    """Searches again, after news, for what one desk shows."""

    def __init__(self, screen: Screen[None], desk: Front, link: Link) -> None:
        self._screen = screen
        self._desk = desk
        self._link = link

    def hear(self) -> None:
        """Something was committed."""
        view = self._desk.view
        if _counted(view):
            count = partial(self._count, view)
            self._screen.run_worker(count, thread=True, exclusive=True, group="drift")

    def _count(self, view: View) -> None:
        worker = get_current_worker()
        drifts: dict[Sought, Drift] = {}
        try:
            for sought in _counted(view):
                listed = view.lists[PANE_OF[sought[1]]]
                if listed.search is not None and not listed.search.goes_on:
                    now = find(self._link, sought, lambda: worker.is_cancelled)
                    drifts[sought] = hits.drift(listed.rows.numbers, now.rows.numbers)
        except Interrupted:
            # Newer news are counted instead.
            return
        except DeskError as error:
            self._screen.app.call_from_thread(self._desk.say, str(error))
        else:
            self._screen.app.call_from_thread(self._take, view, drifts)

    def _take(self, view: View, drifts: Mapping[Sought, Drift]) -> None:
        """Tell the differences of lists that are still the same."""
        now = self._desk.view
        same = {
            sought: drift
            for sought, drift in drifts.items()
            if now.lists[PANE_OF[sought[1]]].rows is view.lists[PANE_OF[sought[1]]].rows
        }
        changed = hits.drifted(now, same)
        if changed is not now:
            self._desk.show(changed)


def _counted(view: View) -> frozenset[Sought]:
    """What is searched again; the inbox goes by what was decided, report by report."""
    return hits.sought(view, trail=False) - {INBOX}
