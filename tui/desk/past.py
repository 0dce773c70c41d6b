"""From the present to the past and back: the history screen, and the desk as of an operation."""

from __future__ import annotations

from functools import partial

from textual.app import App
from textual.worker import get_current_worker

from store.changes import Operation
from store.errors import DeskError, Interrupted
from store.history import Entry
from tui.bindings import Bindings
from tui.desk.dialogs.history import HistoryScreen
from tui.desk.link import Link
from tui.desk.long_work import telling
from tui.desk.mending import Mending
from tui.desk.workspace import Workspace
from tui.render.history import past_of


class PastDesk(Workspace):
    """The desk as of an operation, over the history; its store is closed with it."""

    def on_unmount(self) -> None:
        super().on_unmount()
        # A list may still be read from it.
        self.app.run_worker(self.link.close, thread=True, group="past")


def open_history(app: App[None], present: Workspace) -> None:
    """Show the history of the record in focus; a chosen operation opens the past over it."""

    def take_back(chosen: Operation) -> None:
        mending.take_back(chosen)

    def look() -> None:
        present.look()
        app.call_from_thread(screen.read_again)

    def open_then(chosen: Entry) -> None:
        screen.say(_reading(present.bindings, chosen))
        read = partial(_read_past, screen, present, chosen)
        screen.stop_it = screen.run_worker(read, thread=True, exclusive=True, group="past").cancel

    screen = HistoryScreen(present.link, present.view.shown, take_back, open_then, present.bindings)
    mending = Mending(screen, present.link, screen.say, look, present.bindings)

    def close(_: None) -> None:
        present.heard = None

    present.heard = screen.hear
    app.push_screen(screen, close)


def _reading(bindings: Bindings, chosen: Entry, done: int = 0, total: int = 0) -> str:
    way_out = bindings.said("{close} stops it.")
    much = f"{min(done * 100 // total, 99)} %" if total else "…"
    return f"Being read as of operation {chosen.operation.sequence} {much}  {way_out}"


def _read_past(screen: HistoryScreen, present: Workspace, chosen: Entry) -> None:
    app, worker = screen.app, get_current_worker()

    def tell(done: int, total: int) -> None:
        app.call_from_thread(screen.say, _reading(present.bindings, chosen, done, total))

    try:
        link = present.link.as_of(chosen.operation.sequence, telling(tell))
    except Interrupted:
        # Whoever stopped it knows.
        return
    except DeskError as error:
        app.call_from_thread(_give_up, screen, error)
    else:
        if worker.is_cancelled:
            link.close()
        else:
            app.call_from_thread(_show_past, screen, present, chosen, link)


def _give_up(screen: HistoryScreen, error: DeskError) -> None:
    screen.stop_it = None
    screen.say(str(error))


def _show_past(screen: HistoryScreen, present: Workspace, chosen: Entry, link: Link) -> None:
    if screen.stop_it is None:
        # It was stopped at its very end.
        screen.app.run_worker(link.close, thread=True, group="past")
        return
    screen.stop_it = None
    screen.say("")
    past = PastDesk(
        link,
        present.program,
        past_of(chosen),
        present.view.shown,
        config=present.config.told,
    )
    screen.app.push_screen(past)
