"""References and identities: which record is meant, in this store and in any.

A reference is a kind's letter and TinyDB's document id: `E412`.  A uid is a UUIDv7
(RFC 9562), equal in every copy of a store.
"""

from __future__ import annotations

import re
from enum import Enum


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
