"""`A`: reports are relevant and go into an event, one that is there or a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from store.changes import Operation
from store.commands.events import FileReports
from store.derive.first_draft import event_of
from store.derive.picking import Offer
from store.ids import Kind, Ref
from store.model import Event, Report
from store.reader import Asker, Reader
from store.record import Record
from store.values import Triage
from store.vocabulary import TriageState
from tui.decision import Decision
from tui.desk.bench import Bench
from tui.desk.dialogs.picker import Picked, Picker, Stop, Wanted
from tui.desk.kept import KeptReader
from tui.desk.twins import likely
from tui.desk.workbench.advancing import Advancing
from tui.desk.workbench.confirming import confirmed
from tui.desk.workbench.filling import filling_of, labels
from tui.intents import Action
from tui.render.confirming import counted
from tui.render.line import cut


class _Draft(NamedTuple):
    """What a new event is filled in with."""

    values: Mapping[str, object]
    names: Mapping[Ref, str]


class Gathering:
    """Puts the reports that are meant into events; the cursor stays with them."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._advancing = Advancing(bench)
        self._filling = filling_of(bench)

    def begin(self, action: Action) -> None:
        """Ask into which event they go."""
        del action
        bench = self._bench
        reports = bench.meant()
        wrong = next((ref for ref in reports if ref.kind is not Kind.REPORT), None)
        if wrong is None:
            shown: dict[Ref, Triage] = {}
            pick = partial(self._pick, shown)
            deed = f"Put {counted(reports)} into an event"
            confirmed(bench, reports, deed, pick, partial(_overruled, shown))
        elif bench.may_change():
            kind = wrong.kind
            bench.told(
                f"{wrong} is {kind.article} {kind.noun}; reports go into events. "
                "{link} links any two records."
            )

    def _pick(self, shown: Mapping[Ref, Triage], reports: Sequence[Ref]) -> None:
        wanted = Wanted(
            f"{counted(reports)}: relevant, and into which event?",
            partial(self._find, tuple(reports)),
            (Kind.EVENT,),
        )
        take = partial(
            self._take, tuple(reports), {ref: shown[ref] for ref in reports if ref in shown}
        )
        self._bench.ask(Picker(wanted, self._bench.bindings), take)

    def _find(self, reports: tuple[Ref, ...], text: str, unwanted: Stop) -> list[Offer]:
        if text.strip():
            return self._filling.find(text, (Kind.EVENT,), unwanted)
        with self._bench.link.asking(unwanted) as (reader, asker):
            return likely(reports, reader, asker, self._bench.link.covers)

    def _take(
        self, reports: tuple[Ref, ...], shown: Mapping[Ref, Triage], picked: Picked | None
    ) -> None:
        if picked is None:
            return
        if picked.ref is None:
            self._make(reports, shown, picked.name)
            return
        event = picked.ref
        command = FileReports(reports, event, title=picked.name, shown=shown)

        def done(operation: Operation | None) -> str:
            which = counted(reports)
            verb = "tells" if len(reports) == 1 else "tell"
            if operation is None:
                return f"{which} {verb} of {event} already; nothing was changed."
            undo = self._bench.bindings.said("{undo} undoes it, {into-event} adds another event.")
            return f"{which} {verb} of {event} {cut(picked.name, 40)}. {undo}"

        refused = partial(self._advancing.refused, Action.INTO_EVENT, reports)
        self._remember(picked.name, event)
        self._bench.run(command, done, refused=refused)

    def _make(self, reports: tuple[Ref, ...], shown: Mapping[Ref, Triage], title: str) -> None:
        def read(reader: Reader, asker: Asker) -> _Draft | None:
            del asker
            found = [one for ref in reports if isinstance(one := reader.find(ref), Report)]
            if not found:
                return None
            # What is covered on the desk is not laid open in a form.
            seen = KeptReader(self._bench.link.covers)
            seen.begin(reader)
            shown = seen.find(found[0].ref)
            values = event_of(found, reader, shown if isinstance(shown, Report) else None)
            if title:
                values["title"] = title
            return _Draft(
                values, labels(tuple(values.values()), reader, self._bench.link.covers.seen)
            )

        def open_form(draft: _Draft | None) -> None:
            if draft is None:
                self._bench.say(f"{reports[0]} is not there any more.")
                return

            known = dict(shown)

            def making(record: Record, created: Mapping[Ref, Record]) -> FileReports:
                made = record if isinstance(record, Event) else Event()
                command = FileReports(reports, made.ref, made, created, shown=dict(known))
                # Who was told that somebody decided meanwhile, and saves again, means it.
                known.clear()
                return command

            title = f"NEW EVENT from {counted(reports)}"
            self._filling.make(
                Kind.EVENT,
                draft.values,
                draft.names,
                title,
                making,
                partial(self._remember, ""),
                about=reports,
            )

        self._bench.read(read, open_form, group="form")

    def _remember(self, title: str, event: Ref | None) -> None:
        """Have the next reports put into the same event when the decision is repeated."""
        if event is not None:
            self._bench.last = Decision(
                Action.REPEAT, TriageState.RELEVANT, event=event, title=title
            )


def _overruled(shown: dict[Ref, Triage], record: Record) -> str:
    """What was decided on a report, where that was not that it is relevant; it is remembered."""
    if not isinstance(record, Report):
        return ""
    shown[record.ref] = record.triage
    state = record.triage.state
    return "" if state in (TriageState.NEW, TriageState.LATER, TriageState.RELEVANT) else str(state)
