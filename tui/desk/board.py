"""The screen that a view is drawn on: pictures by the painter, put on the canvas."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import Screen

from store.ids import Ref
from tui import moves, state
from tui.config import Config
from tui.desk.canvas import Canvas, Divider, Picture
from tui.desk.indexing import Indexed
from tui.desk.link import Link
from tui.desk.live import OthersChanged
from tui.desk.message import Trouble
from tui.desk.painter import Painter
from tui.ends import reached
from tui.intents import Action
from tui.key import Context, context_of
from tui.layout import Box, Plan, covered, plan, up_to
from tui.moves import Scene
from tui.render.chrome import Past
from tui.render.line import Line
from tui.state import Pane, View

if TYPE_CHECKING:
    from tui.desk.calls import CallsChanged


class Board(Screen[None]):
    """Owns the view and a message, and shows both."""

    CSS = "Board { layers: below above; }"

    def __init__(
        self,
        link: Link,
        past: Past | None,
        focus: Ref | None,
        view: View | None,
        config: Config,
    ) -> None:
        """`focus` is followed at once, where the store has it; a `view` of it is taken as it is."""
        super().__init__()
        self.link = link
        self.config = config
        self.bindings = config.bindings
        link.covers.key = self.bindings.first(Action.REVEAL)
        self._painter = Painter(link, past, config)
        self._message = _greeting(link, past, config)
        self._drawn = Size(0, 0)
        with link.reading():
            is_there = focus is not None and link.has(focus)
            self._view = view or moves.begun(link.rows_of, focus if is_there else None)
        self._canvas = Canvas()
        self._dividers = (Divider(), Divider())

    @property
    def view(self) -> View:
        """What the screen shows."""
        return self._view

    @property
    def context(self) -> Context:
        """Where the keyboard is."""
        return context_of(self._view)

    def compose(self) -> ComposeResult:
        # Drawn before there is a layout, so that the first frame has the rows in it.
        self._draw_at(self.app.size)
        yield self._canvas
        yield from self._dividers

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

    def say(self, text: str) -> None:
        """Show a message in the footer's place until the next key."""
        self._message = self.link.without_path(text)
        self._draw()

    def show(self, view: View, message: str | None = None) -> None:
        """Show another view, and another message if one is given."""
        self._view = view
        self._message = self._message if message is None else message
        self._draw()

    # -- drawing --------------------------------------------------------------------------

    def scene(self) -> Scene:
        """What the screen shows around the view, inside a read of the link."""
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
        self._painter.unseen = self._painter.unseen.show(self._view.shown)
        places, boxes, pictures = self._paint(self._view)
        self._canvas.show(boxes, pictures)
        for divider, box in zip_longest(self._dividers, places.dividers):
            divider.place(up_to(box, boxes["footer"].y) if box else None)
        self._was_drawn(boxes.get("footer"))

    def _paint(self, view: View) -> tuple[Plan, dict[str, Box], dict[str, Picture]]:
        """A view's plan, and its pictures with their boxes; a long message lies over them."""
        width, height = self._drawn
        places = plan(width, height, view)
        drawn = state.fitted(view, places.heights)
        boxes = places.boxes
        pictures = dict(self._painter.paint(drawn, places, self._message, width, height))
        over = self._lines_over_footer(width)
        if over and "footer" in pictures:
            pictures["footer"] = over
        if len(pictures.get("footer", ())) > 1:
            boxes = covered(boxes, len(pictures["footer"]))
            pictures = {name: pictures[name][: box.height] for name, box in boxes.items()}
        return places, boxes, pictures

    # -- what is told from behind the screen ----------------------------------------------

    def on_others_changed(self, message: OthersChanged) -> None:
        """Show who else is at work."""
        self._painter.others = message.others
        self._draw()

    def on_calls_changed(self, message: CallsChanged) -> None:
        """Show how many notes call who works here."""
        self._painter.calls = message.count
        self._draw()

    def on_indexed(self, message: Indexed) -> None:
        """Show how far the full-text index is."""
        self._painter.indexed = message.share
        self._draw()

    def on_trouble(self, message: Trouble) -> None:
        """Say what went wrong behind the screen."""
        self.say(message.sentence)

    # -- for who stands on it -------------------------------------------------------------

    def _lines_over_footer(self, width: int) -> tuple[Line, ...]:
        """What is shown in the footer's place; nothing for the footer."""
        del width
        return ()

    def _was_drawn(self, footer: Box | None) -> None:
        """Called after each drawing, with where the footer lies."""


def _greeting(link: Link, past: Past | None, config: Config) -> str:
    """What is told when the desk opens: of the store, then of the configuration."""
    remarks = ("" if past else link.remark(config.bindings), config.remark)
    return link.without_path(" ".join(filter(None, remarks)))
