"""How keys move the cursor over the words of a report and select them: pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from store.ids import Ref
from store.spans import Span, quotation_around, sentence_around
from store.steps import word_after, word_at, word_before
from tui.render.found import FOUND
from tui.render.line import width_of
from tui.render.picture import DetailPicture
from tui.selection import Selection


def begun(
    report: Ref, text: str, picture: DetailPicture, top: int, height: int, match: int
) -> Selection | None:
    """The cursor on the match that was gone to, else on the first word in sight.

    Where no text is in sight, on its first word; None for a text without words.
    """
    lines = picture.upto(top + height)
    at = 0
    if top <= match < top + height:
        at = _match(picture, match) or 0
    if not at:
        seen = (one.span.start for one in lines[top : top + height] if one.span is not None)
        at = next(seen, 0)
    word = word_at(text, at)
    return Selection(report, word) if word else None


def _match(picture: DetailPicture, line: int) -> int | None:
    """Where in the text the words of a query stand in a line."""
    shown = picture.upto(line + 1)[line]
    before = 0
    for piece in shown.line.pieces:
        if piece.style == FOUND and shown.span is not None:
            return shown.span.start + before - 1
        before += len(piece.text)
    return None


def stepped(selection: Selection, text: str, words: int) -> Selection:
    """The cursor so many words on, or back when negative."""
    cursor = selection.cursor
    for _ in range(abs(words)):
        found = word_after(text, cursor.end) if words > 0 else word_before(text, cursor.start)
        cursor = found or cursor
    return _put(selection, cursor, None)


def moved(selection: Selection, text: str, picture: DetailPicture, lines: int) -> Selection:
    """The cursor so many lines down, or up when negative, on the word in its column."""
    at = picture.text_line(selection.cursor.start)
    if at is None:
        return selection
    column = selection.column
    if column is None:
        column = _column(picture, at, selection.cursor.start)
    for line in _lines(picture, at, lines):
        found = _word_in(text, picture, line, column)
        if found is not None and found != selection.cursor:
            return _put(selection, found, column)
    return selection


def _lines(picture: DetailPicture, at: int, lines: int) -> Iterator[int]:
    """Lines of the text, the best first: the one so far away, those beyond, those on the way."""
    step = 1 if lines > 0 else -1
    target = at + lines
    while target != at and not _is_text(picture, target):
        # A page may go beyond the text.
        target -= step
    beyond = target
    while beyond != at and _is_text(picture, beyond):
        yield beyond
        beyond += step
    yield from range(target - step, at, -step)


def _is_text(picture: DetailPicture, line: int) -> bool:
    made = picture.upto(line + 1) if line >= 0 else []
    return 0 <= line < len(made) and made[line].span is not None


def _column(picture: DetailPicture, line: int, at: int) -> int:
    """The cell of a code point in its line."""
    shown = picture.upto(line + 1)[line]
    start = shown.span.start if shown.span else at
    return width_of(shown.line.text[1 : 1 + max(at - start, 0)])


def _word_in(text: str, picture: DetailPicture, line: int, column: int) -> Span | None:
    """The word of a line that is nearest to a cell; None for a line without words."""
    shown = picture.upto(line + 1)[line]
    span = shown.span
    if span is None or span.start == span.end:
        return None
    words, before = shown.line.text[1:], 0
    while before < len(words) and width_of(words[: before + 1]) <= column:
        before += 1
    found = word_at(text, min(span.start + before, span.end - 1))
    if found is not None and found.start >= span.end:
        found = word_before(text, span.end)
    return found if found is not None and found.end > span.start else None


def anchored(selection: Selection) -> Selection:
    """Selecting begins at the cursor; where it had begun it ends."""
    if selection.words is not None:
        return replace(selection, anchor=None, whole=None)
    return replace(selection, anchor=selection.cursor)


def sentence(selection: Selection, text: str) -> Selection:
    """The sentences of what is selected, or of the cursor."""
    return taken(selection, text, sentence_around(text, selection.words or selection.cursor))


def quotation(selection: Selection, text: str) -> Selection | None:
    """What stands between the quotation marks around the cursor; None for none."""
    found = quotation_around(text, selection.cursor)
    if found is None:
        return None
    # A comma before the closing mark belongs to the sentence around.
    said = text[found.start : found.end].rstrip(" ,،，")
    return taken(selection, text, Span(found.start, found.start + len(said)))


def taken(selection: Selection, text: str, span: Span) -> Selection:
    """The span is selected as it is; a move goes on from its last word."""
    first, last = word_after(text, span.start), word_before(text, span.end)
    if first is None or last is None or last.start < span.start:
        return selection
    return replace(selection, cursor=last, anchor=first, whole=span, column=None)


def dropped(selection: Selection) -> Selection:
    """Nothing is selected, the cursor stays."""
    return replace(selection, anchor=None, whole=None)


def _put(selection: Selection, cursor: Span, column: int | None) -> Selection:
    return replace(selection, cursor=cursor, column=column, whole=None)


#: The article of Arabic names.
_ARTICLE = re.compile(r"[a-z]{2}-[A-Z]")
#: What begins a sentence with a capital letter and belongs to no name.
_NO_NAME = frozenset({"in", "at", "on", "from", "to", "near", "the", "around", "of", "into", "and"})


def name_around(selection: Selection, text: str) -> Span | None:
    """The word of the cursor, with the words beside it that are written with a capital too.

    None for a word without one, where writing has capitals.
    """
    start, end = selection.cursor
    if text[start].islower() and not _ARTICLE.match(text, start, end):
        return None
    if not text[start].isupper():
        return selection.cursor
    if text[start:end].lower() in _NO_NAME:
        following = word_after(text, end)
        if following is None or not text[following.start].isupper():
            return None
        start, end = following
    while (more := word_before(text, start)) is not None and text[more.end : start] == " ":
        if not text[more.start].isupper() or text[slice(*more)].lower() in _NO_NAME:
            break
        start = more.start
    while (more := word_after(text, end)) is not None and text[end : more.start] == " ":
        if not text[more.start].isupper():
            break
        end = more.end
    return Span(start, end)
