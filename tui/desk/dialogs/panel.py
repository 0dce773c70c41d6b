"""A panel over the desk: a picture in a box, a cursor in its list, keys of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import ModalScreen

from store.text import clean
from tui.bindings import Bindings
from tui.desk.canvas import Canvas
from tui.desk.message import Intended, Trouble
from tui.desk.pressed import pressed
from tui.desk.typed_ahead import give_below
from tui.intents import Action, Do
from tui.layout import Box
from tui.list_state import scrolled
from tui.render.line import Line

Result = TypeVar("Result")
WIDEST = 100


class Panel(ModalScreen[Result], inherit_bindings=False):
    """What lies over the desk; a subclass says what is in it, and what its keys do."""

    def __init__(self, bindings: Bindings) -> None:
        """The keys that close it and quit are those of the desk."""
        super().__init__()
        self.bindings = bindings
        self.cursor = 0
        self.top = 0
        self.message = ""
        self._canvas = Canvas()
        self._is_left = False
        # The style sheet of a screen is about its own class, and not about one derived from it.
        self.styles.align = ("center", "middle")

    def compose(self) -> ComposeResult:
        yield self._canvas

    def on_resize(self) -> None:
        self.draw()

    @property
    def picture(self) -> tuple[Line, ...]:
        """What is drawn."""
        return self._canvas.pictures.get("panel", ())

    def say(self, text: str) -> None:
        """Show a message in the footer's place until the next key."""
        self.message = text
        self.draw()

    def on_trouble(self, message: Trouble) -> None:
        """Say what goes wrong while this is open."""
        self.say(clean(message.sentence))

    @property
    def box(self) -> Size:
        """How large it is."""
        width, height = self.size
        return Size(min(width, WIDEST), height if height < 16 else height - 4)

    def draw(self) -> None:
        """Show it as it is now."""
        if not self.is_mounted or not self.size:
            return
        width, height = self.box
        self.top = scrolled(self.top, self.cursor, self.room(), self.row_count())
        lines = self.lines()[:height]
        self._canvas.styles.width = width
        self._canvas.styles.height = height
        self._canvas.show({"panel": Box(0, 0, width, height)}, {"panel": lines})

    def lines(self) -> tuple[Line, ...]:
        """What is in it, as high as the box."""
        raise NotImplementedError

    def room(self) -> int:
        """How many rows can be seen at once."""
        raise NotImplementedError

    def row_count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def keys(self) -> dict[str, Callable[[], object]]:
        """What keys do, besides moving, closing and quitting."""
        raise NotImplementedError

    def move(self, steps: int) -> None:
        """Move the cursor so many rows."""
        self.cursor = max(0, min(self.cursor + steps, self.row_count() - 1))
        self.draw()

    def close(self) -> None:
        """Leave it."""
        self._is_left = True
        self.dismiss(None)

    def give_on(self, event: events.Key) -> None:
        """Let go of a key that came when this was not in front.

        It was typed before what lies over this was drawn, or what was chosen here had come of it.
        """
        if self._is_left:
            give_below(self, event)

    def on_key(self, event: events.Key) -> None:
        """Do what the key means here; say so when it means nothing."""
        names, shown = pressed(event)
        if self.app.screen is not self:
            self.give_on(event)
            return
        self.message = ""
        page = max(self.room() - 1, 1)
        most = self.row_count()
        steps = {"j": 1, "down": 1, "k": -1, "up": -1, "pagedown": page, "pageup": -page}
        steps |= {"g": -most, "home": -most, "G": most, "end": most}
        own = self.keys()
        for name in names:
            if name in own:
                own[name]()
                return
            if name in steps:
                self.move(steps[name])
                return
        means = self.bindings.means
        if "escape" in names or means(Action.CLOSE, *names) or means(Action.BACK, *names):
            self.close()
        elif means(Action.QUIT, *names):
            self.post_message(Intended(Do(Action.QUIT)))
        else:
            self.say(f"{shown} does nothing here. Esc closes.")


class ScrolledPanel(Panel[Result], inherit_bindings=False):
    """A panel that is read: nothing is chosen by a cursor."""

    def move(self, steps: int) -> None:
        """Scroll."""
        last = max(self.row_count() - self.room(), 0)
        self.top = max(0, min(self.top + steps, last))
        self.cursor = self.top
        self.draw()
