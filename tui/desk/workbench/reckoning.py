"""The toll of an event: `=` on the event, on a claim of it, or beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from store.changes import Act, Command, Operation
from store.commands.estimates import SetEstimate
from store.commands.grading import Grade
from store.derive.toll import Toll, seen_through, toll
from store.errors import DeskError
from store.ids import Kind, Ref
from store.model import Claim
from store.reader import Links
from store.values import Estimate
from tui.desk.bench import Bench
from tui.desk.dialogs.toll import Chosen, TollScreen
from tui.desk.mending import Mending
from tui.desk.message import Intended
from tui.intents import Action, Do
from tui.render.doing import done


class Reckoning:
    """Opens the toll, and does what comes of it."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def begin(self, action: Action) -> None:
        """Show the toll of the event that is meant."""
        del action
        event = self._event()
        if event is None:
            self._bench.told("{toll} shows the toll of an event: {events} goes to the events.")
            return
        bench = self._bench

        def undo() -> None:
            mending.begin(Act.UNDO)

        def look() -> None:
            bench.desk.look()
            bench.screen.app.call_from_thread(dialog.hear)

        dialog = TollScreen(event, Ledger(bench, event), undo, bench.bindings)
        mending = Mending(dialog, bench.link, dialog.say, look, bench.bindings)
        bench.desk.heard = dialog.hear
        bench.ask(dialog, self._closed)

    def _event(self) -> Ref | None:
        """The event under the cursor, or of the claim there, else the one in focus."""
        view = self._bench.view
        for ref in (view.shown, view.focus):
            if ref is not None and ref.kind is Kind.EVENT:
                return ref
            if ref is not None and ref.kind is Kind.CLAIM:
                with self._bench.link.reading():
                    listed = Links(Kind.CLAIM, (ref.number,), {}, 1)
                    (row,) = self._bench.link.rows(listed, 0, 1)
                if isinstance(row.record, Claim) and row.record.event is not None:
                    return row.record.event
        return None

    def _closed(self, chosen: Chosen | None) -> None:
        self._bench.desk.heard = None
        if chosen is not None:
            action, ref = chosen
            self._bench.desk.follow(ref)
            if action is not Action.FOLLOW:
                self._bench.screen.post_message(Intended(Do(action)))


class Ledger:
    """What the toll of one event reads and writes."""

    def __init__(self, bench: Bench, event: Ref) -> None:
        self._bench = bench
        self._event = event

    @property
    def why_not(self) -> str:
        """Why nothing can be changed; "" when it can."""
        return self._bench.why_not

    def read(self, unwanted: Callable[[], bool]) -> Toll | None:
        """The toll as it is now, on a worker thread; None where the event is gone."""
        with self._bench.link.asking(unwanted) as (reader, _):
            found = toll(reader, self._event)
        return seen_through(found, self._bench.link.covers) if found else None

    def grade(self, shown: Toll, claim: Ref, grade: str, told: Callable[[str], None]) -> None:
        """Give a claim its credibility."""
        command = Grade([claim], grade, seen={claim: shown.versions[claim]})
        self._run(command, f"{claim} has that grade already.", told)

    def set_estimate(self, shown: Toll, estimate: Estimate, told: Callable[[str], None]) -> None:
        """Set a range."""
        command = SetEstimate(
            self._event, estimate, seen={self._event: shown.versions[self._event]}
        )
        self._run(command, "It is set so already.", told)

    def _run(self, command: Command, same: str, told: Callable[[str], None]) -> None:
        """Carry it out, and tell it here and, behind this screen, on the desk."""

        def say(operation: Operation | None) -> None:
            undoes = " u undoes." if operation else ""
            told(f"{done(1, same, operation)}{undoes}")

        def refused(error: DeskError) -> None:
            told(str(error))

        self._bench.run(command, partial(done, 1, same), say, refused)
