"""What looks wrong, in a panel: gone to, mended, or said to be meant so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from textual.geometry import Size
from textual.worker import get_current_worker

from store.derive.lint.finding import RULE, Deed, Finding
from store.derive.lint.looking import Gathered, Progress, settled
from store.errors import DeskError, Interrupted
from store.ids import Ref
from tui.bindings import USUAL, Bindings
from tui.desk.dialogs.panel import Panel
from tui.desk.dialogs.question import Question
from tui.intents import Action
from tui.render.line import Line
from tui.render.lint import Row, Shown, lint_lines, list_room, rows_of
from tui.render.question import Choice

WIDEST = 140
#: Up to so many records are looked at again by itself after each change.
FEW = 5_000
#: So often the progress is drawn: whenever so many more records have been looked at.
STEP = 500
YES = "y"
#: What is chosen: to go to a record, or to edit it.
Chosen = tuple[Action, Ref]
#: Told which findings an operation did away with, and its sequence number.
Written = Callable[[tuple[Finding, ...], int], None]


class Deeds(Protocol):
    """What can be done from here; what came of it is given to `told`."""

    @property
    def why_not(self) -> str:
        """Why nothing can be changed; "" when it can."""

    def look(self, unwanted: Callable[[], bool], progress: Progress) -> Gathered:
        """All that looks wrong now, on a worker thread."""

    def mend(
        self, findings: tuple[Finding, ...], told: Callable[[str], None], written: Written
    ) -> None:
        """Mend what was found, in one operation; of two that are to be merged ask first."""

    def say_meant(self, finding: Finding, told: Callable[[str], None], written: Written) -> None:
        """Say that what was found is meant so."""


class LintScreen(Panel[Chosen]):
    """Dismissed with the record to go to or to edit, or with None."""

    def __init__(
        self, deeds: Deeds, undo: Callable[[], object], bindings: Bindings = USUAL
    ) -> None:
        super().__init__(bindings)
        self._deeds = deeds
        self._undo = undo
        self._shown = Shown(None)

    @property
    def box(self) -> Size:
        width, height = self.size
        return Size(min(width, WIDEST), height if height < 30 else height - 4)

    def on_mount(self) -> None:
        self._look()

    # -- looking --------------------------------------------------------------------------

    def hear(self) -> None:
        """The store has changed: look again, or say that this is old where it takes long."""
        if self._shown.total > FEW:
            self._shown = self._shown._replace(is_outdated=True)
            self.draw()
        else:
            self._look()

    def _written(self, done: tuple[Finding, ...], sequence: int) -> None:
        """Go on without what was done away with, where all is not looked at again by itself."""
        found = self._shown.found
        if found is not None and self._shown.total > FEW:
            left = settled(found, done, sequence)
            self._shown = self._shown._replace(found=left, rows=rows_of(left))
            self.cursor = max(0, min(self.cursor, len(self._shown.rows) - 1))
            self.draw()

    def _look(self) -> None:
        self.run_worker(self._read, thread=True, exclusive=True, group="lint")

    def _read(self) -> None:
        worker = get_current_worker()
        due = 0

        def progress(done: int, total: int) -> None:
            nonlocal due
            if done >= due and not worker.is_cancelled:
                due = done + max(STEP, total // 50)
                self.app.call_from_thread(self._tell, done, total)

        try:
            found = self._deeds.look(lambda: worker.is_cancelled, progress)
        except Interrupted:
            return
        except DeskError as error:
            self.app.call_from_thread(self.say, str(error))
        else:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._take, found)

    def _tell(self, done: int, total: int) -> None:
        self._shown = self._shown._replace(done=done, total=total)
        if self._shown.found is None:
            self.draw()

    def _take(self, found: Gathered) -> None:
        """Show it, the cursor on what it was on, or on what has come in its place."""
        was = self._row
        rows = rows_of(found)
        total = sum(found.looked_at.values())
        self._shown = Shown(found, rows, total, total)
        same = (at for at, row in enumerate(rows) if was is not None and _is_same(row, was))
        first = 1 if len(rows) > 1 and was is None else self.cursor
        self.cursor = max(0, min(next(same, first), len(rows) - 1))
        self.draw()

    @property
    def _row(self) -> Row | None:
        rows = self._shown.rows
        return rows[self.cursor] if self.cursor < len(rows) else None

    # -- drawing --------------------------------------------------------------------------

    def lines(self) -> tuple[Line, ...]:
        return lint_lines(self._shown, self.cursor, self.top, self.message, (*self.box,))

    def room(self) -> int:
        return list_room(self._shown, self.cursor, self.message, (*self.box,))

    def row_count(self) -> int:
        return len(self._shown.rows)

    # -- keys -----------------------------------------------------------------------------

    def keys(self) -> dict[str, Callable[[], object]]:
        own: dict[str, Callable[[], object]] = dict.fromkeys(
            ("enter", "l", "right"), lambda: self._leave_for(Action.FOLLOW)
        )
        own |= {"e": lambda: self._leave_for(Action.EDIT), "m": self._mend, "x": self._meant}
        own |= {"r": self._look_again, "u": self._undo}
        own |= {"tab": lambda: self._to_rule(1), "shift+tab": lambda: self._to_rule(-1)}
        return own

    def _to_rule(self, way: int) -> None:
        """Go to the heading of the next rule, or of the one before, and round again."""
        heads = [at for at, row in enumerate(self._shown.rows) if row.finding is None]
        if heads:
            beyond = [at for at in heads if (at - self.cursor) * way > 0]
            self.cursor = beyond[0 if way > 0 else -1] if beyond else heads[0 if way > 0 else -1]
        self.draw()

    def _look_again(self) -> None:
        self._shown = Shown(None)
        self.draw()
        self._look()

    def _finding(self) -> Finding | None:
        """The finding under the cursor; why there is none is said."""
        row = self._row
        if row is None:
            self.say("Nothing looks wrong here." if self._shown.found else "Still looking.")
        elif row.finding is None:
            self.say("This line is a rule: j and k go to what it finds.")
        return row.finding if row else None

    def _leave_for(self, action: Action) -> None:
        finding = self._finding()
        if finding is None:
            return
        if action is Action.EDIT and self._deeds.why_not:
            self.say(self._deeds.why_not)
        else:
            self.dismiss((action, finding.ref))

    def _meant(self) -> None:
        finding = self._finding()
        if finding is None:
            return
        if self._deeds.why_not:
            self.say(self._deeds.why_not)
        else:
            self._deeds.say_meant(finding, self.say, self._written)

    def _mend(self) -> None:
        """Mend what is under the cursor, a rule's findings all at once, where a person says so."""
        row = self._row
        if row is None:
            self._finding()
        elif self._deeds.why_not:
            self.say(self._deeds.why_not)
        elif row.finding is None:
            self._mend_all(row.rule)
        elif row.finding.mend is None:
            self.say("Only a person can tell what is meant here: e edits the record.")
        elif row.finding.mend.is_asked and row.finding.mend.deed is not Deed.MERGE:
            said = f"{row.finding.sentence} {row.finding.mending}"
            self._ask((row.finding,), said)
        else:
            self._deeds.mend((row.finding,), self.say, self._written)

    def _mend_all(self, rule: str) -> None:
        kept = self._shown.found.kept[rule] if self._shown.found else []
        found = tuple(one for one in kept if one.mend and one.mend.deed is not Deed.MERGE)
        if found:
            many = "1 finding" if len(found) == 1 else f"{len(found):,} findings"
            self._ask(found, f"{RULE[rule].heading}. Mend {many} at once? It is one step to undo.")
        elif any(one.mend for one in kept):
            self.say("Two records are merged at a time: j and k go to them.")
        else:
            self.say("Only a person can tell what is meant there: e edits a record.")

    def _ask(self, found: tuple[Finding, ...], text: str) -> None:
        def answered(key: str | None) -> None:
            if key == YES:
                self._deeds.mend(found, self.say, self._written)
            else:
                self.say("Left as it is.")

        choices = (Choice(YES, "mend"), Choice("n", "leave it"))
        self.app.push_screen(Question("Mend?", text, choices, self.bindings), answered)


def _is_same(row: Row, other: Row) -> bool:
    if row.rule != other.rule or (row.finding is None) != (other.finding is None):
        return False
    return row.finding is None or other.finding is None or row.finding.refs == other.finding.refs
