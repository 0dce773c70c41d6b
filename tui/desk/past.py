"""From the present to the past and back: the history screen, and the desk as of an operation."""

from __future__ import annotations

from functools import partial

from textual.app import App

from store.errors import DeskError
from store.history import Entry
from tui.desk.dialogs.history import HistoryScreen
from tui.desk.link import Link
from tui.desk.workspace import Workspace
from tui.render.history import past_of


class PastDesk(Workspace):
    """The desk as of an operation, over the present one; its store is closed with it."""

    def on_unmount(self) -> None:
        super().on_unmount()
        # A list may still be read from it.
        self.app.run_worker(self.link.close, thread=True, group="past")


def open_history(app: App[None], present: Workspace) -> None:
    """Show the history of the record in focus; an operation that is chosen opens the past."""
    link = present.link
    screen = HistoryScreen(link, present.view.shown)
    app.push_screen(screen, partial(_open_past, app, present))


def _open_past(app: App[None], present: Workspace, chosen: Entry | None) -> None:
    if chosen is not None:
        present.say(f"Being read as of operation {chosen.operation.sequence} …")
        present.run_worker(
            partial(_read_past, app, present, chosen), thread=True, exclusive=True, group="past"
        )


def _read_past(app: App[None], present: Workspace, chosen: Entry) -> None:
    try:
        link = present.link.as_of(chosen.operation.sequence)
    except DeskError as error:
        app.call_from_thread(present.say, str(error))
    else:
        app.call_from_thread(_show_past, app, present, chosen, link)


def _show_past(app: App[None], present: Workspace, chosen: Entry, link: Link) -> None:
    present.say("")
    app.push_screen(PastDesk(link, present.program, past_of(chosen), present.view.shown))
