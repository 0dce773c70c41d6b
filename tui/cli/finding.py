"""The records that a query finds, read in pages: a read at length would hold the log open."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from store.errors import QueryError
from store.ids import Kind, Ref
from store.query import parse
from store.reader import Asker, Reader
from store.record import Record
from store.repository import Repository
from store.syntax import Around, Asked, Either, Every, Node, Query, Without
from store.text import clean
from tui.cli import tell
from tui.cli.opened import now
from tui.cli.printing import width_of

if TYPE_CHECKING:
    from store.derive.tally import Counted

#: In this order the kinds are listed.
KINDS = (
    Kind.EVENT,
    Kind.REPORT,
    Kind.CLAIM,
    Kind.QUOTE,
    Kind.LOCATION,
    Kind.SOURCE,
    Kind.ACTOR,
    Kind.ATTACHMENT,
    Kind.NOTE,
    Kind.VIEW,
)
#: So many are read before the first is printed, and so many then at once.
FIRST = 40
PAGE = 400
#: Of a query that is not understood, so many characters are shown to each side of the place.
AROUND = 60
#: Of a word that is told back, so many characters are shown.
_LONG = re.compile(r"(\S{60})\S+")


def understood(words: Sequence[str]) -> Query | None:
    """The query that the words are; None where it is none, and it is told what is wrong where."""
    text = " ".join(words)
    try:
        return parse(text)
    except QueryError as error:
        tell(_LONG.sub(r"\1…", str(error)))
        at = error.column - 1
        # Of a long query, what stands around it.
        start = max(at - AROUND, 0)
        before = clean(text[start:at])
        print(f"  {before}{clean(text[at : at + AROUND])}", file=sys.stderr)
        print(f"  {' ' * width_of(before)}^", file=sys.stderr)
        return None


def search_for(repository: Repository, query: Query) -> Search:
    """The search for a query; a record that it names and that is not there is told of."""
    with repository.read() as reader:
        missing = [ref for ref in dict.fromkeys(_named_in(query.node)) if not reader.version(ref)]
    for ref in missing:
        tell(f"There is no record {ref}.")
    return Search(repository, query)


def _named_in(node: Node | None) -> Iterator[Ref]:
    match node:
        case Asked(_, Ref() as ref) | Asked(_, Around(place=Ref() as ref)):
            yield ref
        case Without(part):
            yield from _named_in(part)
        case Every(parts) | Either(parts):
            for part in parts:
                yield from _named_in(part)


class Search:
    """A query asked of a store by its user, today."""

    def __init__(self, repository: Repository, query: Query) -> None:
        self._repository = repository
        self._query = query
        moment = now()
        self._asker = Asker(moment.date(), repository.author, moment)

    def hits(self, reader: Reader, kind: Kind) -> Iterator[int]:
        """The document ids that are found, in list order."""
        return reader.search(self._query, kind, self._asker)

    def count(self) -> int:
        """How many records are found."""
        with self._repository.read() as reader:
            return sum(sum(1 for _ in self.hits(reader, kind)) for kind in KINDS)

    def count_by(self, field: str) -> tuple[Counted, ...]:
        """How many have each value of a field."""
        # What only lists does not need it.
        from store.derive.facets import count_by

        with self._repository.read() as reader:
            return count_by(reader, self._query, KINDS, field, self._asker)

    def pages(self, limit: int | None, *, with_text: bool = False) -> Iterator[list[Record]]:
        """The records, each page of one kind; a report without its text, where that is not asked.

        What is changed between two pages may be missing, but nothing comes twice.
        """
        left = limit
        for kind in KINDS:
            for numbers in self._numbers(kind, left):
                with self._repository.read() as reader:
                    records = _records(reader, kind, numbers, with_text)
                if records:
                    yield records
                if left is not None:
                    left -= len(numbers)

    def _numbers(self, kind: Kind, limit: int | None) -> Iterator[list[int]]:
        """The ids in pages: the first few are found by themselves, to be printed early."""
        at_first = FIRST if limit is None else min(FIRST, limit)
        if not at_first:
            return
        with self._repository.read() as reader:
            first = list(islice(self.hits(reader, kind), at_first))
        if first:
            yield first
        if len(first) < FIRST or limit == FIRST:
            return
        with self._repository.read() as reader:
            rest = list(islice(self.hits(reader, kind), limit))
        shown = set(first)
        rest = [number for number in rest if number not in shown]
        for at in range(0, len(rest), PAGE):
            yield rest[at : at + PAGE]


def _records(reader: Reader, kind: Kind, numbers: Sequence[int], with_text: bool) -> list[Record]:
    if not with_text or kind is not Kind.REPORT:
        return reader.listing(kind, numbers)
    found = (reader.find(kind.ref(number)) for number in numbers)
    return [record for record in found if record is not None]


def labels(repository: Repository, refs: Sequence[Ref], known: dict[Ref, str]) -> None:
    """Learn what the records are called that are not known yet."""
    unknown = [ref for ref in dict.fromkeys(refs) if ref not in known]
    if not unknown:
        return
    with repository.read() as reader:
        for ref in unknown:
            found = reader.listing(ref.kind, (ref.number,))
            known[ref] = found[0].label if found else str(ref)
