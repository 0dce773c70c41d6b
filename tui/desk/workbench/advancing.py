"""Carrying a decision out, and leading to the next report that nobody else has open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from time import monotonic

from store.changes import Operation
from store.derive.inbox import is_open
from store.errors import DeskError, Stale
from store.ids import Kind, Ref
from store.model import Report
from store.reader import Links
from store.record import Record
from store.values import Triage
from tui import decision as decisions
from tui import state
from tui.decision import Decision
from tui.desk.bench import Bench
from tui.hits import has_inbox
from tui.intents import Action
from tui.state import Pane, View
from tui.written_decision import command_of

Refs = tuple[Ref, ...]


class Advancing:
    """Shows the next report at once, and has the decision written behind the screen."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._pending: set[Ref] = set()
        """What was decided on and is not written yet."""
        self.came_back: tuple[Ref, float] | None = None
        """The report to which the cursor was put back last, because it was refused, and when."""

    def decide(self, decision: Decision, refs: Refs, shown: Mapping[Ref, Triage]) -> None:
        """Decide on reports of which that was shown, and go on."""
        self.write(decision, refs, shown, self.go_on(refs))

    def go_on(self, refs: Refs) -> str:
        """Lead to the next report; what is to be said where there is none."""
        self._pending.update(refs)
        view, left = self._onward(self._bench.view, refs)
        self._bench.show(view, "")
        return left

    def write(
        self, decision: Decision, refs: Refs, shown: Mapping[Ref, Triage], left: str = ""
    ) -> None:
        """Have the decision written; then say what was done, and what is left."""
        self._bench.run(
            command_of(decision, refs, shown),
            partial(self._said, decision, refs, left),
            then=lambda _: self._pending.difference_update(refs),
            refused=partial(self.refused, decision.action, refs),
        )

    def _said(self, decision: Decision, refs: Refs, left: str, operation: Operation | None) -> str:
        record = self.record(refs[0]) if decision.of is not None else None
        if isinstance(record, Report) and record.triage.of is not None:
            # What was named may itself repeat another one, which is the original.
            decision = decision._replace(of=record.triage.of)
        done = decisions.done(refs, decision)
        if operation is None:
            return f"{done} So it was already."
        undo = self._bench.bindings.said("{undo} undoes.")
        return f"{done} {left or undo}"

    def return_to(self, refs: Refs) -> None:
        """Take the cursor back to the first of the reports, which wait again."""
        self._pending.difference_update(refs)
        view = self._bench.view
        pane = view.listed
        if has_inbox(view) and pane is view.leading:
            view = decisions.unsettled(view, pane, refs)
        self._bench.show(view)
        self._bench.return_to(refs[0])

    # -- the next one ---------------------------------------------------------------------

    def begin_at_the_first(self) -> None:
        """Put the cursor on the first row that nobody else has open, where there is one."""
        shown = self._bench.view.lists[self._bench.view.listed]
        found = self._taken(map(shown.rows.kind.ref, shown.rows.numbers))
        if found is not None:
            self._bench.return_to(found)

    def _taken(self, waiting: Iterator[Ref]) -> Ref | None:
        """The first that nobody else has open, shown to others as open here."""
        try:
            return self._bench.link.take_next(waiting)
        except DeskError:
            # That this desk cannot be shown to others is told by whoever shows it.
            return next(waiting, None)

    def _onward(self, view: View, refs: Refs) -> tuple[View, str]:
        pane = view.listed
        is_inbox = has_inbox(view) and pane is view.leading
        if is_inbox:
            view = decisions.settled(view, pane, refs)
        shown = view.lists[pane]
        if shown.ref is not None and shown.ref not in refs and self._waits(shown.ref):
            return view, ""
        passed = {ref.number for ref in self._pending}
        found = self._taken(decisions.below(shown, self._waits, passed))
        row = decisions.row_below(shown, found) if found else None
        if row is None:
            left = decisions.none_below(shown, passed, is_inbox=is_inbox)
            return view, self._bench.bindings.said(left)
        return self._moved(view, pane, row), ""

    def _waits(self, ref: Ref) -> bool:
        """Whether the report waits in this moment, whatever the screen has of it."""
        with self._bench.link.asking(lambda: False) as (reader, asker):
            return any(is_open(one, asker) for one in reader.listing(ref.kind, (ref.number,)))

    def _moved(self, view: View, pane: Pane, row: int) -> View:
        heights = self._bench.scene().heights
        with self._bench.link.reading():
            return state.put_cursor(view, pane, row, self._bench.link.rows_of, heights.get(pane, 1))

    # -- what was refused -----------------------------------------------------------------

    def refused(self, action: Action, refs: Refs, error: DeskError) -> None:
        """Go back to what somebody else decided on meanwhile, and say who, what and when."""
        if not isinstance(error, Stale):
            self.return_to(refs)
            self._bench.say(str(error))
            return
        changed = [Ref(name) for name in error.changed]
        self.return_to(tuple(changed))
        self._pending.difference_update(refs)
        first = changed[0]
        record = self.record(first)
        now = record.triage if isinstance(record, Report) else Triage()
        by, deed = error.changed[first], error.deeds.get(first)
        said = decisions.overruled(first, by, now, deed, datetime.now().astimezone())
        if len(refs) > 1:
            verb = "is" if len(changed) == 1 else "are"
            said += f" {len(changed):,} of {len(refs):,} {verb} decided by now; nothing was done."
        self.came_back = first, monotonic()
        self._bench.say(f"{said} {self._again(action)}")

    def _again(self, action: Action) -> str:
        return self._bench.bindings.said(f"{{{action.value}}} again overrules.")

    def record(self, ref: Ref) -> Record | None:
        """The record as the screen has it; None for one that is not there any more."""
        with self._bench.link.reading():
            rows = self._bench.link.rows(Links(ref.kind, (ref.number,), {}, 1), 0, 1)
        return rows[0].record if rows and not rows[0].is_gone else None


def is_reports(refs: Refs) -> bool:
    """Whether they are reports, all of them."""
    return bool(refs) and all(ref.kind is Kind.REPORT for ref in refs)
