"""The selected words in the lines of a report's text, and what can be done with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from store.spans import Span, inside
from store.text import clean
from tui.bindings import Bindings
from tui.intents import Action
from tui.render.line import Line, Piece, cut, width_of
from tui.selection import Selection

#: The styles of what is selected, and of the word of the cursor.
SELECTED = "selected"
WORD = "word"
#: With fewer cells than this nobody sees what is selected.
_READABLE = 30
#: More of what is selected is not looked at.
_LONGEST = 5000


def selected_pieces(pieces: Iterable[Piece], line: Span, selection: Selection) -> tuple[Piece, ...]:
    """A line of the text with its part of the selection; it begins with a blank of its own."""
    shown = tuple(pieces)
    for span, style in ((selection.words, SELECTED), (selection.cursor, WORD)):
        if span is not None and span.start < line.end and line.start < span.end:
            part = inside(line, span)
            shown = tuple(_styled(shown, Span(part.start + 1, part.end + 1), style))
    return shown


def _styled(pieces: Iterable[Piece], span: Span, style: str) -> Iterator[Piece]:
    start = 0
    for piece in pieces:
        text = piece.text
        end = start + len(text)
        first, last = max(span.start, start), min(span.end, end)
        if first >= last:
            yield piece
        else:
            parts = (
                piece._replace(text=text[: first - start]),
                piece._replace(text=text[first - start : last - start], style=style),
                piece._replace(text=text[last - start :]),
            )
            yield from (part for part in parts if part.text)
        start = end


def selection_line(words: str | None, width: int, bindings: Bindings) -> Line:
    """The keys that matter while words are selected, and what is selected; None for nothing."""
    make = (
        (bindings.first(Action.CITE_QUOTE), "quote"),
        (bindings.first(Action.CITE_CLAIM), "claim"),
        (bindings.first(Action.CITE_PLACE), "place"),
    )
    begin = bindings.first(Action.SELECT_WORDS)
    if words is None:
        first = (("←↓↑→", "move"), (begin, "begin"), ("s", "sentence"))
        return Line(tuple(_hints((*first, *make, ("Esc", "leave")))), "footer")
    leave = ("Esc", "leave")
    for hints in ((*make, ("s", "sentence"), (begin, "drop"), leave), (*make, leave)):
        keys = list(_hints(hints))
        room = width - sum(width_of(piece.text) for piece in keys) - 4
        if room >= _READABLE:
            break
    shown = _ends(clean(" ".join(words.split())[:_LONGEST]), max(room, 0))
    return Line((Piece(f" “{shown}” ", SELECTED), *keys) if room > 5 else tuple(keys), "footer")


def _hints(hints: Sequence[tuple[str, str]]) -> Iterator[Piece]:
    for key, words in hints:
        yield Piece(f" {key}", "key")
        yield Piece(f" {words} ", "dim")


def _ends(text: str, room: int) -> str:
    """A text, or its beginning and its end."""
    if width_of(text) <= room:
        return text
    tail = text[-(room // 2) :]
    return cut(text, max(room - width_of(tail), 1)) + tail if room > 12 else cut(text, room)
