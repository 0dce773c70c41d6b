"""What `*` asks for: pure.

On a row of another pane, and in the detail, it is the record under the cursor and what is linked
to it.  A row of the leading list would find itself alone: there it is the value of one field.

    event     type             source   form
    report    publisher        quote    speaker
    location  country          claim    claimant
                               note     form
"""

from __future__ import annotations

from store.ids import Kind, Ref
from store.model import Claim, Event, Location, Note, Quote, Report, Source
from store.record import Record
from store.syntax import Asked, Every, Query, Text

#: The field that asks for records of a kind by reference, where it is not called as the kind is.
_NAMED_BY = {Kind.LOCATION: "place"}


def about(ref: Ref) -> Asked:
    """The condition that a record is this one, or linked to it."""
    return Asked(_NAMED_BY.get(ref.kind, ref.kind.noun), ref)


def own_value(record: Record) -> Asked | None:
    """The condition that a record has the same value in its kind's field; None without a value."""
    match record:
        case Event():
            return _text("type", record.type)
        case Report():
            return _ref("publisher", record.publisher)
        case Location():
            return _text("country", record.country)
        case Source() | Note():
            return _text("form", str(record.kind))
        case Quote():
            return _ref("speaker", record.speaker)
        case Claim():
            return _ref("claimant", record.source)
    return None


def _text(field: str, value: str) -> Asked | None:
    return Asked(field, Text(value)) if value else None


def _ref(field: str, ref: Ref | None) -> Asked | None:
    return Asked(field, ref) if ref else None


def narrowed(query: Query, condition: Asked) -> Query:
    """The query with one more condition; the same one where it has that already."""
    if query.node is None:
        return Query(condition, query.order)
    parts = query.node.parts if isinstance(query.node, Every) else (query.node,)
    if condition in parts:
        return query
    return Query(Every((*parts, condition)), query.order)


def no_value(ref: Ref | None) -> str:
    """What to say where there is nothing to ask for; the key by its action's name."""
    if ref is None:
        return "There is no row here whose value could be searched."
    return f"{ref} has no value that others share. On a linked row {{this-value}} asks for it."
