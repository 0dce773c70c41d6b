"""The workspace: sole owner of the view.  Intents come in; pictures go out to the canvas."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Protocol

from textual import events
from textual.timer import Timer

from store.changes import Act
from store.ids import Ref
from store.reader import Links
from tui import moves, state
from tui.config import DEFAULTS, Config
from tui.desk.attended import AttendedBoard
from tui.desk.beginning import Beginning, begin
from tui.desk.fetching import Fetching
from tui.desk.front import Knowing
from tui.desk.indexing import Indexing
from tui.desk.keeping import Keeping
from tui.desk.link import Link
from tui.desk.live import StoreChanged, Watcher, asked_on_screen
from tui.desk.mending import Mending
from tui.desk.message import Intended
from tui.desk.parts import PARTS
from tui.desk.place import Place
from tui.desk.pressed import pressed
from tui.desk.recounting import Recounting
from tui.ends import completed, with_row_of, with_whole
from tui.hits import refound
from tui.intents import OF_PROGRAM, Action, Do, Intent, Point, Roll
from tui.key import Key
from tui.layout import Box, plan
from tui.marked import escaped, has_marks
from tui.moves import Scene
from tui.news import anchored, told
from tui.render.chrome import Past
from tui.search import Found, Sought
from tui.state import Asked, View

if TYPE_CHECKING:
    from tui.desk.calls import Calls


class Behind(Protocol):
    """What goes on behind the screen, on a thread of its own."""

    def run(self) -> None:
        """Go on until `stop`."""

    def stop(self) -> None:
        """End soon."""


#: Keys that are held down or pressed again and again.
LIKELY_AGAIN = frozenset({Action.DOWN, Action.UP, Action.PAGE_DOWN, Action.PAGE_UP})

#: Keys behind which the cursor most often goes to the next row.
GOING_ON = frozenset({Action.RELEVANT, Action.NOT_RELEVANT, Action.REPEAT, Action.MARK})

PAST_ALREADY = "This is the past already: {back} and {close} come back to the history."

#: Seconds behind a key; the thread that sends its frame must have had its turn.
LOOK_AHEAD_AFTER = 0.015
#: Seconds behind the first frame.
FIRST_SCREEN_AFTER = 0.1


class Workspace(AttendedBoard):
    """The desk's one screen."""

    def __init__(
        self,
        link: Link,
        program: Callable[[Action], None],
        past: Past | None = None,
        focus: Ref | None = None,
        view: View | None = None,
        config: Config = DEFAULTS,
        place: Place | None = None,
        begun: Beginning | None = None,
    ) -> None:
        """`program` carries out what is about more than this screen, before the next key.

        A store of the `past` is only read; `focus` is followed at once, where it has it, or the
        desk begins with a `view` that it had of the same records, or with what was `begun`.
        """
        begun = begun or begin(link, past, config, focus, view, place)
        super().__init__(link, begun, config)
        self.program = program
        self._watcher = Watcher(link, begun.newest, lambda: self._view, self.post_message)
        self._fetching = Fetching(self, link, self._take_lists)
        keeping = Keeping(self, link, self.say, self.say_besides, self.bindings)
        self._calls: Calls | None = None
        indexing = Indexing(link, self.post_message)
        self._behind: list[Behind] = [self._watcher, keeping, indexing]
        self._mending = Mending(
            self, link, self._say_mended, self._watcher.look, self.bindings, self._return_to
        )
        self._recounting = Recounting(self, self, link)
        self._ahead: Timer | None = None

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
        if not self.is_past:
            from tui.desk.calls import Calls  # noqa: PLC0415  not before the first screen
            from tui.desk.drafts import DraftsLeft  # noqa: PLC0415  as above
            from tui.desk.taking_in import Watching  # noqa: PLC0415  as above

            self._calls = Calls(self.link, self.post_message)
            watching = Watching(self, self.link, self.config, self.say_besides, self.look)
            self._behind += [self._calls, watching]
            drafts = DraftsLeft(self, self.link, self.say_besides, self.bindings)
            self._behind += self._kept_place()
            for one in (*self._behind, drafts):
                self.run_worker(one.run, thread=True, group="watch")

    def on_unmount(self) -> None:
        self.finish()
        self.stop_watching()

    def stop_watching(self) -> None:
        """Hear no more of what others do."""
        for one in self._behind:
            one.stop()
        self.likely.stop()

    # -- intents --------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Look the key up; say why when it can do nothing."""
        names, shown = pressed(event)
        key = self.bindings.find(self.context, *names)
        over = self._over
        if self.app.screen is self and over is not None and not _leaves(key, event):
            over.press(event)
            return
        if self.app.screen is not self:
            # Typed ahead, before the dialog was drawn: not meant for what lies below it.
            if isinstance(self.app.screen, Knowing):
                self.app.screen.hear_ahead(event)
                return
            if self.bindings.means(Action.QUIT, *names) and not self.app.screen.is_modal:
                self.program(Action.QUIT)
            return
        self._besides = ""
        if key is not None:
            self.carry_out(Do(key.action))
        elif "escape" in names and has_marks(self._view, self._view.active):
            self.show(*escaped(self._view, self._message))
        else:
            self.say(self.bindings.unknown(names, shown, self.context))

    def on_intended(self, message: Intended) -> None:
        message.stop()
        self.carry_out(message.intent)

    def carry_out(self, intent: Intent) -> None:
        """Do what is meant, or say why not."""
        if plan(*self._drawn, self._view).is_too_small and intent != Do(Action.QUIT):
            return
        over = self._over
        if over is not None:
            over.leave()
        self.let_go(intent.action if isinstance(intent, Do) else None)
        if isinstance(intent, Do):
            if intent.action is Action.BACK and self._is_over_another and not self._view.previous:
                intent = Do(Action.CLOSE)
            reason = self.bindings.why_not(intent.action, self._view)
            reason = reason or self.awaited(intent.action)
            if reason:
                self.say(reason)
                return
            if self._carried_out_here(intent.action):
                return
        self._unsay()
        with self.link.reading():
            scene = self.scene()
            match intent:
                case Do(action):
                    self._act(action, scene)
                case Point():
                    self._view = moves.point(intent, self._view, scene)
                case Roll():
                    self._view = moves.roll(intent, self._view, scene)
            self._draw_read()

    def _act(self, action: Action, scene: Scene) -> None:
        if action is Action.FOLLOW:
            ref = moves.followed(self._view, scene)
            self._view = with_row_of(self._view, ref, self.link.long.whole)
        if action is Action.MARK_RANGE:
            # A range may go over rows that are not read yet.
            self._view = with_whole(self._view, self._view.active, self.link.long.whole)
        before, self._view = self._view, moves.act(action, self._view, scene)
        if self._view is before:
            self._message = self.bindings.said(moves.nothing_done(action, self._view, scene))
        self._wait_to_look_ahead(action)
        if action is Action.BACK:
            self.look_again()

    def follow(self, ref: Ref) -> None:
        """Make a record the focus, wherever it is listed: one step of the trail."""
        with self.link.reading():
            if self.link.has(ref):
                view = with_row_of(self._view, ref, self.link.long.whole)
                self._view = state.follow(view, ref, self.link.rows_of, self.scene().heights)
                self._message = ""
            else:
                self._message = f"{ref} is not there any more."
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
            ahead = moves.act(action, self._view, self.scene())
            if ahead is not self._view:
                painted = self._paint(ahead)
                self._canvas.prepare(painted.boxes, painted.pictures)
        self.link.take_late()

    def look(self) -> None:
        """Have what was committed shown; on a worker thread."""
        self._watcher.look()

    def _carried_out_here(self, action: Action) -> bool:
        """Actions that are about more than the view."""
        match action:
            case Action.QUIT:
                self._when_idle(self.app.exit)
            case Action.CLOSE:
                self._close_topmost()
            case Action.REFRESH:
                self._fetching.again(self._view, self._take_refreshed)
            case Action.UNDO | Action.REDO:
                act = Act.UNDO if action is Action.UNDO else Act.REDO
                self._when_idle(partial(self._mending.begin, act))
            case Action.SEARCH:
                self.searching.open()
            case Action.THIS_VALUE:
                with self.link.reading():
                    ref = moves.followed(self._view, self.scene())
                self.searching.narrow(ref)
            case Action.HISTORY if self.is_past:
                self.say(self.bindings.said(PAST_ALREADY))
            case _ if action in PARTS:
                self.acting.begin(action)
                if action in GOING_ON:
                    self._wait_to_look_ahead(Action.DOWN)
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
            self._when_idle(self.app.exit)

    # -- what others did ------------------------------------------------------------------

    def on_store_changed(self, message: StoreChanged) -> None:
        """Bring what is shown up to date; nothing moves under the eyes."""
        news = message.news
        before, height = self.scene().detail, self.scene().detail_height
        self.link.take_news(news)
        self._painter.unseen = self._painter.unseen.hear(news.touched, self.link.session)
        self._painter.forget()
        with self.link.reading():
            self._view = told(self._view, news)
            self._view = anchored(self._view, before, self.scene().detail, height)
            self._draw_read()
        self._recounting.hear()
        if self._calls is not None:
            self._calls.hear(news.changed)
        self.hear(news)
        known = {*news.lists, *((None, kind) for kind in news.counts)}
        if news.relists and not asked_on_screen(self._view) <= known:
            # The focus moved while the news were read.
            self.look_again()

    def look_again(self) -> None:
        """Bring a view up to date that was put aside before the news of since then."""
        if self._watcher.has_news:
            look = partial(self._watcher.look, again=True)
            self.run_worker(look, thread=True, exclusive=True, group="look")

    # -- reading again --------------------------------------------------------------------

    def _take_refreshed(self, lists: Mapping[Asked, Links], found: Mapping[Sought, Found]) -> None:
        self.link.forget()
        self.link.take(lists)
        self._painter.forget()
        self.refresh()
        with self.link.reading():
            fresh = state.refreshed(self._view, self.link.rows_of)
            self._view = refound(fresh, found, self.link.rows_of)
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
            self.look_again()

    def _was_drawn(self, footer: Box | None) -> None:
        super()._was_drawn(footer)
        self._fetching.catch_up(self._view)
        if self._calls is not None:
            self._calls.show(self._view.shown)


def _leaves(key: Key | None, event: events.Key) -> bool:
    """Whether a key means the same in the query line: to leave the desk, or put it aside."""
    is_leaving = key is not None and key.action in (Action.QUIT, Action.SUSPEND)
    return is_leaving and not event.is_printable
