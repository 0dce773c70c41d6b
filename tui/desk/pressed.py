"""A key press by its names, and as a person reads it."""

from __future__ import annotations

from typing import NamedTuple

from textual import events


class Pressed(NamedTuple):
    """A key press."""

    names: tuple[str, str]
    """Those by which the key table may know it."""
    shown: str
    """As a person reads it."""


def pressed(event: events.Key) -> Pressed:
    """The key of a press, which goes no further than to who asks."""
    event.stop()
    event.prevent_default()
    is_letter = event.is_printable and len(event.key) == 1
    shown = event.key if is_letter else event.key.replace("_", " ").capitalize()
    return Pressed((event.key, event.character or event.key), shown)
