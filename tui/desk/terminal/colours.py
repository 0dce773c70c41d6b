"""How many colours a terminal is sent: what Rich finds out for Textual, without loading either."""

from __future__ import annotations

from collections.abc import Mapping

from rich.color import ColorSystem

#: What TEXTUAL_COLOR_SYSTEM may say.
_NAMED = {
    "standard": ColorSystem.STANDARD,
    "256": ColorSystem.EIGHT_BIT,
    "truecolor": ColorSystem.TRUECOLOR,
    "windows": ColorSystem.WINDOWS,
}
#: What the end of a terminal's name says.
_BY_NAME = {"kitty": ColorSystem.EIGHT_BIT, "256color": ColorSystem.EIGHT_BIT}


def colours_of(environment: Mapping[str, str]) -> ColorSystem:
    """The colours that Textual will send to the terminal that the environment tells of."""
    asked = environment.get("TEXTUAL_COLOR_SYSTEM", "auto")
    if asked in _NAMED:
        return _NAMED[asked]
    name = environment.get("TERM", "").strip().lower()
    is_true = environment.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit")
    # What Rich knows nothing of gets all colours from Textual.
    if is_true or name in ("dumb", "unknown"):
        return ColorSystem.TRUECOLOR
    return _BY_NAME.get(name.rpartition("-")[2], ColorSystem.STANDARD)
