"""A question over the desk: it is answered by a letter, and never by Enter."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from tui.bindings import USUAL, Bindings
from tui.desk.canvas import Canvas
from tui.desk.message import Intended
from tui.desk.pressed import pressed
from tui.intents import Action, Do
from tui.layout import Box
from tui.render.question import Choice, question_lines

WIDEST = 72


class Question(ModalScreen[str], inherit_bindings=False):
    """Dismissed with the key of the choice, or with "" when it is closed without one."""

    CSS = """
    Question { align: center middle; }
    """

    def __init__(
        self, title: str, text: str, choices: Sequence[Choice], bindings: Bindings = USUAL
    ) -> None:
        super().__init__()
        self._keys = bindings
        self._words = (title, text)
        self._choices = tuple(choices)
        self._canvas = Canvas()

    def compose(self) -> ComposeResult:
        yield self._canvas

    def ask_instead(self, title: str, text: str) -> None:
        """Ask this in its place; what was typed before it could be seen is no answer to it."""
        if (title, text) != self._words:
            self._words = (title, text)
            self._canvas.draw_first()
            self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        width = min(self.size.width, WIDEST)
        lines = question_lines(*self._words, self._choices, width, self.size.height)
        self._canvas.styles.width = width
        self._canvas.styles.height = len(lines)
        self._canvas.show({"question": Box(0, 0, width, len(lines))}, {"question": lines})

    def on_key(self, event: events.Key) -> None:
        """Answer; what was typed before the question could be seen was not meant for it."""
        names, _ = pressed(event)
        if not self._canvas.was_there_for(event):
            return
        answer = next((one.key for one in self._choices if one.key in names), None)
        if answer is not None:
            self.dismiss(answer)
        elif "escape" in names or self._keys.means(Action.CLOSE, *names):
            self.dismiss("")
        elif self._keys.means(Action.QUIT, *names):
            self.post_message(Intended(Do(Action.QUIT)))
