"""A line to write a name in."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from store.text import clean

#: So many characters a name may have.
LONGEST = 80


class _Safe(Input):
    """A line in which nothing acts on the terminal, whatever is pasted."""

    def validate_value(self, value: str) -> str:
        """What is shown is what is given back; the cursor keeps its place."""
        return clean(value)


class Naming(ModalScreen[str], inherit_bindings=False):
    """Dismissed with what was written, or with "" when it is closed without a name."""

    CSS = """
    Naming { align: center middle; }
    Naming Vertical { width: 60; max-width: 100%; height: auto; background: $panel; }
    Naming Static { padding: 0 1; }
    Naming #title { background: $accent; color: $background; text-style: bold; }
    """

    def __init__(self, title: str, explained: str, name: str = "", longest: int = LONGEST) -> None:
        """`name` is what stands in the line at first."""
        super().__init__()
        self._title = title
        self._explained = explained
        # What a record holds may act on a terminal: it is shown, and given back, made safe.
        self._name = clean(name)[:longest]
        self._longest = longest

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content(clean(self._title)), id="title")
            yield _Safe(self._name, max_length=self._longest, compact=True, select_on_focus=False)
            yield Static(Content(clean(self._explained)))

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the name back; an empty one is none."""
        event.stop()
        self.dismiss(" ".join(event.value.split()))

    def on_key(self, event: events.Key) -> None:
        """Escape leaves; every other key is the line's."""
        if event.key == "escape":
            event.stop()
            self.dismiss("")
