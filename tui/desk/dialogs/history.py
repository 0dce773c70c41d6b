"""The history screen: who changed what, when and how; Enter asks for the desk as of then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Protocol

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import get_current_worker

from store.changes import Operation
from store.errors import DeskError
from store.history import Entry, Version
from store.ids import Ref
from tui import history
from tui.bindings import USUAL, Bindings
from tui.desk.canvas import WHEEL, Canvas
from tui.desk.message import Intended
from tui.desk.pressed import pressed
from tui.desk.typed_ahead import give_below
from tui.history import MOST_VERSIONS, PAGE, History
from tui.intents import Action, Do
from tui.key import Context
from tui.layout import covered
from tui.render.history import changes_lines, history_pictures, history_plan
from tui.render.picture import DetailPicture

#: Seconds for which the screen waits for changes before it says that they are being read.
PATIENCE = 0.05


class Archive(Protocol):
    """What the screen asks of a store's log, on worker threads."""

    def entries(self, of: Ref | None, before: int | None, limit: int) -> list[Entry]:
        """A page of the history of a record, or for None of the store, newest first."""

    def versions(self, sequence: int, of: Ref | None, limit: int) -> list[Version]:
        """The first records that an operation changed; or only that record."""

    def without_path(self, sentence: str) -> str:
        """A sentence that names the store's own files as they are called in its folder."""


