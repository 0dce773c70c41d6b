"""The words that are being selected in a report's text."""

from __future__ import annotations

from dataclasses import dataclass

from store.ids import Ref
from store.spans import Span


@dataclass(frozen=True)
class Selection:
    """A cursor on a word, and what is selected from where it was begun."""

    report: Ref
    cursor: Span
    """The word of the cursor."""
    anchor: Span | None = None
    """The word at which selecting began; None while the cursor only moves."""
    whole: Span | None = None
    """What was taken at once, a sentence or a quotation, until the cursor moves."""
    column: int | None = None
    """The cell that the cursor keeps to from line to line."""

    @property
    def words(self) -> Span | None:
        """What is selected; None for nothing."""
        if self.whole is not None:
            return self.whole
        if self.anchor is None:
            return None
        start = min(self.anchor.start, self.cursor.start)
        return Span(start, max(self.anchor.end, self.cursor.end))
