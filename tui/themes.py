"""The names of the themes, for who does not draw."""

from __future__ import annotations

THEMES = ("desk-dark", "desk-light", "desk-terminal", "desk-contrast", "desk-colourblind")
