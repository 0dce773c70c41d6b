"""The detail's picture, made as far as it is looked at."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from store.ids import Ref
from store.spans import Span
from store.words import marks
from tui.render.detail import DetailLine
from tui.render.found import Phrases, has_found, restyled
from tui.render.line import Line

#: So many lines are made at a time where it is looked for a match, or for a place in the text.
_STRETCH = 50


class DetailPicture:
    """The lines of one record at one width, kept as they are made."""

    def __init__(self, lines: Iterator[DetailLine]) -> None:
        self._coming = lines
        self._lines: list[DetailLine] = []
        self._starts: list[int] = []
        self._text: list[int] = []

    def upto(self, count: int) -> list[DetailLine]:
        """The lines made so far, at least `count` where there are so many."""
        for one in islice(self._coming, max(0, count - len(self._lines))):
            if one.span is not None:
                self._starts.append(one.span.start)
                self._text.append(len(self._lines))
            self._lines.append(one)
        return self._lines

    def text_line(self, at: int) -> int | None:
        """The line with that code point of the report's text; None where no text is shown."""
        made = -1
        while (not self._starts or self._starts[-1] <= at) and made < len(self._lines):
            made = len(self._lines)
            self.upto(made + _STRETCH)
        found = bisect_right(self._starts, at) - 1
        return self._text[max(found, 0)] if self._text else None

    def entries(self, upto: int) -> list[tuple[int, Ref]]:
        """The lines that can be entered, with their records, among the first `upto` at least."""
        return [(at, one.ref) for at, one in enumerate(self.upto(upto)) if one.ref is not None]

    def entry(self, cursor: int, upto: int) -> tuple[int, Ref] | None:
        """The one with the cursor among the first `upto` lines; None where it lies further below.

        Beside other panes, or narrower, the detail may have fewer than it had: then it is the last.
        """
        entries = self.entries(upto)
        if cursor < len(entries):
            return entries[cursor]
        return entries[-1] if entries and len(self._lines) < upto else None

    def clamped(self, top: int, height: int) -> int:
        """The nearest first line at which the picture still fills the pane."""
        made = len(self.upto(top + height))
        return max(0, min(top, made - height))

    def match_after(self, line: int) -> int | None:
        """The first line below that one with words that were searched for; None for none."""
        at = line + 1
        while True:
            made = self.upto(at + _STRETCH)
            for found in range(at, min(at + _STRETCH, len(made))):
                if has_found(made[found].line.pieces):
                    return found
            at += _STRETCH
            if len(made) < at:
                return None

    def match_before(self, line: int) -> int | None:
        """The last line above that one with words that were searched for; None for none."""
        made = self.upto(line)
        above = range(min(line, len(made)) - 1, -1, -1)
        return next((at for at in above if has_found(made[at].line.pieces)), None)


def found_in(lines: Iterator[DetailLine], phrases: Phrases) -> Iterator[DetailLine]:
    """Lines of the detail with the phrases marked, also one that goes on in the next line."""
    long = [phrase for phrase in phrases if len(phrase.words) > 1]
    line, begun = next(lines, None), list[Span]()
    while line is not None:
        after = next(lines, None)
        spans, going_on = [*begun, *marks(line.line.text, phrases)], list[Span]()
        if long and after is not None:
            end = len(line.line.text)
            for span in marks(f"{line.line.text}\n{after.line.text}", long):
                if span.start < end < span.end:
                    spans.append(Span(span.start, end))
                    going_on.append(Span(0, span.end - end - 1))
        pieces = tuple(restyled(line.line.pieces, sorted(spans)))
        yield line._replace(line=Line(pieces, line.line.base))
        line, begun = after, going_on
