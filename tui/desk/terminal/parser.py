"""Textual's messages for what comes from the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

from tui.desk.terminal.incoming import Part, Sort


class Parser:
    """Textual's own parser, which is given only what is whole."""

    def __init__(self, debug: bool) -> None:
        self._debug = debug
        self._keys = XTermParser(debug)

    def messages(self, part: Part) -> Iterator[Message]:
        """The messages for a part."""
        match part.sort:
            case Sort.ESCAPE:
                yield events.Key("escape", "\x1b")
            case Sort.PASTE:
                # As Textual does: no text field takes it.
                yield events.Paste(part.text.replace("\x00", ""))
            case Sort.TEXT:
                # Enter comes so that was pressed before the terminal was set for single keys. Of
                # Ctrl+J, which is the same there, nobody makes a key.
                yield from self._keys.feed(part.text.replace("\n", "\r"))
            case Sort.SEQUENCE | Sort.ANSWER:
                found = list(self._keys.feed(part.text))
                if not found:
                    # It may be waiting for the end of a sequence that it does not know, and would
                    # take the next keys for it, or the sequence for keys.
                    self._keys = _like(self._keys, self._debug)
                yield from found


def _like(keys: XTermParser, debug: bool) -> XTermParser:
    """A parser that knows as much of the mouse and of the terminal, and nothing else."""
    anew = XTermParser(debug)
    anew.last_x, anew.last_y = keys.last_x, keys.last_y
    anew.mouse_pixels = keys.mouse_pixels
    anew.terminal_size, anew.terminal_pixel_size = keys.terminal_size, keys.terminal_pixel_size
    return anew
