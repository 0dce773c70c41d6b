"""What was taken in from a program before: so that it is not taken in again.

A program that goes on writing what it read at an operation brings its earlier changes again each
time.  They are known by the file that it writes and the operation that it began from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import apsw
import msgspec

from store.codec import Document
from store.sql.rows import one
from store.tiny.comparison import Difference, Rows, is_same, taken_back

#: So many programs' changes are known, and so many bytes of them; the oldest are forgotten.
MOST = 8
MOST_BYTES = 8 << 20

Tables = dict[str, dict[str, Any]]


class Known(msgspec.Struct):
    """What was taken in from one file and base."""

    base: int = 0
    file: int = 0
    """The inode number of the file that it was found in."""
    documents: Tables = {}
    """Their documents as they were then, by table and id; None for a deleted one."""
    numbers: dict[str, dict[str, str]] = {}
    """The ids that new ones got here, where that is another one."""

    def number(self, table: str, number: str) -> str:
        """The id here of a document of theirs."""
        return self.numbers.get(table, {}).get(number, number)

    def unseen(self, differences: Iterable[Difference]) -> Iterator[Difference]:
        """The differences that were not taken in already, each from what was taken."""
        for difference in differences:
            taken = self.documents.get(difference.table, {})
            if difference.number not in taken:
                yield difference
            elif not is_same(taken[difference.number], difference.theirs):
                yield difference._replace(base=taken[difference.number])

    def back(
        self, differences: Iterable[Difference], theirs: Mapping[str, Rows]
    ) -> Iterator[Difference]:
        """What they have taken back of what was taken in."""
        for difference in taken_back(self.documents, differences, theirs):
            if difference.base is None:
                # They had deleted it: it is the same one, under its own id.
                self.numbers.setdefault(difference.table, {}).setdefault(
                    difference.number, difference.number
                )
            yield difference

    def learn(self, difference: Difference) -> None:
        """Know a difference as taken in."""
        rows = self.documents.setdefault(difference.table, {})
        rows[difference.number] = difference.theirs


def read(connection: apsw.Connection, base: int, path: Path) -> Known:
    """What was taken in from this file with this base."""
    file = path.stat().st_ino
    for found in _all(connection):
        if (found.base, found.file) == (base, file):
            return found
    return Known(base, file, {}, {})


def check(connection: apsw.Connection) -> None:
    """Raise msgspec.DecodeError where what is known cannot be read."""
    _all(connection)


def write(connection: apsw.Connection, learned: Known) -> None:
    """Know it from now on; in the caller's transaction."""
    others = [one_ for one_ in _all(connection) if (one_.base, one_.file) != _key(learned)]
    kept = [*others, learned][-MOST:]
    encoded = msgspec.json.encode(kept)
    while len(encoded) > MOST_BYTES:
        kept = kept[1:]
        encoded = msgspec.json.encode(kept)
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('taken', ?)", (encoded.decode(),))


def parsed(text: str | bytes) -> Document:
    """A document from its JSON."""
    document: Document = msgspec.json.decode(text)
    return document


def _key(of: Known) -> tuple[int, int]:
    return of.base, of.file


def _all(connection: apsw.Connection) -> list[Known]:
    found = one(connection, "SELECT value FROM meta WHERE name = 'taken'")
    if not found or not found[0]:
        return []
    if not isinstance(found[0], str):
        raise msgspec.ValidationError("what is kept as taken is not text")
    return msgspec.json.decode(found[0], type=list[Known])
