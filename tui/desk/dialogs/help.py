"""The help screen."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from tui.bindings import USUAL, Bindings
from tui.desk.canvas import Canvas
from tui.desk.message import Intended
from tui.desk.pressed import pressed
from tui.desk.typed_ahead import give_below
from tui.intents import Action, Do
from tui.key import Context
from tui.layout import Box
from tui.render.help import help_lines
from tui.render.line import Line, Piece, fit

#: These close it besides the keys of the actions below.
CLOSES = frozenset({"escape", "enter"})
CLOSING = (Action.CLOSE, Action.HELP, Action.BACK)
#: Further than the help is long.
FAR = 1 << 20
WIDEST = 92


class Help(ModalScreen[None], inherit_bindings=False):
    """The keys and the letters, over the desk."""

    CSS = """
    Help { align: center middle; }
    """

    def __init__(self, context: Context, bindings: Bindings = USUAL) -> None:
        """The keys of one context are marked."""
        super().__init__()
        self._keys = bindings
        self._keyboard_at = context
        self._top = 0
        self._canvas = Canvas()

    def compose(self) -> ComposeResult:
        yield self._canvas

    def on_resize(self) -> None:
        self._draw()

    def on_key(self, event: events.Key) -> None:
        """Scroll or close."""
        names, _ = pressed(event)
        if self.app.screen is not self:
            give_below(self, event)
            return
        page = max(self.size.height - 8, 1)
        steps = {
            Action.DOWN: 1,
            Action.UP: -1,
            Action.PAGE_DOWN: page,
            Action.PAGE_DETAIL: page,
            Action.PAGE_UP: -page,
            Action.FIRST: -FAR,
            Action.LAST: FAR,
        }
        for action, step in steps.items():
            if self._keys.means(action, *names):
                self._top += step
                self._draw()
                return
        if event.key in CLOSES or any(self._keys.means(one, *names) for one in CLOSING):
            self.dismiss()
        elif self._keys.means(Action.QUIT, *names):
            self.post_message(Intended(Do(Action.QUIT)))

    def _draw(self) -> None:
        width = WIDEST if self.size.width > WIDEST + 4 else self.size.width
        lines = help_lines(self._keyboard_at, width - 1, self._keys)
        height = max(min(len(lines) + 2, self.size.height - 2), 3)
        room = height - 2
        self._top = max(0, min(self._top, len(lines) - room))
        said = "{down} {up} scroll · {close} closes" if len(lines) > room else "{close} closes"
        title = Line((Piece(fit(" Keys", width)),), "title-active")
        closing = Line((Piece(fit(f" {self._keys.said(said)}", width), "key"),), "footer")
        shown = lines[self._top : self._top + room]
        self._canvas.styles.width = width
        self._canvas.styles.height = height
        self._canvas.show({"help": Box(0, 0, width, height)}, {"help": (title, *shown, closing)})
