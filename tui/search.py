"""A list as the hits of a query: what was asked, and how far the search has come."""

from __future__ import annotations

from typing import NamedTuple

from store.ids import Kind
from store.reader import Links

#: A search: a query as its canonical text, and the kind in which hits are looked for.
Sought = tuple[str, Kind]


#: The inbox, as a search.
INBOX: Sought = ("is:open sort:waiting", Kind.REPORT)


class Search(NamedTuple):
    """What a list is narrowed to."""

    query: str
    """The query's canonical text."""
    among: int = 0
    """How many records of the kind there were."""
    goes_on: bool = False
    """Whether more hits may come: the list has the first of them."""


class Found(NamedTuple):
    """What a search has found, as far as it has come."""

    search: Search
    rows: Links
    """The first hits, or all; `total` is how many were found so far."""

    @property
    def sought(self) -> Sought:
        """What was asked for."""
        return self.search.query, self.rows.kind


class Drift(NamedTuple):
    """How the hits of a query differ from a list of them that was made earlier."""

    new: int
    """Hits that the list does not have."""
    lost: int
    """Rows that are no hits any more."""
