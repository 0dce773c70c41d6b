"""Evidence spans: the only offset arithmetic in the program.

A span is half-open and counts code points of the report's exact text, as Python does.  UTF-8
bytes, UTF-16 units and screen cells are other counts: an Arabic word moved by one of them
shows the wrong words as evidence.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Span(NamedTuple):
    """Code points `start` up to, not including, `end`."""

    start: int
    end: int


_CLOSING = "\"'”’»)]"
#: Chinese and Japanese put no blank behind a sentence.
_SENTENCE_END = re.compile(
    r"[.!?؟…]{closing}*(?=\s|$)|[。！？]{closing}*|\n".format(closing=f"[{re.escape(_CLOSING)}]")
)
_ABBREVIATION = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sgt|St|No|U\.S|U\.N)\.$")


def mismatch(text: str, start: int, end: int, words: str) -> str | None:
    """Why the span does not hold these words in the text; None when it does."""
    if start < 0 or end <= start:
        return f"the span {start}:{end} holds no characters"
    if end > len(text):
        return f"the span {start}:{end} ends after the text, which has {len(text)} characters"
    if text[start:end] != words:
        return f"the report has {_short(text[start:end])} at {start}:{end}, not {_short(words)}"
    return None


def find(text: str, words: str, after: int = 0) -> Span | None:
    """The first place of the words in the text at or behind `after`."""
    start = text.find(words, after)
    return None if start < 0 or not words else Span(start, start + len(words))


def sentence_around(text: str, span: Span, reach: int = 600) -> Span:
    """The sentences that the span touches, at most `reach` code points to each side."""
    floor = max(0, span.start - reach)
    start = floor
    # One code point more than may belong to it: a full stop ends nothing before a digit.
    for found in _SENTENCE_END.finditer(text, floor, span.start + 1):
        if found.end() > span.start:
            break
        if not _ABBREVIATION.search(text, max(floor, found.start() - 5), found.start() + 1):
            start = found.end()
    end = min(len(text), span.end + reach)
    # A quotation that ends with its own full stop ends the sentence.
    last = span.start + len(text[span.start : span.end].rstrip(_CLOSING))
    for found in _SENTENCE_END.finditer(text, max(last - 1, 0), end):
        if not _ABBREVIATION.search(text, max(0, found.start() - 5), found.start() + 1):
            end = max(found.end(), span.end)
            break
    while start < span.start and text[start].isspace():
        start += 1
    while end > span.end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


#: What opens a quotation, with all that may close it.
_QUOTATION = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "‘": "’",
    "「": "」",
    "『": "』",
    '"': '"',
}


def quotation_around(text: str, span: Span, reach: int = 4000) -> Span | None:
    """What stands between the quotation marks around the span, in its paragraph; None for none."""
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - reach)
    opened, closes = -1, ""
    end = min(len(text), span.end + reach)
    for at in range(start, end):
        sign = text[at]
        if sign == "\n" and at >= span.start:
            break
        if opened >= 0 and sign in closes and not _is_apostrophe(text, at):
            if span.start > opened and span.end <= at:
                return Span(opened + 1, at) if at > opened + 1 else None
            opened = -1
        elif opened < 0 and sign in _QUOTATION:
            if at >= span.start:
                break
            opened, closes = at, _QUOTATION[sign]
    return None


def _is_apostrophe(text: str, at: int) -> bool:
    """Whether a sign that may close a quotation stands within a word: `Syria’s`."""
    return text[at] == "’" and text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()


def inside(outer: Span, inner: Span) -> Span:
    """`inner` counted from the start of `outer`, cut to it."""
    start = min(max(inner.start, outer.start), outer.end)
    end = min(max(inner.end, start), outer.end)
    return Span(start - outer.start, end - outer.start)


def _short(words: str) -> str:
    return repr(words if len(words) <= 40 else f"{words[:39]}…")