class HistoryScreen(Screen[None], inherit_bindings=False):
    """Who changed what, over the desk; the past is opened over it, and closed onto it."""

    context = Context.HISTORY

    def __init__(
        self,
        archive: Archive,
        subject: Ref | None,
        take_back: Callable[[Operation], None],
        open_then: Callable[[Entry], None],
        bindings: Bindings = USUAL,
    ) -> None:
        """The history of a record, or without one of the store.

        `take_back` undoes an operation, `open_then` opens the desk as of one.
        """
        super().__init__()
        self._archive = archive
        self._keys = bindings
        self._undo = take_back
        self._open = open_then
        self.stop_it: Callable[[], object] | None = None
        """What q stops, while the past is being read."""
        self._history = History(subject, subject)
        self._message = ""
        self._canvas = Canvas()
        self._changes = DetailPicture(iter(()))
        self._slow: Timer | None = None
        self._is_paging = False

    def compose(self) -> ComposeResult:
        yield self._canvas

    def on_mount(self) -> None:
        self._want_page()
        self._draw_unless_soon()

    def on_resize(self) -> None:
        self._changes = self._new_changes()
        self._draw()

    def say(self, text: str) -> None:
        """Show a message in the footer's place until the next key."""
        self._message = self._archive.without_path(text)
        self._draw()

    def on_key(self, event: events.Key) -> None:
        """Look the key up; say why when it can do nothing."""
        names, shown = pressed(event)
        key = self._keys.find(Context.HISTORY, *names)
        if self.app.screen is not self:
            # Typed ahead, before the past was opened over this screen.
            if self not in self.app.screen_stack:
                give_below(self, event)
            elif self._keys.means(Action.QUIT, *names) and not self.app.screen.is_modal:
                self.app.post_message(Intended(Do(Action.QUIT)))
            return
        self._message = ""
        if self.stop_it is not None and "escape" in names:
            self._close_topmost()
        elif key is None:
            self.say(self._keys.unknown(names, shown, Context.HISTORY))
        else:
            self._do(key.action)

    def _do(self, action: Action) -> None:
        height = history_plan(*self.size).changes_height
        match action:
            case Action.CLOSE | Action.BACK:
                self._close_topmost()
            case Action.AS_OF:
                self._open_then()
            case Action.TAKE_BACK:
                self._take_back()
            case Action.WHOLE_HISTORY:
                self._switch()
            case Action.REFRESH:
                self.read_again()
            case Action.SCROLL_DOWN:
                self._scroll(1)
            case Action.SCROLL_UP:
                self._scroll(-1)
            case Action.PAGE_DETAIL:
                self._scroll(max(height - 2, 1))
            case Action.QUIT | Action.HELP | Action.THEME | Action.SUSPEND:
                self._draw()
                self.post_message(Intended(Do(action)))
            case _:
                self._move(action)

    def _open_then(self) -> None:
        entry = self._history.entry
        if entry is None:
            self.say("There is nothing to open: nothing has been changed yet.")
        elif entry.is_unfinished:
            self.say("This is still being written. Wait until it is done.")
        else:
            self._open(entry)

    def _close_topmost(self) -> None:
        if self.stop_it is None:
            self.dismiss(None)
        else:
            self.stop_it()
            self.stop_it = None
            self.say("Stopped.")

    def _take_back(self) -> None:
        entry = self._history.entry
        if entry is None:
            self.say("There is nothing to undo: nothing has been changed yet.")
        elif entry.undone_by is not None:
            self.say(f"It is undone already, by operation {entry.undone_by}.")
        else:
            self._undo(entry.operation)

    def _switch(self) -> None:
        if self._history.subject is None:
            self.say("No record has the focus: this is the history of the store.")
        else:
            self._begin(history.switched(self._history))

    def read_again(self) -> None:
        """List from the newest operation on, as the log is now."""
        self._begin(History(self._history.subject, self._history.of))

    def hear(self) -> None:
        """Count what has been written since; the list stays as it is."""
        if self._history.entries:
            read = partial(self._read_newest, self._history.of)
            self.run_worker(read, thread=True, exclusive=True, group="newest")

    def _read_newest(self, of: Ref | None) -> None:
        worker = get_current_worker()
        try:
            page = self._archive.entries(of, None, PAGE)
        except DeskError as error:
            self.app.call_from_thread(self.say, str(error))
        else:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._take_newest, of, page)

    def _take_newest(self, of: Ref | None, page: list[Entry]) -> None:
        known = history.with_newest(self._history, page)
        if of == self._history.of and known != self._history:
            self._history = known
            self._draw()

    def _begin(self, begun: History) -> None:
        """List from the newest operation on."""
        self._history, self._is_paging = begun, False
        self._changes = self._new_changes()
        self._want_page()
        self._draw_unless_soon()

    def on_click(self, event: events.Click) -> None:
        """Point at an operation."""
        found = self._canvas.at(event.screen_x, event.screen_y)
        if found and found[0] == "operations" and found[1] > 0:
            self._put(self._history.top + found[1] - 1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._roll(event, WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._roll(event, -WHEEL)

    def _roll(self, event: events.MouseEvent, lines: int) -> None:
        event.stop()
        found = self._canvas.at(event.screen_x, event.screen_y)
        if found and found[0] == "operations":
            self._put(self._history.cursor + lines)
        elif found and found[0] == "changes":
            self._scroll(lines)

    def _put(self, row: int) -> None:
        self._message = ""
        if row < len(self._history.entries):
            plan = history_plan(*self.size)
            self._show(history.put(self._history, row, plan.list_height))

    def _move(self, action: Action) -> None:
        plan = history_plan(*self.size)
        self._show(history.moved(self._history, action, plan.list_height))

    def _show(self, moved: History) -> None:
        """Show the history with its cursor elsewhere."""
        if moved is self._history:
            self._draw()
            return
        self._history = moved
        plan = history_plan(*self.size)
        self._changes = self._new_changes()
        self._want_versions()
        if self._history.wants_more(plan.list_height):
            self._want_page()
        self._draw_unless_soon()

    def _scroll(self, lines: int) -> None:
        height = history_plan(*self.size).changes_height
        top = self._changes.clamped(self._history.changes_top, height)
        top = self._changes.clamped(max(top + lines, 0), height)
        self._history = replace(self._history, changes_top=top)
        self._draw()

    # -- reading, on worker threads -------------------------------------------------------

    def _want_page(self) -> None:
        if self._is_paging or self._history.is_whole:
            return
        self._is_paging = True
        asked = self._history
        self.run_worker(partial(self._read_page, asked), thread=True, group="page")

    def _read_page(self, asked: History) -> None:
        try:
            page = self._archive.entries(asked.of, asked.oldest, PAGE)
        except DeskError as error:
            self.app.call_from_thread(self.say, str(error))
        else:
            self.app.call_from_thread(self._take_page, asked, page)

    def _take_page(self, asked: History, page: list[Entry]) -> None:
        if (asked.of, asked.oldest) != (self._history.of, self._history.oldest):
            # Of another history, which was left meanwhile.
            return
        self._is_paging = False
        was_empty = not self._history.entries
        self._history = history.with_page(self._history, page)
        if was_empty:
            self._changes = self._new_changes()
            self._want_versions()
        if not was_empty or not page:
            self._draw()

    def _want_versions(self) -> None:
        entry = self._history.entry
        if entry is not None:
            read = partial(self._read_versions, entry, self._history.of)
            self.run_worker(read, thread=True, exclusive=True, group="versions")

    def _read_versions(self, entry: Entry, of: Ref | None) -> None:
        worker = get_current_worker()
        try:
            found = self._archive.versions(entry.operation.sequence, of, MOST_VERSIONS)
        except DeskError as error:
            self.app.call_from_thread(self.say, str(error))
        else:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._take_versions, entry, found)

    def _take_versions(self, entry: Entry, found: list[Version]) -> None:
        if self._history.entry is entry:
            self._history = replace(self._history, versions=tuple(found))
            self._changes = self._new_changes()
            self._draw()

    # -- drawing --------------------------------------------------------------------------

    def _new_changes(self) -> DetailPicture:
        return DetailPicture(changes_lines(self._history, history_plan(*self.size).changes_width))

    def _draw_unless_soon(self) -> None:
        """Draw when the changes are there, or when they take long: one frame a key."""
        if self._slow is None:
            self._slow = self.set_timer(PATIENCE, self._draw)

    def _draw(self) -> None:
        if self._slow is not None:
            self._slow.stop()
            self._slow = None
        if not self.is_mounted:
            return
        plan = history_plan(*self.size)
        pictures = history_pictures(self._history, self._changes, plan, self._message, self._keys)
        boxes = plan.boxes
        if len(pictures.get("footer", ())) > 1:
            boxes = covered(boxes, len(pictures["footer"]))
            pictures = {name: pictures[name][: box.height] for name, box in boxes.items()}
        self._canvas.show(boxes, pictures)
