"""Rows on the standard output, as they come: for a person's terminal, for a pipe, as JSON.

Columns are as wide as the widest so far, so that the first rows need not wait for the last.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.text import clean

if TYPE_CHECKING:
    from rich.console import Console

Row = Sequence[str]


class JsonLines:
    """One JSON object a line."""

    def add(self, value: object) -> None:
        """One more; of foreign text nothing can act on a terminal."""
        from tui.cli.json_lines import write_line

        write_line(value)

    def end(self) -> None:
        """Nothing is left to be written."""


class JsonArray:
    """One array, an object a line."""

    def __init__(self) -> None:
        self._is_begun = False

    def add(self, value: object) -> None:
        """One more."""
        from tui.cli.json_lines import line

        sys.stdout.write(f"{',' if self._is_begun else '['}\n{line(value)}")  # safe: JSON, escaped
        self._is_begun = True

    def end(self) -> None:
        """Close the array."""
        sys.stdout.write("\n]\n" if self._is_begun else "[]\n")


class Plain:
    """A row a line, a tab between two cells; empty cells are kept, and nothing is cut.

    There is no heading to be skipped: a program knows what it asked for.
    """

    def head(self, names: Row) -> None:
        """The columns are as they come."""

    def add(self, rows: Sequence[Row]) -> None:
        """More rows; a tab in a cell is made a blank."""
        for row in rows:
            print("\t".join(map(clean, row)))

    def end(self) -> None:
        """Nothing is left to be written."""


class Table:
    """A table with headings, as wide as the terminal; what does not fit ends in an ellipsis."""

    def __init__(self) -> None:
        self._names: Row = ()
        self._widths: list[int] = []
        self._console: Console | None = None

    def head(self, names: Row) -> None:
        """The columns, which are headed when the first rows come."""
        self._names = names
        self._widths = [width_of(name) for name in names]

    def add(self, rows: Sequence[Row]) -> None:
        """More rows."""
        from rich.table import Table as RichTable
        from rich.text import Text

        is_first = self._console is None
        console = self._console = self._console or a_console()
        safe = [[clean(cell) for cell in row] for row in rows]
        # So that the last column has room.
        widest = console.width * 2 // 7
        self._widths = [min(width, widest) for width in _wider(self._widths, safe)]
        table = RichTable(
            box=None, pad_edge=False, padding=(0, 1, 0, 0), show_header=is_first, expand=True
        )
        last = len(self._names) - 1
        for at, (name, width) in enumerate(zip(self._names, self._widths, strict=True)):
            table.add_column(
                Text(clean(name)),
                width=None if at == last else width,
                ratio=1 if at == last else None,
                no_wrap=True,
                overflow="ellipsis",
                header_style="bold",
                style="cyan" if name == "ref" else "",
            )
        for row in safe:
            table.add_row(*(Text(clean(cell)) for cell in row))
        console.print(table)

    def end(self) -> None:
        """A line between this table and the next."""
        if self._console is not None:
            print()


def a_console() -> Console:
    """Rich's, which heeds NO_COLOR and COLUMNS; what it is given means nothing to it."""
    from rich.console import Console

    return Console(markup=False, highlight=False, emoji=False)


def width_of(text: str) -> int:
    """The cells that a text takes."""
    if text.isascii():
        return len(text)
    # Rich is loaded for texts that want it.
    from tui.render.line import width_of as cells_of

    return cells_of(text)


def _wider(widths: Sequence[int], rows: Sequence[Row]) -> list[int]:
    """The widths that these rows want too."""
    return [max(pair) for pair in zip(widths, _widest(rows), strict=True)]


def _widest(rows: Sequence[Row]) -> list[int]:
    return [max(map(width_of, column)) for column in zip(*rows, strict=True)]
