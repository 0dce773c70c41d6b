"""Finding out what a command would do, without doing it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from store.changes import Change, Command, ForeignChange, Pause
from store.commands.newcomers import provisional
from store.dates import now
from store.ids import HIGHEST, Kind, Ref
from store.reader import Reader
from store.record import Record


class Trial:
    """What a command may ask for when nothing is written; see `changes.Context`.

    The references that it gives out are those of no store.
    """

    def __init__(self, author: str) -> None:
        self.author = author
        self.at = now()
        self._given: Counter[Kind | str] = Counter()

    def new(self, kind: Kind) -> Ref:
        """A reference that no record has."""
        self._given[kind] += 1
        return provisional(kind, self._given[kind] - 1)

    def new_in(self, table: str) -> int:
        """A document id that no document has."""
        self._given[table] += 1
        return HIGHEST - self._given[table] + 1

    def of_format(self, name: str) -> Iterator[tuple[Ref, str]]:
        """Nothing: what is tried out here asks for no data set."""
        del name
        return iter(())

    def as_imported(self, ref: Ref) -> Record | None:
        """None, as above."""
        del ref
        return None


def tried(command: Command, reader: Reader, author: str) -> list[Change | ForeignChange]:
    """What a command would change."""
    found: list[Change | ForeignChange] = []
    for one in command.changes(reader, Trial(author)):
        if isinstance(one, Pause):
            one.wait()
        else:
            found.append(one)
    return found
