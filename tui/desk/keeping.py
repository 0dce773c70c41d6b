"""The TinyDB file kept in step while the desk is open, from a thread of its own.

Writing a large file takes seconds: whoever watches for changes must not wait for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from textual.screen import Screen

from store.errors import DeskError
from store.outside import Finding, OutsideFile
from tui.desk.link import Link
from tui.render.question import Choice

#: So many seconds lie between two looks at the file.
TICK = 1.0
TAKE, REPLACE = "t", "w"
CHOICES = (
    Choice(TAKE, "take theirs"),
    Choice(REPLACE, "write ours; theirs is set aside"),
    Choice("l", "leave it"),
)


class Keeping:
    """Keeps the file of one screen's store in step."""

    def __init__(self, screen: Screen[None], link: Link, say: Callable[[str], None]) -> None:
        self._screen = screen
        self._link = link
        self._say = say
        self._stop = threading.Event()
        # Answers come from another thread than `run`.
        self._one_at_a_time = threading.Lock()
        self._said = ""

    def stop(self) -> None:
        """End `run` soon."""
        self._stop.set()

    def run(self) -> None:
        """Keep it so until `stop`, on a worker thread."""
        while not self._stop.wait(TICK):
            try:
                self._tend()
                self._said = ""
            except DeskError as error:
                self._say_once(str(error))

    def _tend(self) -> None:
        with self._one_at_a_time:
            done = self._link.tend()
        if done.question is not None:
            self._ask(done.question)
        elif done.taken is not None:
            count = f"{done.taken.records:,} record{'' if done.taken.records == 1 else 's'}"
            self._tell(f"Another program changed incidents.json: {count} came in.")

    def _ask(self, question: OutsideFile) -> None:
        if question.kind is Finding.DAMAGED:
            self._tell(question.sentence)
        else:
            self._screen.app.call_from_thread(self._show, question)

    def _show(self, question: OutsideFile) -> None:
        from tui.desk.dialogs.question import Question  # noqa: PLC0415  not before the first screen

        title = f"{question.path.name} is not ours"
        self._screen.app.push_screen(Question(title, question.sentence, CHOICES), self._answer)

    def _answer(self, answer: str | None) -> None:
        if answer in (TAKE, REPLACE):
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
        self._tell(said)

    def _take(self) -> str:
        taken = self._link.take_outside()
        if taken is None:
            return "Taken: it changes nothing here."
        return f"Taken: {taken.records:,} records. u undoes it."

    def _replace(self) -> str:
        aside = self._link.replace_outside()
        return f"Ours is written. Theirs lies in {aside}." if aside else "Ours is written."

    def _tell(self, sentence: str) -> None:
        self._screen.app.call_from_thread(self._say, sentence)

    def _say_once(self, sentence: str) -> None:
        """Not every second."""
        if sentence != self._said:
            self._said = sentence
            self._tell(sentence)
