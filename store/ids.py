"""References and identities: which record is meant, in this store and in any.

A reference is a kind's letter and TinyDB's document id: `E412`.  A uid is a UUIDv7
(RFC 9562), equal in every copy of a store.  In a note's text a record is mentioned as `[[E412]]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import Enum
from functools import lru_cache
from typing import NamedTuple


class Kind(Enum):
    """The kinds of record; the value is the letter that begins a reference."""

    REPORT = "R"
    EVENT = "E"
    LOCATION = "L"
    SOURCE = "S"
    QUOTE = "Q"
    CLAIM = "C"
    ACTOR = "A"
    ATTACHMENT = "M"
    NOTE = "N"
    VIEW = "V"

    @property
    def noun(self) -> str:
        """The kind's name for one record: `event`."""
        return self.name.lower()

    @property
    def article(self) -> str:
        """What stands before the noun: `an`."""
        return "an" if self.noun[0] in "aeiou" else "a"

    @property
    def table(self) -> str:
        """The kind's TinyDB table, which is also its name for many records: `events`."""
        return f"{self.noun}s"

    def ref(self, number: int) -> Ref:
        """The reference to this kind's record with that document id."""
        # Valid by the way it is made: a list makes thousands of these.
        return str.__new__(Ref, f"{self._value_}{number}")

    # Members are equal when they are the same; Enum's own hashes the name, in Python.
    __hash__ = object.__hash__


#: The highest document id: a working copy keeps a record's kind above bit 48 of its key.
HIGHEST = 10**14 - 1
#: The highest that a script or another program may choose: the rest is for what comes after it.
HIGHEST_CHOSEN = HIGHEST - 10**9

_SHAPE = re.compile(r"[RELSQCAMNV][1-9][0-9]{0,13}", re.ASCII)
_UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_KINDS = {kind.value: kind for kind in Kind}
KIND_OF_TABLE = {kind.table: kind for kind in Kind}


class Ref(str):
    """A reference such as `E412`; ValueError when the text is not one."""

    __slots__ = ()

    def __new__(cls, text: str) -> Ref:
        if not _SHAPE.fullmatch(text):
            raise ValueError(f"{text!r} is not a reference such as E412")
        return super().__new__(cls, text)

    @property
    def kind(self) -> Kind:
        """The kind of the record meant."""
        return _KINDS[self[0]]

    @property
    def number(self) -> int:
        """TinyDB's document id."""
        return int(self[1:])


_MENTION = re.compile(r"\[\[([A-Za-z][1-9][0-9]{0,13})\]\]", re.ASCII)
#: So many records that a text mentions are known; the rest of it is words.
MOST_MENTIONED = 200


class Mention(NamedTuple):
    """A record mentioned in a text, and where: `[[` and `]]` are part of the place."""

    start: int
    end: int
    ref: Ref


def mentions(text: str) -> Iterator[Mention]:
    """Every `[[E412]]` of a text, in order; the letter may be small."""
    # Most texts have none, and a search for it is quicker than the expression.
    if "[[" not in text:
        return
    for found in _MENTION.finditer(text):
        name = found[1].upper()
        if name[0] in _KINDS:
            yield Mention(found.start(), found.end(), Ref(name))


@lru_cache(maxsize=8)
def mentioned(text: str) -> tuple[Ref, ...]:
    """The records that a text mentions, each once, at most MOST_MENTIONED."""
    found: dict[Ref, None] = {}
    for one in mentions(text):
        found[one.ref] = None
        if len(found) == MOST_MENTIONED:
            break
    return tuple(found)


def with_mentions(text: str, named: Callable[[Ref], str]) -> str:
    """The text, each record that it mentions called by another reference."""
    parts, at = [], 0
    for one in mentions(text):
        called = named(one.ref)
        if called != one.ref:
            parts += [text[at : one.start], f"[[{called}]]"]
            at = one.end
    return "".join((*parts, text[at:]))


def is_uid(text: str) -> bool:
    """Whether it is a UUID in its hyphenated form."""
    return bool(_UID.fullmatch(text))


def is_whole(number: str) -> bool:
    """Whether a document id is a whole number, and no longer than a record's can be."""
    # Other digits, such as a superscript two, are digits to Python and no number.
    return number.isascii() and number.isdigit() and len(number) <= len(str(HIGHEST))


def new_uid() -> str:
    """A fresh UUIDv7 in its hyphenated form."""
    import uuid_utils  # noqa: PLC0415  a desk that only reads never makes one

    return str(uuid_utils.uuid7())


def is_provisional(ref: Ref) -> bool:
    """Whether no store has it: what a new record bears until it is written."""
    return ref.number > HIGHEST_CHOSEN
