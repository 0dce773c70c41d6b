"""What a query's words stand in: their marks in a line, and a snippet of the text around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from store.spans import Span
from store.text import clean, fold
from store.words import Phrase, marks, snippet
from tui.render.line import Piece

Phrases = Sequence[Phrase]

#: The style of words that a query asks for.
FOUND = "found"
#: So many characters of a text are kept for its snippet.
LONGEST = 240
#: A long text is looked through in parts, which overlap by as much as a phrase may take.
_PART = 4000
_OVERLAP = 400
#: Pieces that are no words of the record.
_UNMARKED = frozenset({"section", "label", "cursor-sign", "date", "key"})


def snippet_of(texts: Iterable[str], phrases: Phrases) -> str:
    """The words of the first text that has a phrase, around it, safe to show; "" for none."""
    for text in texts:
        for part in _parts(text, phrases):
            span = snippet(part, phrases, LONGEST)
            if span is not None:
                lead = "…" if span.start else ""
                words = part[span.start : span.end].replace("\n", " ")
                return lead + clean(words)
    return ""


def _parts(text: str, phrases: Phrases) -> Iterator[str]:
    """The parts of a text in which a phrase may begin: to look for marks takes far longer."""
    firsts = [phrase.words[0] for phrase in phrases if phrase.words]
    for start in range(0, max(len(text), 1), _PART):
        part = text[start : start + _PART + _OVERLAP]
        folded = fold(part)
        if any(first in folded for first in firsts):
            yield part


def marked(pieces: Iterable[Piece], phrases: Phrases) -> tuple[Piece, ...]:
    """The pieces, each by itself, the words of the phrases in the style of what was found."""
    return tuple(
        part for piece in pieces for part in restyled((piece,), marks(piece.text, phrases))
    )


def has_found(pieces: Iterable[Piece]) -> bool:
    """Whether anything in them is marked as found."""
    return any(piece.style == FOUND for piece in pieces)


def restyled(pieces: Iterable[Piece], spans: Sequence[Span]) -> Iterator[Piece]:
    """The pieces, the words in the spans of their whole text in the style of what was found."""
    start = 0
    for piece in pieces:
        text, end = piece.text, start + len(piece.text)
        at = start
        for span in () if piece.style in _UNMARKED else spans:
            first, last = max(span.start, at), min(span.end, end)
            while first < last and text[first - start].isspace():
                first += 1
            if first >= last:
                continue
            if first > at:
                yield piece._replace(text=text[at - start : first - start])
            yield piece._replace(text=text[first - start : last - start], style=FOUND)
            at = last
        if at < end or not text:
            yield piece._replace(text=text[at - start :])
        start = end
