"""What looks wrong: `E` looks the store through, and what is answered there is carried out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from store.changes import Act, Command, Operation
from store.commands.mending import MendRecords, meant_so
from store.derive.lint.finding import Deed, Finding
from store.derive.lint.looking import Gathered, Progress, gathered, lint
from store.errors import DeskError
from store.ids import Kind
from tui.desk.bench import Bench
from tui.desk.dialogs.lint import Chosen, LintScreen, Written
from tui.desk.mending import Mending
from tui.desk.message import Intended
from tui.desk.workbench.merging import Merging
from tui.intents import Action, Do
from tui.render.doing import done

#: Of each rule so many findings are listed.
MOST = 500


class Checking:
    """Opens the panel, and does what comes of it."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def begin(self, action: Action) -> None:
        """Show what looks wrong in the store."""
        del action
        bench = self._bench

        def undo() -> None:
            mending.begin(Act.UNDO)

        def look() -> None:
            bench.desk.look()
            bench.screen.app.call_from_thread(dialog.hear)

        dialog = LintScreen(Inspection(bench), undo, bench.bindings)
        mending = Mending(dialog, bench.link, dialog.say, look, bench.bindings)
        bench.desk.heard = dialog.hear
        bench.ask(dialog, self._closed)

    def _closed(self, chosen: Chosen | None) -> None:
        self._bench.desk.heard = None
        if chosen is not None:
            action, ref = chosen
            self._bench.desk.follow(ref)
            if action is not Action.FOLLOW:
                self._bench.screen.post_message(Intended(Do(action)))


class Inspection:
    """What the panel reads and writes."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    @property
    def why_not(self) -> str:
        """Why nothing can be changed; "" when it can."""
        return self._bench.why_not

    def look(self, unwanted: Callable[[], bool], progress: Progress) -> Gathered:
        """All that looks wrong now, on a worker thread."""
        with self._bench.link.asking(unwanted) as (reader, asker):
            found = gathered(lint(reader, asker, stop=unwanted, progress=progress), MOST)
            found.looked_at = {kind: reader.count(kind) for kind in Kind}
        return found

    def mend(
        self, findings: tuple[Finding, ...], told: Callable[[str], None], written: Written
    ) -> None:
        """Mend what was found, in one operation; of two that are to be merged ask first."""
        mends = tuple(one.mend for one in findings if one.mend is not None)
        first = mends[0]
        if first.deed is Deed.MERGE and first.other is not None:
            Merging(self._bench, told).propose(first.ref, first.other)
        else:
            command = MendRecords(mends, findings[0].rule)
            self._run(command, "It is so already.", told, partial(written, findings))

    def say_meant(self, finding: Finding, told: Callable[[str], None], written: Written) -> None:
        """Say that what was found is meant so."""
        same = f"{finding.ref} is said to be so already."
        self._run(meant_so(finding), same, told, partial(written, (finding,)))

    def _run(
        self,
        command: Command,
        same: str,
        told: Callable[[str], None],
        written: Callable[[int], None],
    ) -> None:
        """Carry it out, and tell it here and, behind this screen, on the desk."""

        def say(operation: Operation | None) -> None:
            undoes = " u undoes." if operation else ""
            if operation is not None:
                written(operation.sequence)
            told(f"{done(1, same, operation)}{undoes}")

        def refused(error: DeskError) -> None:
            told(str(error))

        self._bench.run(command, partial(done, 1, same), say, refused)
