"""Making a store of the bare file that a desk shows, when a person says yes; the desk goes on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from textual.worker import get_current_worker

from store.errors import DeskError, Interrupted
from tui.config import DEFAULTS, Config
from tui.desk.bare_link import BareLink
from tui.desk.beginning import Beginning
from tui.desk.link import Link
from tui.desk.long_work import telling
from tui.desk.workspace import Workspace
from tui.intents import Action
from tui.render.bare import OUTDATED, REFUSED, made, made_of_newer, question
from tui.render.question import Choice

YES = "y"
CHOICES = (Choice(YES, "make it"), Choice("n", "only look"))


class BareDesk(Workspace):
    """The desk over a bare file: what would change something offers to make a store of it."""

    def __init__(
        self,
        link: BareLink,
        program: Callable[[Action], None],
        go_on: Callable[[BareDesk, Link], None],
        config: Config = DEFAULTS,
        begun: Beginning | None = None,
    ) -> None:
        """`go_on` puts the desk of the store that was made in place of this one."""
        super().__init__(link, program, config=config, begun=begun)
        self._file = link
        # It is a copy that nobody writes, and has no file to be kept in step.
        self.stop_watching()
        self._go_on = go_on
        self._is_busy = False
        self.is_outdated = False
        """Whether the file was changed between its opening and its adoption."""
        self._made: Link | None = None
        """The store that was made while something else was open over this desk."""

    def _carried_out_here(self, action: Action) -> bool:
        if action is Action.MAKE_STORE:
            self._ask("")
        elif action in (Action.UNDO, Action.REDO):
            self._ask(REFUSED)
        elif action is Action.REFRESH and self._file.is_outdated:
            self.say(self.bindings.said(OUTDATED))
        else:
            return super()._carried_out_here(action)
        return True

    def on_mount(self) -> None:
        # Textual takes one off a screen that is replaced, and gives none to an app's first screen.
        self._push_result_callback(self, None)

    def on_screen_resume(self) -> None:
        """Go on in the store, when what was open over this desk is closed."""
        if self._made is not None:
            self._go_on(self, self._made)

    def _ask(self, because: str) -> None:
        if self._is_busy:
            self.say("The store is being made. Wait until it is done.")
            return
        self._is_busy = True
        self._work(partial(self._find, because))

    def _work(self, work: Callable[[], None]) -> None:
        self.run_worker(partial(self._guarded, work), thread=True, group="adopting")

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Interrupted:
            # The desk was left, and what was begun is removed again.
            return
        except DeskError as error:
            self.app.call_from_thread(self._end, str(error))

    def _find(self, because: str) -> None:
        to = self._file.place_for_store()
        self.app.call_from_thread(self._show, because, to)

    def _show(self, because: str, to: Path) -> None:
        from tui.desk.dialogs.question import Question  # noqa: PLC0415  not before the first screen

        text = question(because, self._file.store_name, to)
        asked = Question("Make a store of this file", text, CHOICES, self.bindings)
        self.app.push_screen(asked, partial(self._answer, to))

    def _answer(self, to: Path, answer: str | None) -> None:
        if answer == YES:
            self.say("The store is being made …")
            self._work(partial(self._make, to))
        else:
            self._end("Only looked at, as before.")

    def _make(self, to: Path) -> None:
        worker = get_current_worker()

        def tell(done: int, total: int) -> None:
            much = f"The store is being made: {done * 100 // total} %"
            self.app.call_from_thread(self.say, much)

        self.is_outdated = self._file.is_outdated
        said = made_of_newer if self.is_outdated else made
        link = self._file.adopt(to, telling(tell), said(self._file.store_name, to))
        if worker.is_cancelled:
            link.close()
        else:
            self.app.call_from_thread(self._take, link)

    def _take(self, link: Link) -> None:
        self._made = link
        if self.app.screen is self:
            self._go_on(self, link)

    def _end(self, sentence: str) -> None:
        self._is_busy = False
        self.say(sentence)
