"""A key press by its names, and as a person reads it."""

from __future__ import annotations

from typing import NamedTuple, Self

from textual import events

from tui.keyboard import ITSELF, Reading


class Key(events.Key):
    """A press of a key that is taken for another one too, or for none."""

    def __init__(self, key: str, character: str | None, reading: Reading = ITSELF) -> None:
        super().__init__(key, character)
        self.reading = reading

    @classmethod
    def like(cls, event: events.Key, key: str, reading: Reading = ITSELF) -> Self:
        """The same press by another name, or read otherwise."""
        made = cls(key, event.character, reading)
        # A question asks whether it was pressed before it could be read.
        made.time = event.time
        return made

    def copy(self) -> Key:
        return Key(self.key, self.character, self.reading)


class Pressed(NamedTuple):
    """A key press."""

    names: tuple[str, ...]
    """Those by which the key table may know it; what it says comes first."""
    shown: str
    """As a person reads it."""


def pressed(event: events.Key) -> Pressed:
    """The key of a press, which goes no further than to who asks."""
    event.stop()
    event.prevent_default()
    return names_of(event)


def names_of(event: events.Key) -> Pressed:
    """The key of a press that somebody else may still want."""
    is_letter = event.is_printable and len(event.key) == 1
    shown = event.key if is_letter else event.key.replace("_", " ").capitalize()
    reading = event.reading if isinstance(event, Key) else ITSELF
    own = (event.key, event.character or event.key) if reading.is_itself else ()
    other = (reading.key,) if reading.key else ()
    return Pressed((*own, *other), reading.shown or shown)


def written(event: events.Key) -> str:
    """What a key writes in a text; "" for one that writes nothing."""
    # Persian and the Indic scripts type joiners, which are not printable to Python.
    is_text = event.is_printable or event.character in ("\u200c", "\u200d")
    return event.character or "" if is_text else ""


def digit_of(event: events.Key) -> str:
    """The digit that a key has in any script, as 0 to 9; "" for another key."""
    return next((name for name in names_of(event).names if name in tuple("0123456789")), "")
