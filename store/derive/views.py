"""Saved views: in their order, each with its query understood, or with what is wrong with it."""

from __future__ import annotations

from typing import NamedTuple

from store.errors import QueryError
from store.fields import FIELDS
from store.ids import Kind
from store.model import RECORDS, View
from store.query import parse
from store.reader import Asker, Reader
from store.syntax import Order, Query

#: What a view's order may call a date, by the field of the query language that has it.
_DATES = {"start": "on", "published_at": "on", "as_of": "on", "captured_at": "on"}


class SavedView(NamedTuple):
    """A view as it can be used."""

    view: View
    query: Query | None
    """With the view's order; None where the text cannot be understood."""
    kind: Kind | None
    """The kind of record that it lists; None for whichever is listed."""
    problem: str = ""
    """What is wrong with the query."""

    @property
    def text(self) -> str:
        """The query as it is applied, or the text that is to be mended."""
        if self.query is None:
            return self.view.query
        if self.kind is None or self.kind in self.query.kinds:
            return str(self.query)
        return _with_kind(self.query, self.kind)


def saved_views(reader: Reader) -> list[SavedView]:
    """All views, in the order in which their users put them."""
    return [understood(view) for view in ordered_views(reader)]


def ordered_views(reader: Reader) -> list[View]:
    """The records, by their position."""
    found = reader.listing(Kind.VIEW, reader.numbers(Kind.VIEW))
    views = [one for one in found if isinstance(one, View)]
    return sorted(views, key=lambda view: (view.position, view.id))


def understood(view: View) -> SavedView:
    """A view with its query."""
    try:
        query = parse(view.query)
    except QueryError as error:
        return SavedView(view, None, None, str(error))
    query = query if query.order else Query(query.node, _order(view.order))
    return SavedView(view, query, _kind(view, query))


def _order(name: str) -> Order | None:
    """The order of a view that came from elsewhere; None for one that no list has."""
    field = name.removeprefix("-")
    field = _DATES.get(field, field)
    if field not in FIELDS or not FIELDS[field].is_sortable:
        return None
    # Newest first is the order of the lists.
    return None if (field, name[:1]) == ("on", "-") else Order(field, name.startswith("-"))


def _kind(view: View, query: Query) -> Kind | None:
    """The kind that the query names, else the one that has the view's columns."""
    if query.kinds:
        return next(iter(query.kinds)) if len(query.kinds) == 1 else None
    columns = set(view.columns)
    fits = [k for k, record in RECORDS.items() if columns <= {*record.__struct_fields__}]
    return fits[0] if columns and len(fits) == 1 else None


def _with_kind(query: Query, kind: Kind) -> str:
    text = str(Query(query.node))
    # An OR would take the kind for itself.
    node = parse(f"kind:{kind.noun} ({text})" if text else f"kind:{kind.noun}").node
    return str(Query(node, query.order))


def text_to_save(query: Query, kind: Kind) -> str:
    """The query of a list of that kind, such that it finds the same from any other list."""
    return str(query) if query.kinds else _with_kind(query, kind)


def hits_of(reader: Reader, saved: SavedView, kind: Kind, asker: Asker) -> int:
    """How many records the view lists, where a list of that kind leads; 0 if it is not understood.

    Interrupted when `stop` of the read says so.
    """
    if saved.query is None:
        return 0
    # In the order of the lists: nothing need be sorted to be counted.
    query = Query(saved.query.node)
    return sum(1 for _ in reader.search(query, saved.kind or kind, asker))
