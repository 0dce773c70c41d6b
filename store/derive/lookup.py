"""The few records that a person means by a reference, a name, or any query."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from store.errors import QueryError
from store.ids import Kind
from store.query import parse
from store.reader import Asker, Reader
from store.record import Record
from store.syntax import REFERENCE, Query

#: The kinds that are looked through, in the order in which they are answered.
KINDS = (
    Kind.EVENT,
    Kind.LOCATION,
    Kind.SOURCE,
    Kind.REPORT,
    Kind.QUOTE,
    Kind.CLAIM,
    Kind.NOTE,
)
#: So many records are answered, and so many of a kind.
MOST = 20
MOST_OF_A_KIND = 5


def lookup(text: str, reader: Reader, asker: Asker) -> list[Record]:
    """The record with that reference first, then hits of each kind, the last word only begun.

    Nothing for what is no query.  Interrupted when `stop` of the read says so.
    """
    asked = text.strip()
    found = [record for record in (_referred(asked.upper(), reader),) if record]
    query = begun(asked)
    if query is not None and query.node is not None:
        known = {record.ref for record in found}
        found += [one for one in _hits(query, reader, asker) if one.ref not in known]
    return found[:MOST]


def _referred(text: str, reader: Reader) -> Record | None:
    if not REFERENCE.fullmatch(text):
        return None
    kind, number = next(kind for kind in Kind if kind.value == text[0]), int(text[1:])
    # Listings leave out a report's text.
    return next(iter(reader.listing(kind, (number,))), None) if kind in KINDS else None


def begun(text: str) -> Query | None:
    """A query whose last word is only begun; None for what is no query."""
    last = text.rsplit(maxsplit=1)[-1] if text else ""
    # A value such as place:L7 would become the beginning of words.
    longer = f"{text}*" if last[-1:].isalnum() and ":" not in last else text
    for one in (longer, text):
        try:
            return parse(one)
        except QueryError:
            continue
    return None


def _hits(query: Query, reader: Reader, asker: Asker) -> Iterator[Record]:
    for kind in KINDS:
        numbers = list(islice(reader.search(query, kind, asker), MOST_OF_A_KIND))
        yield from reader.listing(kind, numbers)
