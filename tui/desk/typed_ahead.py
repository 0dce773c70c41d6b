"""Keys behind the one that closes a screen: over a slow line, several come at once."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.screen import Screen


def give_below(screen: Screen[Any], event: events.Key) -> None:
    """Give a key to what is seen now, where the screen is closed; who typed it knew that."""
    if screen not in screen.app.screen_stack:
        given = event.copy()
        # A question asks whether it was pressed before it could be read.
        given.time = event.time
        screen.app.screen.post_message(given)
