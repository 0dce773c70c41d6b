"""Finding what the report in the detail may be a duplicate of, once the cursor rests on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.screen import Screen
from textual.timer import Timer
from textual.worker import get_current_worker

from store.derive.inbox import is_open
from store.errors import DeskError, Interrupted
from store.ids import Kind, Ref
from tui.desk.link import Link
from tui.desk.twins import Twins, twins

#: Seconds for which the cursor rests on a report before it is looked for.
REST = 0.2
#: So many are shown in the detail.
SHOWN = 3
#: Of so many reports it is remembered.
KEPT = 200


class Likely:
    """Looks on a worker thread; a key that moves on ends it."""

    def __init__(self, screen: Screen[None], link: Link, show: Callable[[Ref], None]) -> None:
        """`show` is called where something else was found of a report than before."""
        self._screen = screen
        self._link = link
        self._show = show
        self._found: dict[Ref, Twins | None] = {}
        """None of a report that waits for no decision: of that nothing was looked for."""
        self._looked: set[Ref] = set()
        """The reports of which what is known is as the store is now."""
        self._resting: Ref | None = None
        self._timer: Timer | None = None
        self._is_stopped = False

    def known(self, ref: Ref) -> Twins | None:
        """What was found of a report, the likeliest first; None where it has to be looked for."""
        found = self._found.get(ref)
        # What was found before a change most often is so still; that there is nothing, is not.
        return found if found or ref in self._looked else None

    def shown(self, ref: Ref) -> Twins:
        """What is to be seen of it in the detail, also when it has to be looked at again."""
        return (self._found.get(ref) or ())[:SHOWN]

    def hear(self) -> None:
        """The store has changed: look again at what is shown."""
        self._looked.clear()
        self._resting = None

    def forget(self) -> None:
        """Words were covered, or revealed: what was found tells of them, or does not."""
        self._found.clear()
        self.hear()

    def rest(self, ref: Ref | None) -> None:
        """The cursor has come to rest on a record, or on none."""
        if ref == self._resting:
            return
        self._resting = ref
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._screen.workers.cancel_group(self._screen, "likely")
        if ref is not None and ref.kind is Kind.REPORT and ref not in self._looked:
            self._timer = self._screen.set_timer(REST, partial(self._begin, ref))

    def stop(self) -> None:
        """Look for nothing more."""
        self._is_stopped = True
        if self._screen.is_running:
            # A desk on a bare file is stopped before it has begun.
            self._screen.workers.cancel_group(self._screen, "likely")

    def _begin(self, ref: Ref) -> None:
        self._timer = None
        if self._is_stopped:
            return
        look = partial(self._look, ref)
        self._screen.run_worker(look, thread=True, exclusive=True, group="likely")

    def _look(self, ref: Ref) -> None:
        worker = get_current_worker()
        found: Twins | None = None
        try:
            with self._link.asking(lambda: worker.is_cancelled) as (reader, asker):
                if any(is_open(one, asker) for one in reader.listing(ref.kind, (ref.number,))):
                    found = twins(reader, ref, asker, self._link.covers)
        except Interrupted:
            # The cursor is elsewhere.
            return
        except DeskError:
            # Whoever reads the report itself is told what is wrong with the store.
            found = ()
        if not worker.is_cancelled:
            self._screen.app.call_from_thread(self._take, ref, found)

    def _take(self, ref: Ref, found: Twins | None) -> None:
        if len(self._found) >= KEPT:
            self._found.clear()
            self._looked.clear()
        is_new = (self._found.get(ref) or ()) != (found or ())
        self._found[ref] = found
        self._looked.add(ref)
        if is_new:
            self._show(ref)
