"""The installed desk in a terminal, read as a person reads it: trail, panes, titles, rows."""

from __future__ import annotations

import re
from pathlib import Path

from tests.conftest import the_command
from tests.tui.terminal import ASKS_FOR_FRAMES, Terminal
from tui.state import Pane

_REF = re.compile(r"\b[ERLSQCN][1-9][0-9]*\b")

#: A title, a tab or a heading without its count.
_BEING_READ = re.compile(r"\b[0-9] \w+ …|… being read|Being read")


class DeskTerminal(Terminal):
    """A terminal in which the desk is open."""

    def __init__(
        self, place: Path, *options: str, columns: int = 80, rows: int = 24, **environment: str
    ) -> None:
        command = [the_command(), *options, str(place)]
        super().__init__(command, columns=columns, rows=rows, environment=environment)

    @property
    def trail(self) -> str:
        """The trail in the header."""
        return self.lines[0].strip().partition("  ")[0]

    @property
    def is_whole(self) -> bool:
        """Whether no list is still being read behind the screen."""
        return not _BEING_READ.search(self.text)

    def title_of(self, pane: Pane) -> str:
        """The title of a pane, blanks together; "" when the pane is not on the screen."""
        x, y = self._place(pane)
        return " ".join(self.grid[y][x:].partition("│")[0].split()) if y else ""

    def cursor(self, pane: Pane) -> str:
        """The reference in the row of a pane's cursor; "" without one."""
        x, y = self._place(pane)
        for line in self.grid[y + 1 : -1] if y else ():
            row = line[x:].partition("│")[0]
            if row.startswith(f" {pane.value} ") or _is_title(row):
                break
            found = _REF.search(row) if row.startswith(">") else None
            if found:
                return found[0]
        return ""

    def wait_until_open(self) -> None:
        """Wait until the desk itself is there, behind its first rows: it asks the terminal."""
        self.wait_for(lambda: self.has_rows and ASKS_FOR_FRAMES in self.output)

    @property
    def has_rows(self) -> bool:
        """Whether the first useful screen is there: what is drawn last is the footer."""
        return "? help" in self.lines[-1]

    @property
    def shown(self) -> str:
        """The reference of the record in the detail."""
        found = re.search(r"\bDETAIL ([A-Z][0-9]+)\b", self.text)
        return found[1] if found else ""

    def do(self, *keys: str) -> None:
        """Press keys that each change the screen, one after the other."""
        for key in keys:
            before = self.text
            self.press(key)
            self.wait_for(lambda: self.text != before and self.is_whole)  # noqa: B023  at once

    def _place(self, pane: Pane) -> tuple[int, int]:
        """Column and line of a pane's title; line 0 is the header, and means nowhere."""
        wanted = f" {pane.value} {pane.name} "
        return next(
            ((line.index(wanted), y) for y, line in enumerate(self.grid) if wanted in line), (0, 0)
        )


def _is_title(row: str) -> bool:
    return any(row.startswith(f" {pane.value} {pane.name} ") for pane in Pane)
