"""The application: themes, dialogs, and the workspace."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from rich.console import RenderableType
from rich.text import Text
from textual import constants, events
from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import Screen
from textual.worker import WorkerFailed

from store.errors import DeskError
from store.text import clean
from tui import faults, looks
from tui.config import DEFAULTS, Config
from tui.desk import theme
from tui.desk.adopting import BareDesk
from tui.desk.bare_link import BareLink
from tui.desk.beginning import Beginning
from tui.desk.hearing import Hearing
from tui.desk.leaning import Leaning
from tui.desk.link import Link
from tui.desk.message import Intended, ToTerminal
from tui.desk.place import Place
from tui.desk.terminal.console import with_its_signs
from tui.desk.terminal.driver import (
    PatchingDriver,
    TolerantDriver,
    job_control,
    plainly_stopped,
)
from tui.desk.terminal.mouse import MouseDriver
from tui.desk.terminal.opening import OpenedTerminal
from tui.desk.workspace import Workspace
from tui.intents import Action, Do
from tui.key import Key
from tui.lean import USUAL, Lean
from tui.render.bare import ALREADY, FROM_THE_PAST
from tui.render.chrome import Past
from tui.terminal import of_environment

#: Seconds behind the first screen, when nobody waits for it, what else may be asked for is loaded.
LOAD_AFTER = 1.5

MOUSE_ON = (
    "The mouse is on: a click chooses a row, the wheel scrolls. With Shift held most terminals "
    "select text; {mouse} leaves the mouse to them again."
)
MOUSE_OFF = "The mouse is off: the terminal selects text with it. {mouse} switches it on."
NO_MOUSE = "The mouse cannot be switched on this terminal."


class Desk(App[None], inherit_bindings=False):
    """Incident Desk on a terminal."""

    TITLE = "Incident Desk"
    ENABLE_COMMAND_PALETTE = False
    # A press of Escape is worth waiting for less than a slow line is.
    ALLOW_SELECT = False

    def __init__(
        self,
        link: Link,
        theme_name: str = "",
        past: Past | None = None,
        config: Config = DEFAULTS,
        driver: str = "patching",
        lean: Lean = USUAL,
        place: Place | None = None,
        begun: Beginning | None = None,
        opened: OpenedTerminal | None = None,
    ) -> None:
        """The desk on a store, or on one of the `past`; `driver` is one of `options.DRIVERS`.

        `place` is where somebody was in it.  It may have been `begun` before, there or at its
        usual beginning, and a terminal `opened` that shows its first rows.
        """
        self._drives = TolerantDriver if driver == "stock" else PatchingDriver
        super().__init__()
        self._opened = opened
        self._workspace: Workspace = (
            BareDesk(link, self.carry_out, self._go_on, config, begun)
            if isinstance(link, BareLink)
            else Workspace(link, self.carry_out, past, config=config, place=place, begun=begun)
        )
        self._hearing = Hearing(config.keyboard, os.environ)
        self._suspending = _unwritten(config.bindings.of_action[Action.SUSPEND])
        self.lost: Callable[[], object] = partial(self.end, signal.SIGHUP)
        """Called when the terminal is gone, on any thread."""
        self.opens_with: Action | None = None
        """What is done as soon as the first screen is there."""
        self.refusal: DeskError | None = None
        """What the store refused, when that ended the desk."""
        self.ended_by = 0
        """The signal that asked the desk to end; 0 for none."""
        self._told: set[int] = set()
        for one in theme.themes(are_rounded=constants.COLOR_SYSTEM == "256"):
            self.register_theme(one)
        # Without colour, the terminal's own black and white are the only safe ones: Textual would
        # turn those of another theme into greys, and send these.
        self.theme = looks.TERMINAL if self.no_color else theme_name or looks.NAMES[0]
        self.leaning = Leaning(self, lean, self._say, lambda: self._front.is_at_rest)
        self.leaning.begin()

    @property
    def link(self) -> Link:
        """The store that is open: the first one, or the one that was made of a bare file."""
        return self._workspace.link

    def get_driver_class(self) -> type[Driver]:
        # Another one may have been asked for by TEXTUAL_DRIVER.
        found = super().get_driver_class()
        fitting = self._drives if found is LinuxDriver else found
        return with_its_signs(fitting, of_environment(os.environ))

    def on_load(self) -> None:
        # The last moment before there is a driver: until now the terminal could change.
        if self._opened is not None:
            PatchingDriver.opening = self._opened.offered(lambda: PatchingDriver.opening is None)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and not event.is_forwarded:
            event = self._hearing.named(event, self._workspace.bindings)
            if event.key in self._suspending:
                # Also from a form or an editor, which would take the key for theirs.
                self.carry_out(Action.SUSPEND)
                return
        await super().on_event(event)

    def get_default_screen(self) -> Screen[None]:
        return self._workspace

    def end(self, number: int) -> None:
        """Leave because a signal came, between any two steps of the screen's thread."""
        self.ended_by = number
        # Without a loop it has not begun, or is at its end already.
        if self._loop is not None:
            # It may be closed in this moment.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self.exit)

    def run(self, **how: Any) -> Any:
        """Be a desk until it is left; what a thread dies of ends it."""
        with faults.caught(self.fail), job_control():
            return super().run(**how)

    def fail(self, fault: Exception) -> None:
        """End because a thread has died, whichever it was."""
        try:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._handle_exception, fault)
                return
        except RuntimeError:
            # It is closed: the screen is gone.
            pass
        faults.tell(fault)

    def on_mount(self) -> None:
        asyncio.get_running_loop().set_exception_handler(self._callback_failed)
        if self.ended_by:
            self.exit()
        self.app_resume_signal.subscribe(self, lambda _: self.screen.refresh(layout=True))
        self.set_timer(LOAD_AFTER, self._load_ahead)
        self.leaning.listen(getattr(self._driver, "pace", None))
        if self.opens_with is not None:
            self.call_after_refresh(self._workspace.post_message, Intended(Do(self.opens_with)))

    def on_resize(self) -> None:
        # Who attaches to tmux from elsewhere mostly does so on a screen of another size.
        self.leaning.ask_again()

    def _load_ahead(self) -> None:
        self.run_worker(_load_dialogs, thread=True, group="watch")

    def _callback_failed(self, _: asyncio.AbstractEventLoop, told: dict[str, Any]) -> None:
        fault = told.get("exception")
        # Without one nothing has failed; asyncio would print it all the same, values and all.
        if isinstance(fault, Exception):
            self._handle_exception(fault)

    def _fatal_error(self) -> None:
        """End after a fault of the program, in one sentence.

        Textual would print the traceback with local variables: the records' own words.
        """
        raised = self._exception
        # What a thread raised is wrapped for telling; the wrapping itself was never raised.
        fault = raised.error if isinstance(raised, WorkerFailed) else raised
        if isinstance(fault, DeskError):
            # The command line says its sentence, and has a code for it.
            self.refusal = fault
        elif fault is not None and id(fault) not in self._told:
            self._told.add(id(fault))
            self._exit_renderables.append(
                Text(clean(f"incident-desk: {faults.sentence_on(fault)}"))
            )
        # A fault here would leave the screen standing with nothing behind it.
        self._close_messages_no_wait()

    def panic(self, *_: RenderableType) -> None:
        """End after a fault of which Textual has something to show, which may quote anything."""
        if self._exception is not None:
            self._fatal_error()
            return
        self._return_code = 1
        self._exit_renderables.append(
            Text(f"incident-desk: ended by a fault of its own. {faults.SAFE}")
        )
        self._close_messages_no_wait()

    def on_intended(self, message: Intended) -> None:
        """What a dialog asks for."""
        if isinstance(message.intent, Do):
            self.carry_out(message.intent.action)

    def on_to_terminal(self, message: ToTerminal) -> None:
        """Write it, behind the frames before."""
        if self._driver is not None and message.sequence:
            self._driver.write(message.sequence)
            self._driver.flush()

    def copy_to_clipboard(self, text: str) -> None:
        """Keep what Textual's own fields cut for pasting into them again.

        They would send it to the terminal, whatever that is; copying has keys of its own.
        """
        self._clipboard = text

    def carry_out(self, action: Action) -> None:
        """Actions about the whole program."""
        match action:
            case Action.QUIT:
                self.exit()
            case Action.THEME:
                self._next_theme()
            case Action.MOUSE:
                self._switch_mouse()
            case Action.LEAN:
                self.leaning.toggle()
            case Action.HELP:
                self._open_help()
            case Action.PALETTE:
                self._open_palette()
            case Action.SUSPEND:
                self._suspend()
            case Action.HISTORY:
                self._open_history()
            case Action.VIEWS | Action.FACETS:
                self._open_overlay(action)
            case Action.MAKE_STORE:
                self._say(FROM_THE_PAST if self.link.is_bare else ALREADY)

    def _go_on(self, bare: BareDesk, link: Link) -> None:
        """Put the desk of a store in place of the one of the bare file that it was made of."""
        # Not from a message of the screen that goes: it would wait for its own end.
        self.call_later(self._change, bare, link)

    async def _change(self, bare: BareDesk, link: Link) -> None:
        if self.screen is not bare or self._workspace is not bare:
            # Something was opened over it meanwhile: it asks again when that is closed.
            return
        # Of a file that was changed since, other records may stand in the rows.
        view = None if bare.is_outdated else bare.view
        self._workspace = Workspace(
            link, self.carry_out, focus=bare.view.shown, view=view, config=bare.config.told
        )
        await self.switch_screen(self._workspace)
        # Nothing is drawn of it any more.
        self.run_worker(bare.link.close, thread=True, group="past")

    @property
    def _front(self) -> Workspace:
        """The desk that is worked at: the present, or the past over it."""
        return next(one for one in self.screen_stack[::-1] if isinstance(one, Workspace))

    def _say(self, template: str) -> None:
        """Say a sentence of ours, the keys put in their places."""
        self._front.say(self._front.bindings.said(template))

    def _next_theme(self) -> None:
        if self.no_color:
            self._front.say("NO_COLOR is set: the terminal's own colours stay.")
            return
        at = looks.NAMES.index(self.theme) if self.theme in looks.NAMES else -1
        self.theme = looks.NAMES[(at + 1) % len(looks.NAMES)]
        self.leaning.keep_theme()
        self._front.say(f"Theme: {self.theme}.")

    def _switch_mouse(self) -> None:
        driver = self._driver
        if not isinstance(driver, MouseDriver):
            self._say(NO_MOUSE)
            return
        driver.report_mouse(wanted=not driver.reports_mouse)
        self._say(MOUSE_ON if driver.reports_mouse else MOUSE_OFF)

    def _suspend(self) -> None:
        """Stop with the whole job, as the terminal's own key would: `make demo` is two processes.

        Textual's action stops this process alone, and `make` would wait for it for ever.
        """
        if self.is_headless or os.getpgrp() == os.getsid(0):
            self._say("There is no shell to go to. {quit} quits.")
        else:
            # The terminal is given back first: once the shell has it, we may not touch it.
            with self.suspend(), plainly_stopped():
                os.killpg(os.getpgrp(), signal.SIGTSTP)

    def _open_help(self) -> None:
        from tui.desk.dialogs.help import Help  # noqa: PLC0415  not before the first screen

        front = self._front
        self.push_screen(Help(getattr(self.screen, "context", front.context), front.bindings))

    def _open_palette(self) -> None:
        from tui.desk.overlays import open_palette  # noqa: PLC0415  as above

        open_palette(self, self._front)

    def _open_overlay(self, action: Action) -> None:
        from tui.desk import overlays  # noqa: PLC0415  as above

        open_it = overlays.open_views if action is Action.VIEWS else overlays.open_facets
        open_it(self, self._front)

    def _open_history(self) -> None:
        from tui.desk.past import open_history  # noqa: PLC0415  as above

        open_history(self, self._front)


def _unwritten(row: Key) -> frozenset[str]:
    """The keys of a row that write nothing where somebody types."""
    return frozenset(name for name in row.keys if name.startswith("ctrl+"))


def _load_dialogs() -> None:
    """Load what the first H, the first / and the first decision would wait for."""
    import tui.desk.past  # noqa: PLC0415  not before the first screen
    import tui.desk.searching  # noqa: PLC0415  as above
    import tui.desk.workbench.deciding  # noqa: F401, PLC0415  as above
