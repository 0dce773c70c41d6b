"""From word to word in an exact text, however long it is: only what lies near is looked at."""

from __future__ import annotations

from store.spans import Span
from store.words import placed

#: So many code points are looked at together; a longer word is taken in pieces.
_WINDOW = 512
#: What joins the parts of one word: `al-Sahel`, `31-year-old`.
_HYPHENS = "-‐‑"
#: So many parts are joined at most.
_PARTS = 8


def word_after(text: str, at: int) -> Span | None:
    """The first word that begins there or behind; None where there is none."""
    found = _after(text, at)
    if found is None:
        return None
    for _ in range(_PARTS):
        more = _after(text, found.end + 1) if _is_joint(text, found.end) else None
        if more is None or more.start != found.end + 1:
            break
        found = Span(found.start, more.end)
    return found


def word_before(text: str, at: int) -> Span | None:
    """The last word that ends there or before; None where there is none."""
    found = _before(text, at)
    if found is None:
        return None
    for _ in range(_PARTS):
        joint = found.start - 1
        more = _before(text, joint) if _is_joint(text, joint) else None
        if more is None or more.end != joint:
            break
        found = Span(more.start, found.end)
    return found


def word_at(text: str, at: int) -> Span | None:
    """The word that has that code point, or the first behind it, or the last before."""
    # Words are found from their beginnings: the place may lie within one.
    touching = word_before(text, at)
    start = touching.start if touching is not None and touching.end >= at - 1 else at
    found = word_after(text, start)
    while found is not None and found.end <= at:
        found = word_after(text, found.end)
    return found or word_before(text, len(text))


def _is_joint(text: str, at: int) -> bool:
    """Whether a sign stands within a word: a hyphen, or the comma of a figure."""
    if not 0 < at < len(text) - 1:
        return False
    before, sign, behind = text[at - 1], text[at], text[at + 1]
    if sign in _HYPHENS:
        return before.isalnum() and behind.isalnum()
    return sign in ",.\u066b\u066c" and before.isdigit() and behind.isdigit()


def _places(piece: str) -> list[Span]:
    """Where its words stand; those of one sign that is searched as several, such as ¼, as one."""
    joined: list[Span] = []
    for span in placed(piece)[1]:
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return joined


def _after(text: str, at: int) -> Span | None:
    while at < len(text):
        piece = text[at : at + _WINDOW]
        spans = _places(piece)
        if not spans:
            at += _WINDOW
            continue
        first = spans[0]
        is_cut = first.end == len(piece) and at + len(piece) < len(text)
        if is_cut and first.start > 0:
            at += first.start
            continue
        return Span(at + first.start, at + first.end)
    return None


def _before(text: str, at: int) -> Span | None:
    while at > 0:
        start = max(0, at - _WINDOW)
        piece = text[start:at]
        spans = _places(piece)
        if not spans:
            at = start
            continue
        last = spans[-1]
        is_cut = last.start == 0 and start > 0
        if is_cut and last.end < len(piece):
            at = start + last.end
            continue
        return Span(start + last.start, start + last.end)
    return None
