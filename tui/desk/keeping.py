"""The TinyDB file kept in step while the desk is open, from a thread of its own.

Writing a large file takes seconds: whoever watches for changes must not wait for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.screen import Screen

from store.changes import Operation
from store.errors import DeskError, Interrupted
from store.outside import Finding, OutsideFile
from tui.bindings import USUAL, Bindings
from tui.desk.link import Link
from tui.render.mending import intake_sentence
from tui.render.question import Choice

if TYPE_CHECKING:
    from tui.desk.dialogs.question import Question

#: So many records that came in are told by what was done to them; of more, only the number.
MOST_TOLD = 2000
#: So many seconds lie between two looks at the file.
TICK = 1.0
TAKE, REPLACE = "t", "w"
CHOICES = (
    Choice(TAKE, "take theirs"),
    Choice(REPLACE, "write ours; theirs is set aside"),
    Choice("l", "leave it"),
)
TITLES = {
    Finding.CHANGED: "Another program changed incidents.json",
    Finding.DELETES_MANY: "Another program deleted much",
    Finding.OLDER: "incidents.json is an older copy",
    Finding.NEWER: "incidents.json is newer than desk.sqlite",
    Finding.FOREIGN: "incidents.json is not ours",
    Finding.DAMAGED: "incidents.json is damaged",
}


class Keeping:
    """Keeps the file of one screen's store in step."""

    def __init__(
        self,
        screen: Screen[None],
        link: Link,
        say: Callable[[str], None],
        say_besides: Callable[[str], None],
        bindings: Bindings = USUAL,
    ) -> None:
        """`say` is for answers, `say_besides` for what nobody has asked for."""
        self._screen = screen
        self._link = link
        self._say = say
        self._say_besides = say_besides
        self._bindings = bindings
        self._stop = threading.Event()
        # Answers come from another thread than `run`.
        self._one_at_a_time = threading.Lock()
        self._said = ""
        self._open: Question | None = None
        self._meant: OutsideFile | None = None
        """The question on the screen, at most one."""

    def stop(self) -> None:
        """End `run` soon."""
        self._stop.set()

    def run(self) -> None:
        """Keep it so until `stop`, on a worker thread."""
        while not self._stop.wait(TICK):
            try:
                self._tend()
                self._said = ""
            except Interrupted:
                # Who leaves writes the file anew, where it can be seen how far it is.
                return
            except DeskError as error:
                self._say_once(str(error))

    def _tend(self) -> None:
        with self._one_at_a_time:
            done = self._link.tend(self._go_on)
        if done.question is not None:
            self._ask(done.question)
        elif self._open is not None and self._link.outside() is None:
            self._screen.app.call_from_thread(self._close)
        if done.taken is not None and done.question is None:
            self._tell(self._came_in(done.taken))

    def _came_in(self, taken: Operation) -> str:
        few = taken.records <= MOST_TOLD
        versions = self._link.versions(taken.sequence, None, MOST_TOLD) if few else []
        return intake_sentence(taken, versions)

    def _go_on(self, done: int, total: int) -> None:
        del done, total
        if self._stop.is_set():
            raise Interrupted

    def _ask(self, question: OutsideFile) -> None:
        if question.kind is Finding.DAMAGED:
            self._tell(question.sentence)
        else:
            self._screen.app.call_from_thread(self._show, question)

    def _show(self, question: OutsideFile) -> None:
        from tui.desk.dialogs.question import Question  # noqa: PLC0415  not before the first screen

        self._meant = question
        words = (TITLES[question.kind], self._link.without_path(question.sentence))
        if self._open is not None:
            self._open.ask_instead(*words)
            return
        self._open = Question(*words, CHOICES, self._bindings)
        self._screen.app.push_screen(self._open, self._answer)

    def _close(self) -> None:
        """Close the question that nobody need answer any more, unless something is over it."""
        if self._open is not None and self._screen.app.screen is self._open:
            self._open.dismiss(None)

    def _answer(self, answer: str | None) -> None:
        self._open = None
        if answer is None:
            self._say("incidents.json is in step again: nothing is asked any more.")
        elif answer in (TAKE, REPLACE):
            act = self._take if answer == TAKE else self._replace
            self._screen.run_worker(partial(self._guarded, act), thread=True, group="keeping")
        else:
            self._say("incidents.json is left as it is. What is done here stays in desk.sqlite.")

    def _guarded(self, act: Callable[[], str]) -> None:
        try:
            with self._one_at_a_time:
                said = act()
        except DeskError as error:
            said = str(error)
        self._screen.app.call_from_thread(self._say, said)

    def _take(self) -> str:
        taken = self._link.take_outside(self._meant)
        if taken is None:
            return "Taken: it changes nothing here."
        way_out = self._bindings.said("{undo} undoes it.")
        return f"Taken: {taken.records:,} records. {way_out}"

    def _replace(self) -> str:
        aside = self._link.replace_outside(self._meant)
        return f"Ours is written. Theirs lies in {aside}." if aside else "Ours is written."

    def _tell(self, sentence: str) -> None:
        self._screen.app.call_from_thread(self._say_besides, sentence)

    def _say_once(self, sentence: str) -> None:
        """Not every second."""
        if sentence != self._said:
            self._said = sentence
            self._tell(sentence)
