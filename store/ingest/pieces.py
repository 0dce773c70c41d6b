"""A file of many letters or lines in pieces, each to be read, and to fail, by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, NamedTuple

from store.arrivals import Unread

_FROM = re.compile(rb"From \S.*\d\d:\d\d.*\d{4}|From (?:-|\S+)\s*$", re.DOTALL)


class Piece(NamedTuple):
    """A letter, or a line, with its own bytes."""

    place: str
    content: bytes


def letters(place: str, file: IO[bytes], size: int) -> Iterator[Piece | Unread]:
    """The letters of a mailbox, from one `From ` line to the next."""
    kept: list[bytes] = []
    length, number, is_empty = 0, 0, True
    while True:
        line = file.readline(size)
        if not line or (is_empty and _FROM.match(line)):
            if number:
                yield _letter(f"{place}, letter {number}", kept, length, size)
            if not line:
                return
            kept, length, number = [], 0, number + 1
            is_empty = False
            continue
        is_empty = line in {b"\n", b"\r\n"}
        length += len(line)
        if number and length <= size:
            kept.append(line)


def _letter(place: str, kept: list[bytes], length: int, size: int) -> Piece | Unread:
    if length > size:
        return Unread(place, f"the letter has more than {size >> 20} MB")
    content = b"".join(kept)
    # The blank line in front of the next letter is the mailbox's. A > in front of "From " may be
    # its or the letter's, and stays.
    return Piece(place, content.removesuffix(b"\n").removesuffix(b"\r"))


def lines(place: str, file: IO[bytes], size: int) -> Iterator[Piece | Unread]:
    """The lines of a file that are not empty."""
    number = 0
    while line := file.readline(size + 1):
        number += 1
        if len(line) > size:
            yield Unread(f"{place}, line {number}", f"the line has more than {size >> 20} MB")
            while line and not line.endswith(b"\n"):
                line = file.readline(size + 1)
            continue
        content = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if content.strip():
            yield Piece(f"{place}, line {number}", content.rstrip(b"\r\n"))
