"""The workspace: sole owner of the view.  Intents come in; pictures go out to the canvas."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from functools import partial
from itertools import zip_longest

from textual import events, work
from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import get_current_worker

from store.ids import Kind, Ref
from store.reader import Links
from tui import keys, moves, state
from tui.desk.canvas import Canvas, Divider, Picture
from tui.desk.link import Link
from tui.desk.message import Intended
from tui.desk.painter import Painter
from tui.intents import Action, Do, Intent, Point, Roll
from tui.layout import Plan, plan
from tui.moves import Scene
from tui.state import LISTS, PANE_OF, Pane, View

#: Keys that are held down or pressed again and again.
LIKELY_AGAIN = frozenset({Action.DOWN, Action.UP, Action.PAGE_DOWN, Action.PAGE_UP})

#: Seconds behind a key; the thread that sends its frame must have had its turn.
LOOK_AHEAD_AFTER = 0.015
#: Seconds behind the first frame.
FIRST_SCREEN_AFTER = 0.1


class Workspace(Screen[None]):
    """The desk's one screen."""

    CSS = "Workspace { layers: below above; }"

    def __init__(self, link: Link, program: Callable[[Action], None]) -> None:
        """`program` carries out what is about more than this screen, before the next key."""
        super().__init__()
        self._program = program
        self._link = link
        self._painter = Painter(link)
        self._message = link.remark
        self._drawn = Size(0, 0)
        with link.reading():
            # A store without events opens on what it has.
            begin = next((pane for pane in LISTS if link.rows_of(pane.kind, None).total), None)
            self._view = state.opening(link.rows_of, begin or Pane.EVENTS)
        self._canvas = Canvas()
        self._ahead: Timer | None = None
        self._dividers = (Divider(), Divider())

    @property
    def view(self) -> View:
        """What the screen shows."""
        return self._view

    def compose(self) -> ComposeResult:
        # Drawn before there is a layout, so that the first frame has the rows in it.
        self._draw_at(self.app.size)
        yield self._canvas
        yield from self._dividers

    def on_mount(self) -> None:
        # The first frame must have been sent: reading behind it would hold its thread up.
        self.set_timer(FIRST_SCREEN_AFTER, self._after_first_screen)

    def _after_first_screen(self) -> None:
        # What was loaded stays: no later collection need look at it.
        gc.freeze()
        # A key makes some thousands of small objects and keeps few: look more seldom.
        gc.set_threshold(50_000, 20, 20)
        gc.enable()
        self._complete_lists()

    @property
    def pictures(self) -> Mapping[str, Picture]:
        """What is drawn, by the name of its place: `events`, `detail`, `header` ..."""
        return self._canvas.pictures

    def on_resize(self, event: events.Resize) -> None:
        self._draw_at(event.size)

    def _draw_at(self, size: Size) -> None:
        if size == self._drawn:
            return
        self._drawn = size
        self._draw()

    # -- intents --------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Look the key up; say why when it can do nothing."""
        event.stop()
        event.prevent_default()
        if self.app.screen is not self:
            # Typed ahead, before the dialog was drawn: not meant for what lies below it.
            return
        context = keys.context_of(self._view)
        names = (event.key, event.character or event.key)
        key = keys.find(context, *names)
        if key is not None:
            self.carry_out(Do(key.action))
        else:
            is_letter = event.is_printable and len(event.key) == 1
            shown = event.key if is_letter else event.key.replace("_", " ").capitalize()
            self.say(keys.unknown(names, shown, context))

    def on_intended(self, message: Intended) -> None:
        message.stop()
        self.carry_out(message.intent)

    def carry_out(self, intent: Intent) -> None:
        """Do what is meant, or say why not."""
        if plan(*self._drawn, self._view).is_too_small and intent != Do(Action.QUIT):
            return
        if isinstance(intent, Do):
            reason = keys.why_not(intent.action, self._view)
            if reason:
                self.say(reason)
                return
            if self._carried_out_here(intent.action):
                return
        self._message = ""
        with self._link.reading():
            scene = self._scene()
            match intent:
                case Do(action):
                    self._complete_before(action)
                    before, self._view = self._view, moves.act(action, self._view, scene)
                    if action is Action.FOLLOW and self._view is before:
                        self._message = keys.NOTHING_TO_FOLLOW
                    self._wait_to_look_ahead(action)
                case Point():
                    self._view = moves.point(intent, self._view, scene)
                case Roll():
                    self._view = moves.roll(intent, self._view, scene)
            self._draw_read()

    def _wait_to_look_ahead(self, action: Action) -> None:
        if self._ahead is not None:
            self._ahead.stop()
            self._ahead = None
        if action in LIKELY_AGAIN:
            self._ahead = self.set_timer(LOOK_AHEAD_AFTER, partial(self._look_ahead, action))

    def _look_ahead(self, action: Action) -> None:
        """Read and draw, unseen, what the same key would show next: it will be pressed again."""
        with self._link.reading():
            ahead = moves.act(action, self._view, self._scene())
            if ahead is not self._view:
                places, pictures = self._paint(ahead)
                self._canvas.prepare(places.boxes, pictures)
        self._link.take_late()

    def say(self, text: str) -> None:
        """Show a message in the footer's place until the next key."""
        self._message = text
        self._draw()

    def _carried_out_here(self, action: Action) -> bool:
        """Actions that are about more than the view."""
        match action:
            case Action.QUIT:
                self.app.exit()
            case Action.CLOSE:
                self._close_topmost()
            case Action.REFRESH:
                self._refresh_all()
            case Action.HELP | Action.PALETTE | Action.THEME | Action.SUSPEND:
                self.say("")
                self._program(action)
            case _:
                return False
        return True

    def _close_topmost(self) -> None:
        if self._view.is_zoomed:
            self.carry_out(Do(Action.ZOOM))
        elif self._view.previous is not None:
            self.carry_out(Do(Action.BACK))
        else:
            self.app.exit()

    def _refresh_all(self) -> None:
        self._link.forget()
        self._painter.forget()
        self.refresh()
        with self._link.reading():
            self._view = state.refreshed(self._view, self._link.rows_of)
        self.say("Read again.")
        self._complete_lists()

    # -- lists that are not whole yet -----------------------------------------------------

    def _complete_before(self, action: Action) -> None:
        """A list that is only begun is read whole before its end is asked for."""
        shown = self._view.lists.get(self._view.active)
        if shown is None or shown.rows.total <= len(shown.rows.numbers):
            return
        nears_end = action in (Action.PAGE_DOWN, Action.DOWN) and (
            shown.cursor + 100 > len(shown.rows.numbers)
        )
        if nears_end or action is Action.LAST:
            rows = self._link.complete_now(shown.rows.kind)
            self._view = state.with_rows(self._view, self._view.active, rows)

    def _complete_lists(self) -> None:
        for shown in self._view.lists.values():
            if shown.rows.total > len(shown.rows.numbers):
                self._complete(shown.rows.kind)

    @work(thread=True, group="lists")
    def _complete(self, kind: Kind) -> None:
        rows = self._link.complete(kind)
        self.app.call_from_thread(self._take_rows, kind, rows)

    def _take_rows(self, kind: Kind, rows: Links) -> None:
        pane = PANE_OF[kind]
        if self._view.lists[pane].of is None:
            self._view = state.with_rows(self._view, pane, rows)
            self._draw()

    def _catch_up(self) -> None:
        """Have the lists that took too long read behind the screen; older wishes are dropped."""
        late = self._link.take_late()
        if late:
            self._read_late(late)

    @work(thread=True, exclusive=True, group="late")
    def _read_late(self, late: tuple[tuple[Ref, Kind], ...]) -> None:
        worker = get_current_worker()
        for of, kind in late:
            if not self._link.catch_up(of, kind, lambda: worker.is_cancelled):
                return
        self.app.call_from_thread(self._take_late)

    def _take_late(self) -> None:
        self._painter.forget()
        self._draw()

    # -- drawing --------------------------------------------------------------------------

    def _scene(self) -> Scene:
        shown = plan(*self._drawn, self._view)
        box = shown.panes.get(Pane.DETAIL)
        picture = self._painter.detail(self._view, box.width if box else self._drawn.width)
        return Scene(self._link.rows_of, shown.heights, picture)

    def _draw(self) -> None:
        with self._link.reading():
            self._draw_read()

    def _draw_read(self) -> None:
        self._view = state.filled(self._view, self._link.rows_of)
        places, pictures = self._paint(self._view)
        self._canvas.show(places.boxes, pictures)
        for divider, box in zip_longest(self._dividers, places.dividers):
            divider.place(box)
        self._catch_up()

    def _paint(self, view: View) -> tuple[Plan, dict[str, Picture]]:
        """A view's plan and pictures."""
        width, height = self._drawn
        places = plan(width, height, view)
        drawn = state.fitted(view, places.heights)
        return places, dict(self._painter.paint(drawn, places, self._message, width, height))
