"""Showing the words of graphic and personal records, and covering them again."""

from __future__ import annotations

from functools import partial

from store.commands.work import SetSensitivity
from store.derive.dossier import inside
from store.ids import Ref
from store.record import Record
from store.vocabulary import Sensitivity
from tui.desk.bench import Bench
from tui.desk.workbench.confirming import AT_ONCE, confirmed, shown
from tui.intents import Action
from tui.render.confirming import counted
from tui.render.doing import done
from tui.render.menu import Answer

KINDS = {str(at): kind for at, kind in enumerate(Sensitivity, start=1)}
MEANINGS = {
    Sensitivity.OPEN: "its words are shown",
    Sensitivity.GRAPHIC: "covered: what it tells or shows is hard to bear",
    Sensitivity.PERSONAL: "covered: it may harm a person who is named or can be told by it",
}


class Covering:
    """Reveals and covers, for one desk."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def begin(self, action: Action) -> None:
        """Show the words of what is meant, or cover them again; or ask how sensitive it is."""
        refs = self._bench.meant()
        if action is Action.SENSITIVITY:
            self._ask(refs)
        else:
            self._reveal(refs)

    def _reveal(self, refs: tuple[Ref, ...]) -> None:
        with self._bench.link.reading():
            found = [one for ref in refs if (one := self._bench.link.dossier(ref))]
        sensitive = [record.ref for one in found for record in inside(one) if _is_sensitive(record)]
        if not sensitive:
            self._bench.say(f"Nothing is covered of {counted(refs)}." if refs else "")
            return
        is_shown = self._bench.link.reveal(sensitive)
        self._bench.desk.likely.forget()
        said = "{reveal} covers it again." if is_shown else "Covered again."
        self._bench.show(self._bench.view, self._bench.bindings.said(said))

    # -- how sensitive it is --------------------------------------------------------------

    def _ask(self, refs: tuple[Ref, ...]) -> None:
        if not refs:
            self._bench.told("There is no record here. {next-pane} goes to another pane.")
        elif self._bench.may_change():
            found = {record.sensitivity for record in shown(self._bench, refs[:AT_ONCE])}
            now = next(iter(found)) if len(found) == 1 and len(refs) <= AT_ONCE else None
            answers = [
                Answer(key, str(one), MEANINGS[one], is_now=one is now)
                for key, one in KINDS.items()
            ]
            chosen = partial(self._confirm, refs)
            self._bench.menu(
                f"{counted(refs)} {'is' if len(refs) == 1 else 'are'}:", answers, chosen
            )

    def _confirm(self, refs: tuple[Ref, ...], key: str) -> None:
        kind = KINDS[key]

        def overruled(record: Record) -> str:
            return "" if record.sensitivity in (Sensitivity.OPEN, kind) else record.sensitivity

        deed = f"Mark {counted(refs)} as {kind}"
        confirmed(self._bench, refs, deed, partial(self._set, kind), overruled)

    def _set(self, kind: Sensitivity, refs: tuple[Ref, ...]) -> None:
        so_already = f"{counted(refs)} {'is' if len(refs) == 1 else 'are'} {kind} already."
        self._bench.run(SetSensitivity(refs, kind), partial(done, len(refs), so_already))


def _is_sensitive(record: Record) -> bool:
    return record.sensitivity is not Sensitivity.OPEN
