"""Saved views: kept in the store, put in order, undone like any other change."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.commands.records import WriteRecords
from store.commands.views import DeleteView, MoveView, RenameView, SaveView
from store.derive.views import SavedView, hits_of, saved_views, text_to_save, understood
from store.errors import InvalidRecord, QueryError, UnknownRecord
from store.ids import Kind, Ref
from store.memory import MemoryStore
from store.memory_reader import MemoryReader
from store.query import parse
from store.reader import Asker
from store.repository import Repository
from store.syntax import Query
from tests.builders import a_store, event, report, view
from tests.store.queries import QUERIES, TODAY

ASKER = Asker(TODAY, "ada")


def _store(*names: str) -> MemoryStore:
    store = MemoryStore()
    for name in names:
        store.run(SaveView(name, f"tag:{name}"), "ada")
    return store


def _names(store: MemoryStore) -> list[str]:
    return [saved.view.name for saved in saved_views(store.reader)]


def test_a_view_is_saved_at_the_end() -> None:
    """Views stand in the order in which they were saved, each with its query."""
    store = _store("Baniyas", "Latakia")
    assert _names(store) == ["Baniyas", "Latakia"]
    assert [str(one.query) for one in saved_views(store.reader)] == ["tag:Baniyas", "tag:Latakia"]


def test_the_same_name_takes_the_new_query() -> None:
    """Saved again under its name, however spelt, a view has the new query in the old place."""
    store = _store("Baniyas", "Latakia")
    store.run(SaveView(" baniyas ", "place:L7  killed:>1"), "ada")
    assert _names(store) == ["Baniyas", "Latakia"]
    assert saved_views(store.reader)[0].text == "place:L7 killed:>1"
    assert store.run(SaveView("Baniyas", "place:L7 killed:>1"), "ada") is None


def test_what_cannot_be_a_view_is_refused() -> None:
    """A view needs a name of its own and a query that can be read."""
    store = _store("Baniyas", "Latakia")
    with pytest.raises(InvalidRecord, match="a view needs a name"):
        store.run(SaveView("  ", "a"), "ada")
    with pytest.raises(QueryError, match="did you mean place"):
        store.run(SaveView("c", "plase:x"), "ada")
    with pytest.raises(InvalidRecord, match="V1 has this name already"):
        store.run(RenameView(Ref("V2"), "BANIYAS"), "ada")
    with pytest.raises(UnknownRecord):
        store.run(MoveView(Ref("V9"), 1), "ada")
    assert _names(store) == ["Baniyas", "Latakia"]


def test_every_change_of_views_can_be_undone() -> None:
    """Renamed, moved and deleted: each is one operation, and undo takes each back."""
    store = _store("a", "b", "c")
    for command, then in (
        (RenameView(Ref("V1"), "A few"), ["A few", "b", "c"]),
        (MoveView(Ref("V3"), -1), ["a", "c", "b"]),
        (MoveView(Ref("V1"), 5), ["b", "c", "a"]),
        (DeleteView(Ref("V2")), ["a", "c"]),
    ):
        assert store.run(command, "ada")
        assert _names(store) == then
        store.undo("ada")
        assert _names(store) == ["a", "b", "c"]


@given(
    st.lists(st.integers(0, 3), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from([-1, 1])), max_size=6),
)
def test_a_view_moves_one_place(positions: list[int], moves: list[tuple[int, int]]) -> None:
    """Whatever positions views came with, a move puts one a place on and keeps the others."""
    store = MemoryStore()
    store.run(WriteRecords(view(n, position=at) for n, at in enumerate(positions, start=1)), "ada")
    for chosen, by in moves:
        order = [one.view.ref for one in saved_views(store.reader)]
        at = chosen % len(order)
        store.run(MoveView(order[at], by), "ada")
        to = max(0, min(at + by, len(order) - 1))
        order.insert(to, order.pop(at))
        assert [one.view.ref for one in saved_views(store.reader)] == order


def test_a_query_that_no_longer_parses_stays() -> None:
    """A view that cannot be understood says what is wrong, and keeps its text."""
    broken = understood(view(1, name="old", query="place:(a"))
    assert broken.query is None
    assert broken.problem.startswith("Column 7: place: takes one value")
    assert broken.text == "place:(a"
    assert hits_of(MemoryReader(), broken, Kind.EVENT, ASKER) == 0


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"query": "triage:new", "columns": ["title", "publisher"]}, "kind:report triage:new"),
        ({"query": "a OR b", "columns": ["title", "start"], "order": "-start"},
         "kind:event (a OR b)"),
        ({"query": "a", "columns": ["title"], "order": "start"}, "a sort:on"),
        ({"query": "kind:claim a", "columns": ["title", "start"]}, "kind:claim a"),
        ({"query": "a sort:-killed", "order": "start"}, "a sort:-killed"),
        ({"query": "", "columns": ["names"], "order": "no such"}, "kind:location"),
    ],
)  # fmt: skip
def test_views_of_other_programs(fields: dict[str, object], text: str) -> None:
    """Columns tell of which kind a view is, its order is the query's where it has none."""
    assert understood(view(1, **fields)).text == text


@given(QUERIES, st.sampled_from(Kind))
def test_what_is_saved_can_be_read(query: Query, kind: Kind) -> None:
    """Any query of any list is saved as one that can be read, and names its kind."""
    read = parse(text_to_save(query, kind))
    assert read.order == query.order
    assert read.kinds == (query.kinds or {kind})
    assert understood(view(1, query=str(read))).text == str(read)


def test_what_a_view_counts() -> None:
    """A view counts the hits of its kind, or of the list that leads where it names none."""
    reader = MemoryReader([event(1, title="a"), event(2, title="b"), report(1, title="a")])

    def count(saved: SavedView) -> int:
        return hits_of(reader, saved, Kind.EVENT, ASKER)

    assert count(understood(view(1, query="a"))) == 1
    assert count(understood(view(1, query="kind:report -b"))) == 1
    assert count(understood(view(1, query="sort:on"))) == 2


def test_another_session_has_the_views(tmp_path: Path) -> None:
    """A view saved by one user is there, in its place, for who opens the store next."""
    with a_store(tmp_path / "store") as repository:
        repository.run(SaveView("Latakia", "place:latakia"))
        repository.run(SaveView("Baniyas", "place:baniyas"))
        repository.run(MoveView(Ref("V2"), -1))
    again = Repository.open(tmp_path / "store", author="bo")
    with again.read() as reader:
        assert [one.view.name for one in saved_views(reader)] == ["Baniyas", "Latakia"]
    again.close()
