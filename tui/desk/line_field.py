"""One line in which something is typed, over the footer."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.widgets import Input

from store.text import clean
from tui.desk.pressed import written
from tui.layout import Box
from tui.render.line import width_of

#: What keys do to the text.  Nothing here writes the clipboard.
_EDITS: dict[str, Callable[[Input], None]] = {
    "left": lambda line: line.action_cursor_left(),
    "right": lambda line: line.action_cursor_right(),
    "shift+left": lambda line: line.action_cursor_left(select=True),
    "shift+right": lambda line: line.action_cursor_right(select=True),
    "ctrl+left": lambda line: line.action_cursor_left_word(),
    "ctrl+right": lambda line: line.action_cursor_right_word(),
    "ctrl+shift+left": lambda line: line.action_cursor_left_word(select=True),
    "ctrl+shift+right": lambda line: line.action_cursor_right_word(select=True),
    **dict.fromkeys(("home", "ctrl+a"), lambda line: line.action_home()),
    **dict.fromkeys(("end", "ctrl+e"), lambda line: line.action_end()),
    "shift+home": lambda line: line.action_home(select=True),
    "shift+end": lambda line: line.action_end(select=True),
    "backspace": lambda line: line.action_delete_left(),
    **dict.fromkeys(("delete", "ctrl+d"), lambda line: line.action_delete_right()),
    **dict.fromkeys(("ctrl+w", "alt+backspace"), lambda line: line.action_delete_left_word()),
    "ctrl+u": lambda line: line.action_delete_left_all(),
    "ctrl+k": lambda line: line.action_delete_right_all(),
}


class LineField(Input):
    """A text field whose keys come by way of the screen.

    What was typed before it had the keyboard goes through the screen anyway: so no key overtakes
    another one.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    LineField {
        position: absolute; layer: above; height: 1; padding: 0; border: none !important;
        &:focus { background-tint: $foreground 0%; }
        &>.input--cursor { text-style: reverse; background: $surface; color: $foreground; }
        &>.input--selection { text-style: underline; background: $surface; color: $foreground; }
    }
    """

    def __init__(self, changed: Callable[[], None], sign: str, longest: int) -> None:
        """`changed` is called when the text became another one, and no key was pressed.

        The text stands behind a `sign`; of what is pasted, one character more than the longest
        text is taken, so that it can be told to be too long.
        """
        super().__init__(compact=True, select_on_focus=False)
        # Nothing is drawn while nobody types.
        self.cursor_blink = False
        self.display = False
        self._changed = changed
        self._sign = sign
        self._longest = longest
        self._box: Box | None = None

    @property
    def scrolled(self) -> int:
        """By how many cells the text is scrolled to the left."""
        return round(self.scroll_offset.x)

    def open(self, text: str) -> None:
        """Begin with a text, the cursor at its end."""
        self.put(text)
        self.display = True
        self.focus()

    def close(self) -> None:
        """Give the keyboard back."""
        self.display = False
        self.screen.set_focus(None)

    def put(self, text: str, cursor: int | None = None) -> None:
        """Have another text, the cursor at its end or where it is said."""
        self.value = text
        self.cursor_position = len(self.value) if cursor is None else cursor

    def place(self, footer: Box | None) -> None:
        """Lie over the last line of the footer, behind its sign."""
        if footer is None or footer == self._box:
            return
        self._box = footer
        before = min(width_of(self._sign), max(footer.width - 1, 0))
        self.styles.offset = (footer.x + before, footer.y + footer.height - 1)
        self.styles.width = footer.width - before

    def press(self, event: events.Key) -> None:
        """Take a key, or leave it."""
        if written(event):
            self._insert(written(event))
        elif event.key in _EDITS:
            _EDITS[event.key](self)

    def validate_value(self, value: str) -> str:
        """Make foreign text safe, one code point for one: Textual would send it as it is."""
        return clean(value)

    def _insert(self, text: str) -> None:
        if self.selection.is_empty:
            self.insert_text_at_cursor(text)
        else:
            self.replace(text, *sorted(self.selection))

    async def _on_key(self, event: events.Key) -> None:
        # On to the screen, which gives it to `press` in its turn.
        event.prevent_default()

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        # Behind the keys before it, which the screen has still to give to `press`.
        self.screen.call_later(self.paste, event.text)

    def paste(self, text: str) -> None:
        """Take a text that was pasted."""
        # Of one of several lines all is meant; one that is far too long is told to be so.
        self._insert(" ".join(text[: self._longest + 1].splitlines()))
        self._changed()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
