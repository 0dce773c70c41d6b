"""The application: themes, dialogs, and the workspace."""

from __future__ import annotations

import os
import signal
import traceback
from contextlib import suppress
from pathlib import Path

from rich.text import Text
from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import Screen
from textual.worker import WorkerFailed

from store.errors import DeskError
from tui.config import DEFAULTS, Config
from tui.desk import theme
from tui.desk.adopting import BareDesk
from tui.desk.bare_link import BareLink
from tui.desk.driver import TolerantDriver
from tui.desk.link import Link
from tui.desk.message import Intended
from tui.desk.workspace import Workspace
from tui.intents import Action, Do
from tui.render.bare import ALREADY, FROM_THE_PAST
from tui.render.chrome import Past

#: Seconds behind the first screen, when nobody waits for it, what else may be asked for is loaded.
LOAD_AFTER = 1.5


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
    ) -> None:
        """The desk on a store, or on one of the `past`."""
        super().__init__()
        self._workspace: Workspace = (
            BareDesk(link, self.carry_out, self._go_on, config)
            if isinstance(link, BareLink)
            else Workspace(link, self.carry_out, past, config=config)
        )
        self.refusal: DeskError | None = None
        """What the store refused, when that ended the desk."""
        self.ended_by = 0
        """The signal that asked the desk to end; 0 for none."""
        for one in theme.themes():
            self.register_theme(one)
        # Without colour, the terminal's own black and white are the only safe ones: Textual would
        # turn those of another theme into greys, and send these.
        self.theme = theme.TERMINAL if self.no_color else theme_name or theme.NAMES[0]

    @property
    def link(self) -> Link:
        """The store that is open: the first one, or the one that was made of a bare file."""
        return self._workspace.link

    def get_driver_class(self) -> type[Driver]:
        # Another one may have been asked for by TEXTUAL_DRIVER.
        found = super().get_driver_class()
        return TolerantDriver if found is LinuxDriver else found

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

    def on_mount(self) -> None:
        if self.ended_by:
            self.exit()
        self.app_resume_signal.subscribe(self, lambda _: self.screen.refresh(layout=True))
        self.set_timer(LOAD_AFTER, self._load_ahead)

    def _load_ahead(self) -> None:
        self.run_worker(_load_dialogs, thread=True, group="watch")

    def _fatal_error(self) -> None:
        """End after a fault of the program, in one sentence.

        Textual would print the traceback with local variables: the records' own words.
        """
        raised = self._exception
        # What a thread raised is wrapped for telling; the wrapping itself was never raised.
        fault = raised.error if isinstance(raised, WorkerFailed) else raised
        if fault is None:
            return
        if isinstance(fault, DeskError):
            # The command line says its sentence, and has a code for it.
            self.refusal = fault
            self._close_messages_no_wait()
            return
        frames = traceback.extract_tb(fault.__traceback__)
        # A fault here would leave the screen standing with nothing behind it.
        place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
        self._exit_renderables.append(
            Text(
                f"incident-desk: ended by a fault of its own ({type(fault).__name__}{place}). "
                "What was written before is safe."
            )
        )
        self._close_messages_no_wait()

    def on_intended(self, message: Intended) -> None:
        """What a dialog asks for."""
        if isinstance(message.intent, Do):
            self.carry_out(message.intent.action)

    def carry_out(self, action: Action) -> None:
        """Actions about the whole program."""
        match action:
            case Action.QUIT:
                self.exit()
            case Action.THEME:
                self._next_theme()
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
        at = theme.NAMES.index(self.theme) if self.theme in theme.NAMES else -1
        self.theme = theme.NAMES[(at + 1) % len(theme.NAMES)]
        self._front.say(f"Theme: {self.theme}.")

    def _suspend(self) -> None:
        """Stop with the whole job, as the terminal's own key would: `make demo` is two processes.

        Textual's action stops this process alone, and `make` would wait for it for ever.
        """
        if self.is_headless or os.getpgrp() == os.getsid(0):
            self._say("There is no shell to go to. {quit} quits.")
        else:
            # The terminal is given back first: once the shell has it, we may not touch it.
            with self.suspend():
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


def _load_dialogs() -> None:
    """Load what the first H, the first / and the first decision would wait for."""
    import tui.desk.past  # noqa: PLC0415  not before the first screen
    import tui.desk.searching  # noqa: PLC0415  as above
    import tui.desk.workbench.deciding  # noqa: F401, PLC0415  as above
