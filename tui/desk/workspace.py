"""The workspace: sole owner of the view.  Intents come in; pictures go out to the canvas."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from functools import partial
from itertools import zip_longest

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import Screen
from textual.timer import Timer

from store.changes import Act
from store.ids import Ref
from store.reader import Links
from tui import keys, moves, state
from tui.desk.canvas import Canvas, Divider, Picture
from tui.desk.fetching import Fetching
from tui.desk.keeping import Keeping
from tui.desk.link import Link
from tui.desk.live import OthersChanged, StoreChanged, Trouble, Watcher, asked_on_screen
from tui.desk.mending import Mending
from tui.desk.message import Intended
from tui.desk.painter import Painter
from tui.desk.pressed import pressed
from tui.ends import completed, reached, with_row_of
from tui.intents import OF_PROGRAM, Action, Do, Intent, Point, Roll
from tui.keys import Context
from tui.layout import Box, Plan, covered, plan, up_to
from tui.moves import Scene
from tui.news import anchored, told
from tui.render.chrome import Past
from tui.state import Asked, Pane, View

#: Keys that are held down or pressed again and again.
LIKELY_AGAIN = frozenset({Action.DOWN, Action.UP, Action.PAGE_DOWN, Action.PAGE_UP})

#: Seconds behind a key; the thread that sends its frame must have had its turn.
LOOK_AHEAD_AFTER = 0.015
#: Seconds behind the first frame.
FIRST_SCREEN_AFTER = 0.1


class Workspace(Screen[None]):
    """The desk's one screen."""

    CSS = "Workspace { layers: below above; }"

    def __init__(
        self,
        link: Link,
        program: Callable[[Action], None],
        past: Past | None = None,
        focus: Ref | None = None,
        view: View | None = None,
    ) -> None:
        """`program` carries out what is about more than this screen, before the next key.

        A store of the `past` is only read; `focus` is followed at once, where it has it, or the
        desk begins with a `view` that it had of the same records.
        """
        super().__init__()
        self.program = program
        self.link = link
        self.heard: Callable[[], object] | None = None
        """Called when the store has changed: what lies over this screen has to know."""
        self._painter = Painter(link, past)
        self._past = past
        self._message = "" if past else link.without_path(link.remark)
        self._drawn = Size(0, 0)
        with link.reading():
            is_there = focus is not None and link.has(focus)
            self._view = view or moves.begun(link.rows_of, focus if is_there else None)
            newest = link.newest()
        self._watcher = Watcher(link, newest, lambda: self._view, self.post_message)
        self._fetching = Fetching(self, link, self._take_lists)
        self._keeping = Keeping(self, link, self.say)
        self._mending = Mending(self, link, self.say, self._watcher.look)
        self._canvas = Canvas()
        self._ahead: Timer | None = None
        self._dividers = (Divider(), Divider())

    @property
    def view(self) -> View:
        """What the screen shows."""
        return self._view

    @property
    def context(self) -> Context:
        """Where the keyboard is."""
        return keys.context_of(self._view)

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
        self._fetching.begin(self._view)
        if self._past is None:
            self.run_worker(self._watcher.run, thread=True, group="watch")
            self.run_worker(self._keeping.run, thread=True, group="watch")

    def on_unmount(self) -> None:
        self.stop_watching()

    def stop_watching(self) -> None:
        """Hear no more of what others do."""
        self._watcher.stop()
        self._keeping.stop()

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
        names, shown = pressed(event)
        key = keys.find(self.context, *names)
        if self.app.screen is not self:
            # Typed ahead, before the dialog was drawn: not meant for what lies below it.
            if key is keys.OF_ACTION[Action.QUIT] and not self.app.screen.is_modal:
                self.program(Action.QUIT)
            return
        if key is not None:
            self.carry_out(Do(key.action))
        else:
            self.say(keys.unknown(names, shown, self.context))

    def on_intended(self, message: Intended) -> None:
        message.stop()
        self.carry_out(message.intent)

    def carry_out(self, intent: Intent) -> None:
        """Do what is meant, or say why not."""
        if plan(*self._drawn, self._view).is_too_small and intent != Do(Action.QUIT):
            return
        if isinstance(intent, Do):
            if intent.action is Action.BACK and self._is_over_another and not self._view.previous:
                intent = Do(Action.CLOSE)
            reason = keys.why_not(intent.action, self._view)
            if reason:
                self.say(reason)
                return
            if self._carried_out_here(intent.action):
                return
        self._message = ""
        with self.link.reading():
            scene = self._scene()
            match intent:
                case Do(action):
                    if action is Action.FOLLOW:
                        ref = moves.followed(self._view, scene)
                        self._view = with_row_of(self._view, ref, self.link.long.whole)
                    before, self._view = self._view, moves.act(action, self._view, scene)
                    if action is Action.FOLLOW and self._view is before:
                        self._message = keys.NOTHING_TO_FOLLOW
                    self._wait_to_look_ahead(action)
                    if action is Action.BACK:
                        # These lists were put aside before the news of since then.
                        self._look_again()
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
        with self.link.reading():
            ahead = moves.act(action, self._view, self._scene())
            if ahead is not self._view:
                _, boxes, pictures = self._paint(ahead)
                self._canvas.prepare(boxes, pictures)
        self.link.take_late()

    def say(self, text: str) -> None:
        """Show a message in the footer's place until the next key."""
        self._message = self.link.without_path(text)
        self._draw()

    def look(self) -> None:
        """Have what was committed shown; on a worker thread."""
        self._watcher.look()

    def _carried_out_here(self, action: Action) -> bool:
        """Actions that are about more than the view."""
        match action:
            case Action.QUIT:
                self.app.exit()
            case Action.CLOSE:
                self._close_topmost()
            case Action.REFRESH:
                self._fetching.again(self._view, self._take_refreshed)
            case Action.UNDO | Action.REDO:
                self._mending.begin(Act.UNDO if action is Action.UNDO else Act.REDO)
            case Action.HISTORY if self._past is not None:
                self.say("This is the past already: h and q come back to the history.")
            case _ if action in OF_PROGRAM:
                self.say("")
                self.program(action)
            case _:
                return False
        return True

    @property
    def _is_over_another(self) -> bool:
        """Whether this is the past, opened from the present."""
        return self.app.screen_stack[0] is not self

    def _close_topmost(self) -> None:
        if self._view.is_zoomed:
            self.carry_out(Do(Action.ZOOM))
        elif self._view.previous is not None:
            self.carry_out(Do(Action.BACK))
        elif self._is_over_another:
            self.dismiss()
        else:
            self.app.exit()

    # -- what others did ------------------------------------------------------------------

    def on_store_changed(self, message: StoreChanged) -> None:
        """Bring what is shown up to date; nothing moves under the eyes."""
        news = message.news
        before, height = self._scene().detail, self._scene().detail_height
        self.link.take_news(news)
        self._painter.forget()
        with self.link.reading():
            self._view = told(self._view, news)
            self._view = anchored(self._view, before, self._scene().detail, height)
            self._draw_read()
        if self.heard is not None:
            self.heard()
        known = {*news.lists, *((None, kind) for kind in news.counts)}
        if news.relists and not asked_on_screen(self._view) <= known:
            # The focus moved while the news were read.
            self._look_again()

    def on_others_changed(self, message: OthersChanged) -> None:
        """Show who else is at work."""
        self._painter.others = message.others
        self._draw()

    def on_trouble(self, message: Trouble) -> None:
        """Say what went wrong behind the screen."""
        self.say(message.sentence)

    def _look_again(self) -> None:
        if self._watcher.has_news:
            look = partial(self._watcher.look, again=True)
            self.run_worker(look, thread=True, exclusive=True, group="look")

    # -- reading again --------------------------------------------------------------------

    def _take_refreshed(self, lists: Mapping[Asked, Links], _age: int) -> None:
        self.link.forget()
        self.link.take(lists)
        self._painter.forget()
        self.refresh()
        with self.link.reading():
            self._view = state.refreshed(self._view, self.link.rows_of)
        self.say("Read again.")

    # -- lists that are not whole yet -----------------------------------------------------

    def _take_lists(self, lists: Mapping[Asked, Links], age: int) -> None:
        """Show lists that came behind the screen."""
        self.link.take(lists)
        self._view = completed(self._view, lists)
        self._painter.forget()
        self._draw()
        if age != self.link.age:
            # They were read before a change: good enough to be shown, not to be kept.
            self.link.forget_lists()
            self._look_again()

    # -- drawing --------------------------------------------------------------------------

    def _scene(self) -> Scene:
        shown = plan(*self._drawn, self._view)
        box = shown.panes.get(Pane.DETAIL)
        picture = self._painter.detail(self._view, box.width if box else self._drawn.width)
        return Scene(self.link.rows_of, shown.heights, picture)

    def _draw(self) -> None:
        with self.link.reading():
            self._draw_read()

    def _draw_read(self) -> None:
        self._view = state.filled(self._view, self.link.rows_of)
        heights = plan(*self._drawn, self._view).heights
        self._view = reached(self._view, heights, self.link.long.more_of)
        places, boxes, pictures = self._paint(self._view)
        self._canvas.show(boxes, pictures)
        for divider, box in zip_longest(self._dividers, places.dividers):
            divider.place(up_to(box, boxes["footer"].y) if box else None)
        self._fetching.catch_up(self._view)

    def _paint(self, view: View) -> tuple[Plan, dict[str, Box], dict[str, Picture]]:
        """A view's plan, and its pictures with their boxes; a long message lies over them."""
        width, height = self._drawn
        places = plan(width, height, view)
        drawn = state.fitted(view, places.heights)
        boxes = places.boxes
        pictures = dict(self._painter.paint(drawn, places, self._message, width, height))
        if len(pictures.get("footer", ())) > 1:
            boxes = covered(boxes, len(pictures["footer"]))
            pictures = {name: pictures[name][: box.height] for name, box in boxes.items()}
        return places, boxes, pictures
