"""What all parts that change records share: the view, the store, and ways to ask a person."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

from textual.screen import Screen
from textual.worker import get_current_worker

from store.changes import Command, Operation
from store.errors import DeskError, Interrupted, Stale
from store.ids import Ref
from store.reader import Asker, Reader
from tui.bindings import Bindings
from tui.config import Config
from tui.decision import Decision
from tui.desk.front import Worktop
from tui.desk.link import Link
from tui.desk.long_work import TELL_EVERY
from tui.desk.menu import Menu
from tui.desk.over import Over
from tui.desk.prompt import Prompt, Wish
from tui.intents import Action
from tui.list_state import row_of
from tui.marked import meant, without
from tui.moves import Scene
from tui.render.bare import WAY_OUT
from tui.render.menu import Answer
from tui.state import View, put_cursor

Result = TypeVar("Result")
#: What is said of the operation that a command made; of None where it changed nothing.
Said = Callable[[Operation | None], str]


@dataclass(frozen=True)
class _Wanted:
    """A command that waits for its turn."""

    command: Command
    done: Said
    then: Callable[[Operation | None], None]
    refused: Callable[[DeskError], None]


class Bench:
    """Carries commands out for one desk, in the order in which they were asked for."""

    def __init__(self, screen: Screen[None], desk: Worktop, link: Link) -> None:
        self.screen = screen
        self.desk = desk
        self.link = link
        self.over: Over | None = None
        """What lies over the footer for a part of this bench, and has the keyboard."""
        self.last: Decision | None = None
        """What was decided last, by whichever part: `.` does it again."""
        self._waiting: deque[_Wanted] = deque()
        self._lock = Lock()
        self._is_working = False
        self._idle: list[Callable[[], object]] = []
        self._held: tuple[Action, Callable[[], object]] | None = None

    @property
    def bindings(self) -> Bindings:
        """Which key means what."""
        return self.desk.bindings

    @property
    def config(self) -> Config:
        """What the person has set."""
        return self.desk.config

    @property
    def view(self) -> View:
        """What the desk shows."""
        return self.desk.view

    def scene(self) -> Scene:
        """What the screen shows around the view."""
        with self.link.reading():
            return self.desk.scene()

    def show(self, view: View, message: str | None = None) -> None:
        """Show another view, and another message if one is given."""
        self.desk.show(view, message)

    def say(self, text: str) -> None:
        """Show a message until the next key; `{action-id}` stands for a key in `told`."""
        self.desk.say(text)

    def told(self, template: str) -> None:
        """Say a sentence of ours, the keys put in their places."""
        self.desk.say(self.bindings.said(template))

    def meant(self) -> tuple[Ref, ...]:
        """The records that a change is meant for."""
        return meant(self.view)

    def return_to(self, ref: Ref) -> None:
        """Put the cursor on a record, where the list in use has it."""
        pane = self.view.listed
        row = row_of(self.view.lists[pane].rows, ref)
        if row is not None and pane.kind is ref.kind:
            height = self.scene().heights.get(pane, 1)
            with self.link.reading():
                view = put_cursor(self.view, pane, row, self.link.rows_of, height)
            self.show(view)

    # -- changing -------------------------------------------------------------------------

    @property
    def why_not(self) -> str:
        """Why nothing can be changed here, in one sentence; "" when it can."""
        if not self.link.only_reads:
            return ""
        way_out = f" {self.bindings.said(WAY_OUT)}" if self.link.is_bare else ""
        return f"Nothing can be changed here: {self.link.only_reads}.{way_out}"

    def may_change(self) -> bool:
        """Whether records can be changed; says why not."""
        reason = self.why_not
        if reason:
            self.say(reason)
        return not reason

    def run(
        self,
        command: Command,
        done: str | Said,
        then: Callable[[Operation | None], None] | None = None,
        refused: Callable[[DeskError], None] | None = None,
    ) -> None:
        """Carry a command out behind the screen, after those that were asked for before.

        Then `done` is said and `then` is called, on the screen's thread; what goes wrong is said,
        or given to `refused`.
        """
        if not self.may_change():
            return
        said = (lambda _: done) if isinstance(done, str) else done
        wanted = _Wanted(command, said, then or _nothing, refused or self._say_error)
        with self._lock:
            self._waiting.append(wanted)
            is_first, self._is_working = not self._is_working, True
        if is_first:
            self.screen.run_worker(self._work, thread=True, group="command")

    def hold(self, action: Action, work: Callable[[], object]) -> None:
        """Do a piece of work before any other action is carried out than this one."""
        self._held = action, work

    def let_go(self, action: Action | None = None) -> None:
        """Do what was held back, unless it is for this action."""
        if self._held is not None and self._held[0] is not action:
            (_, work), self._held = self._held, None
            work()

    def drop(self) -> None:
        """Forget what was held back."""
        self._held = None

    def when_idle(self, then: Callable[[], object]) -> None:
        """Call something when every command that was asked for is carried out."""
        self.let_go()
        with self._lock:
            is_idle = not self._is_working
            if not is_idle:
                self._idle.append(then)
        if is_idle:
            then()

    def finish(self) -> None:
        """Carry out what is left, on this thread: the desk is about to be closed."""
        self.let_go()
        while True:
            with self._lock:
                wanted = self._waiting.popleft() if self._waiting else None
            if wanted is None:
                return
            # Nobody is there any more to whom it could be told.
            with suppress(DeskError):
                self.link.run(wanted.command)

    def _work(self) -> None:
        tell = self.screen.app.call_from_thread
        while wanted := self._next():
            try:
                operation = self.link.run(wanted.command, self._told_how_far(wanted.command))
            except DeskError as error:
                if isinstance(error, Stale):
                    # What somebody else did is on the screen before it is told.
                    self.desk.look()
                tell(wanted.refused, error)
            else:
                # The rows are as they are now before anything is said of them.
                self.desk.look()
                tell(self._done, wanted, operation)

    def _next(self) -> _Wanted | None:
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._is_working = False
            then, self._idle = self._idle, []
        for one in then:
            self.screen.app.call_from_thread(one)
        return None

    def _told_how_far(self, command: Command) -> Callable[[int], None]:
        """Says now and then how many records a long command has written; it is never cut short."""
        many, due = len(getattr(command, "refs", ())), monotonic() + TELL_EVERY

        def progress(written: int) -> None:
            nonlocal due
            if monotonic() > due:
                due = monotonic() + TELL_EVERY
                said = f"{written:,} of {many:,} written …"
                self.screen.app.call_from_thread(self.say, said)

        return progress

    def _done(self, wanted: _Wanted, operation: Operation | None) -> None:
        # What was done is done with: its marks go.
        view = without(self.view, getattr(wanted.command, "refs", ()))
        if view is not self.view:
            self.show(view)
        self.say(wanted.done(operation))
        wanted.then(operation)
        # Behind the news of it.
        self.screen.call_later(self.desk.list_own)

    def _say_error(self, error: DeskError) -> None:
        self.say(str(error))

    # -- reading --------------------------------------------------------------------------

    def read(
        self,
        work: Callable[[Reader, Asker], Result],
        then: Callable[[Result], None],
        group: str = "bench",
    ) -> None:
        """Ask the store on a worker thread, and give the answer to `then` on the screen's.

        A later question of the same group takes the place of one that is not answered yet.
        """
        ask = partial(self._ask, work, then)
        self.screen.run_worker(ask, thread=True, exclusive=True, group=group)

    def _ask(self, work: Callable[[Reader, Asker], Result], then: Callable[[Result], None]) -> None:
        worker = get_current_worker()
        try:
            with self.link.asking(lambda: worker.is_cancelled) as (reader, asker):
                found = work(reader, asker)
        except Interrupted:
            # Whoever wanted something else knows.
            return
        except DeskError as error:
            self.screen.app.call_from_thread(self._say_error, error)
        else:
            if not worker.is_cancelled:
                self.screen.app.call_from_thread(then, found)

    # -- asking ---------------------------------------------------------------------------

    def ask(self, dialog: Screen[Result], then: Callable[[Result | None], Any]) -> None:
        """Open a dialog over the desk; `then` gets what it is dismissed with."""
        self.screen.app.push_screen(dialog, then)

    def menu(self, title: str, answers: Sequence[Answer], chosen: Callable[[str], None]) -> None:
        """Have one of the answers chosen by its key, in the footer's place."""
        self.lay(Menu(self.screen, self.desk, title, answers, chosen))
        self.show(self.view, "")

    def prompt(self, wish: Wish) -> None:
        """Have one line written, in the footer's place."""
        prompt = Prompt(self.screen, self.desk, wish)
        self.lay(prompt)
        prompt.open()

    def lay(self, over: Over) -> None:
        """Lay something over the footer; it has the keyboard until it closes."""
        if self.over is not None and self.over.is_open:
            self.over.leave()
        self.over = over


def _nothing(operation: Operation | None) -> None:
    del operation
