"""The detail's picture, made as far as it is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from store.ids import Ref
from tui.render.detail import DetailLine


class DetailPicture:
    """The lines of one record at one width, kept as they are made."""

    def __init__(self, lines: Iterator[DetailLine]) -> None:
        self._coming = lines
        self._lines: list[DetailLine] = []

    def upto(self, count: int) -> list[DetailLine]:
        """The lines made so far, at least `count` where there are so many."""
        self._lines.extend(islice(self._coming, max(0, count - len(self._lines))))
        return self._lines

    def entries(self, upto: int) -> list[tuple[int, Ref]]:
        """The lines that can be entered, with their records, among the first `upto` at least."""
        return [(at, one.ref) for at, one in enumerate(self.upto(upto)) if one.ref is not None]

    def clamped(self, top: int, height: int) -> int:
        """The nearest first line at which the picture still fills the pane."""
        made = len(self.upto(top + height))
        return max(0, min(top, made - height))
