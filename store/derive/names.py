"""Sources by their names in a text: the longest name that stands in words is the one meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from store.ids import Kind, Ref
from store.model import Source
from store.query import parse
from store.reader import Asker, Reader
from store.record import Record
from store.spans import Span
from store.words import placed, words

#: So many sources are all looked at; of more, those that have a word of the text in their name.
FEW = 2000
#: So many words of a text are looked up, and so many sources of each.
_WORDS = 30
_OF_A_WORD = 40
#: Names of so few letters, such as AP or WHO, are names only as they are written.
_SHORT = 4
_ARTICLES = frozenset({"the", "a", "an"})


class Named(NamedTuple):
    """A source whose name stands in a text."""

    ref: Ref
    span: Span
    is_whole: bool
    """Whether the text says nothing else."""


class Names:
    """The names of some sources."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._by_first: dict[str, list[tuple[list[str], str, Ref]]] = {}
        for source in sources:
            for name in (source.name, *source.aliases):
                if isinstance(name, str):
                    self._add(name, source.ref)

    def _add(self, name: str, ref: Ref) -> None:
        found = words(name)
        # `the Observatory` is a name without its article too, `the government` is not.
        if found[:1] and found[0] in _ARTICLES and any(map(str.isupper, name[1:])):
            found = found[1:]
        if found:
            self._by_first.setdefault(found[0], []).append((found, name, ref))

    def found_in(self, text: str) -> Iterator[Named]:
        """Every name in the text, in order; of names at one place the longest."""
        found, spans = placed(text)
        first = 1 if found[:1] and found[0] in _ARTICLES else 0
        at = 0
        while at < len(found):
            here = [
                (len(name), ref)
                for name, written, ref in self._by_first.get(found[at], ())
                if found[at : at + len(name)] == name and (len(written) > _SHORT or written in text)
            ]
            if not here:
                at += 1
                continue
            size, ref = max(here, key=lambda one: one[0])
            is_whole = at <= first and at + size == len(found)
            yield Named(ref, Span(spans[at].start, spans[at + size - 1].end), is_whole)
            at += size

    def best_in(self, text: str) -> Named | None:
        """The longest of them."""
        return max(self.found_in(text), key=_length, default=None)

    def best_at(self, text: str, part: Span) -> Named | None:
        """The longest that stands in a part of the text, or goes on beyond it."""
        own = self.best_in(text[part.start : part.end])
        over = [
            one
            for one in self.found_in(text)
            if one.span.start < part.start < one.span.end
            or one.span.start < part.end < one.span.end
        ]
        beyond = max(over, key=_length, default=None)
        if beyond is not None and (own is None or _length(own) < _length(beyond)):
            return beyond._replace(is_whole=True)
        return own

    def begun_by(self, spoken: Sequence[str], text: str) -> Ref | None:
        """The one source that a bare noun means: `residents`, where Tuwaym was spoken of."""
        noun = [word for word in spoken if word not in _ARTICLES]
        if len(noun) != 1:
            return None
        there = set(words(text))
        meant = {
            ref
            for name, _, ref in self._by_first.get(noun[0], ())
            if len(name) > 1 and there.issuperset(word for word in name if len(word) > 3)
        }
        return meant.pop() if len(meant) == 1 else None


def _length(named: Named) -> int:
    return named.span.end - named.span.start


def sources_near(reader: Reader, text: str, asker: Asker) -> Sequence[Source]:
    """The sources that may be named in a text."""
    if reader.count(Kind.SOURCE) <= FEW:
        records: Iterable[Record] = reader.listing(Kind.SOURCE, reader.numbers(Kind.SOURCE))
    else:
        found = _capitalised(text)
        numbers = dict.fromkeys(
            number
            for word in islice(found, _WORDS)
            for number in islice(reader.search(parse(f'"{word}"'), Kind.SOURCE, asker), _OF_A_WORD)
        )
        records = reader.listing(Kind.SOURCE, numbers)
    return [record for record in records if isinstance(record, Source)]


def _capitalised(text: str) -> Iterator[str]:
    """The words that may be of a name, each once: those without small letters in front."""
    found, spans = placed(text)
    written = (text[span.start : span.start + 1] for span in spans)
    pairs = zip(found, written, strict=True)
    yield from dict.fromkeys(word for word, first in pairs if not first.islower())
