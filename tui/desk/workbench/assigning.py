"""How far the work on events is, and who does it."""

from __future__ import annotations

from functools import partial

from store.commands.work import WORKED_ON, Assign, SetStatus
from store.ids import Kind, Ref
from store.model import Event, Report
from store.record import Record
from store.text import clean
from store.vocabulary import Status
from tui.desk.bench import Bench
from tui.desk.workbench.confirming import AT_ONCE, confirmed, shown
from tui.intents import Action
from tui.render.confirming import counted
from tui.render.doing import done
from tui.render.menu import Answer
from tui.statuses import MEANINGS, STATUSES

#: What stands in place of a status that others have no word for.
NO_STATUS = {
    Kind.REPORT: "a report is decided on instead: {relevant}, {not-relevant}, {later}",
    Kind.SOURCE: "a source is graded: {grade}",
    Kind.CLAIM: "a claim is graded: {grade}",
}


class Assigning:
    """Sets the status and takes work, for one desk."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def begin(self, action: Action) -> None:
        """Ask for a status, or take the work and give it back."""
        refs = self._bench.meant()
        if not refs:
            self._bench.told("There is no record here. {next-pane} goes to another pane.")
        elif action is Action.STATUS:
            self._ask_status(refs)
        else:
            self._take(refs)

    # -- status ---------------------------------------------------------------------------

    def _ask_status(self, refs: tuple[Ref, ...]) -> None:
        kind = refs[0].kind
        if kind is not Kind.EVENT:
            why = NO_STATUS.get(kind, f"{kind.article} {kind.noun} has none")
            self._bench.told(f"Events have a status; {why}.")
            return
        if not self._bench.may_change():
            return
        found = {_status(record) for record in shown(self._bench, refs[:AT_ONCE])}
        now = next(iter(found)) if len(found) == 1 and len(refs) <= AT_ONCE else None
        answers = [
            Answer(key, str(status), MEANINGS[status], is_now=status is now)
            for key, status in STATUSES.items()
        ]
        chosen = partial(self._confirm_status, refs)
        self._bench.menu(f"Status of {counted(refs)}:", answers, chosen)

    def _confirm_status(self, refs: tuple[Ref, ...], key: str) -> None:
        status = STATUSES[key]

        def overruled(record: Record) -> str:
            before = _status(record)
            return str(before) if before in _SETTLED and before is not status else ""

        deed = f"Set {counted(refs)} to “{status}”"
        confirmed(self._bench, refs, deed, partial(self._set_status, status), overruled)

    def _set_status(self, status: Status, refs: tuple[Ref, ...]) -> None:
        is_so = "is" if len(refs) == 1 else "are"
        so_already = f"{counted(refs)} {is_so} “{status}” already."
        self._bench.run(SetStatus(refs, status), partial(done, len(refs), so_already))

    # -- who does it ----------------------------------------------------------------------

    def _take(self, refs: tuple[Ref, ...]) -> None:
        kind = refs[0].kind
        if kind not in WORKED_ON:
            said = f"{kind.article} {kind.noun}"
            self._bench.told(f"Events and reports are taken, not {said}. {{note}} writes a note.")
            return
        if not self._bench.may_change():
            return
        me = self._bench.link.repository.author
        if all(_assignee(record) == me for record in shown(self._bench, refs[: AT_ONCE + 1])):
            so_already = f"{counted(refs)} had nobody already."
            self._bench.run(Assign(refs, "", over=(me,)), partial(done, len(refs), so_already))
            return
        whose: set[str] = set()

        def overruled(record: Record) -> str:
            assignee = _assignee(record)
            if assignee in ("", me):
                return ""
            whose.add(assignee)
            return f"assigned to {assignee}"

        deed = f"Take {counted(refs)}"
        then = partial(self._assign, me, whose)
        confirmed(self._bench, refs, deed, then, overruled, alone=True)

    def _assign(self, to: str, whose: set[str], refs: tuple[Ref, ...]) -> None:
        over = whose if self._bench.config.confirm.decided else None
        is_so = "is" if len(refs) == 1 else "are"
        so_already = f"{counted(refs)} {is_so} {clean(to)}'s already."
        self._bench.run(Assign(refs, to, over=over), partial(done, len(refs), so_already))


def _assignee(record: Record) -> str:
    return record.assignee if isinstance(record, Event | Report) else ""


def _status(record: Record) -> Status | None:
    return record.status if isinstance(record, Event) else None


#: What somebody has brought an event to, which is not changed of many in passing.
_SETTLED = frozenset({Status.READY_FOR_REVIEW, Status.COMPLETED, Status.CANCELLED})
