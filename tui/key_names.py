"""The names of keys: what the configuration may call them, and how a person reads them."""

from __future__ import annotations

import unicodedata

_ARROWS = {"left": "←", "right": "→", "up": "↑", "down": "↓"}
_SHOWN = {
    **_ARROWS,
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "insert": "Insert",
    "delete": "Delete",
    "backspace": "Backspace",
    "enter": "Enter",
    "tab": "Tab",
    "space": "Space",
    "escape": "Escape",
    **{f"f{number}": f"F{number}" for number in range(1, 25)},
}
#: The keys without a character of their own, and the blank, as the terminal library names them.
SPECIAL = frozenset(_SHOWN)
#: Those that terminals send with Ctrl or Shift, and so that they can be told apart.
_MODIFIABLE = SPECIAL - {"backspace", "enter", "tab", "space", "escape"}
#: Characters that the library calls otherwise than Unicode does.
_CALLED = {
    "slash": "/",
    "backslash": "\\",
    "at": "@",
    "minus": "-",
    "hyphen_minus": "-",
    "plus": "+",
    "underscore": "_",
}
_MODIFIERS = ("alt", "ctrl", "hyper", "meta", "shift", "super")

_NEVER = {
    "ctrl+a": "tmux and screen take it, or the shell",
    "ctrl+b": "tmux takes it",
    "ctrl+c": "it is for interrupting a program",
    "ctrl+d": "it ends the input",
    "ctrl+h": "many terminals send it for Backspace",
    "ctrl+i": "terminals send it for Tab",
    "ctrl+j": "many terminals send it for Enter",
    "ctrl+m": "terminals send it for Enter",
    "ctrl+s": "it stops the terminal's output",
    "ctrl+u": "it takes back what was typed on a line",
    "ctrl+z": "it puts the desk aside for the shell",
    "escape": "other keys begin with it, and it closes dialogs",
}


class BadKey(ValueError):
    """A name that no key has, or that of a key which cannot be used; says why."""


def canonical(name: str) -> str:
    """The one name of a key: its character if it has one; BadKey where it cannot be used."""
    if name == " ":
        return "space"
    if len(name) == 1:
        if not name.isprintable() or unicodedata.combining(name):
            raise BadKey(f"{name!a} is no key")
        return name
    *before, base = name.split("+")
    modifiers = sorted(before)
    if not base or set(before) - {*_MODIFIERS} or len(set(before)) < len(before):
        raise BadKey(f"there is no key {name!r}")
    if base not in SPECIAL and len(base) > 1:
        base = _character(base, name)
    found = "+".join((*modifiers, base))
    reason = _NEVER.get(found.lower() if modifiers else found) or _unsendable(modifiers, base)
    if reason:
        raise BadKey(f"{name!r} cannot be used: {reason}")
    return found.lower() if modifiers else found


def _character(called: str, name: str) -> str:
    """A character by the name that the library or Unicode has for it."""
    try:
        found = _CALLED.get(called) or unicodedata.lookup(called.replace("_", " "))
    except KeyError:
        found = ""
    if len(found) != 1 or not found.isprintable() or found.isspace():
        raise BadKey(f"there is no key {name!r}")
    return found


def _unsendable(modifiers: list[str], base: str) -> str:
    """Why terminals do not send a key with these modifiers; "" when they do."""
    if not modifiers:
        return ""
    if "alt" in modifiers:
        return "Alt arrives as Escape and a key, which a slow line sets apart"
    if set(modifiers) - {"ctrl", "shift"}:
        return "most terminals do not send it"
    if len(base) > 1:
        if base in _MODIFIABLE or [*modifiers, base] == ["shift", "tab"]:
            return ""
        return f"most terminals cannot tell it from {_SHOWN[base]}"
    if modifiers == ["shift"]:
        return f"write {base.upper()!r} for it" if base.islower() else "write the character for it"
    is_letter = base.isascii() and base.isalpha()
    return "" if modifiers == ["ctrl"] and is_letter else "most terminals do not send it"


def shown(name: str) -> str:
    """A key as a person reads it."""
    if len(name) == 1:
        return name
    *modifiers, base = name.split("+")
    return "+".join((*(one.capitalize() for one in modifiers), _SHOWN.get(base, base)))
