"""Searching: what is found by the index is what looking at every record finds."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import Interrupted
from store.ids import Kind
from store.memory_reader import MemoryReader
from store.query import parse
from store.reader import Asker, Reader
from store.record import Record
from store.sql import search, superset
from store.sql.read import SqlReader
from store.syntax import Node, Order, Query
from tests.builders import event, report
from tests.store.queries import ORDERS, TODAY, nodes
from tests.store.readers import sql_reader
from tests.store.worlds import SAID, worlds

ASKER = Asker(TODAY, "ada")
#: Each looks for three queries among ten kinds; `make soak` goes on for longer.
FEW = 30 if settings().max_examples <= 100 else settings().max_examples
NODES = nodes(SAID, st.integers(1, 4))


def found(reader: Reader, query: Query, kind: Kind) -> list[int]:
    """The hits of one kind."""
    return list(reader.search(query, kind, ASKER))


def same(records: list[Record], asked: list[Node]) -> None:
    """Both readers find the same of every kind, in the same order."""
    looked_at, indexed = MemoryReader(records), sql_reader(records)
    for node in asked:
        for kind in Kind:
            query = Query(node)
            assert found(indexed, query, kind) == found(looked_at, query, kind), str(query)


@settings(max_examples=FEW)
@given(worlds(), st.lists(NODES, min_size=3, max_size=3))
def test_by_index_and_by_looking(records: list[Record], asked: list[Node]) -> None:
    """The index finds what looking at every record finds, in the same order, of every kind."""
    same(records, asked)


@settings(max_examples=FEW)
@given(worlds(), st.lists(NODES, min_size=3, max_size=3))
def test_of_many_records(records: list[Record], asked: list[Node]) -> None:
    """So do the ways that are taken where a condition is true of many."""
    with (
        patch.multiple(search, FOLLOWED=1, LOOKED_AT=1, FEW=1, STRIDE=1),
        patch.multiple(superset, MOST_NAMED=1, MOST_LINKED=1, MOST_CELLS=3),
    ):
        same(records, asked)


@settings(max_examples=FEW)
@given(worlds(), st.none() | NODES, ORDERS)
def test_in_order(records: list[Record], node: Node | None, order: Order) -> None:
    """An order changes the order alone, and is the same by the index."""
    looked_at, indexed = MemoryReader(records), sql_reader(records)
    for kind in Kind:
        plain = found(looked_at, Query(node), kind)
        ordered = found(indexed, Query(node, order), kind)
        assert sorted(ordered) == sorted(plain)
        if order.field != "relevance":
            assert ordered == found(looked_at, Query(node, order), kind)


@pytest.mark.parametrize("query", ["convoy", "kill*", "has:quote", "", "is:disputed sort:on"])
def test_outdated(query: str) -> None:
    """A search that nobody waits for any more ends."""
    reader = sql_reader([event(number, title="convoy killed") for number in range(1, 400)])
    assert isinstance(reader, SqlReader)
    outdated = SqlReader(reader._connection, lambda: True)
    with pytest.raises(Interrupted):
        list(outdated.search(parse(query), Kind.EVENT, ASKER))
    # The connection serves the next one.
    assert len(list(reader.search(parse("convoy"), Kind.EVENT, ASKER))) == 399


def test_best_first() -> None:
    """By relevance, what has the words in its title comes before what says them in passing."""
    told = event(3, title="A day", summary="Long after, one recalled a convoy " + "and more " * 50)
    records = [event(1, title="Convoy ambushed"), event(2, title="A protest"), told]
    for reader in (MemoryReader(records), sql_reader(records)):
        assert found(reader, parse("convoy"), Kind.EVENT) == [3, 1]
        assert found(reader, parse("convoy sort:relevance"), Kind.EVENT) == [1, 3]


@pytest.mark.parametrize(
    "query",
    ["-a " * 3000, "(-a OR -" * 48 + "b" + ")" * 48, "a OR " * 1900 + "a", '"' + "a " * 90 + '"'],
    ids=["all of many", "groups in groups", "any of many", "a long phrase"],
)
def test_long_and_deep(query: str) -> None:
    """A query as long and as deep as it may be is answered, by the index and by looking."""
    records = [event(1, title="a b"), report(1, text="a b " * 500), report(2, text="b")]
    looked_at, indexed = MemoryReader(records), sql_reader(records)
    for kind in (Kind.EVENT, Kind.REPORT):
        assert found(indexed, parse(query), kind) == found(looked_at, parse(query), kind)
