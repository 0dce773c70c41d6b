"""What a reader is given, and the exact text that it makes of it."""

from __future__ import annotations

import re
from typing import NamedTuple

#: So many characters the text of one document may have.
LONGEST_TEXT = 4_000_000

_SURROGATES = re.compile("[\ud800-\udfff]")


class Task(NamedTuple):
    """One document, or one letter or line of a file that holds many."""

    kind: str
    """A key of `store.ingest.reader_process.READERS`."""
    place: str
    content: bytes
    media_type: str = ""
    """As the server or the kind says it; "" where nothing does."""
    charset: str = ""
    """As the server says it."""
    url: str = ""
    """Where it was fetched; "" for a file."""


def whole(text: str) -> str:
    """A text that can be written: no halves of characters."""
    return _SURROGATES.sub("\ufffd", text)


def line(text: object) -> str:
    """A title or a name as one line; "" for what is no text."""
    return " ".join(whole(text).split())[:1_000] if isinstance(text, str) else ""


def lines(text: str) -> str:
    r"""A text whose lines end in \n, whatever ended them."""
    return whole(text).replace("\r\n", "\n").replace("\r", "\n")


def too_long(text: str) -> str:
    """Why a text is not taken; "" where it is."""
    if len(text) <= LONGEST_TEXT:
        return ""
    return f"its text has more than {LONGEST_TEXT // 1_000_000} million characters"
