"""Undo and redo, off the screen's thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from textual.screen import Screen

from store.changes import Act, Operation
from store.errors import DeskError, NothingToUndo
from store.ids import Ref
from tui.bindings import USUAL, Bindings
from tui.desk.link import Link
from tui.render.bare import WAY_OUT
from tui.render.mending import done_sentence, earlier_question, outside_question
from tui.render.question import Choice

#: Seconds after which a person is told that it goes on.
SLOW = 0.3
#: So many records of an operation are looked at: a report may go into an event that comes first.
FIRST_FEW = 50
YES = "y"
NO_LONGER = "Your newest change is another one by now: nothing was done. Try again."
GONE = "It is undone already: nothing was done."
#: What is said of an operation that can be undone by nobody but its author, or not yet.
NOT_HERE = "Only your newest change can be undone, and what came in from another program."


class Mending:
    """Takes operations back for one screen, one at a time."""

    def __init__(
        self,
        screen: Screen[Any],
        link: Link,
        say: Callable[[str], None],
        look: Callable[[], None],
        bindings: Bindings = USUAL,
        back: Callable[[Ref], object] = lambda _: None,
    ) -> None:
        """`look`, on a worker thread, has the screen told of what was committed.

        `back` is given the report that waits for a decision again.
        """
        self._screen = screen
        self._link = link
        self._say = say
        self._look = look
        self._bindings = bindings
        self._back = back
        self._is_busy = False

    def begin(self, act: Act) -> None:
        """Undo or redo the newest; ask first when it is of another session."""
        self._begin(partial(self._find, act))

    def take_back(self, chosen: Operation) -> None:
        """Undo an operation: the user's own newest, or, after a question, an outside change."""
        self._begin(partial(self._find_chosen, chosen))

    def _begin(self, find: Callable[[], None]) -> None:
        if self._link.only_reads:
            way_out = f" {self._bindings.said(WAY_OUT)}" if self._link.is_bare else ""
            self._say(f"Nothing can be changed here: {self._link.only_reads}.{way_out}")
        elif self._is_busy:
            self._say("The last change is still being taken back. Try again.")
        else:
            self._is_busy = True
            self._run(find)

    def _run(self, work: Callable[[], None]) -> None:
        self._screen.set_timer(SLOW, self._say_that_it_goes_on)
        self._screen.run_worker(partial(self._guarded, work), thread=True, group="mending")

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except DeskError as error:
            self._screen.app.call_from_thread(self._end, str(error))

    def _find(self, act: Act) -> None:
        target = self._link.undoable() if act is Act.UNDO else self._link.redoable()
        if target is None:
            raise NothingToUndo(str(act))
        if self._link.is_of_this_session(target, act):
            self._take(act, target)
        else:
            self._ask(act, target)

    def _find_chosen(self, chosen: Operation) -> None:
        own = self._link.undoable()
        if self._link.is_outside(chosen):
            self._ask(Act.UNDO, chosen, is_outside=True)
        elif own is None or own.sequence != chosen.sequence:
            self._screen.app.call_from_thread(self._end, NOT_HERE)
        else:
            self._find(Act.UNDO)

    def _ask(self, act: Act, target: Operation, *, is_outside: bool = False) -> None:
        self._screen.app.call_from_thread(self._show, act, target, is_outside)

    def _show(self, act: Act, target: Operation, is_outside: bool) -> None:
        from tui.desk.dialogs.question import Question  # noqa: PLC0415  not before the first screen

        verb = "Undo" if act is Act.UNDO else "Do again"
        choices = (Choice(YES, verb.lower()), Choice("n", "leave it"))
        title, text = f"{verb} earlier work", earlier_question(act, target)
        if is_outside:
            title, text = outside_question(target)
        question = Question(title, text, choices, self._bindings)
        answer = partial(self._answer, act, target, is_outside)
        self._screen.app.push_screen(question, answer)

    def _answer(self, act: Act, target: Operation, is_outside: bool, answer: str | None) -> None:
        if answer == YES:
            self._run(partial(self._take, act, target, is_outside=is_outside))
        else:
            self._end("Left as it is.")

    def _take(self, act: Act, target: Operation, *, is_outside: bool = False) -> None:
        take = self._link.redo if act is Act.REDO else self._link.undo
        try:
            done = self._link.undo_outside(target) if is_outside else take(target)
        except NothingToUndo:
            sentence = GONE if is_outside else NO_LONGER
        else:
            sentence = done_sentence(act, done)
            self._look()
            # As they were decided on: what is undone is written from the last one to the first.
            decided = next(self._decided(target.sequence), None)
            if act is Act.UNDO and decided is not None:
                self._screen.app.call_from_thread(self._back, decided)
        self._screen.app.call_from_thread(self._end, sentence)

    def _decided(self, sequence: int) -> Iterator[Ref]:
        """The first of the reports on which another decision holds since an operation."""
        for name, before, after in self._link.versions(sequence, None, FIRST_FEW):
            if before and after and before.get("triage") != after.get("triage"):
                yield Ref(name)

    def _say_that_it_goes_on(self) -> None:
        if self._is_busy and self._screen.app.screen is self._screen:
            self._say("Being taken back …")

    def _end(self, sentence: str) -> None:
        self._is_busy = False
        self._say(sentence)
