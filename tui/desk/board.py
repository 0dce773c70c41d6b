"""The screen that a view is drawn on: pictures by the painter, put on the canvas."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import Screen

from tui.config import Config
from tui.desk.beginning import Beginning
from tui.desk.canvas import Canvas, Divider
from tui.desk.held_back import HeldBack, waiting
from tui.desk.indexing import Indexed
from tui.desk.leaning import LEAN
from tui.desk.link import Link
from tui.desk.live import OthersChanged
from tui.desk.message import Trouble
from tui.desk.painter import NOTHING_KEPT, Painted, dividers
from tui.desk.strokes import Picture
from tui.key import Context, context_of
from tui.layout import Box, plan
from tui.moves import Scene
from tui.render.line import Line
from tui.state import View

if TYPE_CHECKING:
    from tui.desk.calls import CallsChanged


class Board(Screen[None]):
    """Owns the view and a message, and shows both."""

    CSS = "Board { layers: below above; }"

    def __init__(
        self,
        link: Link,
        begun: Beginning,
        config: Config,
    ) -> None:
        """A screen that goes on from what was begun."""
        super().__init__()
        self.link = link
        self.config = config
        self.bindings = config.bindings
        self._painter = begun.painter
        self._message = begun.message
        self._besides = ""
        self._view = begun.view
        self._drawn = Size(0, 0)
        self._canvas = Canvas()
        self._dividers = (Divider(), Divider())
        self.held_back = HeldBack(self, self._draw)

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

    @property
    def is_lean(self) -> bool:
        """Whether little is drawn."""
        return self.app.has_class(LEAN)

    def on_resize(self, event: events.Resize) -> None:
        self._draw_at(event.size)
        if not self.is_current:
            # A dialog over it may have drawn already, with what was below it before.
            self.app.screen.refresh()

    def _draw_at(self, size: Size) -> None:
        if size == self._drawn:
            return
        self._drawn = size
        self._draw()

    def say(self, text: str) -> None:
        """Show a message in the footer's place until the next key; "" takes away what was said."""
        if not text:
            self._unsay()
        self._message = self.link.without_path(text)
        self._draw()

    def say_besides(self, text: str) -> None:
        """Show until the next key what nobody has asked for, behind what is said already.

        An answer stays: nobody may have read it yet.
        """
        self._besides = self.link.without_path(text)
        self._draw()

    def show(self, view: View, message: str | None = None) -> None:
        """Show another view, and another message if one is given; "" takes away what was said."""
        self._view = view
        if message == "":
            self._unsay()
        self._message = self._message if message is None else message
        self._draw()

    @property
    def _said(self) -> str:
        """What stands in the footer's place; what somebody was answered comes first."""
        return " ".join(filter(None, (self._message, self._besides)))

    def _unsay(self) -> None:
        self._message = self._besides = ""

    # -- drawing --------------------------------------------------------------------------

    def scene(self) -> Scene:
        """What the screen shows around the view, inside a read of the link."""
        shown = plan(*self._drawn, self._view)
        picture = self._painter.detail(self._view, shown, self._drawn.width)
        return Scene(self.link.rows_of, shown.heights, picture)

    def _draw(self) -> None:
        with self.link.reading():
            self._draw_read()

    def _draw_read(self) -> None:
        self._view = self._painter.settled(self._view, *self._drawn)
        if not self.held_back.is_on:
            self._painter.unseen = self._painter.unseen.show(self._view.shown)
        places, boxes, pictures = self._paint(self._view, lags=self.held_back.is_on)
        self._canvas.show(boxes, pictures)
        lines = () if self.is_lean else dividers(places, boxes)
        for divider, box in zip_longest(self._dividers, lines):
            divider.place(box)
        self._was_drawn(boxes.get("footer"))

    def _paint(self, view: View, *, lags: bool = False) -> Painted:
        """A view's plan, and its pictures with their boxes; a long message lies over them.

        Where the screen `lags` only the list is drawn anew in which the cursor runs.
        """
        keeps = lags and self._canvas.boxes == plan(*self._drawn, view).boxes
        kept = waiting(view, self.pictures) if keeps else NOTHING_KEPT
        over = self._lines_over_footer(self._drawn.width)
        return self._painter.painted(view, self._said, *self._drawn, over, kept)

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
        self.say_besides(message.sentence)

    # -- for who stands on it -------------------------------------------------------------

    def _lines_over_footer(self, width: int) -> tuple[Line, ...]:
        """What is shown in the footer's place; nothing for the footer."""
        del width
        return ()

    def _was_drawn(self, footer: Box | None) -> None:
        """Called after each drawing, with where the footer lies."""
