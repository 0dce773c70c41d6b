"""Finding the records that a query asks for by looking at every one: slow, plain, and right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from store.derive.matching import Matcher
from store.derive.ranking import ordered, slices
from store.ids import Kind
from store.reader import Asker, Reader
from store.syntax import Asked, Either, Every, Node, Query, Text, Without


def search(
    reader: Reader,
    query: Query,
    kind: Kind,
    asker: Asker,
    candidates: Iterable[int] | None = None,
) -> Iterator[int]:
    """The contract's search, among these document ids in list order, or among all of the kind."""
    if not may_be(query.node, kind):
        return iter(())
    found = _matching(reader, query.node, kind, asker, candidates)
    return found if query.order is None else ordered(reader, query, kind, list(found))


def may_be(node: Node | None, kind: Kind) -> bool:
    """Whether a record of that kind can be asked for at all, by what the query says of kinds."""
    match node:
        case Asked("kind", Text() as text):
            return kind.noun.startswith(text.key) if text.is_prefix else kind.noun == text.key
        case Every(parts):
            return all(may_be(part, kind) for part in parts)
        case Either(parts):
            return any(may_be(part, kind) for part in parts)
        case Without(Asked("kind", Text()) as part):
            return not may_be(part, kind)
    return True


def _matching(
    reader: Reader,
    node: Node | None,
    kind: Kind,
    asker: Asker,
    candidates: Iterable[int] | None,
) -> Iterator[int]:
    matcher = Matcher(node, reader, asker)
    for numbers in slices(reader.numbers(kind) if candidates is None else candidates):
        for record in reader.listing(kind, numbers):
            if matcher.matches(record):
                yield record.id
