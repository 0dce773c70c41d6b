"""Key presses with all the names that they go by, whatever the layout they were typed on."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events

from tui.bindings import Bindings
from tui.desk.pressed import Key
from tui.keyboard import ITSELF, of_environment


class Hearing:
    """Hears every key of one desk, and names it."""

    def __init__(self, chosen: str, environment: Mapping[str, str]) -> None:
        """`chosen` is the layout that the configuration names, or ""."""
        self._keyboard = of_environment(chosen, environment)

    def named(self, event: events.Key, bindings: Bindings) -> events.Key:
        """The press with its further names; itself where it has none."""
        modifiers, plus, last = event.key.rpartition("+")
        character = event.character or (last if plus else "")
        if len(character) != 1:
            return event
        self._keyboard = self._keyboard.hear(character)
        if character.isascii() and not self._keyboard.heard:
            return event
        reading = self._keyboard.read(character, bindings.names, bindings.grave)
        if event.character is None:
            # With Ctrl nothing is written: it is that key in a text, too.
            is_other = bool(reading.key) and not character.isascii()
            return Key.like(event, f"{modifiers}+{reading.key}") if is_other else event
        return event if reading == ITSELF else Key.like(event, event.key, reading)
