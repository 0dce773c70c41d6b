"""The line in which tags are typed: `dup "mass grave" -old`; pure.

A word adds a tag, one behind a minus takes it away.  A tag of several words stands in quotes.
Commas, those of Arabic too, are as good as blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from store.errors import WrongValue
from store.text import clean
from store.words import key_of

#: So many tags are suggested.
MOST = 20
#: So many characters a tag may have.
LONGEST = 100
_WORD = re.compile(
    r'(?P<sign>[-+]?)(?:"(?P<quoted>[^"]*)(?P<closed>"?)|(?P<plain>[^\s,،"+-][^\s,،"]*))'
)
_BREAK = re.compile(r"[\s,،]+")


class TagWish(NamedTuple):
    """What a person wants of tags."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


def wished(line: str) -> TagWish:
    """What the line means; WrongValue in one sentence where it means nothing clear."""
    add: list[str] = []
    remove: list[str] = []
    at = 0
    while at < len(line):
        gap = _BREAK.match(line, at)
        if gap:
            at = gap.end()
            continue
        word = _WORD.match(line, at)
        if word is None:
            raise WrongValue("tags", "There is a minus without a tag.")
        if word["quoted"] is not None and not word["closed"]:
            raise WrongValue("tags", "A quotation mark is not closed.")
        tag = " ".join((word["quoted"] or word["plain"] or "").split())
        if not tag:
            raise WrongValue("tags", "There is a tag without letters.")
        if len(tag) > LONGEST:
            raise WrongValue("tags", f"A tag has at most {LONGEST} characters.")
        (remove if word["sign"] == "-" else add).append(tag)
        at = word.end()
    both = next((tag for tag in add if tag in remove), None)
    if both is not None:
        raise WrongValue("tags", f"{clean(both)} is to be added and to be taken away.")
    return TagWish(tuple(dict.fromkeys(add)), tuple(dict.fromkeys(remove)))


def problem(line: str) -> str:
    """What is wrong with the line, in one sentence; "" for nothing."""
    try:
        wished(line)
    except WrongValue as error:
        return str(error)
    return ""


def suggested(
    line: str, held: Sequence[str], used: Iterable[tuple[str, str]]
) -> list[tuple[str, str]]:
    """What the line may be completed to, and what each tag is.

    The records have the tags that are `held`; `used` are those of the store, the most used
    first, each with how many have it.
    """
    begun, word = _last_word(line)
    is_removed = word.startswith("-")
    typed = word.lstrip("-+").strip('"')
    if is_removed:
        found: Iterable[tuple[str, str]] = ((tag, "taken away") for tag in held)
    else:
        found = ((tag, how_many) for tag, how_many in used if tag not in held)
    sign = "-" if is_removed else ""
    before = _tags_of(begun)
    return [
        (f"{begun}{sign}{_quoted(tag)} ", meaning)
        for tag, meaning in found
        if _begins(tag, typed) and tag not in before
    ][:MOST]


def _last_word(line: str) -> tuple[str, str]:
    """The line before the word that is being typed, and that word."""
    at = 0
    for word in _words(line):
        at = word.start()
        if word.end() == len(line) and not word["closed"]:
            return line[:at], line[at:]
    if line.endswith(("-", "+")):
        return line[:-1], line[-1]
    return line, ""


def _words(line: str) -> Iterator[re.Match[str]]:
    return _WORD.finditer(line)


def _tags_of(line: str) -> set[str]:
    return {word["quoted"] or word["plain"] or "" for word in _words(line)}


def _begins(tag: str, typed: str) -> bool:
    """Whether a word of the tag begins so."""
    wanted = key_of(typed)
    return f"_{wanted}" in f"_{key_of(tag)}" if wanted else not typed.strip()


def _quoted(tag: str) -> str:
    word = _WORD.fullmatch(tag)
    return tag if word and word["plain"] == tag else f'"{tag.replace(chr(34), "")}"'
