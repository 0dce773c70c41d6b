"""The workspace: sole owner of the view.  Intents come in; pictures go out to the panes."""

from __future__ import annotations

import gc
from collections.abc import Iterator

from textual import events, work
from textual.app import ComposeResult
from textual.geometry import Size
from textual.layout import Layout
from textual.screen import Screen
from textual.widget import Widget

from store.ids import Kind
from store.reader import Links
from tui import keys, moves, state
from tui.desk.arrangement import PlannedLayout
from tui.desk.link import Link
from tui.desk.message import Intended
from tui.desk.painter import Painter
from tui.desk.panes.lines import LinesPane
from tui.intents import Action, Do, Intent, Point, Roll
from tui.layout import Box, Plan, plan
from tui.moves import Scene
from tui.state import PANE_OF, Pane, View

DIVIDERS = 2


class Workspace(Screen[None]):
    """The desk's one screen."""

    def __init__(self, link: Link) -> None:
        super().__init__()
        self._link = link
        self._painter = Painter(link)
        self._message = link.remark
        self._plan: Plan | None = None
        self._drawn = Size(0, 0)
        self._layout = PlannedLayout(self)
        with link.reading():
            self._view = state.opening(link.rows_of)
        self._widgets = {name: LinesPane(name, pane) for name, pane in _names()}

    @property
    def view(self) -> View:
        """What the screen shows."""
        return self._view

    def compose(self) -> ComposeResult:
        yield from self._widgets.values()

    def on_mount(self) -> None:
        # Drawn before the first layout, so that the first frame has the rows in it.
        self._draw_at(self.app.size)
        self.call_after_refresh(self._after_first_screen)

    def _after_first_screen(self) -> None:
        # What was loaded stays: no later collection need look at it.
        gc.freeze()
        gc.enable()
        self._complete_lists()

    @property
    def layout(self) -> Layout:
        """Textual's way to ask how children are placed."""
        return self._layout

    # -- the plan -------------------------------------------------------------------------

    def plan_for(self, width: int, height: int) -> Plan:
        """The plan of the present view."""
        return plan(width, height, self._view)

    def box_of(self, child: Widget, boxes: Plan, size: Size) -> Box | None:
        """Where a child stands; None hides it."""
        if boxes.is_too_small:
            return Box(0, 0, size.width, size.height) if child.id == "notice" else None
        found = {pane.name.lower(): box for pane, box in boxes.panes.items()}
        found |= {f"divider-{at}": box for at, box in enumerate(boxes.dividers)}
        fixed = {"header": boxes.header, "footer": boxes.footer, "tabs": boxes.tabs}
        return found.get(child.id or "") or fixed.get(child.id or "")

    def on_resize(self, event: events.Resize) -> None:
        self._draw_at(event.size)

    def _draw_at(self, size: Size) -> None:
        if size == self._drawn:
            return
        self._drawn = size
        self._view = state.fitted(self._view, self._heights(self._view))
        self._draw()

    # -- intents --------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Look the key up; say why when it can do nothing."""
        event.stop()
        event.prevent_default()
        context = keys.context_of(self._view)
        names = (event.key, event.character or event.key)
        key = keys.find(context, *names)
        if key is not None:
            self.carry_out(Do(key.action))
        else:
            shown = event.character if event.is_printable else event.key
            self.say(keys.unknown(names, shown or event.key, context))

    def on_intended(self, message: Intended) -> None:
        message.stop()
        self.carry_out(message.intent)

    def carry_out(self, intent: Intent) -> None:
        """Do what is meant, or say why not."""
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
                    view = moves.act(action, self._view, scene)
                case Point():
                    view = moves.point(intent, self._view, scene)
                case Roll():
                    view = moves.roll(intent, self._view, scene)
            self._view = state.fitted(view, self._heights(view))
            self._draw_read()

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
            case Action.HELP | Action.PALETTE | Action.THEME:
                self.app.post_message(Intended(Do(action)))
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
        with self._link.reading():
            self._view = state.refreshed(self._view, self._link.rows_of)
        self.say("Read again.")
        self._complete_lists()

    # -- lists that are not whole yet -----------------------------------------------------

    def _complete_before(self, action: Action) -> None:
        """A list that is only begun is read whole before its end is asked for."""
        shown = self._view.lists.get(self._view.active)
        if shown is None or shown.rows.total == len(shown.rows.numbers):
            return
        nears_end = action in (Action.PAGE_DOWN, Action.DOWN) and (
            shown.cursor + 100 > len(shown.rows.numbers)
        )
        if nears_end or action is Action.LAST:
            rows = self._link.complete(shown.rows.kind)
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

    # -- drawing --------------------------------------------------------------------------

    def _heights(self, view: View) -> dict[Pane, int]:
        return plan(*self._drawn, view).heights

    def _scene(self) -> Scene:
        shown = self.plan_for(*self._drawn)
        box = shown.panes.get(Pane.DETAIL)
        picture = self._painter.detail(self._view, box.width if box else self._drawn.width)
        return Scene(self._link.rows_of, shown.heights, picture)

    def _draw(self) -> None:
        with self._link.reading():
            self._draw_read()

    def _draw_read(self) -> None:
        """Give each widget its picture; lay out again only when a box has changed."""
        width, height = self._drawn
        boxes = plan(width, height, self._view)
        before, self._plan = self._plan, boxes
        if before not in (None, boxes):
            # A child's wish for a new layout is what makes its container arrange again.
            self._widgets["header"].refresh(layout=True)
        for name, lines in self._painter.paint(self._view, boxes, self._message, width, height):
            self._widgets[name].show(lines)


def _names() -> Iterator[tuple[str, Pane | None]]:
    for pane in Pane:
        yield pane.name.lower(), pane
    for name in ("header", "footer", "tabs", "notice"):
        yield name, None
    for at in range(DIVIDERS):
        yield f"divider-{at}", None
