"""Grading what is marked, or what is under the cursor: `z`."""

from __future__ import annotations

from functools import partial

from store.commands.grading import GRADED, Grade
from store.ids import Ref
from store.reader import Asker, Reader
from store.record import Record
from tui.desk.bench import Bench
from tui.desk.workbench.confirming import AT_ONCE, confirmed, shown
from tui.grades import answers_for, grade_of, is_graded, title_of, words_of
from tui.intents import Action
from tui.render.confirming import counted
from tui.render.doing import done


class Grading:
    """Asks for a grade, and gives it."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._seen: dict[Ref, int] = {}
        """The versions of what the menu is about: who graded meanwhile is not overruled."""

    def begin(self, action: Action) -> None:
        """Show the grades of the kind with what they mean."""
        del action
        refs = self._bench.meant()
        if not refs:
            self._bench.told("There is nothing here to grade. {next-pane} goes to another pane.")
            return
        kind = refs[0].kind
        if kind not in GRADED:
            said = f"{kind.article} {kind.noun}"
            self._bench.told(f"Sources, claims, events and reports are graded, not {said}.")
        elif self._bench.may_change():
            self._seen = {}
            self._bench.read(partial(_versions, refs[:AT_ONCE]), self._take_seen, "grades")
            answers = answers_for(kind, shown(self._bench, refs[:AT_ONCE]))
            title = title_of(kind, counted(refs))
            self._bench.menu(f"{title}:", answers, partial(self._confirm, refs))

    def _take_seen(self, versions: dict[Ref, int]) -> None:
        self._seen = versions

    def _confirm(self, refs: tuple[Ref, ...], key: str) -> None:
        grade = grade_of(refs[0].kind, key)

        def overruled(record: Record) -> str:
            return words_of(record) if is_graded(record, grade) else ""

        which = counted(refs)
        deed = f"Grade {which} {grade}" if grade else f"Take the assessment of {which} back"
        confirmed(self._bench, refs, deed, partial(self._grade, grade), overruled)

    def _grade(self, grade: str, refs: tuple[Ref, ...]) -> None:
        same = f"{counted(refs)} {'has' if len(refs) == 1 else 'have'} that grade already."
        seen = {ref: self._seen[ref] for ref in refs if ref in self._seen}
        self._bench.run(Grade(refs, grade, seen=seen), partial(done, len(refs), same))


def _versions(refs: tuple[Ref, ...], reader: Reader, asker: Asker) -> dict[Ref, int]:
    del asker
    return {ref: reader.version(ref) for ref in refs}
