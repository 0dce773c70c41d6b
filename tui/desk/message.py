"""The one message that carries an intent from a widget to the workspace."""

from __future__ import annotations

from textual.message import Message

from tui.intents import Intent


class Intended(Message):
    """A person meant something."""

    def __init__(self, intent: Intent) -> None:
        super().__init__()
        self.intent = intent
