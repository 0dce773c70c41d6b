"""A text as lines, and as pages of them; a blank line says nothing and is left out: pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from store.derive.covers import BAR
from store.spans import Span, sentence_around
from store.text import clean_lines
from tui.render.line import wrap

#: So many lines are counted; of more it is told that they are more.
MOST_COUNTED = 500
_SIGN = re.compile(rf"{BAR}{{2}} (?=\w)")
_BARS = re.compile(rf"{BAR}(?:[{BAR} ]*{BAR})?")


class Page(NamedTuple):
    """Some lines of a text, and where the next ones begin; at its end that is its length."""

    lines: tuple[str, ...]
    end: int


def page(text: str, start: int, width: int, most: int) -> Page:
    """The lines from a place in a text on, at most so many; 0 is all of them."""
    lines: list[str] = []
    for begins, line in _lines(text, start, width):
        if most and len(lines) == most:
            return Page(tuple(lines), begins)
        lines.append(line)
    return Page(tuple(lines), len(text))


def count(text: str, start: int, width: int) -> int:
    """How many lines follow; more than MOST_COUNTED are not counted."""
    return sum(1 for _ in islice(_lines(text, start, width), MOST_COUNTED + 1))


def counted(many: int) -> str:
    """As `4 lines`, `1 line`, `more than 500 lines`."""
    if many > MOST_COUNTED:
        return f"more than {MOST_COUNTED} lines"
    return f"{many} line{'' if many == 1 else 's'}"


def _lines(text: str, start: int, width: int) -> Iterator[tuple[int, str]]:
    """Where each line begins, and what it says, of that width; 0 is one line a paragraph."""
    paragraph = text.rfind("\n", 0, start) + 1
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        # With what stands before it: what a sign does there may depend on that.
        safe = clean_lines(text[paragraph : end + 1])[start - paragraph : end - paragraph]
        if safe.strip():
            spans = wrap(safe, width) if width else (Span(0, len(safe)),)
            yield from (
                (start + span.start, safe[span.start : span.end].rstrip()) for span in spans
            )
        start = paragraph = end + 1


def wrapped(text: str, width: int) -> Iterator[str]:
    """What is said, safe, in lines of that width; 0 is as wide as it is.

    The signs that stand for covered words are said in words.
    """
    for line in _BARS.sub("covered words", _SIGN.sub("covered: ", clean_lines(text))).split("\n"):
        if not width:
            yield line
            continue
        yield from (line[span.start : span.end] for span in wrap(line, width))


def sentences(text: str) -> list[Span]:
    """The sentences of a text, in their order."""
    found: list[Span] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        around = sentence_around(text, Span(at, at + 1))
        end = max(around.end, at + 1)
        found.append(Span(at, end))
        at = end
    return found


def beside(parts: Iterable[str]) -> list[str]:
    """Parts of a sentence in one line; what is written from right to left has its own.

    So speech changes its voice once, and a terminal that turns lines around turns whole ones.
    """
    lines: list[str] = []
    row: list[str] = []
    for part in filter(None, parts):
        if is_from_right(part):
            lines += [", ".join(row) + ".", part] if row else [part]
            row = []
        else:
            row.append(part)
    return [*lines, ", ".join(row) + "."] if row else lines


def is_from_right(text: str) -> bool:
    """Whether any letter of it is written from right to left."""
    return not text.isascii() and any(
        unicodedata.bidirectional(letter) in ("R", "AL") for letter in text
    )
