"""Editing the fields of a record, and making a new one."""

from __future__ import annotations

from store.derive.first_draft import beside
from store.ids import Kind, Ref
from tui.desk.bench import Bench
from tui.desk.message import Intended
from tui.desk.workbench.filling import filling_of
from tui.desk.workbench.writing import Writing
from tui.intents import Action, Do
from tui.state import Pane, View


class Editing:
    """Opens the forms that `e` and `o` ask for."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._filling = filling_of(bench)

    def begin(self, action: Action) -> None:
        """Edit the record that is meant, or make one of the pane's kind."""
        if not self._bench.may_change():
            return
        if action is Action.NEW:
            self._make()
        else:
            self._edit()

    def _edit(self) -> None:
        meant = self._bench.meant()
        if not meant:
            self._bench.say("There is no record here to edit.")
        elif len(meant) == 1 and meant[0].kind is Kind.NOTE:
            # A note has a draft and an editor of its own.
            Writing(self._bench).begin(Action.LONG_NOTE)
        elif len(meant) > 1:
            self._bench.told(
                f"{len(meant)} records are marked, and a form is of one. {{mark}} takes a mark off."
            )
        else:
            self._filling.edit(meant[0])

    def _make(self) -> None:
        bench, view = self._bench, self._bench.view
        kind = _kind(view)
        if kind is Kind.NOTE:
            Writing(bench).begin(Action.NEW)
        elif kind is Kind.REPORT:
            # It comes in as a document; it is not filled in by hand.
            bench.screen.post_message(Intended(Do(Action.ADD)))
        elif kind is None:
            bench.say("There is no record here of whose kind one could be made.")
        else:
            leads = view.lists[view.leading].rows.kind is kind
            values = beside(kind, None if leads else view.focus)
            # What was made of the focus stands in its pane; else it is what is worked on next.
            then = self._follow if leads else None
            self._filling.make(kind, values, self._named(view.focus), then=then)

    def _named(self, ref: Ref | None) -> dict[Ref, str]:
        with self._bench.link.reading():
            dossier = self._bench.link.dossier(ref) if ref else None
        return {dossier.record.ref: dossier.record.label} if dossier else {}

    def _follow(self, ref: Ref | None) -> None:
        if ref is not None:
            self._bench.desk.follow(ref)


def _kind(view: View) -> Kind | None:
    """The kind of record that the active pane shows."""
    if view.active is Pane.DETAIL:
        return view.shown.kind if view.shown else None
    return view.lists[view.active].rows.kind
