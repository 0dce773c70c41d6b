"""The least that Textual can show: what the desk's start is measured against."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static

GREETING = "Hello, terminal"


class Hello(App[None]):
    """One line of text."""

    def compose(self) -> ComposeResult:
        yield Static(GREETING)


if __name__ == "__main__":
    Hello().run()
