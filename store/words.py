"""The words of a text as they are searched, and where they stand in it.

fold        case, accents, marks and forms of letters make no difference
word        letters and digits in a row; in Chinese, Japanese, Thai, Lao, Khmer, Burmese and
            Tibetan, which set no blanks, each character
phrase      words in a row: `"mass grave"`, but also `al-Sahel`, and 事件, two words of one
            character; the last one may be the beginning of a word
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from store.spans import Span
from store.text import fold

_UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ecd\u0f40-\u0fbc\u1000-\u109f\u1780-\u17d3"
    "\u2e80-\u2fdf\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
#: Signs of vowels and the like, which Python counts to no word.
_SIGNS = "\u0900-\u0963\u0971-\u0dff\u05b0-\u05bd"
_WORD = re.compile(f"[{_UNSPACED}]|(?:[^\\W_{_UNSPACED}]|[{_SIGNS}])+")


class Phrase(NamedTuple):
    """Words that stand in a row; of the last one perhaps only the beginning."""

    words: tuple[str, ...]
    is_prefix: bool = False

    def is_in(self, found: Sequence[str]) -> bool:
        """Whether it stands in these words of a text."""
        return next(self.places(found), None) is not None

    def places(self, found: Sequence[str]) -> Iterator[int]:
        """The words, counted from 0, at which it begins in these words of a text."""
        *firsts, last = self.words
        first, size = self.words[0], len(self.words)
        for at in range(len(found) - size + 1):
            if firsts and found[at] != first:
                continue
            end = found[at + size - 1]
            if (end.startswith(last) if self.is_prefix else end == last) and list(
                found[at : at + size - 1]
            ) == firsts:
                yield at


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    # Most texts are in plain Latin letters; for them this takes a fraction of the time.
    return _plain(text).split() if text.isascii() else _WORD.findall(fold(text))


def phrase(text: str, *, is_prefix: bool = False) -> Phrase | None:
    """The text as a phrase; None where it has no word."""
    found = tuple(words(text))
    return Phrase(found, is_prefix) if found else None


class Folding(NamedTuple):
    """A folded text that knows where its characters stood."""

    text: str
    origin: Sequence[int] | None
    """Which code point of the exact text each character comes from; None where all stayed."""

    def exact(self, start: int, end: int) -> Span:
        """Where that part of the folded text stands in the exact one."""
        if self.origin is None:
            return Span(start, end)
        # Marks behind the last letter that were folded away belong to it.
        last = self.origin[end - 1] + 1
        return Span(self.origin[start], max(last, self.origin[end]))


def folding(text: str) -> Folding:
    """The text as it is searched, and where it stood."""
    folded = fold(text)
    if text.isascii():
        return Folding(folded, None)
    origin = [at for at, character in enumerate(text) for _ in fold(character)]
    return Folding(folded, [*origin, len(text)])


def placed(text: str) -> tuple[list[str], list[Span]]:
    """The folded words, and where each of them stands in the exact text."""
    folded = folding(text)
    found = list(_WORD.finditer(folded.text))
    return [one[0] for one in found], [folded.exact(*one.span()) for one in found]


def marks(text: str, phrases: Iterable[Phrase]) -> list[Span]:
    """Where the phrases stand in the exact text: spans in order that do not overlap."""
    wanted = tuple(phrases)
    if not wanted:
        return []
    found, spans = placed(text)
    hits = sorted(
        (spans[at].start, spans[at + len(one.words) - 1].end)
        for one in wanted
        for at in one.places(found)
    )
    joined: list[Span] = []
    for start, end in hits:
        if joined and start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(end, joined[-1].end))
        else:
            joined.append(Span(start, end))
    return joined


def snippet(text: str, phrases: Iterable[Phrase], length: int) -> Span | None:
    """The part of the text, at most so long, around the first mark; None where there is none."""
    found = marks(text, phrases)
    if not found:
        return None
    first = found[0]
    before = max(0, min(length // 3, length - (first.end - first.start)))
    start = max(0, first.start - before)
    if start:
        blank = text.find(" ", start, first.start)
        start = blank + 1 if blank >= 0 else start
    return Span(start, min(len(text), max(start + length, first.start + 1)))


#: Stands between two texts in the index: no phrase goes from one into the other.
BREAK = "¶"


def indexed(texts: Iterable[str]) -> str:
    """Texts as the full-text index takes them: their words with blanks, a BREAK between texts."""
    return f" {BREAK} ".join(_joined(text) for text in texts if text)


def _joined(text: str) -> str:
    return _plain(text) if text.isascii() else " ".join(words(text))


def _plain(text: str) -> str:
    """The folded words of an ASCII text, with blanks between them."""
    return text.encode().translate(_PLAIN).decode()


#: What becomes of each character of ASCII: a letter of a folded word, or a blank.
_PLAIN = bytes(ord("".join(_WORD.findall(fold(chr(code)))) or " ") for code in range(128)) + bytes(
    128
)


def key_of(value: str) -> str:
    """A short value as one token: its words joined by `_`; equal values have equal keys.

    A value without words, such as a sign, is told by its code points.
    """
    found = words(value)
    if found:
        return "_".join(found)[:LONGEST_KEY]
    return "".join(f"u{ord(sign):x}" for sign in value if not sign.isspace())[:LONGEST_KEY]


#: So many characters of a value count; an index has no use for longer words.
LONGEST_KEY = 100

#: `@ada`, `@ada.lovelace`; not in `ada@example.org`, `@ada@example.social` or an address.
_CALL = re.compile(f"(?<![\\w@.+/-])@((?:[\\w{_SIGNS}](?:[.-](?=\\w))?+)++)(?!@)")


def called(text: str) -> Iterator[str]:
    """The names that a text calls by an @, each once, in order; of a blank in one stands a dot."""
    if "@" not in text:
        return
    # Folded, for the signs of vowels that are written above or below a letter are no letters.
    yield from dict.fromkeys(_CALL.findall(fold(text)))
