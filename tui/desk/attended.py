"""A board with somebody at its keys: its search, what changes records, what lies over it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events

from store.ids import Ref
from tui.config import Config
from tui.desk.beginning import Beginning
from tui.desk.board import Board
from tui.desk.held_back import RUNS
from tui.desk.likely import Likely
from tui.desk.link import Link
from tui.desk.parts import PARTS
from tui.desk.place import Place
from tui.hits import has_inbox
from tui.intents import Action
from tui.key import Context
from tui.layout import Box, plan
from tui.news import News, anchored
from tui.render.line import Line
from tui.state import taken_in

if TYPE_CHECKING:
    from tui.desk.acting import Acting
    from tui.desk.inbox_count import InboxCount
    from tui.desk.over import Over
    from tui.desk.searching import Searching


#: What is done to rows, though no record changes by it.
MARKING = frozenset({Action.MARK, Action.MARK_RANGE, Action.INVERT_MARKS})


class AttendedBoard(Board):
    """Has its parts made when they are wanted first."""

    def __init__(
        self,
        link: Link,
        begun: Beginning,
        config: Config,
    ) -> None:
        """As `Board`, at the `place` where somebody was."""
        super().__init__(link, begun, config)
        self._place = begun.place
        self.is_past = begun.painter.is_past
        """Whether it shows the store as it was."""
        self.heard: Callable[[], object] | None = None
        """Called when the store has changed: what lies over this screen has to know."""
        self._searching: Searching | None = None
        self._acting: Acting | None = None
        self.likely = Likely(self, link, self._show_likely)
        self._painter.likely = self.likely.shown
        self._inbox: InboxCount | None = None

    def _kept_place(self) -> tuple[Place, ...]:
        """Where this desk is, to be kept behind the screen from now on."""
        if self._place is None:
            return ()
        self._place.search_again(self, self)
        return (self._place,)

    def look_again(self) -> None:
        """Bring a view up to date that was put aside before the news of since then."""
        raise NotImplementedError

    def look(self) -> None:
        """Have what was committed shown; on a worker thread."""
        raise NotImplementedError

    def follow(self, ref: Ref) -> None:
        """Make a record the focus: one step of the trail."""
        raise NotImplementedError

    def hear(self, news: News) -> None:
        """Tell the parts what has changed in the store."""
        self.likely.hear()
        if self._inbox is not None:
            self._inbox.hear(news)
        if self.heard is not None:
            self.heard()

    def awaited(self, action: Action) -> str:
        """Why a change has to wait: the rows are not those that were asked for; "" for nothing."""
        is_change = action in PARTS or action in MARKING
        if is_change and self._searching is not None and self._searching.is_awaited:
            return "The first hits are still to come: nothing was done. Try again."
        return ""

    def let_go(self, action: Action | None) -> None:
        """Tell the parts that something is done: what was held back is decided by it.

        Whatever is done to a record is done to the one that is shown: the panes catch up before.
        """
        if action in RUNS and self.is_lean and self.context is Context.LIST:
            self.held_back.move()
        else:
            self.held_back.catch_up()
        if self._acting is not None:
            self._acting.bench.let_go(action)

    def finish(self) -> None:
        """Have done what was asked for: the desk ends."""
        if self._acting is not None:
            self._acting.bench.finish()

    def list_own(self) -> None:
        """List in the linked panes what this desk has changed: only other people's changes wait."""
        with self.link.reading():
            self._view = taken_in(self._view, self.link.rows_of)
            self._draw_read()

    def _say_mended(self, sentence: str) -> None:
        """Say what was taken back, and show it in the linked panes too."""
        self.say(sentence)
        self.call_later(self.list_own)

    def _return_to(self, ref: Ref) -> None:
        self.acting.bench.return_to(ref)

    def _when_idle(self, then: Callable[[], object]) -> None:
        """Do something behind the commands that were asked for before."""
        if self._acting is None:
            then()
        else:
            self._acting.bench.when_idle(then)

    def _show_likely(self, ref: Ref) -> None:
        """Show what a report may be a duplicate of; the detail's cursor stays on its row."""
        if ref != self._view.shown:
            return
        with self.link.reading():
            scene = self.scene()
            self._painter.forget()
            after = self.scene().detail
            # Where nobody reads in it yet its rows are entered from the first on.
            if self.context is Context.DETAIL or self._view.detail_top:
                self._view = anchored(self._view, scene.detail, after, scene.detail_height)
            self._draw_read()

    @property
    def searching(self) -> Searching:
        """The search of this desk."""
        if self._searching is None:
            from tui.desk.searching import Searching  # noqa: PLC0415  not before the first screen

            self._searching = Searching(self, self, self.link)
        return self._searching

    def search(self, text: str) -> None:
        """Have the leading list narrowed by a query, as if it had been typed and kept."""
        self.searching.apply(text)

    @property
    def acting(self) -> Acting:
        """What changes records from this desk."""
        if self._acting is None:
            from tui.desk.acting import Acting  # noqa: PLC0415  not before the first screen
            from tui.desk.bench import Bench  # noqa: PLC0415  as above

            self._acting = Acting(Bench(self, self, self.link))
        return self._acting

    @property
    def is_at_rest(self) -> bool:
        """Whether nobody types anything on this screen, or answers a question."""
        return self.app.screen is self and self._over is None

    @property
    def _over(self) -> Over | None:
        """What lies over the footer, and has the keyboard; nothing where it cannot be seen."""
        if plan(*self._drawn, self._view).is_too_small:
            return None
        laid = self._acting.bench.over if self._acting is not None else None
        found = (laid, self._searching)
        return next((one for one in found if one is not None and one.is_open), None)

    def on_paste(self, event: events.Paste) -> None:
        """Give what was pasted ahead to the line that is opened; else a report is made of it."""
        event.stop()
        over = self._over
        if self.app.screen is not self:
            return
        if over is not None:
            over.paste(event.text)
        elif not plan(*self._drawn, self._view).is_too_small:
            self.acting.paste(event.text)

    def _lines_over_footer(self, width: int) -> tuple[Line, ...]:
        over = self._over
        return over.lines(width, self._said) if over is not None else ()

    def _was_drawn(self, footer: Box | None) -> None:
        if self._place is not None:
            self._place.move(self._view)
        over = self._over
        if over is not None:
            over.place(footer)
        if self._inbox is None and has_inbox(self._view):
            from tui.desk.inbox_count import InboxCount  # noqa: PLC0415  not before an inbox

            self._inbox = InboxCount(self, self, self.link, self._painter.tell_of_inbox)
        if self._inbox is not None:
            self._inbox.catch_up(self._view)
        if not self.is_past and not self.link.is_bare and self._painter.indexed >= 1:
            self.likely.rest(self._view.shown)
