"""What a widget tells the workspace, and what any thread tells whatever is on the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.message import Message
from textual.screen import Screen

from tui.intents import Intent


class Intended(Message):
    """A person meant something."""

    def __init__(self, intent: Intent) -> None:
        super().__init__()
        self.intent = intent


class ToTerminal(Message):
    """Something of ours is to be written to the terminal as it is, because a key was pressed."""

    def __init__(self, sequence: str) -> None:
        super().__init__()
        self.sequence = sequence


class Trouble(Message):
    """What went wrong behind the screen, in one sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


def telling(desk: Screen[Any]) -> Callable[[str], object]:
    """Says what goes wrong while something is typed, also over what lies on the desk.

    It may be called on any thread, also when the desk has ended.
    """
    app = desk.app

    def tell(sentence: str) -> None:
        for screen in dict.fromkeys((desk, *app.screen_stack[-1:])):
            screen.post_message(Trouble(sentence))

    return tell
