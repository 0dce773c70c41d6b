"""A record beside each of those that may be the same: look, then say that it is, or go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from store.ids import Kind
from tui.bindings import USUAL, Bindings
from tui.desk.canvas import Canvas
from tui.desk.message import Intended
from tui.desk.pressed import pressed
from tui.intents import Action, Do
from tui.layout import Box, covered
from tui.render.compare import (
    OPEN,
    WIRE_COPY,
    Columns,
    Pair,
    compare_boxes,
    compare_columns,
    compare_pictures,
)

#: What scrolls, by so many lines, or pages for whole numbers of a hundred.
_SCROLLS = {
    Action.DOWN: 1,
    Action.UP: -1,
    Action.SCROLL_DOWN: 1,
    Action.SCROLL_UP: -1,
    Action.PAGE_DOWN: 100,
    Action.PAGE_UP: -100,
    Action.MARK: 100,
    Action.FIRST: -(10**9),
    Action.LAST: 10**9,
}


class Deed(Enum):
    """What a person does when two records have been compared."""

    SAME = "same"
    """The first is a duplicate of the other, or is merged with it."""
    WIRE_COPY = "wire copy"
    OPEN = "open"


class Answer(NamedTuple):
    """What is done, and with which of the candidates."""

    deed: Deed
    pair: Pair


class CompareScreen(Screen[Answer], inherit_bindings=False):
    """Dismissed with what is to be done, or with None when it is closed."""

    def __init__(self, pairs: Sequence[Pair], bindings: Bindings = USUAL) -> None:
        super().__init__()
        self._pairs = tuple(pairs)
        self._keys = bindings
        self._at = 0
        self._top = 0
        self._message = ""
        self._boxes: Mapping[str, Box] = {}
        self._columns = Columns((), ())
        self._canvas = Canvas()

    @property
    def pair(self) -> Pair:
        """What is compared now."""
        return self._pairs[self._at]

    def compose(self) -> ComposeResult:
        yield self._canvas

    def on_resize(self) -> None:
        self._lay()

    def on_key(self, event: events.Key) -> None:
        """Look the key up; what was typed before this could be seen decides nothing."""
        names, shown = pressed(event)
        if self.app.screen is not self:
            return
        means = self._keys.means
        self._message = ""
        if means(Action.DUPLICATE, *names) or WIRE_COPY in names:
            if self._canvas.was_there_for(event):
                self._decide(Deed.SAME if means(Action.DUPLICATE, *names) else Deed.WIRE_COPY)
        elif "escape" in names or means(Action.CLOSE, *names) or means(Action.BACK, *names):
            self.dismiss(None)
        elif OPEN in names or means(Action.FOLLOW, *names):
            self.dismiss(Answer(Deed.OPEN, self.pair))
        elif means(Action.NEXT_MATCH, *names):
            self._go(1)
        elif means(Action.PREVIOUS_MATCH, *names):
            self._go(-1)
        elif means(Action.QUIT, *names):
            self.post_message(Intended(Do(Action.QUIT)))
        else:
            lines = next((by for action, by in _SCROLLS.items() if means(action, *names)), None)
            if lines is None:
                self._say(f"{shown} does nothing here. {self._keys.first(Action.CLOSE)} closes.")
            else:
                self._scroll(lines)

    def _decide(self, deed: Deed) -> None:
        if deed is Deed.WIRE_COPY and self.pair.mine.ref.kind is not Kind.REPORT:
            self._say("Only a report can be a wire copy of another.")
        else:
            self.dismiss(Answer(deed, self.pair))

    def _go(self, step: int) -> None:
        if len(self._pairs) == 1:
            self._say("There is only this one to compare with.")
            return
        self._at = (self._at + step) % len(self._pairs)
        self._top = 0
        self._lay()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll(-3)

    def _scroll(self, lines: int) -> None:
        height = min(
            (box.height - 1 for name, box in self._boxes.items() if name in ("mine", "theirs")),
            default=1,
        )
        by = lines if abs(lines) != 100 else lines // 100 * max(height - 2, 1)
        self._top = max(0, min(self._top + by, self._columns.height - height))
        self._draw()

    def _say(self, text: str) -> None:
        self._message = text
        self._draw()

    def _lay(self) -> None:
        """Make the lines of both for this size, and draw them."""
        self._boxes = compare_boxes(*self.size)
        self._columns = compare_columns(self.pair, self._boxes)
        self._scroll(0)

    def _draw(self) -> None:
        if not self.is_mounted or not self.size:
            return
        boxes = self._boxes
        place = self._at, len(self._pairs)
        pictures = compare_pictures(
            self.pair, self._columns, self._top, place, boxes, self._message, self._keys
        )
        if len(pictures.get("footer", ())) > 1:
            boxes = covered(boxes, len(pictures["footer"]))
            pictures = {name: pictures[name][: box.height] for name, box in boxes.items()}
        self._canvas.show(boxes, pictures)
