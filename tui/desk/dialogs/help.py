"""The help screen."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from tui.desk.canvas import Canvas
from tui.desk.message import Intended
from tui.intents import Action, Do
from tui.keys import OF_ACTION, Context
from tui.layout import Box
from tui.render.help import help_lines
from tui.render.line import Line, Piece, fit

CLOSES = frozenset({"q", "escape", "question_mark", "enter", "h", "left"})
WIDEST = 92


class Help(ModalScreen[None], inherit_bindings=False):
    """The keys and the letters, over the desk."""

    CSS = """
    Help { align: center middle; }
    """

    def __init__(self, context: Context) -> None:
        """The keys of one context are marked."""
        super().__init__()
        self._keyboard_at = context
        self._top = 0
        self._canvas = Canvas()

    def compose(self) -> ComposeResult:
        yield self._canvas

    def on_resize(self) -> None:
        self._draw()

    def on_key(self, event: events.Key) -> None:
        """Scroll or close."""
        event.stop()
        event.prevent_default()
        page = max(self.size.height - 8, 1)
        steps = {"j": 1, "down": 1, "k": -1, "up": -1, "pagedown": page, "space": page}
        steps |= {
            "pageup": -page,
            "g": -(1 << 20),
            "home": -(1 << 20),
            "G": 1 << 20,
            "end": 1 << 20,
        }
        name = event.character if event.character in steps else event.key
        if name in steps:
            self._top += steps[name]
            self._draw()
        elif event.key in CLOSES or event.character in CLOSES:
            self.dismiss()
        elif event.key in OF_ACTION[Action.QUIT].keys or event.character == "Q":
            self.post_message(Intended(Do(Action.QUIT)))

    def _draw(self) -> None:
        width = WIDEST if self.size.width > WIDEST + 4 else self.size.width
        lines = help_lines(self._keyboard_at, width - 1)
        height = max(min(len(lines) + 2, self.size.height - 2), 3)
        room = height - 2
        self._top = max(0, min(self._top, len(lines) - room))
        more = "j k scroll · " if len(lines) > room else ""
        title = Line((Piece(fit(" Keys", width)),), "title-active")
        closing = Line((Piece(fit(f" {more}q closes", width), "key"),), "footer")
        shown = lines[self._top : self._top + room]
        self._canvas.styles.width = width
        self._canvas.styles.height = height
        self._canvas.show({"help": Box(0, 0, width, height)}, {"help": (title, *shown, closing)})
