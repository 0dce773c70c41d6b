"""Which key a person means who types on the layout of another script: pure.

A terminal sends characters and not keys.  What was typed before tells which layouts it can have
been; where two of them have the character in different places, no key is guessed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from tui.keyboards import LAYOUTS, Layout, characters


@dataclass(frozen=True)
class Reading:
    """What a typed character is taken for."""

    key: str = ""
    """The character of the key in the same place; "" where it stands for itself alone."""
    shown: str = ""
    """The character as a person is told of it, with its place; "" where nothing is to be told."""
    is_itself: bool = True
    """Whether it may be a key as it is; where not, and it stands for no other, it is refused."""


#: A character that stands for itself alone.
ITSELF = Reading()


@dataclass(frozen=True)
class Keyboard:
    """The layouts that somebody may be typing on, as far as what was typed tells."""

    preferred: tuple[Layout, ...] = ()
    """Those that a locale or the configuration speaks for."""
    heard: tuple[Layout, ...] = ()
    """Those that can have typed all since the last Latin letter; none after one."""

    def hear(self, character: str) -> Keyboard:
        """Take into account what was typed."""
        character = _bare(character)
        if character.isascii() or not _can_type(LAYOUTS, character):
            if not self.heard:
                return self
            # Signs and digits are on the layouts in use, or come from a keypad.
            kept = () if character.isascii() and character.isalpha() else self.heard
            return self._with(_can_type(self.heard, character) or kept)
        able = _can_type(LAYOUTS, character)
        common = tuple(layout for layout in able if not layout.is_rare)
        return self._with(
            _can_type(self.heard, character)
            or _can_type(self.preferred, character)
            or common
            or able
        )

    def _with(self, heard: tuple[Layout, ...]) -> Keyboard:
        return self if heard == self.heard else Keyboard(self.preferred, heard)

    def read(self, character: str, bound: Collection[str], grave: Collection[str]) -> Reading:
        """What a character is taken for that was heard, where those that are `bound` are keys.

        A key is what it says, but for one that is `grave` and lies where another key does; all else
        stands for the key in its place.
        """
        digit = unicodedata.decimal(character, None)
        if digit is not None:
            return ITSELF if character.isascii() else _standing_for(character, str(digit))
        bare = _bare(character)
        places: dict[str, Layout] = {}
        for layout in _can_type(self.heard, bare):
            places.setdefault(layout.places[bare], layout)
        if character in bound:
            place = next(iter(places)) if len(places) == 1 else character
            if place == character or place not in bound or character not in grave:
                return ITSELF
            # Whoever looks at the Latin signs of his keyboard would else decide by a wrong key.
            return Reading(place if place not in grave else "", _with(character, place), False)
        if len(places) == 1:
            place = next(iter(places))
            return ITSELF if place == character else _standing_for(character, place)
        if places and not character.isascii():
            return _ambiguous(character, places)
        return ITSELF


def of_environment(chosen: str, environment: Mapping[str, str]) -> Keyboard:
    """The keyboard of somebody whose configuration names a layout or "", or whose locale does."""
    found = (environment.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    return keyboard(chosen, next(filter(None, found), ""))


def keyboard(chosen: str, locale: str) -> Keyboard:
    """The keyboard of somebody whose configuration names a layout, or whose locale does."""
    named = tuple(layout for layout in LAYOUTS if layout.name.lower() == chosen.lower())
    language = locale[:2].lower()
    return Keyboard(named or tuple(one for one in LAYOUTS if one.language == language))


def in_place(typed: str, now: Keyboard) -> str:
    """What the same keys type on a Latin keyboard; "" where it is typed on one, or not sure."""
    if typed.isascii():
        return ""
    for character in typed:
        now = now.hear(character)
    readings = [now.read(character, (), ()) for character in typed]
    keys = [
        one.key or character * one.is_itself for character, one in zip(typed, readings, strict=True)
    ]
    found = "".join(keys)
    return found if all(keys) and found.isascii() else ""


def _can_type(layouts: Iterable[Layout], character: str) -> tuple[Layout, ...]:
    return tuple(layout for layout in layouts if character in layout.places)


def _bare(character: str) -> str:
    """The character of a key: what a dead key added is taken off."""
    if character.isascii() or character in characters():
        return character
    base = unicodedata.normalize("NFD", character)[:1]
    return base if base in characters() else character


def _standing_for(character: str, place: str) -> Reading:
    return Reading(place, _with(character, place))


def _with(character: str, place: str) -> str:
    return f"{seen(character)} ({place})"


def _ambiguous(character: str, places: Mapping[str, Layout]) -> Reading:
    meant = " and ".join(f"{place} on {_a(layout)}" for place, layout in places.items())
    return Reading("", f"{seen(character)}, which is {meant} keyboard,", False)


def _a(layout: Layout) -> str:
    return f"{'an' if layout.name[0] in 'AEIO' else 'a'} {layout.name}"


def seen(character: str) -> str:
    """A character as it can be seen: a mark on a circle, and what has no ink by its name."""
    if unicodedata.combining(character):
        return f"◌{character}"
    if character.isprintable():
        return character
    return unicodedata.name(character, "a sign").lower()


def unreached(layout: Layout, bound: Collection[str], grave: Collection[str]) -> set[str]:
    """The keys that nothing stands for that can be typed on a layout."""
    now = Keyboard((), (layout,))
    reached: set[str] = set()
    for character in layout.places:
        reading = now.hear(character).read(character, bound, grave)
        reached |= {character, reading.key} if reading.is_itself else {reading.key}
    return {name for name in bound if len(name) == 1} - reached
